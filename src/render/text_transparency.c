/* Transparency, a line for each timestamp; see text_transparency.h. */
#include "render/text_transparency.h"

#include "base/duration.h"
#include "base/names.h"
#include "base/timestamp.h"
#include "render/text_layout.h"

#define STEP 2
#define LINE_MAX_BYTES 1000

static bool
is_worth_it(
    const struct transparency *transparency, const struct render_style *style)
{
	return transparency != NULL &&
	    (style->is_verbose || transparency->list != NULL ||
		!transparency->is_enough);
}

static enum text_colour
colour_of(enum sct_standing standing)
{
	switch (standing) {
	case SCT_VALID: return TEXT_GREEN;
	case SCT_INVALID: return TEXT_RED;
	case SCT_UNKNOWN_LOG:
	case SCT_UNCHECKED: break;
	}
	return TEXT_DIM;
}

static const char *
words_of(enum sct_standing standing)
{
	switch (standing) {
	case SCT_VALID: return "valid";
	case SCT_INVALID: return "not genuine";
	case SCT_UNKNOWN_LOG: return "of an unknown log";
	case SCT_UNCHECKED: break;
	}
	return "not checked";
}

static void
add_one(struct strbuf *buf, const struct report_sct *sct,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	char when[TIMESTAMP_TEXT_MAX];

	text_pad(buf, STEP);
	text_add(buf, style, colour_of(sct->standing), words_of(sct->standing));
	strbuf_addf(&line, ": %s, %s", names_text(&sct_way_names, sct->way),
	    timestamp_words(sct->timestamp_ms / 1000, when));
	if (sct->log != NULL)
		strbuf_addf(&line, ", %s (%s, %s)", sct->log, sct->operator,
		    names_text(&ct_log_state_names, sct->log_state));
	else
		strbuf_addf(&line, ", log %02x%02x%02x%02x...", sct->log_id[0],
		    sct->log_id[1], sct->log_id[2], sct->log_id[3]);
	if (sct->why != NULL)
		strbuf_addf(&line, ": %s", sct->why);
	text_wrap(buf, style, STEP + text_columns(words_of(sct->standing)),
	    2 * STEP, TEXT_PLAIN, strbuf_text(&line));
}

static void
add_list(struct strbuf *buf, const struct transparency *transparency,
    int64_t now, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	char age[DURATION_TEXT_MAX], when[TIMESTAMP_TEXT_MAX];

	if (transparency->list == NULL)
		strbuf_add(&line,
		    "No list of logs is given: timestamps are counted, and not "
		    "verified.");
	else
		strbuf_addf(&line, "The list of logs is of %s, %s old%s.",
		    timestamp_words(transparency->list_made_at, when),
		    duration_words(now - transparency->list_made_at, age),
		    transparency->is_list_stale
			? ": too old to say that anything is missing"
			: "");
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, strbuf_text(&line));
}

void
text_transparency(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	const struct transparency *transparency = report->transparency;

	if (!is_worth_it(transparency, style))
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "Transparency");
	strbuf_addf(buf, "  %u embedded, %u in the handshake, %u stapled",
	    transparency->counts[SCT_EMBEDDED],
	    transparency->counts[SCT_HANDSHAKE],
	    transparency->counts[SCT_STAPLED]);
	if (transparency->wanted > 0)
		strbuf_addf(
		    buf, "; browsers want %u embedded", transparency->wanted);
	strbuf_add_char(buf, '\n');
	ARRAY_EACH (sct, &transparency->scts)
		add_one(buf, sct, style);
	add_list(buf, transparency, report->judged_at, style);
}
