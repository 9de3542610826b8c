/*
 * "/incidents": what is open, worst first, or with over=1 what has ended, the
 * last first. What narrows it:
 *
 *	pattern		endpoints that it met
 *	finding, severity
 *	page		from 1
 */
#include "web/route.h"

#include <string.h>

#include "base/mem.h"
#include "model/finding.h"
#include "store/incident_list.h"
#include "web/badge.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/link.h"
#include "web/moment.h"
#include "web/pager.h"
#include "web/plain.h"

#define URL_MAX 16384

struct asked {
	struct incident_list_query query;
	char *pattern, *finding, *severity; /* of the query */
	struct incident_list list;
};

static void
asked_free(void *arg)
{
	struct asked *asked = arg;

	incident_list_clear(&asked->list);
	free(asked->pattern);
	free(asked->finding);
	free(asked->severity);
	free(asked);
}

/* The list of that kind, first page, narrowed as this one. */
static void
add_url(const struct asked *asked, bool is_over, struct strbuf *url)
{
	strbuf_add(url, "/incidents");
	web_link_query(url, "over", is_over ? "1" : NULL);
	web_link_query(url, "pattern", asked->pattern);
	web_link_query(url, "finding", asked->finding);
	web_link_query(url, "severity", asked->severity);
}

/* ---- the page -------------------------------------------------------------
 */

static void
add_choice(struct html *html, const struct asked *asked, bool is_over)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	size_t open = 0;

	for (size_t i = 0; i <= SEVERITY_CRITICAL; i++)
		open += asked->list.open[i];
	add_url(asked, is_over, &url);
	html_open(html, "li", NULL);
	html_open(html, "a", "href", strbuf_text(&url), "aria-current",
	    asked->query.is_over == is_over ? "true" : NULL, NULL);
	if (is_over)
		html_text(html, "Over");
	else
		html_textf(html, "Open (%zu)", open);
	html_close(html, "a");
	html_close(html, "li");
}

static void
add_form(struct html *html, const struct asked *asked)
{
	html_open(html, "form", "role", "search", "aria-label",
	    "Which incidents", "class", "panel", "action", "/incidents",
	    "method", "get", NULL);
	form_text(html, "pattern", "Endpoint", asked->pattern,
	    "part of a name, or *.shop.*");
	form_text(html, "finding", "Finding", asked->finding, "leaf-only");
	form_choice(html, "severity", "Severity", &severity_names,
	    asked->severity, SEVERITY_NOTICE);
	if (asked->query.is_over)
		html_open(html, "input", "type", "hidden", "name", "over",
		    "value", "1", NULL);
	html_element(html, "button", "Show", "type", "submit", NULL);
	html_close(html, "form");
}

static void
add_what(struct html *html, const struct incident_list_item *item)
{
	CLEANUP(free) char *url = web_link("/incidents/", item->id);
	enum finding_code code;
	const char *title = finding_find(item->finding, &code)
	    ? finding_info(code)->title
	    : NULL;

	html_open(html, "th", "scope", "row", NULL);
	html_element(
	    html, "a", item->finding, "href", url, "title", title, NULL);
	/* What went along with another was not told in words of its own. */
	if (item->detail != NULL || title != NULL)
		plain_element(html, "div", "dim",
		    item->detail != NULL ? item->detail : title);
	html_close(html, "th");
}

static void
add_endpoints(struct html *html, const struct incident_list_item *item)
{
	html_open(html, "td", "data-head", "Endpoints", NULL);
	ARRAY_EACH (id, &item->endpoints) {
		CLEANUP(free) char *url = web_link("/endpoints/", *id);

		if (id > item->endpoints.items)
			html_text(html, ", ");
		html_element(html, "a", *id, "href", url, NULL);
	}
	if (item->endpoint_count > item->endpoints.len)
		html_textf(html, " and %zu more",
		    item->endpoint_count - item->endpoints.len);
	html_close(html, "td");
}

/* By an event of its own, along with others, or not: it went along with a worse
 * one. */
static const char *
told_words(const struct incident_list_item *item)
{
	if (item->hush != NULL)
		return item->hush;
	if (item->told == NULL || strcmp(item->told, "told") == 0)
		return "yes";
	return strcmp(item->told, "in-summary") == 0 ? "in a summary"
						     : "not by itself";
}

static void
add_told(struct html *html, const struct incident_list_item *item)
{
	html_open(html, "td", "data-head", "Told", NULL);
	if (item->ack_author != NULL)
		html_textf(html, "%s sees to it", item->ack_author);
	else
		html_text(html, told_words(item));
	html_close(html, "td");
}

static void
add_item(struct html *html, const struct asked *asked,
    const struct incident_list_item *item, int64_t now)
{
	html_open(html, "tr", NULL);
	html_open(html, "td", "class", "short", NULL);
	badge_named(html, item->severity);
	html_close(html, "td");
	add_what(html, item);
	add_endpoints(html, item);
	html_open(
	    html, "td", "class", "short number", "data-head", "Opened", NULL);
	moment_span(html, item->opened_at, now);
	html_close(html, "td");
	if (asked->query.is_over) {
		html_open(html, "td", "class", "short number", "data-head",
		    "Over", NULL);
		moment_span(html, item->resolved_at, now);
		html_close(html, "td");
	}
	add_told(html, item);
	html_close(html, "tr");
}

static void
add_head(struct html *html, const struct asked *asked)
{
	static const char *const heads[] = {
	    "Severity", "What", "Endpoints", "Opened", "Over", "Told"};

	html_open(html, "table", "class", "rows", NULL);
	html_element(html, "caption",
	    asked->query.is_over ? "Incidents that are over, the last first"
				 : "Open incidents, worst first",
	    NULL);
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		if (asked->query.is_over || strcmp(heads[i], "Over") != 0)
			html_element(
			    html, "th", heads[i], "scope", "col", NULL);
	}
	html_close(html, "tr");
	html_close(html, "thead");
}

static void
add_list(struct html *html, const struct asked *asked, int64_t now)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	size_t page = asked->query.page;

	html_open(html, "div", "class", "panel", NULL);
	if (asked->list.items.len == 0) {
		html_element(html, "p", "There is none.", NULL);
	} else {
		add_head(html, asked);
		html_open(html, "tbody", NULL);
		ARRAY_EACH (item, &asked->list.items)
			add_item(html, asked, item, now);
		html_close(html, "tbody");
		html_close(html, "table");
	}
	add_url(asked, asked->query.is_over, &url);
	pager_add_open(html, strbuf_text(&url), page, asked->list.has_more);
	html_close(html, "div");
}

static void
show(struct web_request *request, void *arg)
{
	const struct asked *asked = arg;
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	int64_t now = clock_wall_s(web_control(request)->clock);

	web_frame_begin(&html, request, "Incidents");
	html_open(&html, "ul", "class", "tabs", "aria-label", "Which", NULL);
	add_choice(&html, asked, false);
	add_choice(&html, asked, true);
	html_close(&html, "ul");
	add_form(&html, asked);
	add_list(&html, asked, now);
	web_answer_page(request, 200, &html);
}

/* ---- reading it -----------------------------------------------------------
 */

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct asked *asked = arg;

	return incident_list_read(db, &asked->query, &asked->list, err);
}

static void
answer(struct web_request *request)
{
	const char *over = web_request_query(request, "over");
	struct asked *asked = MEM_NEW(struct asked);
	const struct web_read read = {
	    .work = work, .done = show, .free = asked_free, .arg = asked};

	asked->query.is_over = over != NULL && strcmp(over, "1") == 0;
	asked->query.pattern = asked->pattern = form_asked(request, "pattern");
	asked->query.finding = asked->finding = form_asked(request, "finding");
	asked->query.severity = asked->severity =
	    form_asked(request, "severity");
	asked->query.page = pager_page(web_request_query(request, "page"));
	web_read_store(request, &read);
}

const struct web_route web_route_incidents = {
    .path = "/incidents",
    .answer = answer,
};
