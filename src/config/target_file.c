/* Files that list endpoints; see target_file.h. */
#include "config/target_file.h"

#include <string.h>

#include "config/config_labels.h"
#include "config/field.h"
#include "config/host_port.h"
#include "config/yaml.h"

#define URL_START "https://"
#define OWN_LABEL "__" /* begins those that Prometheus keeps to itself */

struct parsing {
	struct field_reader reader; /* source and faults */
	const struct endpoint *like;
	struct target_file *file;
	struct settings_pool settings;
};

static void
add(struct parsing *parsing, const struct endpoint *like,
    const struct host_port *at)
{
	struct endpoint *endpoint = endpoint_like(like);

	endpoint->host = at->host;
	if (at->port != 0)
		endpoint->port = at->port;
	endpoint_finish(endpoint);
	*ARRAY_ADD(&parsing->file->endpoints) =
	    endpoint_pack(endpoint, &parsing->settings);
}

/* Is there room for one more? Said once: then the parsing ends. */
static bool
has_room(struct parsing *parsing, size_t offset)
{
	if (parsing->file->endpoints.len < CONFIG_MAX_ENDPOINTS)
		return true;
	faults_add(parsing->reader.faults, parsing->reader.source, offset,
	    offset + 1,
	    "more than %d endpoints; spread them over several daemons",
	    CONFIG_MAX_ENDPOINTS);
	return false;
}

/* The text between blanks and without a comment; false: nothing is left. */
static bool
trim(const struct source *source, size_t *start, size_t *end)
{
	const char *bytes = (const char *)source->bytes;
	const char *hash = memchr(bytes + *start, '#', *end - *start);

	if (hash != NULL)
		*end = (size_t)(hash - bytes);
	while (*start < *end && strchr(" \t\r", bytes[*start]) != NULL)
		(*start)++;
	while (*end > *start && strchr(" \t\r", bytes[*end - 1]) != NULL)
		(*end)--;
	return *end > *start;
}

static void
parse_line(struct parsing *parsing, size_t start, size_t end)
{
	struct source *source = parsing->reader.source;
	char text[TARGET_FILE_MAX_LINE + 1];
	struct host_port at = {0};
	struct error err = ERROR_INIT;

	if (!trim(source, &start, &end))
		return;
	if (end - start > TARGET_FILE_MAX_LINE) {
		faults_add(parsing->reader.faults, source, start, end,
		    "a line of more than %d bytes; write one endpoint a line",
		    TARGET_FILE_MAX_LINE);
		return;
	}
	memcpy(text, source->bytes + start, end - start);
	text[end - start] = '\0';
	if (text[strcspn(text, " \t,;")] != '\0')
		faults_add(parsing->reader.faults, source, start, end,
		    "'%s' is more than one word; write one endpoint a line",
		    fault_value(text).text);
	else if (!host_port_parse(text, &at, &err))
		faults_add(parsing->reader.faults, source, start, end,
		    "'%s' %s", fault_value(text).text, err.message);
	else if (has_room(parsing, start))
		add(parsing, parsing->like, &at);
}

static void
parse_lines(struct parsing *parsing)
{
	struct source *source = parsing->reader.source;
	struct error err = ERROR_INIT;
	size_t at = 0;

	if (!source_check(source, &at, &err)) {
		faults_add(parsing->reader.faults, source, at, at + 1, "%s",
		    err.message);
		return;
	}
	for (at = 0; at < source->len;) {
		const uint8_t *line_end =
		    memchr(source->bytes + at, '\n', source->len - at);
		size_t end = line_end == NULL
		    ? source->len
		    : (size_t)(line_end - source->bytes);

		parse_line(parsing, at, end);
		if (parsing->file->endpoints.len == CONFIG_MAX_ENDPOINTS &&
		    parsing->reader.faults->added > 0)
			return;
		at = end + 1;
	}
}

/* Host and port of a URL; any other text as it is. Free it. */
static char *
bare_target(const char *text)
{
	if (strncmp(text, URL_START, strlen(URL_START)) != 0)
		return mem_strdup(text);
	text += strlen(URL_START);
	return mem_strndup(text, strcspn(text, "/?#"));
}

static const struct field_type target_type = {
    .name = "target",
    .words = "a target such as www.example.com:443",
};

static const struct field target_field = {
    .key = "targets",
    .type = &field_list,
    .item = &target_type,
};

static void
parse_target(struct parsing *parsing, const struct endpoint *like,
    const struct yaml_node *node)
{
	const char *text =
	    field_text(&parsing->reader, &target_field, &target_type, node);
	CLEANUP(free) char *bare = NULL;
	struct host_port at = {0};
	struct error err = ERROR_INIT;

	if (text == NULL)
		return;
	bare = bare_target(text);
	if (!host_port_parse(bare, &at, &err))
		field_fault(&parsing->reader, node, "'%s' %s",
		    fault_value(text).text, err.message);
	else if (has_room(parsing, node->start))
		add(parsing, like, &at);
}

static void
parse_labels(struct parsing *parsing, const struct yaml_node *node,
    struct endpoint *endpoint)
{
	if (node->kind != YAML_KIND_MAP) {
		field_fault(&parsing->reader, node,
		    "'labels' is %s; it must be a map of names and texts",
		    yaml_node_words(node));
		return;
	}
	for (uint32_t i = 0; i < node->len; i++) {
		const struct yaml_pair *pair = &node->pairs[i];

		if (strncmp(pair->key->text, OWN_LABEL, strlen(OWN_LABEL)) != 0)
			config_label_decode(&parsing->reader, pair, endpoint);
	}
}

static void
parse_group(struct parsing *parsing, const struct yaml_node *group)
{
	const struct yaml_node *targets, *labels;
	struct endpoint *like;

	if (group->kind != YAML_KIND_MAP) {
		field_fault(&parsing->reader, group,
		    "a group is %s; it must be a map with 'targets'",
		    yaml_node_words(group));
		return;
	}
	targets = yaml_map_find(group, "targets");
	labels = yaml_map_find(group, "labels");
	if (targets == NULL || targets->kind != YAML_KIND_LIST) {
		field_fault(&parsing->reader, targets == NULL ? group : targets,
		    "a group has no list 'targets'; write targets: "
		    "[www.example.com:443]");
		return;
	}
	like = endpoint_like(parsing->like);
	if (labels != NULL && !yaml_node_is_null(labels))
		parse_labels(parsing, labels, like);
	for (uint32_t i = 0; i < targets->len; i++)
		parse_target(parsing, like, targets->items[i]);
	endpoint_unref(like);
}

static void
parse_groups(struct parsing *parsing)
{
	CLEANUP(yaml_tree_free)
	struct yaml_tree *tree =
	    yaml_tree_parse(parsing->reader.source, parsing->reader.faults);
	const struct yaml_node *root;

	if (tree == NULL)
		return;
	root = yaml_tree_root(tree);
	if (root->kind != YAML_KIND_LIST) {
		field_fault(&parsing->reader, root,
		    "the file is %s; it must be a list of groups, each with "
		    "'targets' and, if you like, 'labels'",
		    yaml_node_words(root));
		return;
	}
	for (uint32_t i = 0; i < root->len; i++)
		parse_group(parsing, root->items[i]);
}

bool
target_file_parse(enum config_list_kind kind, struct source *source,
    const struct endpoint *like, struct faults *faults,
    struct target_file *ret_file)
{
	struct target_file file = {.endpoints = {.len = 0}};
	struct parsing parsing = {
	    .reader = {.source = source, .faults = faults},
	    .like = like,
	    .file = &file,
	};
	size_t before = faults->added;

	switch (kind) {
	case CONFIG_LIST_PLAIN: parse_lines(&parsing); break;
	case CONFIG_LIST_FILE_SD: parse_groups(&parsing); break;
	case CONFIG_LIST_CERT_FILES: break; /* holds none, is one */
	}
	settings_pool_clear(&parsing.settings);
	if (faults->added > before) {
		target_file_clear(&file);
		return false;
	}
	*ret_file = file;
	return true;
}

void
target_file_clear(struct target_file *file)
{
	ARRAY_EACH (endpoint, &file->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&file->endpoints);
}
