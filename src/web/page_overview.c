/*
 * "/": how the fleet stands, worst first: what is wrong with the monitor, how
 * many are in which state, what breaks when, and one page of the endpoints that
 * are asked for (narrow.h).
 *
 * Of a hundred thousand a survey is made in slices and shared (surveyor.h); to
 * find what is asked for in it, it is gone through in slices, too.
 */
#include "web/route.h"

#include <string.h>

#include "base/mem.h"
#include "web/badge.h"
#include "web/endpoint_row.h"
#include "web/frame.h"
#include "web/link.h"
#include "web/moment.h"
#include "web/narrow_form.h"
#include "web/own_faults.h"
#include "web/pager.h"
#include "web/timeline.h"

#define SLICE 1000 /* rows of the survey in one turn */
#define URL_MAX 16384

struct overview {
	struct web_request *request;
	struct narrow narrow;
	struct selection selection;
};

static void
overview_free(struct overview *overview)
{
	struct web_request *request = overview->request;

	surveyor_give_back(
	    web_surveyor(request), selection_end(&overview->selection));
	narrow_clear(&overview->narrow);
	free(overview);
}

/* ---- the page -------------------------------------------------------------
 */

static void
add_count(
    struct html *html, const struct overview *overview, enum survey_state state)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	CLEANUP(strbuf_clear) struct strbuf class = STRBUF_INIT(URL_MAX);
	size_t count = overview->selection.counts[state];
	bool is_chosen = overview->narrow.query.state == state;

	narrow_url(&overview->narrow, NARROW_STATE, &url);
	if (!is_chosen)
		web_link_query(&url, "state", badge_class(state));
	strbuf_addf(&class, "count %s%s", badge_class(state),
	    count == 0 ? " none" : "");
	html_open(html, "li", NULL);
	html_open(html, "a", "class", strbuf_text(&class), "href",
	    strbuf_text(&url), "aria-current", is_chosen ? "true" : NULL, NULL);
	html_open(html, "strong", NULL);
	html_textf(html, "%zu", count);
	html_close(html, "strong");
	html_textf(html, "%s %s", badge_sign(state), badge_class(state));
	html_close(html, "a");
	html_close(html, "li");
}

static void
add_counts(struct html *html, const struct overview *overview)
{
	html_open(html, "ul", "class", "counts", "aria-label",
	    "Endpoints by state", NULL);
	for (int state = 0; state < SURVEY_STATE_COUNT; state++)
		add_count(html, overview, (enum survey_state)state);
	html_close(html, "ul");
}

static void
add_timeline(struct html *html, const struct overview *overview)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);

	narrow_url(&overview->narrow, NARROW_BREAKS, &url);
	timeline_add(html, &overview->selection, strbuf_text(&url));
}

/* As it stands now: the survey may be some seconds old. */
static void
add_row(struct html *html, const struct monitor *monitor,
    const struct endpoint *endpoint, int64_t now)
{
	size_t behind = monitor_endpoint_after(monitor, endpoint->id);
	struct endpoint_status status;

	if (behind == 0 ||
	    strcmp(monitor_endpoint_at(monitor, behind - 1)->id,
		endpoint->id) != 0 ||
	    !monitor_status_at(monitor, behind - 1, &status))
		return; /* it has left since */
	endpoint_row(html, &status, now);
	endpoint_status_clear(&status);
}

static void
add_rows(struct html *html, const struct overview *overview)
{
	const struct selection *selection = &overview->selection;
	const struct monitor *monitor = web_control(overview->request)->monitor;
	CLEANUP(strbuf_clear) struct strbuf caption = STRBUF_INIT(URL_MAX);

	strbuf_addf(&caption, "%zu of %zu endpoints, worst first",
	    selection->all, selection->survey->rows.len);
	endpoint_row_head(html, strbuf_text(&caption));
	for (size_t i = 0; i < selection->page_len; i++)
		add_row(html, monitor, selection->page[i]->endpoint,
		    selection->now);
	html_close(html, "tbody");
	html_close(html, "table");
}

static void
add_list(struct html *html, const struct overview *overview)
{
	const struct selection *selection = &overview->selection;
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);

	size_t page = overview->narrow.query.page;
	size_t pages = selection_pages(selection);

	narrow_url(&overview->narrow, 0, &url);
	html_open(
	    html, "section", "class", "panel", "aria-labelledby", "list", NULL);
	html_element(html, "h2", "Endpoints", "id", "list", NULL);
	if (selection->all == 0)
		html_element(html, "p",
		    selection->survey->rows.len == 0
			? "Nothing is watched: the configuration lists no "
			  "endpoints."
			: "No endpoint fits what is asked for.",
		    NULL);
	else if (page > pages)
		html_element(html, "p", "The list is not that long.", NULL);
	else
		add_rows(html, overview);
	pager_add(html, strbuf_text(&url), page > pages ? pages : page, pages);
	html_close(html, "section");
}

static void
add_looks(struct html *html, const struct overview *overview)
{
	const struct survey *survey = overview->selection.survey;

	if (survey->oldest_look_at == 0)
		return;
	html_open(html, "p", "class", "dim", NULL);
	html_text(html, "Of all that were looked at, the longest ago was ");
	moment_span(html, survey->oldest_look_at, overview->selection.now);
	html_text(html, ".");
	html_close(html, "p");
}

static void
show(struct overview *overview)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	struct web_request *request = overview->request;
	const struct selection *selection = &overview->selection;

	web_frame_begin(&html, request, "Overview");
	own_faults_add(&html, monitor_own_faults(web_control(request)->monitor),
	    selection->now);
	add_counts(&html, overview);
	add_timeline(&html, overview);
	narrow_form(&html, &overview->narrow, &selection->survey->labels);
	add_list(&html, overview);
	add_looks(&html, overview);
	overview_free(overview);
	web_answer_page(request, 200, &html);
}

/* ---- making it ------------------------------------------------------------
 */

static void
on_gone(void *arg)
{
	struct overview *overview = arg;

	surveyor_cancel(web_surveyor(overview->request), overview);
	slicer_drop(web_slicer(overview->request), overview);
	overview_free(overview);
}

static bool
on_slice(void *arg)
{
	struct overview *overview = arg;

	if (!selection_step(&overview->selection, SLICE))
		return true;
	show(overview);
	return false;
}

static void
on_survey(void *arg, struct survey *survey)
{
	struct overview *overview = arg;
	struct web_request *request = overview->request;
	struct error err = ERROR_INIT;

	if (!narrow_read(&overview->narrow, request, &survey->labels, &err)) {
		overview_free(overview);
		web_fail(request, 400, err.message);
		return;
	}
	selection_begin(&overview->selection, survey, &overview->narrow.query,
	    clock_wall_s(web_control(request)->clock));
	slicer_add(web_slicer(request), on_slice, overview);
}

static void
answer(struct web_request *request)
{
	struct overview *overview = MEM_NEW(struct overview);

	overview->request = request;
	web_wait(request, on_gone, overview);
	surveyor_ask(web_surveyor(request), on_survey, overview);
}

const struct web_route web_route_overview = {
    .path = "/",
    .answer = answer,
};
