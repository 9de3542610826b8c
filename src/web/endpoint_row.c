/* An endpoint as a row; see endpoint_row.h. */
#include "web/endpoint_row.h"

#include <string.h>

#include "web/badge.h"
#include "web/link.h"
#include "web/moment.h"

#define URL_MAX 2048
#define NAME_MAX_BYTES 256
#define LABELS_SHOWN 8

static const char *const heads[] = {
    "State", "Endpoint", "What", "Breaks", "Last look", "Next look"};

void
endpoint_row_head(struct html *html, const char *caption)
{
	html_open(html, "table", "class", "rows", NULL);
	html_element(html, "caption", caption, NULL);
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		html_element(html, "th", heads[i], "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
}

static void
add_label(struct html *html, const struct endpoint_label *label)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	CLEANUP(strbuf_clear) struct strbuf name = STRBUF_INIT(NAME_MAX_BYTES);

	strbuf_add(&url, "/");
	strbuf_addf(&name, "label.%s", label->key);
	web_link_query(&url, strbuf_text(&name), label->value);
	html_open(html, "li", NULL);
	/* One without a value cannot be asked for. */
	html_open(html, "a", "href",
	    *label->value == '\0' ? NULL : strbuf_text(&url), NULL);
	html_textf(html, "%s=%s", label->key, label->value);
	html_close(html, "a");
	html_close(html, "li");
}

static void
add_name(struct html *html, const struct endpoint *endpoint)
{
	CLEANUP(free) char *url = web_link("/endpoints/", endpoint->id);

	html_open(html, "th", "scope", "row", NULL);
	html_element(html, "a", endpoint->id, "href", url, NULL);
	if (endpoint->settings->labels.len > 0) {
		html_open(
		    html, "ul", "class", "chips", "aria-label", "Labels", NULL);
		for (size_t i = 0;
		     i < endpoint->settings->labels.len && i < LABELS_SHOWN;
		     i++)
			add_label(html, &endpoint->settings->labels.items[i]);
		html_close(html, "ul");
	}
	html_close(html, "th");
}

static size_t
showing_count(const struct endpoint_status *status)
{
	size_t count = 0;

	ARRAY_EACH (target, &status->targets)
		count += target->finding == status->finding;
	return count;
}

static void
add_share(struct html *html, size_t count, size_t all)
{
	if (count > 0 && count < all)
		html_textf(html, " at %zu of %zu addresses", count, all);
}

static void
add_finding(struct html *html, const struct endpoint_status *status)
{
	const struct incident_status *worst = &status->incidents.items[0];
	CLEANUP(free) char *url = web_link("/incidents/", worst->id);

	html_element(html, "a", finding_code_text(status->finding), "href", url,
	    "title", finding_info(status->finding)->title, NULL);
	add_share(html, showing_count(status), status->targets.len);
	if (worst->hush != HUSH_NONE)
		html_textf(html, " (%s)", hush_text(worst->hush));
	if (status->incidents.len > 1)
		html_textf(html, ", and %zu more", status->incidents.len - 1);
}

/* No incident of it is open, or not yet. */
static void
add_failing(struct html *html, const struct endpoint_status *status)
{
	size_t failing = 0;
	enum failure first = FAILURE_NONE;

	ARRAY_EACH (target, &status->targets) {
		if (target->failure == FAILURE_NONE)
			continue;
		if (failing++ == 0)
			first = target->failure;
	}
	if (failing > 0) {
		html_text(html, failure_text(first));
		add_share(html, failing, status->targets.len);
	} else if (status->targets.len > 1) {
		html_textf(html, "%zu addresses", status->targets.len);
	} else {
		html_text(
		    html, status->is_looked_at ? "-" : "not looked at yet");
	}
}

static void
add_moment(struct html *html, const char *head, int64_t seconds, int64_t now)
{
	html_open(html, "td", "class",
	    seconds == 0 ? "short none" : "short number", "data-head", head,
	    NULL);
	moment_span(html, seconds, now);
	html_close(html, "td");
}

static void
add_breaks(struct html *html, const struct endpoint_status *status, int64_t now)
{
	if (!endpoint_status_is_broken(status)) {
		add_moment(html, heads[3], status->breaks_at, now);
		return;
	}
	html_open(html, "td", "class", "short", "data-head", heads[3], NULL);
	html_element(html, "strong", "broken", NULL);
	if (status->incidents.len > 0) {
		html_open(html, "div", "class", "dim", NULL);
		html_text(html, "since ");
		moment_span(html, status->incidents.items[0].opened_at, now);
		html_close(html, "div");
	}
	html_close(html, "td");
}

void
endpoint_row(
    struct html *html, const struct endpoint_status *status, int64_t now)
{
	html_open(html, "tr", NULL);
	html_open(html, "td", "class", "short", NULL);
	badge_state(html, survey_state_of(status));
	html_close(html, "td");
	add_name(html, status->endpoint);
	html_open(html, "td", "data-head", "What", NULL);
	if (status->incidents.len > 0)
		add_finding(html, status);
	else
		add_failing(html, status);
	html_close(html, "td");
	add_breaks(html, status, now);
	add_moment(html, heads[4], status->last_look_at, now);
	/* What is due is under way, or waits for a second. */
	add_moment(html, heads[5],
	    status->next_look_at != 0 && status->next_look_at < now
		? now
		: status->next_look_at,
	    now);
	html_close(html, "tr");
}
