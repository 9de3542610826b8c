/*
 * Events as they read on a terminal: one line each, and below an alert what to
 * do about it, indented; declared in render_text.h.
 */
#include "render/render_text.h"

#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "render/text_layout.h"
#include "render/text_remedy.h"

#define INDENT 4
#define TIME_COLUMNS 22
#define SEVERITY_COLUMNS 10
#define KIND_COLUMNS 19
#define LINE_MAX_BYTES 16384
#define MAX_ADDRESSES_SHOWN 4

/* Does somebody have to do something now? */
static bool
is_alert(const struct event *event)
{
	switch (event->kind) {
	case EVENT_INCIDENT_OPENED:
	case EVENT_INCIDENT_CHANGED:
	case EVENT_INCIDENT_REMINDER:
	case EVENT_CHAIN_REGRESSED:
	case EVENT_ROLLOUT_STALLED: return true;
	case EVENT_INCIDENT_RESOLVED:
	case EVENT_CHAIN_CHANGED:
	case EVENT_ROLLOUT_STARTED:
	case EVENT_ROLLOUT_FINISHED:
	case EVENT_TRUST_STORE_CHANGED:
	case EVENT_CONFIG_RELOADED:
	case EVENT_CONFIG_REJECTED:
	case EVENT_MONITOR_STARTED:
	case EVENT_MONITOR_STOPPED:
	case EVENT_FIRST_PASS:
	case EVENT_MONITOR_FAULT:
	case EVENT_SILENCE_SET:
	case EVENT_SILENCE_ENDED:
	case EVENT_ACK_SET:
	case EVENT_ACK_ENDED:
	case EVENT_HEARTBEAT:
	case EVENT_KIND_COUNT: break;
	}
	return false;
}

/* The first that is heard of it: what to paste where stands there and not in
 * every reminder. */
static bool
is_news(const struct event *event)
{
	return event->kind == EVENT_INCIDENT_OPENED ||
	    event->kind == EVENT_CHAIN_REGRESSED ||
	    event->kind == EVENT_ROLLOUT_STALLED;
}

/* "2026-11-21 07:50:00Z  " */
static void
add_time(struct strbuf *buf, int64_t time, const struct render_style *style)
{
	char text[TIMESTAMP_TEXT_MAX];

	timestamp_format(time, text);
	if (strlen(text) > 10 && text[10] == 'T')
		text[10] = ' ';
	text_add(buf, style, TEXT_DIM, text);
	strbuf_add(buf, "  ");
}

static void
add_addresses(struct strbuf *buf, const struct event *event,
    const struct render_style *style)
{
	char text[PLACE_TEXT_MAX];

	if (event->places.len < 2)
		return; /* the sentence names it */
	text_pad(buf, INDENT);
	text_add(buf, style, TEXT_DIM, "at      ");
	for (size_t i = 0; i < event->places.len; i++) {
		if (i == MAX_ADDRESSES_SHOWN) {
			strbuf_addf(
			    buf, " and %zu more", event->places.len - i);
			break;
		}
		strbuf_add(buf, i == 0 ? "" : ", ");
		place_format(&event->places.items[i], text);
		endpoint_via_add(buf,
		    i < event->vias.len ? &event->vias.items[i] : NULL, text);
	}
	strbuf_add_char(buf, '\n');
}

/* "before  www.example.com (1f0a2b3c), R11 (...)" */
static void
add_verdict(struct strbuf *buf, const char *heading,
    const struct verdict *verdict, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (verdict == NULL)
		return;
	for (size_t i = 0; i < verdict->cert_count; i++) {
		const struct cert_facts *facts = verdict->certs[i];
		char fingerprint[CERT_FINGERPRINT_TEXT_MAX];

		cert_fingerprint(facts->sha256, fingerprint);
		strbuf_addf(&text, "%s%s (%.8s)", i == 0 ? "" : ", ",
		    facts->label, fingerprint);
	}
	text_pad(buf, INDENT);
	text_add(buf, style, TEXT_DIM, heading);
	text_wrap(buf, style, INDENT + strlen(heading), INDENT + 8, TEXT_PLAIN,
	    strbuf_text(&text));
}

/* The report's own finding where there is one: it knows the certificate and
 * what is missing. */
static const struct finding *
finding_of(const struct event *event, struct finding *bare)
{
	const struct finding *finding = NULL;

	if (event->finding == FINDING_COUNT)
		return NULL;
	if (event->report != NULL)
		finding = report_find(event->report, event->finding);
	if (finding != NULL)
		return finding;
	*bare = (struct finding){
	    .code = event->finding, .certificate = FINDING_CERTIFICATE_NONE};
	return bare;
}

static struct render_about
about_of(const struct event *event)
{
	return (struct render_about){
	    .endpoint = event->endpoint,
	    .place = event->places.len == 0 ? NULL : &event->places.items[0],
	    .vias = event->vias.items,
	    .via_count = event->vias.len,
	};
}

/* In line with "before" and "after". */
static void
add_cure(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style)
{
	text_pad(buf, INDENT);
	text_add(buf, style, TEXT_DIM, "cure    ");
	text_remedy_cure(buf, finding, report, about, style, INDENT + 8);
}

static void
add_remedy(struct strbuf *buf, const struct event *event,
    const struct render_style *style)
{
	struct render_about about = about_of(event);
	struct finding bare;
	const struct finding *finding = finding_of(event, &bare);

	if (finding == NULL)
		return;
	add_cure(buf, finding, event->report, &about, style);
	if (!style->has_remedies || !is_news(event))
		return;
	text_remedy_suggested(buf, event->report, style, INDENT);
	text_remedy_recipes(buf, finding, event->report, &about, style, INDENT);
	strbuf_add_char(buf, '\n');
}

static void
add_message(struct strbuf *buf, const struct event *event, const char *text)
{
	if (text == NULL)
		text = event->text;
	if (text != NULL && *text != '\0')
		strbuf_add(buf, text);
	else
		strbuf_addf(buf, "%s%s%s", event_kind_text(event->kind),
		    event->endpoint == NULL ? "" : " ",
		    event->endpoint == NULL ? "" : event->endpoint->id);
	if (event->hush != HUSH_NONE)
		strbuf_addf(buf, " (not told; %s: %s)", hush_text(event->hush),
		    event->hush_words);
	if (event->is_unstored)
		strbuf_add(buf, " (not stored yet)");
}

static const char *
row_word(const struct event_row *row)
{
	return row->finding == FINDING_COUNT ? "unreachable"
					     : finding_code_text(row->finding);
}

/* The list of a summary: one line for each endpoint that is not well. */
static void
add_rows(struct strbuf *buf, const struct event *event,
    const struct render_style *style)
{
	size_t widest = 0;

	ARRAY_EACH (row, &event->rows) {
		size_t len = strlen(row_word(row));

		if (len > widest)
			widest = len;
	}
	ARRAY_EACH (row, &event->rows) {
		const char *word = row_word(row);

		text_pad(buf, INDENT);
		text_add_severity(buf, style, row->severity);
		text_pad(buf,
		    SEVERITY_COLUMNS - strlen(severity_text(row->severity)));
		text_add(buf, style, TEXT_BOLD, word);
		text_pad(buf, widest + 2 - strlen(word));
		strbuf_add(buf, row->endpoint);
		if (row->address != NULL)
			strbuf_addf(buf, " at %s", row->address);
		strbuf_add_char(buf, '\n');
	}
	if (event->more_rows > 0) {
		text_pad(buf, INDENT);
		strbuf_addf(buf, "and %zu more\n", event->more_rows);
	}
}

void
render_text_event(struct strbuf *buf, const struct event *event,
    const struct render_style *style)
{
	const char *kind = event_kind_text(event->kind);
	enum severity severity = event->kind == EVENT_INCIDENT_RESOLVED
	    ? SEVERITY_OK
	    : event->severity;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
	size_t column = TIME_COLUMNS + (style->has_boxes ? 2 : 0) +
	    SEVERITY_COLUMNS + KIND_COLUMNS;

	add_time(buf, event->time, style);
	text_add_severity(buf, style, severity);
	text_pad(buf, SEVERITY_COLUMNS - strlen(severity_text(severity)));
	text_add(buf, style, TEXT_BOLD, kind);
	text_pad(buf,
	    strlen(kind) + 2 > KIND_COLUMNS ? 2 : KIND_COLUMNS - strlen(kind));
	add_message(&text, event, event->headline);
	text_wrap(buf, style, column, INDENT, TEXT_PLAIN, strbuf_text(&text));
	add_rows(buf, event, style);
	if (event->kind != EVENT_CHAIN_CHANGED && !is_alert(event))
		return;
	add_addresses(buf, event, style);
	add_verdict(buf, "before  ", event->before, style);
	add_verdict(buf, "after   ", event->after, style);
	if (is_alert(event))
		add_remedy(buf, event, style);
}

void
render_text_event_remedy(struct strbuf *buf, const struct event *event)
{
	static const struct render_style plain = {.has_remedies = true};
	struct render_about about = about_of(event);
	struct finding bare;
	const struct finding *finding = finding_of(event, &bare);

	if (finding != NULL)
		render_text_remedy(buf, finding, event->report, &about, &plain);
}

void
render_text_message(struct strbuf *buf, const struct event *event)
{
	add_message(buf, event, event->text);
}

/* One line stays one line. */
static void
add_flat(struct strbuf *buf, const char *text)
{
	for (; *text != '\0'; text++)
		strbuf_add_char(buf, *text == '\n' ? ' ' : *text);
}

static void
add_leaf(struct strbuf *buf, const char *key, const struct verdict *verdict)
{
	char text[CERT_FINGERPRINT_TEXT_MAX];

	if (verdict != NULL && verdict->cert_count > 0)
		strbuf_addf(buf, " %s=%s", key,
		    cert_fingerprint(verdict->certs[0]->sha256, text));
}

void
render_text_event_line(struct strbuf *buf, const struct event *event)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
	char address[PLACE_TEXT_MAX];

	strbuf_addf(&text, "%s: ", event_kind_text(event->kind));
	render_text_message(&text, event);
	if (is_alert(event) && event->finding != FINDING_COUNT)
		strbuf_addf(
		    &text, "; cure: %s", finding_info(event->finding)->cure);
	strbuf_addf(&text, " [severity=%s", severity_text(event->severity));
	if (event->finding != FINDING_COUNT)
		strbuf_addf(
		    &text, " finding=%s", finding_code_text(event->finding));
	if (event->endpoint != NULL)
		strbuf_addf(&text, " endpoint=%s", event->endpoint->id);
	ARRAY_EACH (item, &event->places)
		strbuf_addf(&text, " address=%s", place_format(item, address));
	if (event->incident.is_set)
		strbuf_addf(&text, " incident=%s", event->incident.id);
	add_leaf(&text, "before", event->before);
	add_leaf(&text, "after", event->after);
	strbuf_add(&text, "]");
	add_flat(buf, strbuf_text(&text));
}

void
render_text_log(struct strbuf *buf, int64_t time, int priority,
    const char *subject, const char *message, const struct render_style *style)
{
	static const struct {
		const char *word;
		enum text_colour colour;
	} rows[] = {
	    [3] = {"error", TEXT_RED},
	    [4] = {"warning", TEXT_YELLOW},
	    [5] = {"notice", TEXT_BLUE},
	    [6] = {"info", TEXT_DIM},
	    [7] = {"debug", TEXT_DIM},
	};
	int row = priority < 3 ? 3 : priority > 7 ? 7 : priority;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (subject != NULL)
		strbuf_addf(&text, "%s: ", subject);
	strbuf_add(&text, message);
	add_time(buf, time, style);
	text_pad(buf, style->has_boxes ? 2 : 0);
	text_add(buf, style, rows[row].colour, rows[row].word);
	text_pad(buf, SEVERITY_COLUMNS - strlen(rows[row].word));
	text_wrap(buf, style,
	    TIME_COLUMNS + (style->has_boxes ? 2 : 0) + SEVERITY_COLUMNS,
	    INDENT, TEXT_PLAIN, strbuf_text(&text));
}
