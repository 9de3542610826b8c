/* Clients as text; see text_clients.h. */
#include "render/text_clients.h"

#include "base/mem.h"
#include "model/report_clients.h"
#include "render/text_layout.h"
#include "render/text_revocation.h"

#define LINE_MAX_BYTES 4000
#define STEP 2
#define ANSWER_COLUMNS 9 /* "accepts  " */

static void
add_line(struct strbuf *buf, const struct strbuf *text,
    const struct render_style *style)
{
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, 2 * STEP, TEXT_PLAIN, strbuf_text(text));
}

/* "Java and Go refuse it: ...", a line for each reason. */
static void
add_refusals(struct strbuf *buf, const struct report *report, uint64_t which,
    const struct render_style *style)
{
	uint64_t left = report_clients_refusing(report, which);

	for (size_t i = 0; left != 0; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
		uint64_t alike;

		if ((left >> i & 1u) == 0)
			continue;
		alike = report_clients_alike(report, i, left);
		left &= ~alike;
		report_clients_name(&text, report, alike);
		strbuf_addf(&text, " %s it, ",
		    report_clients_count(alike) == 1 ? "refuses" : "refuse");
		report_clients_because(&text, report->clients.items[i].reason,
		    report_clients_count(alike) > 1);
		strbuf_add_char(&text, '.');
		add_line(buf, &text, style);
	}
}

/* "Firefox stops on ..., because ...", those first that do so first. */
static void
add_stops(struct strbuf *buf, const struct report *report, uint64_t which,
    const struct render_style *style)
{
	uint64_t left = 0;
	int i;

	for (size_t k = 0; k < report->clients.len; k++) {
		if ((which >> k & 1u) != 0 &&
		    report_clients_stops_early(report, k))
			left |= (uint64_t)1 << k;
	}
	while ((i = report_clients_first_to_stop(report, left)) >= 0) {
		const struct report_client *client = &report->clients.items[i];
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
		uint64_t alike = report_clients_alike(report, (size_t)i, left);

		left &= ~alike;
		strbuf_add(&text, "Works today, stops on ");
		text_add_date(&text, client->breaks_at, report->judged_at);
		strbuf_add(&text, " in ");
		report_clients_name(&text, report, alike);
		strbuf_add(&text, ", ");
		report_clients_because(&text, client->breaks_reason,
		    report_clients_count(alike) > 1);
		strbuf_add_char(&text, '.');
		add_line(buf, &text, style);
	}
}

/* How many of those that matter take it, and who of the others does not. */
static void
add_summary(struct strbuf *buf, const struct report *report, uint64_t matter,
    const struct render_style *style)
{
	size_t count = report_clients_count(matter);
	uint64_t others = report_clients_refusing(report, ~matter);
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (count > 0 && report_clients_refusing(report, matter) == 0)
		strbuf_addf(
		    &text, "All %zu that matter here accept it. ", count);
	if (others != 0) {
		strbuf_add(&text, count == 0 ? "" : "Of the others, ");
		report_clients_name(&text, report, others);
		strbuf_addf(&text, " would not (--clients says why). ");
	}
	if (text.len == 0)
		return;
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, 2 * STEP, TEXT_PLAIN, strbuf_text(&text));
}

static void
add_exceptions(struct strbuf *buf, const struct report *report,
    uint64_t accepting, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	report_clients_name(&text, report, accepting);
	strbuf_addf(&text, " %s it all the same%s.",
	    report_clients_count(accepting) == 1 ? "accepts" : "accept",
	    text_revocation_is_all(report)
		? " where revocation is not asked for"
		: ": in other ways than by what is sent, or less strict");
	add_line(buf, &text, style);
}

static void
add_row(struct strbuf *buf, const struct report *report,
    const struct report_client *client, bool is_early,
    const struct render_style *style)
{
	static const char *const weights[] = {
	    [REPORT_CLIENT_IDLE] = "",
	    [REPORT_CLIENT_WATCHED] = ", watched",
	    [REPORT_CLIENT_REQUIRED] = ", required",
	};
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	strbuf_addf(&text, "%s (%s%s)", client->title,
	    client->is_checked ? "checked" : "modelled",
	    weights[client->weight]);
	if (client->accepts) {
		strbuf_add(&text, " until ");
		text_add_date(&text, client->breaks_at, report->judged_at);
		if (is_early)
			strbuf_addf(&text, ": %s", client->breaks_reason);
	} else {
		strbuf_addf(&text, ": %s", client->reason);
	}
	text_pad(buf, STEP);
	text_add(buf, style, client->accepts ? TEXT_GREEN : TEXT_RED,
	    client->accepts ? "accepts" : "refuses");
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP + ANSWER_COLUMNS, STEP + ANSWER_COLUMNS,
	    TEXT_PLAIN, strbuf_text(&text));
}

static void
add_heading(struct strbuf *buf, const struct render_style *style)
{
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "Clients");
	strbuf_add_char(buf, '\n');
}

static void
add_all(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	for (size_t i = 0; i < report->clients.len; i++)
		add_row(buf, report, &report->clients.items[i],
		    report_clients_stops_early(report, i), style);
}

void
text_clients(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	uint64_t all = report_clients_of(report, REPORT_CLIENT_IDLE);
	uint64_t matter = report_clients_of(report, REPORT_CLIENT_WATCHED);
	uint64_t accepting = all & ~report_clients_refusing(report, all);

	if (all == 0 || (accepting == 0 && !style->has_clients))
		return;
	add_heading(buf, style);
	if (style->has_clients) {
		add_all(buf, report, style);
	} else if (report->is_valid) {
		add_refusals(buf, report, matter, style);
		add_stops(buf, report, matter, style);
		add_summary(buf, report, matter, style);
	} else {
		add_exceptions(buf, report, accepting, style);
	}
}
