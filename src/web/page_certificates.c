/*
 * "/certificates": the certificates that are known, by their end. What narrows
 * it:
 *
 *	pattern		of endpoints that serve it, or of its names
 *	issuer		text in its issuer's name
 *	ends_from, ends_by	days
 *	unused=1	also those that nobody serves now
 *	after		behind which one the page begins, as its last link says
 */
#include "web/route.h"

#include <inttypes.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "control/inventory_line.h"
#include "model/pattern.h"
#include "render/json_value.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/link.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/plain.h"

#define PAGE 50
#define JOB_MS 30 /* then others get at the store first */
#define DAY_S 86400
#define URL_MAX 16384
#define NAMED 3 /* endpoints of each */

struct asked {
	char *pattern, *glob, *issuer, *ends_from, *ends_by, *after;
	bool has_unused;
	struct inventory_query query;
	struct inventory_filter filter;
	struct inventory_cursor taken, read; /* up to where */
	struct inventory_page page;
	json_t *lines, *fresh; /* that pass; fresh: of the job under way */
	bool is_full;	       /* and one more would pass */
	unsigned refs;
};

static void
asked_unref(void *arg)
{
	struct asked *asked = arg;

	if (--asked->refs > 0)
		return;
	inventory_page_clear(&asked->page);
	json_decref(asked->lines);
	json_decref(asked->fresh);
	free(asked->pattern);
	free(asked->glob);
	free(asked->issuer);
	free(asked->ends_from);
	free(asked->ends_by);
	free(asked->after);
	free(asked);
}

/* ---- the page -------------------------------------------------------------
 */

static void
add_form(struct html *html, const struct asked *asked)
{
	html_open(html, "form", "role", "search", "aria-label",
	    "Which certificates", "class", "panel", "action", "/certificates",
	    "method", "get", NULL);
	form_text(html, "pattern", "Name or endpoint", asked->pattern,
	    "*.example.com");
	form_text(html, "issuer", "Issuer", asked->issuer, "part of a name");
	form_day(html, "ends_from", "Ends from", asked->ends_from);
	form_day(html, "ends_by", "Ends by", asked->ends_by);
	form_check(
	    html, "unused", "also those not served now", asked->has_unused);
	html_element(html, "button", "Show", "type", "submit", NULL);
	html_close(html, "form");
}

static void
add_time(struct html *html, const char *head, const json_t *line, int64_t now)
{
	int64_t time;

	html_open(html, "td", "class", "short number", "data-head", head, NULL);
	if (member_time(line, "not_after", &time)) {
		moment_day(html, time);
		html_open(html, "div", "class", "dim", NULL);
		moment_span(html, time, now);
		html_close(html, "div");
	} else {
		html_text(html, "-");
	}
	html_close(html, "td");
}

static void
add_endpoints(struct html *html, const json_t *line)
{
	const json_t *list = json_object_get(line, "endpoints");
	int64_t all = member_number(line, "endpoint_count");
	size_t count = json_array_size(list);

	html_open(html, "td", "data-head", "Endpoints", NULL);
	if (count == 0)
		html_text(html, "-");
	for (size_t i = 0; i < count && i < NAMED; i++) {
		const char *id = json_string_value(json_array_get(list, i));
		CLEANUP(free) char *url = web_link("/endpoints/", id);

		if (i > 0)
			html_text(html, ", ");
		html_element(html, "a", id, "href", url, NULL);
	}
	if (all > NAMED)
		html_textf(html, " and %" PRId64 " more", all - NAMED);
	html_close(html, "td");
}

static void
add_line(struct html *html, const json_t *line, int64_t now)
{
	const char *sha256 = member_text(line, "fingerprint_sha256");
	const char *label = member_text(line, "label");
	CLEANUP(free) char *url = web_link("/certificates/", sha256);

	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	html_open(html, "a", "href", url, NULL);
	plain_text(html, *label != '\0' ? label : sha256);
	html_close(html, "a");
	html_close(html, "th");
	html_open(html, "td", "data-head", "Use", NULL);
	html_text(html, member_text(line, "use"));
	html_close(html, "td");
	html_open(html, "td", "data-head", "Issuer", NULL);
	plain_text(html, member_text(line, "issuer_label"));
	html_close(html, "td");
	add_time(html, "Ends", line, now);
	add_endpoints(html, line);
	html_close(html, "tr");
}

static void
add_table(struct html *html, const struct asked *asked, int64_t now)
{
	static const char *const heads[] = {
	    "Certificate", "Use", "Issuer", "Ends", "Endpoints"};
	size_t count = json_array_size(asked->lines);

	html_open(html, "table", "class", "rows", NULL);
	html_element(html, "caption",
	    asked->has_unused ? "All certificates that are known, by their end"
			      : "Certificates that are served, or needed, by "
				"their end",
	    NULL);
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		html_element(html, "th", heads[i], "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
	for (size_t i = 0; i < count; i++)
		add_line(html, json_array_get(asked->lines, i), now);
	html_close(html, "tbody");
	html_close(html, "table");
}

static void
add_link(struct html *html, const struct asked *asked, const char *after,
    const char *words)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);

	strbuf_add(&url, "/certificates");
	web_link_query(&url, "pattern", asked->pattern);
	web_link_query(&url, "issuer", asked->issuer);
	web_link_query(&url, "ends_from", asked->ends_from);
	web_link_query(&url, "ends_by", asked->ends_by);
	web_link_query(&url, "unused", asked->has_unused ? "1" : NULL);
	web_link_query(&url, "after", after);
	html_element(html, "a", words, "href", strbuf_text(&url), NULL);
}

static void
add_pager(struct html *html, const struct asked *asked)
{
	const json_t *last =
	    json_array_get(asked->lines, json_array_size(asked->lines) - 1);
	CLEANUP(strbuf_clear) struct strbuf after = STRBUF_INIT(URL_MAX);

	if (asked->after == NULL && !asked->is_full)
		return;
	html_open(
	    html, "nav", "class", "pager", "aria-label", "Pages of this", NULL);
	if (asked->after != NULL)
		add_link(html, asked, NULL, "First");
	if (asked->is_full) {
		strbuf_addf(&after, "%s.%s", member_text(last, "not_after"),
		    member_text(last, "fingerprint_sha256"));
		add_link(html, asked, strbuf_text(&after), "Next");
	}
	html_close(html, "nav");
}

static void
show(struct web_request *request, const struct asked *asked)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	int64_t now = clock_wall_s(web_control(request)->clock);

	web_frame_begin(&html, request, "Certificates");
	add_form(&html, asked);
	html_open(&html, "div", "class", "panel", NULL);
	if (json_array_size(asked->lines) == 0)
		html_element(&html, "p", "There is none.", NULL);
	else
		add_table(&html, asked, now);
	add_pager(&html, asked);
	web_answer_page(request, 200, &html);
}

/* ---- reading it -----------------------------------------------------------
 */

/* false: the page is full. */
static bool
take(struct asked *asked, const struct inventory_cert *cert)
{
	struct name_set nobody = {0}; /* which of its names are, is not told */
	json_t *line = inventory_line(cert, &asked->filter, &nobody);

	if (line == NULL)
		return true;
	asked->is_full =
	    json_array_size(asked->lines) + json_array_size(asked->fresh) ==
	    PAGE;
	if (asked->is_full)
		json_decref(line);
	else
		json_array_append_new(asked->fresh, line);
	return !asked->is_full;
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct asked *asked = arg;
	int64_t until_ms = clock_steady_ms(&clock_system) + JOB_MS;

	asked->read = asked->taken;
	asked->is_full = false;
	json_decref(asked->fresh);
	asked->fresh = json_value_array();
	do {
		if (!inventory_read(
			db, &asked->query, &asked->read, &asked->page, err))
			return false;
		ARRAY_EACH (cert, &asked->page.items) {
			if (!take(asked, cert))
				return true;
		}
	} while (
	    asked->page.has_more && clock_steady_ms(&clock_system) < until_ms);
	return true;
}

static void done(struct web_request *request, void *arg);

static void
read_on(struct web_request *request, struct asked *asked)
{
	const struct web_read read = {
	    .work = work, .done = done, .free = asked_unref, .arg = asked};

	asked->refs++;
	web_read_store(request, &read);
}

static void
done(struct web_request *request, void *arg)
{
	struct asked *asked = arg;

	asked->taken = asked->read;
	json_array_extend(asked->lines, asked->fresh);
	if (asked->page.has_more && !asked->is_full)
		read_on(request, asked);
	else
		show(request, asked);
}

/* ---- what is asked --------------------------------------------------------
 */

/* "2026-11-21T07:50:00Z.FINGERPRINT" */
static bool
read_after(struct asked *asked)
{
	struct inventory_cursor *cursor = &asked->taken;
	struct error odd = ERROR_INIT;
	char *dot;

	if (asked->after == NULL)
		return true;
	dot = strchr(asked->after, '.');
	if (dot == NULL ||
	    !hex_decode(dot + 1, cursor->sha256, CERT_SHA256_LEN))
		return false;
	*dot = '\0';
	cursor->is_set =
	    timestamp_parse(asked->after, &cursor->not_after, &odd);
	return cursor->is_set;
}

static bool
read_days(struct asked *asked)
{
	struct inventory_query *query = &asked->query;
	struct error odd = ERROR_INIT;

	query->ends_from = INT64_MIN;
	query->ends_to = INT64_MAX;
	if (asked->ends_from != NULL &&
	    !timestamp_parse(asked->ends_from, &query->ends_from, &odd))
		return false;
	if (asked->ends_by == NULL)
		return true;
	if (!timestamp_parse(asked->ends_by, &query->ends_to, &odd))
		return false;
	query->ends_to += DAY_S - 1; /* that day, too */
	return true;
}

static void
answer(struct web_request *request)
{
	struct asked *asked = MEM_NEW(struct asked);

	asked->refs = 1;
	asked->pattern = form_asked(request, "pattern");
	asked->issuer = form_asked(request, "issuer");
	asked->ends_from = form_asked(request, "ends_from");
	asked->ends_by = form_asked(request, "ends_by");
	asked->after = form_asked(request, "after");
	asked->has_unused = web_request_query(request, "unused") != NULL;
	asked->query.is_used_only = !asked->has_unused;
	asked->glob = pattern_with(asked->pattern);
	asked->query.pattern = asked->filter.pattern = asked->glob;
	asked->query.issuer = asked->filter.issuer = asked->issuer;
	asked->lines = json_value_array();
	if (!read_days(asked) || !read_after(asked))
		web_fail(request, 400,
		    "a day is written as in 2026-11-21, and where a page "
		    "begins as the link to it says");
	else
		read_on(request, asked);
	asked_unref(asked);
}

const struct web_route web_route_certificates = {
    .path = "/certificates",
    .answer = answer,
};
