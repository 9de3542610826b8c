/* Decoding by tables; see field.h. The types stand in field_types.c. */
#include "config/field.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "config/spelling.h"

void
field_fault(struct field_reader *reader, const struct yaml_node *node,
    const char *fmt, ...)
{
	CLEANUP(free) char *message = NULL;
	va_list ap;

	va_start(ap, fmt);
	message = mem_vprintf(fmt, ap);
	va_end(ap);
	faults_add(reader->faults, reader->source, node->start, node->end, "%s",
	    message);
}

void
field_check_is_there(
    struct field_reader *reader, const struct yaml_node *node, const char *path)
{
	struct stat st;

	if (reader->folder != NULL && stat(path, &st) != 0 &&
	    (errno == ENOENT || errno == ENOTDIR))
		field_fault(reader, node,
		    "no such file: %s; relative paths start at the folder of "
		    "this file",
		    path);
}

const char *
field_item_words(const struct field *field, const struct field_type *type)
{
	return type == field->item ? "an item of " : "";
}

void
field_wrong_type(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node)
{
	if (node->is_faulty)
		return; /* {{ host }} was said to be no map that we take */
	field_fault(reader, node, "%s'%s' is %s; it must be %s",
	    field_item_words(field, type), field->key, yaml_node_words(node),
	    type->words);
}

const char *
field_text(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node)
{
	if (node->kind != YAML_KIND_SCALAR || yaml_node_is_null(node)) {
		field_wrong_type(reader, field, type, node);
		return NULL;
	}
	if (memchr(node->text, '\0', node->len) != NULL) {
		field_fault(reader, node,
		    "%s'%s' holds a NUL character; remove it",
		    field_item_words(field, type), field->key);
		return NULL;
	}
	if (!node->is_plain && type->is_unquoted) {
		field_fault(reader, node,
		    "'%s' is text in quotes; it must be %s, without quotes",
		    field->key, type->words);
		return NULL;
	}
	return node->text;
}

void
field_decode_value(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const struct field_type *type = field->type;
	struct error err = ERROR_INIT;
	const char *text;

	if (type->decode != NULL) {
		type->decode(reader, field, node, slot);
		return;
	}
	text = field_text(reader, field, type, node);
	if (text != NULL && !type->parse(field, text, slot, &err))
		field_fault(reader, node, "'%s' %s", field->key, err.message);
}

void
field_set_defaults(const struct field_table *table, void *target)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		void *slot = (char *)target + field->offset;
		struct error err = ERROR_INIT;

		if (field->type->is_section && field->inner != NULL)
			field_set_defaults(field->inner, slot);
		if (field->fallback == NULL)
			continue;
		/* A default is right by its row; a test sets them all. */
		if (!field->type->parse(field, field->fallback, slot, &err))
			abort();
	}
}

static const struct field *
find_row(const struct field_table *table, const char *key)
{
	for (size_t i = 0; i < table->count; i++) {
		const char *known = table->rows[i].key;

		/* Keys of 100,000 maps are looked for here. */
		if (known[0] == key[0] && strcmp(known, key) == 0)
			return &table->rows[i];
	}
	return NULL;
}

/* The section of this table that the key would belong into, or NULL. */
static const char *
find_section(const struct field_table *table, const char *key)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		if (field->type->is_section && field->inner != NULL &&
		    find_row(field->inner, key) != NULL)
			return field->key;
	}
	return NULL;
}

/* Adds the fault; gives the row that was meant, if that can be told. */
static const struct field *
unknown_key(struct field_reader *reader, const struct field_table *table,
    const struct yaml_node *key)
{
	struct spelling spelling = SPELLING_INIT(key->text);
	struct strbuf known = STRBUF_INIT(512);
	struct fault_value shown = fault_value(key->text);
	const char *section = find_section(table, key->text);

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		spelling_offer(&spelling, field->key);
		if ((field->flags & FIELD_LATER) == 0)
			strbuf_addf(&known, "%s%s", known.len == 0 ? "" : ", ",
			    field->key);
	}
	if (strcmp(key->text, "<<") == 0)
		field_fault(reader, key,
		    "merge keys ('<<') are not taken; write the keys out, or "
		    "set them once under 'defaults'");
	else if (section != NULL)
		field_fault(reader, key,
		    "'%s' does not belong here; it stands under '%s'",
		    key->text, section);
	else if (spelling.best != NULL)
		field_fault(reader, key,
		    "unknown key '%s' in %s; did you mean '%s'?", shown.text,
		    table->name, spelling.best);
	else
		field_fault(reader, key,
		    "unknown key '%s' in %s; the keys are %s", shown.text,
		    table->name, strbuf_text(&known));
	strbuf_clear(&known);
	return spelling.best == NULL ? NULL : find_row(table, spelling.best);
}

static void
decode_pair(struct field_reader *reader, const struct field *field,
    const struct yaml_pair *pair, void *target)
{
	if ((field->flags & FIELD_LATER) != 0)
		field_fault(reader, pair->key,
		    "'%s' is not available in this version; leave it out",
		    field->key);
	else if ((field->flags & FIELD_MAIN_ONLY) != 0 && reader->is_included)
		field_fault(reader, pair->key,
		    "'%s' stands in the main file only; move it there",
		    field->key);
	else if (!yaml_node_is_null(pair->value))
		field_decode_value(
		    reader, field, pair->value, (char *)target + field->offset);
	else if (!field->type->can_be_empty)
		field_fault(reader, pair->key,
		    "'%s' has no value; give it %s%s", field->key,
		    field->type->words,
		    (field->flags & FIELD_REQUIRED) != 0 ? ""
							 : ", or leave it out");
}

uint64_t
field_decode_map(struct field_reader *reader, const struct field_table *table,
    const struct yaml_node *node, void *target)
{
	uint64_t seen = 0, meant = 0;

	assert(table->count <= 64);
	for (size_t i = 0; i < node->len; i++) {
		const struct yaml_pair *pair = &node->pairs[i];
		const struct field *field = find_row(table, pair->key->text);

		if (field != NULL) {
			seen |= UINT64_C(1) << (field - table->rows);
			decode_pair(reader, field, pair, target);
			continue;
		}
		field = unknown_key(reader, table, pair->key);
		if (field != NULL)
			meant |= UINT64_C(1) << (field - table->rows);
	}
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		/* One mistake, one fault: a misspelt key is not missing too. */
		if ((field->flags & FIELD_REQUIRED) == 0 ||
		    ((seen | meant) & UINT64_C(1) << i) != 0)
			continue;
		faults_add(reader->faults, reader->source, node->start,
		    node->start + 1, "%s has no '%s'; give it %s", table->name,
		    field->key, field->type->words);
	}
	return seen;
}

void
field_add_restarts(struct strbuf *buf, const struct field_table *table,
    const char *section, const void *target, const void *other)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		const struct field_type *type =
		    field->item != NULL ? field->item : field->type;
		const void *slot = (const char *)target + field->offset;
		const void *others = (const char *)other + field->offset;

		if (field->type->is_section && field->inner != NULL)
			field_add_restarts(
			    buf, field->inner, field->key, slot, others);
		if ((field->flags & FIELD_RESTART) != 0 &&
		    !type->is_same(slot, others))
			strbuf_addf(buf, "%s%s%s%s", buf->len == 0 ? "" : ", ",
			    section, *section == '\0' ? "" : ".", field->key);
	}
}
