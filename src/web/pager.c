/* From one page of a long list to the next; see pager.h. */
#include "web/pager.h"

#include <stdio.h>
#include <stdlib.h>

#include "web/link.h"

#define URL_MAX 16384
#define NUMBER_MAX 24

static void
add_link(struct html *html, const char *url, size_t page, const char *rel,
    const char *words)
{
	CLEANUP(strbuf_clear) struct strbuf to = STRBUF_INIT(URL_MAX);
	char number[NUMBER_MAX];

	snprintf(number, sizeof number, "%zu", page);
	strbuf_add(&to, url);
	if (page > 1)
		web_link_query(&to, "page", number);
	html_element(
	    html, "a", words, "href", strbuf_text(&to), "rel", rel, NULL);
}

static void
begin(struct html *html, const char *url, size_t page)
{
	html_open(
	    html, "nav", "class", "pager", "aria-label", "Pages of this", NULL);
	if (page > 2)
		add_link(html, url, 1, NULL, "First");
	if (page > 1)
		add_link(html, url, page - 1, "prev", "Previous");
}

void
pager_add(struct html *html, const char *url, size_t page, size_t pages)
{
	if (pages <= 1)
		return;
	begin(html, url, page);
	html_open(html, "span", "class", "number", NULL);
	html_textf(html, "Page %zu of %zu", page, pages);
	html_close(html, "span");
	if (page < pages)
		add_link(html, url, page + 1, "next", "Next");
	if (page + 1 < pages)
		add_link(html, url, pages, NULL, "Last");
	html_close(html, "nav");
}

void
pager_add_open(struct html *html, const char *url, size_t page, bool has_more)
{
	if (page <= 1 && !has_more)
		return;
	begin(html, url, page);
	html_open(html, "span", "class", "number", NULL);
	html_textf(html, "Page %zu", page);
	html_close(html, "span");
	if (has_more)
		add_link(html, url, page + 1, "next", "Next");
	html_close(html, "nav");
}

size_t
pager_page(const char *text)
{
	char *end;
	unsigned long page;

	if (text == NULL || *text < '0' || *text > '9')
		return 1;
	page = strtoul(text, &end, 10);
	return *end != '\0' || page < 1 || page > PAGER_MAX ? 1 : page;
}
