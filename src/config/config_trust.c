/* Trust stores: their definitions, and the names by which they are used. */
#include "config/config_trust.h"

#include "config/loader.h"
#include "config/spelling.h"

#define SYSTEM_STORE "system"
#define MAX_NAME 64
#define MAX_STORE_FILES 100

static const struct config_trust_store *
find_store(const struct config *config, const char *name)
{
	ARRAY_EACH (store, &config->trust_stores) {
		if (strcmp(store->name, name) == 0)
			return store;
	}
	return NULL;
}

/* For what is found wrong with the file once it is read. */
static char *
place_of(const struct field_reader *reader, const struct yaml_node *node)
{
	struct source_place place = source_place(reader->source, node->start);

	return mem_printf(
	    "%s:%zu:%zu", reader->source->name, place.line, place.column);
}

/* A typing error shall be said now, with its line, and not when the first
 * endpoint is judged. */
static void
decode_file(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct config_trust_store *store =
	    (struct config_trust_store *)((char *)slot -
		offsetof(struct config_trust_store, files));
	struct texts *files = slot;
	size_t before = files->len;

	field_path_item.decode(reader, field, node, slot);
	if (files->len == before)
		return;
	texts_add_take(&store->places, place_of(reader, node));
	field_check_is_there(reader, node, files->items[before]);
}

static const struct field_type trust_file = {
    .name = "path",
    .words = "the path of a PEM or PKCS#12 file, or of a folder",
    .decode = decode_file,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^~]",
};

static const struct field rows[] = {
    {
	.key = "files",
	.type = &field_list,
	.item = &trust_file,
	.offset = offsetof(struct config_trust_store, files),
	.least = 1,
	.most = MAX_STORE_FILES,
	.flags = FIELD_REQUIRED,
	.sentence = "Files whose certificates are anchors: PEM, DER, PKCS#12; "
		    "or folders of such, hashed (HASH.N) or not.",
    },
    {
	.key = "password_file",
	.type = &field_path,
	.offset = offsetof(struct config_trust_store, password_file),
	.sentence = "File whose first line opens what is PKCS#12. Without it "
		    "no password, and 'changeit', are tried.",
    },
};

const struct field_table config_trust_store_table =
    FIELD_TABLE("a trust store", rows);

static bool
is_good_name(const char *name)
{
	size_t len = strnlen(name, MAX_NAME + 1);

	return len > 0 && len <= MAX_NAME &&
	    name[strspn(name,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-")] == '\0';
}

static bool
check_name(struct field_reader *reader, const struct yaml_node *key)
{
	struct loader *loader = loader_of(reader);
	const struct config_trust_store *store =
	    find_store(loader->config, key->text);
	char where[LOADER_WHERE_MAX];
	size_t before = reader->faults->added;

	if (!is_good_name(key->text))
		field_fault(reader, key,
		    "'%s' is no name for a trust store; use 1 to 64 letters, "
		    "digits, '.', '_' and '-'",
		    fault_value(key->text).text);
	else if (strcmp(key->text, SYSTEM_STORE) == 0)
		field_fault(reader, key,
		    "'system' is the system's own trust store; choose another "
		    "name");
	else if (store != NULL)
		field_fault(reader, key,
		    "the trust store '%s' is defined %s already; remove one",
		    key->text,
		    loader_where(&loader->trust_store_places.items[store -
				     loader->config->trust_stores.items],
			reader->source, where));
	else if (loader->config->trust_stores.len == CONFIG_MAX_TRUST_STORES)
		field_fault(reader, key,
		    "more than %d trust stores; remove some",
		    CONFIG_MAX_TRUST_STORES);
	return reader->faults->added == before;
}

static void
decode_store(struct field_reader *reader, const struct yaml_pair *pair)
{
	struct loader *loader = loader_of(reader);
	struct config_trust_store *store;

	if (!check_name(reader, pair->key))
		return;
	store = ARRAY_ADD(&loader->config->trust_stores);
	store->name = mem_strdup(pair->key->text);
	*ARRAY_ADD(&loader->trust_store_places) =
	    loader_place(reader, pair->key);
	if (pair->value->kind == YAML_KIND_MAP)
		field_decode_map(
		    reader, &config_trust_store_table, pair->value, store);
	else
		field_fault(reader, pair->key,
		    "'%s' must be a map of keys; write '%s: {files: [%s]}'",
		    pair->key->text, pair->key->text,
		    pair->value->kind == YAML_KIND_SCALAR &&
			    !yaml_node_is_null(pair->value)
			? fault_value(pair->value->text).text
			: "corp-root.pem");
}

static void
decode_stores(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	for (size_t i = 0; i < node->len; i++)
		decode_store(reader, &node->pairs[i]);
}

const struct field_type config_trust_stores = {
    .name = "map of trust stores",
    .words = "a map of names, such as 'corp: {files: [corp-root.pem]}'",
    .decode = decode_stores,
    .can_be_empty = true,
    .shapes = FIELD_AS_NAMED,
    .pattern = "^[A-Za-z0-9._-]{1,64}$",
};

static void
decode_name(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct loader *loader = loader_of(reader);
	const char *name = field_text(reader, field, field->item, node);
	struct loader_trust_name *later;

	if (name == NULL)
		return;
	if (texts_has(slot, name)) {
		field_fault(reader, node, "'%s' names '%s' twice; remove one",
		    field->key, fault_value(name).text);
		return;
	}
	texts_add(slot, name);
	if (strcmp(name, SYSTEM_STORE) == 0 ||
	    find_store(loader->config, name) != NULL)
		return;
	later = ARRAY_ADD(&loader->trust_names);
	later->name = mem_strdup(name);
	later->place = loader_place(reader, node);
}

const struct field_type config_trust_name = {
    .name = "name of a trust store",
    .words = "the name of a trust store",
    .decode = decode_name,
    .shapes = FIELD_AS_TEXT,
};

/* One alone has nothing to differ from. */
static void
decode_compared(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind == YAML_KIND_LIST && node->len == 1)
		field_fault(reader, node,
		    "'%s' names one store; give at least two to compare, or "
		    "[] to compare none",
		    field->key);
	else
		field_list.decode(reader, field, node, slot);
}

const struct field_type config_compared_stores = {
    .name = "list",
    .words = "a list of trust stores",
    .decode = decode_compared,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
};

void
config_trust_resolve(struct loader *loader)
{
	ARRAY_EACH (later, &loader->trust_names) {
		struct spelling spelling = SPELLING_INIT(later->name);
		struct strbuf known = STRBUF_INIT(200);

		if (find_store(loader->config, later->name) != NULL)
			continue;
		spelling_offer(&spelling, SYSTEM_STORE);
		strbuf_add(&known, SYSTEM_STORE);
		ARRAY_EACH (store, &loader->config->trust_stores) {
			spelling_offer(&spelling, store->name);
			strbuf_addf(&known, ", %s", store->name);
		}
		faults_add(&loader->faults, later->place.source,
		    later->place.start, later->place.end,
		    spelling.best != NULL
			? "unknown trust store '%s'; did you mean '%s'?"
			: "unknown trust store '%s'; there are: %s",
		    fault_value(later->name).text,
		    spelling.best != NULL ? spelling.best
					  : strbuf_text(&known));
		strbuf_clear(&known);
	}
}
