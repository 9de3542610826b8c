/* "/silences": what is not told for now by somebody's word, and until when. */
#include "web/route.h"

#include <inttypes.h>
#include <string.h>

#include "incident/quiet.h"
#include "web/frame.h"
#include "web/moment.h"

#define TEXT_MAX 4096
#define DIGITS_SHOWN 16

static const char *const heads[] = {"What", "Until", "By", "Reason", "Since"};

static void
add_what(struct html *html, const struct silence *silence)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(TEXT_MAX);

	silence_add_subject(silence, &words);
	html_open(html, "th", "scope", "row", NULL);
	if (silence->number != 0)
		html_textf(html, "%" PRId64 ": ", silence->number);
	html_text(html, strbuf_text(&words));
	html_close(html, "th");
}

static void
add_until(struct html *html, const struct silence *silence, int64_t now)
{
	html_open(html, "td", "data-head", "Until", NULL);
	moment_exact(html, silence->ends_at);
	html_text(html, " (");
	moment_span(html, silence->ends_at, now);
	html_text(html, ")");
	if (silence->is_tied)
		html_text(html, ", or until its certificate is gone");
	html_close(html, "td");
}

static void
add_silence(struct html *html, const struct silence *silence, int64_t now)
{
	html_open(html, "tr", NULL);
	add_what(html, silence);
	add_until(html, silence, now);
	html_open(html, "td", "data-head", "By", NULL);
	html_text(html,
	    silence->number == 0	  ? "the configuration"
		: silence->author == NULL ? "-"
					  : silence->author);
	html_close(html, "td");
	html_open(html, "td", "data-head", "Reason", NULL);
	html_text(html, silence->reason == NULL ? "-" : silence->reason);
	html_close(html, "td");
	html_open(
	    html, "td", "class", "short number", "data-head", "Since", NULL);
	moment_span(html, silence->set_at, now);
	html_close(html, "td");
	html_close(html, "tr");
}

static void
add_table(struct html *html, const struct fleet *fleet, int64_t now)
{
	size_t count = fleet_silence_count(fleet);

	html_open(html, "table", "class", "rows", NULL);
	html_open(html, "caption", NULL);
	html_textf(html, "%zu silence%s", count, count == 1 ? "" : "s");
	html_close(html, "caption");
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		html_element(html, "th", heads[i], "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
	for (size_t i = 0; i < count; i++)
		add_silence(html, fleet_silence_at(fleet, i), now);
	html_close(html, "tbody");
	html_close(html, "table");
}

static void
answer(struct web_request *request)
{
	const struct control_parts *parts = web_control(request);
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);

	web_frame_begin(&html, request, "Silences");
	html_element(&html, "p",
	    "What they cover goes on to be watched and shown, and is given to "
	    "no receiver. They are set and taken away by `chainwatch silence` "
	    "and in the configuration.",
	    "class", "dim", NULL);
	html_open(&html, "div", "class", "panel", NULL);
	if (fleet_silence_count(parts->fleet) == 0)
		html_element(&html, "p", "There is none.", NULL);
	else
		add_table(&html, parts->fleet, clock_wall_s(parts->clock));
	web_answer_page(request, 200, &html);
}

const struct web_route web_route_silences = {
    .path = "/silences",
    .answer = answer,
};
