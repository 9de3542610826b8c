/* Silences for people; see silence_text.h. */
#include "cli/silence_text.h"

#include <string.h>

#include "base/safe_print.h"

#define SHOWN_MAX 500

static const char *
member(const json_t *row, const char *key)
{
	const char *text = json_string_value(json_object_get(row, key));

	return text != NULL ? text : "";
}

static void
add_text(struct strbuf *buf, const char *text)
{
	safe_print(buf, text, strlen(text), SHOWN_MAX);
}

/* What it covers: "leaf-only at *.example.com with team=web". */
static void
add_subject(struct strbuf *buf, const json_t *row)
{
	const char *key;
	json_t *value;
	bool is_first = true;

	if (*member(row, "finding") != '\0') {
		add_text(buf, member(row, "finding"));
		strbuf_add(buf, " at ");
	}
	add_text(buf,
	    *member(row, "pattern") != '\0' ? member(row, "pattern")
					    : "all endpoints");
	json_object_foreach(json_object_get(row, "labels"), key, value)
	{
		strbuf_add(buf, is_first ? " with " : ", ");
		add_text(buf, key);
		strbuf_add(buf, "=");
		add_text(buf, json_string_value(value));
		is_first = false;
	}
	if (*member(row, "certificate") != '\0')
		strbuf_addf(buf, ", certificate %.16s%s",
		    member(row, "certificate"),
		    json_is_true(json_object_get(row, "tied"))
			? " (as long as it is shown)"
			: "");
}

void
silence_text(struct strbuf *buf, const json_t *row)
{
	json_int_t number = json_integer_value(json_object_get(row, "id"));

	if (number != 0)
		strbuf_addf(buf, "%4lld  ", (long long)number);
	else
		strbuf_add(buf, "   -  ");
	strbuf_addf(buf, "until %s  ", member(row, "ends_at"));
	add_subject(buf, row);
	strbuf_add(buf, "\n      by ");
	add_text(buf, member(row, "author"));
	strbuf_add(buf, number != 0 ? ": " : " (in the configuration): ");
	add_text(buf, member(row, "reason"));
	strbuf_add_char(buf, '\n');
}
