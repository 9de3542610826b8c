/* The table of chainwatchd.yaml(5). */
#include "config/config_keys.h"
#include "config/config_root.h"
#include "manual/roff.h"
#include "manual/tables.h"

#define WORDS_MAX 4096

static void add_table(struct strbuf *buf, const struct field_table *table);

/* What it may be, on a line of its own, and what it is for. */
static void
add_words(struct strbuf *buf, const struct field *field)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(WORDS_MAX);

	config_key_words(&words, field);
	roff_sentences(buf, strbuf_text(&words));
	strbuf_add(buf, ".Pp\n");
	roff_sentences(buf, field->sentence);
	if (field->inner != NULL)
		add_table(buf, field->inner);
}

static void
add_table(struct strbuf *buf, const struct field_table *table)
{
	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		if ((field->flags & FIELD_LATER) != 0)
			continue;
		strbuf_add(buf, ".It Ic ");
		roff_add(buf, field->key);
		strbuf_add_char(buf, '\n');
		add_words(buf, field);
	}
	strbuf_add(buf, ".El\n");
}

void
manual_keys(struct strbuf *buf)
{
	for (size_t i = 0; i < config_root_table.count; i++) {
		const struct field *field = &config_root_table.rows[i];

		if ((field->flags & FIELD_LATER) != 0)
			continue;
		strbuf_add(buf, ".Ss ");
		roff_add(buf, field->key);
		strbuf_add_char(buf, '\n');
		add_words(buf, field);
	}
}
