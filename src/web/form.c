/* The fields of forms; see form.h. */
#include "web/form.h"

#include <string.h>

#include "base/mem.h"

static void
begin(struct html *html, const char *name, const char *words)
{
	html_open(html, "div", "class", "field", NULL);
	html_element(html, "label", words, "for", name, NULL);
}

void
form_text(struct html *html, const char *name, const char *words,
    const char *value, const char *example)
{
	begin(html, name, words);
	html_open(html, "input", "id", name, "name", name, "type", "search",
	    "maxlength", "255", "placeholder", example, "value", value, NULL);
	html_close(html, "div");
}

void
form_day(
    struct html *html, const char *name, const char *words, const char *value)
{
	begin(html, name, words);
	html_open(html, "input", "id", name, "name", name, "type", "date",
	    "value", value, NULL);
	html_close(html, "div");
}

void
form_choice(struct html *html, const char *name, const char *words,
    const struct names *names, const char *chosen, int first)
{
	begin(html, name, words);
	html_open(html, "select", "id", name, "name", name, NULL);
	html_element(html, "option", "any", "value", "", NULL);
	for (int i = first; (size_t)i < names->count; i++) {
		const char *text = names_text(names, i);
		bool is_chosen = chosen != NULL && strcmp(chosen, text) == 0;

		html_element(html, "option", text, "value", text, "selected",
		    is_chosen ? "selected" : NULL, NULL);
	}
	html_close(html, "select");
	html_close(html, "div");
}

void
form_check(struct html *html, const char *name, const char *words, bool is_set)
{
	html_open(html, "div", "class", "field check", NULL);
	html_open(html, "input", "id", name, "name", name, "type", "checkbox",
	    "value", "1", "checked", is_set ? "checked" : NULL, NULL);
	html_element(html, "label", words, "for", name, NULL);
	html_close(html, "div");
}

char *
form_asked(const struct web_request *request, const char *name)
{
	const char *text = web_request_query(request, name);

	return text == NULL || *text == '\0' ? NULL
					     : mem_strndup(text, FORM_TEXT_MAX);
}
