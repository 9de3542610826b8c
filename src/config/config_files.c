/* Certificate files as what is watched; see config_files.h. */
#include "config/config_files.h"

#include <limits.h>
#include <unistd.h>

#include "config/config_endpoints.h"
#include "config/host_port.h"
#include "config/loader.h"
#include "model/endpoint_file.h"

#define MAX_ITEMS 1000
#define MAX_NAMES 100

/* What the keys of a file fill, beside those that it shares with endpoints. */
struct item {
	char *path, *key, *password_file;
	struct texts names;
};

/* Ids of files must be the same wherever the daemon is started. */
static char *
absolute(const char *path)
{
	char folder[PATH_MAX];

	if (path[0] == '/' || getcwd(folder, sizeof folder) == NULL)
		return mem_strdup(path);
	return mem_printf("%s/%s", folder, path);
}

static void
decode_served(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct field row = *field;
	struct texts paths = {.len = 0};

	row.item = &field_path_item;
	if (node->kind == YAML_KIND_LIST)
		field_list.decode(reader, &row, node, &paths);
	else
		field_path_item.decode(reader, &row, node, &paths);
	ARRAY_EACH (path, &paths)
		texts_add_take(slot, absolute(*path));
	texts_clear(&paths);
}

const struct field_type config_served_files = {
    .name = "path or list of paths",
    .words = "a path, or a list of paths",
    .decode = decode_served,
    .shapes = FIELD_AS_TEXT | FIELD_AS_LIST,
    .element = &field_path_item,
};

static void
decode_name(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct hostname name;
	struct error err = ERROR_INIT;

	if (text == NULL)
		return;
	if (!host_port_parse_host(text, &name, &err))
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
	else
		texts_add(slot, name.text);
}

static const struct field_type name_item = {
    .name = "host name or address",
    .words = "a host name such as www.example.com, or an IP address",
    .decode = decode_name,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^/ ]+$",
};

static void
decode_names(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind == YAML_KIND_LIST)
		field_list.decode(reader, field, node, slot);
	else
		decode_name(reader, field, node, slot);
}

static const struct field_type names_type = {
    .name = "name or list of names",
    .words = "a host name, or a list of host names",
    .decode = decode_names,
    .shapes = FIELD_AS_TEXT | FIELD_AS_LIST,
    .pattern = "^[^/ ]+$",
};

static const struct field rows[] = {
    {
	.key = "path",
	.type = &field_path,
	.offset = offsetof(struct item, path),
	.flags = FIELD_REQUIRED,
	.sentence = "The file as a server loads it: PEM, DER or PKCS#12; or a "
		    "pattern such as /etc/letsencrypt/live/*/fullchain.pem.",
    },
    {
	.key = "name",
	.type = &names_type,
	.item = &name_item,
	.offset = offsetof(struct item, names),
	.least = 1,
	.most = MAX_NAMES,
	.inherits = "the hosts of the endpoints that serve it",
	.sentence = "The hosts that its certificate must cover.",
    },
    {
	.key = "key",
	.type = &field_string,
	.offset = offsetof(struct item, key),
	.least = 1,
	.most = 4096,
	.sentence = "The private key that must fit: a path, or without a slash "
		    "the name of a file beside it. The key is read, compared "
		    "and forgotten.",
    },
    {
	.key = "password_file",
	.type = &field_path,
	.offset = offsetof(struct item, password_file),
	.sentence = "Its first line opens PKCS#12 and encrypted keys.",
    },
};

static const struct field_table own_table =
    FIELD_TABLE("an item of 'files'", rows);

/* For the reference of keys. */
const struct field_table config_file_table =
    FIELD_TABLE("an item of 'files'", rows);

static const char *const shared_keys[] = {"interval", "timeout", "trust",
    "compare_stores", "clients", "expect", "labels", NULL};

static bool
is_shared_key(const char *key)
{
	for (size_t i = 0; shared_keys[i] != NULL; i++) {
		if (strcmp(shared_keys[i], key) == 0)
			return true;
	}
	return false;
}

/* The pairs of a map that are shared with endpoints, or the others. */
static struct yaml_node
pairs_of(const struct yaml_node *node, bool is_shared)
{
	struct yaml_node part = *node;

	part.len = 0;
	part.pairs = mem_new(node->len + 1, sizeof *part.pairs);
	for (uint32_t i = 0; i < node->len; i++) {
		if (is_shared_key(node->pairs[i].key->text) == is_shared)
			part.pairs[part.len++] = node->pairs[i];
	}
	return part;
}

static void
add_file(
    struct field_reader *reader, struct item *item, struct endpoint *take_like)
{
	struct config_list *list = ARRAY_ADD(&loader_of(reader)->config->lists);
	struct endpoint_file *file = endpoint_file_new();

	file->key_path = TAKE(item->key);
	file->password_path = TAKE(item->password_file);
	file->has_own_names = item->names.len > 0;
	texts_add_all(&file->names, &item->names);
	list->kind = CONFIG_LIST_CERT_FILES;
	list->path = absolute(item->path);
	list->like = take_like;
	list->like->file = file;
	list->like->port = 0;
}

static void
item_clear(struct item *item)
{
	free(item->path);
	free(item->key);
	free(item->password_file);
	texts_clear(&item->names);
}

static void
decode_long(struct field_reader *reader, const struct yaml_node *node)
{
	struct item item = {.path = NULL};
	struct yaml_node own = pairs_of(node, false);
	struct yaml_node shared = pairs_of(node, true);
	struct endpoint *like;
	size_t before = reader->faults->added;

	field_decode_map(reader, &own_table, &own, &item);
	like = config_endpoint_settings(
	    reader, own_table.name, shared_keys, &shared);
	if (reader->faults->added == before)
		add_file(reader, &item, TAKE(like));
	endpoint_unref(like);
	item_clear(&item);
	free(own.pairs);
	free(shared.pairs);
}

static void
decode_item(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct item item = {.path = NULL};
	struct texts paths = {.len = 0};

	if (node->kind == YAML_KIND_MAP) {
		decode_long(reader, node);
		return;
	}
	field_path_item.decode(reader, field, node, &paths);
	if (paths.len == 1) {
		item.path = mem_strdup(paths.items[0]);
		add_file(reader, &item,
		    config_endpoint_settings(
			reader, own_table.name, shared_keys, NULL));
	}
	item_clear(&item);
	texts_clear(&paths);
}

static const struct field_type item_type = {
    .name = "file",
    .words = "a path, or a map with 'path'",
    .decode = decode_item,
    .shapes = FIELD_AS_TEXT | FIELD_AS_MAP,
    .of_endpoint = shared_keys,
};

static void
defer(struct field_reader *reader, UNUSED const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	loader_of(reader)->cert_files = node;
}

const struct field_type config_files = {
    .name = "list of files",
    .words = "a list of paths, or of maps with 'path'",
    .decode = defer,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
    .element = &item_type,
};

static const struct field list = {
    .key = "files",
    .type = &field_list,
    .item = &item_type,
    .most = MAX_ITEMS,
};

void
config_files_decode(struct field_reader *reader)
{
	struct loader *loader = loader_of(reader);
	const struct yaml_node *node = loader->cert_files;

	loader->cert_files = NULL;
	if (node != NULL)
		field_decode_value(reader, &list, node, NULL);
}
