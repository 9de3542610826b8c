/* "endpoints_from": where endpoints are listed by others; see config_from.h. */
#include "config/config_from.h"

#include "config/config_endpoints.h"
#include "config/loader.h"

#define MAX_LISTS 100

/* What an item of the list is decoded into. */
struct item {
	char *file_sd, *list;
	struct endpoint *like;
};

static void
decode_defaults(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct endpoint **like = slot;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	endpoint_unref(*like);
	*like = config_endpoint_template(reader, node);
}

static const struct field_type defaults_type = {
    .name = "keys of an endpoint",
    .words = "a map of the keys of an endpoint, without 'host'",
    .decode = decode_defaults,
    .can_be_empty = true,
    .shapes = FIELD_AS_MAP,
    .is_like_endpoint = true,
};

static const struct field rows[] = {
    {
	.key = "file_sd",
	.type = &field_path,
	.offset = offsetof(struct item, file_sd),
	.sentence = "Files as Prometheus takes them under file_sd_configs, "
		    "JSON or YAML: a list of 'targets' and 'labels'. A "
		    "pattern such as targets/*.json may match none.",
    },
    {
	.key = "list",
	.type = &field_path,
	.offset = offsetof(struct item, list),
	.sentence = "A file with one endpoint a line, host or host:port; # "
		    "begins a comment. Or a pattern.",
    },
    {
	.key = "defaults",
	.type = &defaults_type,
	.offset = offsetof(struct item, like),
	.inherits = "those of 'defaults'",
	.sentence = "What the endpoints in it have: the keys of an endpoint, "
		    "without host, addresses and fronts.",
    },
};

const struct field_table config_from_table =
    FIELD_TABLE("an item of 'endpoints_from'", rows);

static void
add_list(struct field_reader *reader, struct item *item)
{
	struct config_list *list = ARRAY_ADD(&loader_of(reader)->config->lists);

	list->kind =
	    item->list != NULL ? CONFIG_LIST_PLAIN : CONFIG_LIST_FILE_SD;
	list->path =
	    item->list != NULL ? TAKE(item->list) : TAKE(item->file_sd);
	list->like = TAKE(item->like);
}

static void
decode_item(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct item item = {.file_sd = NULL};
	size_t before = reader->faults->added;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_decode_map(reader, &config_from_table, node, &item);
	if (reader->faults->added == before && item.like == NULL)
		item.like = config_endpoint_template(reader, NULL);
	if (reader->faults->added > before)
		; /* said */
	else if ((item.file_sd == NULL) == (item.list == NULL))
		field_fault(reader, node,
		    "give either 'file_sd' or 'list'; write each as an item "
		    "of its own");
	else if (reader->folder == NULL)
		field_fault(reader, node,
		    "there is no folder to read lists from; write the "
		    "endpoints here");
	else
		add_list(reader, &item);
	free(item.file_sd);
	free(item.list);
	endpoint_unref(item.like);
}

static const char *const kinds[] = {"file_sd", "list", NULL};

static const struct field_type item_type = {
    .name = "list of endpoints",
    .words = "a map with 'file_sd' or 'list'",
    .decode = decode_item,
    .shapes = FIELD_AS_MAP,
    .one_of = kinds,
};

static void
defer(struct field_reader *reader, UNUSED const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	loader_of(reader)->endpoints_from = node;
}

const struct field_type config_from = {
    .name = "list of files",
    .words = "a list of maps with 'file_sd' or 'list'",
    .decode = defer,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
    .element = &item_type,
};

static const struct field list = {
    .key = "endpoints_from",
    .type = &field_list,
    .item = &item_type,
    .most = MAX_LISTS,
};

void
config_from_decode(struct field_reader *reader)
{
	struct loader *loader = loader_of(reader);
	const struct yaml_node *node = loader->endpoints_from;

	loader->endpoints_from = NULL;
	if (node != NULL)
		field_decode_value(reader, &list, node, NULL);
}
