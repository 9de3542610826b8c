/* The types that fields have; see field.h. */
#include <inttypes.h>
#include <stdio.h>

#include "base/duration.h"
#include "config/field.h"

static bool
is_all_digits(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool
parse_seconds(const struct field *field, const char *text, int64_t *ret_seconds,
    struct error *err)
{
	char least[DURATION_TEXT_MAX], most[DURATION_TEXT_MAX];
	int64_t seconds = 0;

	if (is_all_digits(text))
		return error_set(err, ERROR_INVALID,
		    "has no unit; write %.12ss for seconds, %.12sm for minutes "
		    "or %.12sh for hours",
		    text, text, text);
	if (!duration_parse(text, &seconds, NULL))
		return error_set(err, ERROR_INVALID,
		    "is '%s'; it must be a duration such as 30s, 15m or 6h",
		    fault_value(text).text);
	if (seconds < field->least || seconds > field->most)
		return error_set(err, ERROR_INVALID,
		    "is %s; it must be from %s to %s", fault_value(text).text,
		    duration_format(field->least, least),
		    duration_format(field->most, most));
	*ret_seconds = seconds;
	return true;
}

static bool
parse_duration(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	return parse_seconds(field, text, slot, err);
}

static bool
parse_duration_ms(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	int64_t seconds = 0;

	if (!parse_seconds(field, text, &seconds, err))
		return false;
	*(int64_t *)slot = seconds * 1000;
	return true;
}

static bool
parse_number(const struct field *field, const char *text, int64_t *ret_number,
    struct error *err)
{
	int64_t number = 0;
	bool ok = is_all_digits(text) && strlen(text) <= 15;

	if (ok && text[0] == '0' && text[1] != '\0')
		return error_set(err, ERROR_INVALID,
		    "is %s, which some YAML readers take for octal; write it "
		    "without leading zeros",
		    fault_value(text).text);
	for (const char *p = text; ok && *p != '\0'; p++)
		number = number * 10 + (*p - '0');
	if (!ok || number < field->least || number > field->most)
		return error_set(err, ERROR_INVALID,
		    "is %s; it must be a whole number from %" PRId64
		    " to %" PRId64,
		    fault_value(text).text, field->least, field->most);
	*ret_number = number;
	return true;
}

static bool
parse_count(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	int64_t number = 0;

	if (!parse_number(field, text, &number, err))
		return false;
	*(unsigned *)slot = (unsigned)number;
	return true;
}

static bool
parse_port(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	int64_t number = 0;

	if (!parse_number(field, text, &number, err))
		return false;
	*(uint16_t *)slot = (uint16_t)number;
	return true;
}

static bool
parse_boolean(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	static const char *const words[] = {"yes", "Yes", "YES", "no", "No",
	    "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "n"};

	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
		*(bool *)slot = text[0] == 't';
		return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(text, words[i]) == 0)
			return error_set(err, ERROR_INVALID,
			    "is %s, which some YAML readers take for text; "
			    "write true or false",
			    text);
	}
	return error_set(err, ERROR_INVALID,
	    "is '%s'; it must be true or false", fault_value(text).text);
}

static bool
has_control(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x20 || *p == 0x7f)
			return true;
	}
	return false;
}

static void
replace(char **slot, char *take_text)
{
	free(*slot);
	*slot = take_text;
}

static bool
parse_string(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	size_t len = strlen(text);

	if (has_control(text))
		return error_set(err, ERROR_INVALID,
		    "holds a line break or control character; remove it");
	if (len < (size_t)field->least)
		return error_set(err, ERROR_INVALID,
		    "is %zu bytes long; it must be %" PRId64 " at least", len,
		    field->least);
	if (len > (size_t)field->most)
		return error_set(err, ERROR_INVALID,
		    "is %zu bytes long; it may be %" PRId64 " at most", len,
		    field->most);
	replace(slot, mem_strdup(text));
	return true;
}

static bool
check_path(const char *text, struct error *err)
{
	if (*text == '\0')
		return error_set(err, ERROR_INVALID,
		    "is empty; give a path, or leave it out");
	if (text[0] == '~')
		return error_set(err, ERROR_INVALID,
		    "begins with '~', which is not expanded; write the whole "
		    "path");
	if (has_control(text))
		return error_set(err, ERROR_INVALID,
		    "holds a line break or control character; remove it");
	return true;
}

static bool
parse_path(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	if (!check_path(text, err))
		return false;
	replace(slot, mem_strdup(text));
	return true;
}

char *
field_join_path(const struct field_reader *reader, const char *path)
{
	if (path[0] == '/' || reader->folder == NULL ||
	    strcmp(reader->folder, ".") == 0)
		return mem_strdup(path);
	return mem_printf("%s%s%s", reader->folder,
	    strcmp(reader->folder, "/") == 0 ? "" : "/", path);
}

/* The path as it is to be opened, or NULL with a fault. */
static char *
decode_path_text(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node)
{
	const char *text = field_text(reader, field, type, node);
	struct error err = ERROR_INIT;

	if (text == NULL)
		return NULL;
	if (!check_path(text, &err)) {
		field_fault(reader, node, "%s'%s' %s",
		    field_item_words(field, type), field->key, err.message);
		return NULL;
	}
	return field_join_path(reader, text);
}

static void
decode_path(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	char *path = decode_path_text(reader, field, field->type, node);

	if (path != NULL)
		replace(slot, path);
}

static void
decode_path_item(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	char *path = decode_path_text(reader, field, field->item, node);

	if (path != NULL)
		texts_add_take(slot, path);
}

static bool
parse_choice(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	struct strbuf known = STRBUF_INIT(256);

	for (int i = 0; field->choices[i] != NULL; i++) {
		if (strcmp(field->choices[i], text) == 0) {
			strbuf_clear(&known);
			*(int *)slot = i;
			return true;
		}
		strbuf_addf(
		    &known, "%s%s", i == 0 ? "" : ", ", field->choices[i]);
	}
	error_set(err, ERROR_INVALID, "is '%s'; it must be one of %s",
	    fault_value(text).text, strbuf_text(&known));
	strbuf_clear(&known);
	return false;
}

static void
decode_section(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind == YAML_KIND_LIST)
		field_fault(reader, node,
		    "'%s' is a list; it must be a map of keys, written "
		    "without '- '",
		    field->key);
	else if (node->kind != YAML_KIND_MAP)
		field_wrong_type(reader, field, field->type, node);
	else
		field_decode_map(reader, field->inner, node, slot);
}

/* Plain text can stand in [ ] as it is, if it is as simple as this. */
static bool
is_simple(const char *text)
{
	return text[strspn(text,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789.-_/")] == '\0';
}

static void
not_a_list(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node)
{
	const char *quote = "\"";

	if (node->kind == YAML_KIND_MAP) {
		field_fault(reader, node,
		    "'%s' is a map of keys; it must be a list, each item %s, "
		    "after '- '",
		    field->key, field->item->words);
		return;
	}
	if (is_simple(node->text))
		quote = "";
	field_fault(reader, node,
	    "'%s' must be a list, each item %s; write [%s%s%s]", field->key,
	    field->item->words, quote, fault_value(node->text).text, quote);
}

static void
decode_list(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind != YAML_KIND_LIST) {
		not_a_list(reader, field, node);
		return;
	}
	if (node->len < field->least)
		field_fault(reader, node,
		    "'%s' is an empty list; give at least one item%s",
		    field->key,
		    (field->flags & FIELD_REQUIRED) != 0 ? ""
							 : ", or leave it out");
	else if (node->len > field->most)
		field_fault(reader, node,
		    "'%s' has %u items; at most %" PRId64 " are taken",
		    field->key, node->len, field->most);
	else
		for (size_t i = 0; i < node->len; i++)
			field->item->decode(
			    reader, field, node->items[i], slot);
}

bool
field_is_same_text(const void *slot, const void *other)
{
	const char *text = *(char *const *)slot;
	const char *others = *(char *const *)other;

	return text == NULL || others == NULL ? text == others
					      : strcmp(text, others) == 0;
}

static bool
is_same_boolean(const void *slot, const void *other)
{
	return *(const bool *)slot == *(const bool *)other;
}

static bool
is_same_count(const void *slot, const void *other)
{
	return *(const unsigned *)slot == *(const unsigned *)other;
}

const struct field_type field_duration = {
    .name = "duration",
    .words = "a duration such as 30s, 15m or 6h",
    .parse = parse_duration,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^([0-9]+[smhdw])+$",
};

const struct field_type field_duration_ms = {
    .name = "duration",
    .words = "a duration such as 5s or 1m",
    .parse = parse_duration_ms,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^([0-9]+[smhdw])+$",
};

const struct field_type field_count = {
    .name = "number",
    .words = "a whole number",
    .parse = parse_count,
    .is_unquoted = true,
    .shapes = FIELD_AS_NUMBER,
    .is_same = is_same_count,
};

const struct field_type field_port = {
    .name = "port",
    .words = "a port number such as 443",
    .parse = parse_port,
    .is_unquoted = true,
    .shapes = FIELD_AS_NUMBER,
};

const struct field_type field_boolean = {
    .name = "true or false",
    .words = "true or false",
    .parse = parse_boolean,
    .is_unquoted = true,
    .shapes = FIELD_AS_BOOLEAN,
    .is_same = is_same_boolean,
};

const struct field_type field_string = {
    .name = "text",
    .words = "text",
    .parse = parse_string,
    .shapes = FIELD_AS_TEXT,
    .is_same = field_is_same_text,
};

const struct field_type field_path = {
    .name = "path",
    .words = "a path",
    .parse = parse_path,
    .decode = decode_path,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^~]",
    .is_same = field_is_same_text,
};

const struct field_type field_path_item = {
    .name = "path",
    .words = "a path",
    .decode = decode_path_item,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^~]",
};

const struct field_type field_choice = {
    .name = "choice",
    .words = "one of the words listed",
    .parse = parse_choice,
    .shapes = FIELD_AS_TEXT,
};

const struct field_type field_section = {
    .name = "section",
    .words = "a map of keys",
    .decode = decode_section,
    .is_section = true,
    .can_be_empty = true,
    .shapes = FIELD_AS_MAP,
};

const struct field_type field_list = {
    .name = "list",
    .words = "a list",
    .decode = decode_list,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
};
