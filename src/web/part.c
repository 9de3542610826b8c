/* What pages of one thing are put together of; see part.h. */
#include "web/part.h"

#include <stdlib.h>

#include "base/mem.h"
#include "web/link.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/plain.h"

void
part_begin(struct html *html, const char *title, const char *class_name)
{
	CLEANUP(free)
	char *names = class_name == NULL ? mem_strdup("panel")
					 : mem_printf("panel %s", class_name);

	html_open(html, "section", "class", names, NULL);
	html_element(html, "h2", title, NULL);
}

void
part_end(struct html *html)
{
	html_close(html, "section");
}

void
facts_begin(struct html *html)
{
	html_open(html, "dl", "class", "facts", NULL);
}

void
facts_end(struct html *html)
{
	html_close(html, "dl");
}

void
fact_begin(struct html *html, const char *name)
{
	html_element(html, "dt", name, NULL);
	html_open(html, "dd", NULL);
}

void
fact_end(struct html *html)
{
	html_close(html, "dd");
}

void
fact_text(struct html *html, const char *name, const char *text)
{
	if (*text == '\0')
		return;
	fact_begin(html, name);
	plain_text(html, text);
	fact_end(html);
}

void
fact_time(struct html *html, const char *name, int64_t seconds, int64_t now)
{
	fact_begin(html, name);
	moment_exact(html, seconds);
	html_text(html, ", ");
	moment_span(html, seconds, now);
	fact_end(html);
}

void
table_begin(struct html *html, const char *caption, const char *const *heads)
{
	html_open(html, "table", "class", "rows", NULL);
	html_open(html, "caption", NULL);
	html_element(html, "span", caption, "class", "unseen", NULL);
	html_close(html, "caption");
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (; *heads != NULL; heads++)
		html_element(html, "th", *heads, "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
}

void
table_end(struct html *html)
{
	html_close(html, "tbody");
	html_close(html, "table");
}

void
cell_begin(struct html *html, const char *head)
{
	html_open(html, "td", "data-head", head, NULL);
}

void
cell_end(struct html *html)
{
	html_close(html, "td");
}

void
cell_text(struct html *html, const char *head, const char *text)
{
	cell_begin(html, head);
	plain_text(html, text);
	cell_end(html);
}

void
cell_since(
    struct html *html, const char *head, const json_t *object, const char *key)
{
	int64_t at;

	cell_begin(html, head);
	if (member_time(object, key, &at))
		moment_exact(html, at);
	cell_end(html);
}

void
cell_until(
    struct html *html, const char *head, const json_t *object, const char *key)
{
	int64_t at;

	cell_begin(html, head);
	if (member_time(object, key, &at))
		moment_exact(html, at);
	else
		html_text(html, "still");
	cell_end(html);
}

void
part_endpoint_link(struct html *html, const char *id)
{
	CLEANUP(free) char *url = web_link("/endpoints/", id);

	html_open(html, "a", "href", url, NULL);
	plain_text(html, id);
	html_close(html, "a");
}
