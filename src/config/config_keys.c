/* The reference of keys; see config_keys.h. */
#include "config/config_keys.h"

#include <inttypes.h>

#include "base/duration.h"
#include "config/config.h"
#include "config/config_root.h"

#define INDENT 4
#define TEXT_COLUMNS 72

static void
add_indent(struct strbuf *buf, unsigned depth)
{
	for (unsigned i = 0; i < depth * INDENT; i++)
		strbuf_add_char(buf, ' ');
}

/* Words wrapped at TEXT_COLUMNS. */
static void
add_sentence(struct strbuf *buf, const char *text, unsigned depth)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (column > 0 &&
		    depth * INDENT + column + 1 + word > TEXT_COLUMNS) {
			strbuf_add_char(buf, '\n');
			column = 0;
		}
		if (column == 0)
			add_indent(buf, depth);
		else
			strbuf_add_char(buf, ' ');
		strbuf_add_bytes(buf, text, word);
		column += word + (column > 0);
		text += word + strspn(text + word, " ");
	}
	strbuf_add_char(buf, '\n');
}

static bool
is_duration(const struct field *field)
{
	return field->type == &field_duration ||
	    field->type == &field_duration_ms;
}

static void
add_choices(struct strbuf *buf, const struct field *field)
{
	const struct names *names = field->type->names;
	int from = field->type->names_from;

	for (size_t i = 0; field->choices != NULL && field->choices[i]; i++)
		strbuf_addf(
		    buf, "%s%s", i == 0 ? ": " : ", ", field->choices[i]);
	for (int i = from; names != NULL && (size_t)i < names->count; i++)
		strbuf_addf(
		    buf, "%s%s", i == from ? ": " : ", ", names_text(names, i));
}

static void
add_range(struct strbuf *buf, const struct field *field)
{
	char least[DURATION_TEXT_MAX], most[DURATION_TEXT_MAX];

	if (is_duration(field))
		strbuf_addf(buf, " from %s to %s",
		    duration_format(field->least, least),
		    duration_format(field->most, most));
	else if (field->type == &field_port || field->type == &field_count)
		strbuf_addf(buf, " from %" PRId64 " to %" PRId64, field->least,
		    field->most);
	else if (field->type == &field_list)
		strbuf_addf(buf, " of at most %" PRId64 ", each: %s",
		    field->most, field->item->name);
	add_choices(buf, field);
}

void
config_key_words(struct strbuf *buf, const struct field *field)
{
	strbuf_add(buf, field->type->name);
	add_range(buf, field);
	if ((field->flags & FIELD_REQUIRED) != 0)
		strbuf_addf(buf, "; required%s%s",
		    field->inherits == NULL ? "" : ", or ",
		    field->inherits == NULL ? "" : field->inherits);
	else if (field->fallback != NULL || field->inherits != NULL)
		strbuf_addf(buf, "; default: %s",
		    field->fallback != NULL ? field->fallback
					    : field->inherits);
	if ((field->flags & FIELD_RESTART) != 0)
		strbuf_add(buf, "; changes at a restart only");
	if ((field->flags & FIELD_MAIN_ONLY) != 0)
		strbuf_add(buf, "; main file only");
}

static void
add_row(struct strbuf *buf, const struct field *field, unsigned depth)
{
	add_indent(buf, depth);
	strbuf_addf(buf, "%s: ", field->key);
	config_key_words(buf, field);
	strbuf_add_char(buf, '\n');
	add_sentence(buf, field->sentence, depth + 1);
}

static void
add_table(struct strbuf *buf, const struct field_table *table, unsigned depth)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		if ((field->flags & FIELD_LATER) != 0)
			continue;
		add_row(buf, field, depth);
		if (field->inner != NULL)
			add_table(buf, field->inner, depth + 1);
	}
}

void
config_print_keys(struct strbuf *buf)
{
	add_table(buf, &config_root_table, 0);
}
