/* The form that narrows the overview; see narrow_form.h. */
#include "web/narrow_form.h"

#include <string.h>

#include "web/form.h"

#define NAME_MAX_BYTES 256

static void
begin_field(struct html *html, const char *id, const char *words)
{
	html_open(html, "div", "class", "field", NULL);
	html_element(html, "label", words, "for", id, NULL);
}

static void
add_option(
    struct html *html, const char *value, const char *chosen, size_t count)
{
	bool is_chosen = chosen != NULL && strcmp(value, chosen) == 0;

	if (*value == '\0')
		return; /* it says "any" */
	html_open(html, "option", "value", value, "selected",
	    is_chosen ? "selected" : NULL, NULL);
	html_text(html, value);
	if (count > 0)
		html_textf(html, " (%zu)", count);
	html_close(html, "option");
}

/* One with too many values to be listed is typed. */
static void
add_label(
    struct html *html, const struct narrow *narrow, const struct label_key *key)
{
	CLEANUP(strbuf_clear) struct strbuf name = STRBUF_INIT(NAME_MAX_BYTES);
	const char *chosen = narrow_label(narrow, key->key);

	strbuf_addf(&name, "label.%s", key->key);
	begin_field(html, strbuf_text(&name), key->key);
	if (key->has_more) {
		html_open(html, "input", "id", strbuf_text(&name), "name",
		    strbuf_text(&name), "maxlength", "256", "value", chosen,
		    NULL);
	} else {
		html_open(html, "select", "id", strbuf_text(&name), "name",
		    strbuf_text(&name), NULL);
		html_element(html, "option", "any", "value", "", NULL);
		ARRAY_EACH (value, &key->values)
			add_option(
			    html, (*value)->value, chosen, (*value)->count);
		html_close(html, "select");
	}
	html_close(html, "div");
}

void
narrow_form(struct html *html, const struct narrow *narrow,
    const struct label_index *labels)
{
	html_open(html, "form", "role", "search", "aria-label",
	    "Which endpoints", "class", "panel", "action", "/", "method", "get",
	    NULL);
	form_text(html, "pattern", "Endpoint", narrow->query.pattern,
	    "part of a name, or *.shop.*");
	form_choice(html, "state", "State", &survey_state_names,
	    names_text(&survey_state_names, (int)narrow->query.state), 0);
	ARRAY_EACH (key, &labels->keys)
		add_label(html, narrow, key);
	/* It is no field, but goes on with what is asked. */
	if (narrow->breaks_by != NULL)
		html_open(html, "input", "type", "hidden", "name", "breaks_by",
		    "value", narrow->breaks_by, NULL);
	html_element(html, "button", "Show", "type", "submit", NULL);
	if (selection_query_is_narrow(&narrow->query))
		html_element(html, "a", "Show all", "href", "/", NULL);
	html_close(html, "form");
}
