/* Revocation, a line for each certificate; see text_revocation.h. */
#include "render/text_revocation.h"

#include "model/report_clients.h"
#include "render/text_layout.h"

#define STEP 2

/* Is there anything to say that anybody was told of? */
static bool
is_worth_it(const struct report *report, const struct render_style *style)
{
	if (style->is_verbose)
		return report->revocations.len > 0;
	ARRAY_EACH (want, &report->wants) {
		if (want->kind != WANT_ISSUER)
			return report->revocations.len > 0;
	}
	ARRAY_EACH (revocation, &report->revocations) {
		if (revocation->source != REVOCATION_NO_SOURCE ||
		    revocation->status == REVOCATION_UNAVAILABLE)
			return true;
	}
	return false;
}

static enum text_colour
colour_of(enum revocation_status status)
{
	switch (status) {
	case REVOCATION_GOOD: return TEXT_GREEN;
	case REVOCATION_REVOKED: return TEXT_RED;
	case REVOCATION_UNAVAILABLE: return TEXT_YELLOW;
	case REVOCATION_UNKNOWN:
	case REVOCATION_NOT_APPLICABLE: break;
	}
	return TEXT_DIM;
}

static const char *
status_words(enum revocation_status status)
{
	return status == REVOCATION_NOT_APPLICABLE
	    ? "not applicable"
	    : names_text(&revocation_status_names, status);
}

static void
add_one(struct strbuf *buf, const struct revocation *revocation,
    const struct render_style *style)
{
	text_pad(buf, STEP);
	text_add(buf, style, colour_of(revocation->status),
	    status_words(revocation->status));
	strbuf_add(buf, "  ");
	text_add(buf, style, TEXT_BOLD, revocation->cert->label);
	strbuf_add_char(buf, '\n');
	text_pad(buf, 2 * STEP);
	text_wrap(
	    buf, style, 2 * STEP, 2 * STEP, TEXT_PLAIN, revocation->words);
}

void
text_revocation(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	if (!is_worth_it(report, style))
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "Revocation");
	strbuf_add_char(buf, '\n');
	ARRAY_EACH (revocation, &report->revocations)
		add_one(buf, revocation, style);
}

static bool
is_revoked(const struct report *report)
{
	ARRAY_EACH (finding, &report->findings) {
		if ((finding->code == FINDING_LEAF_REVOKED ||
			finding->code == FINDING_INTERMEDIATE_REVOKED) &&
		    finding->severity == SEVERITY_CRITICAL)
			return true;
	}
	return false;
}

bool
text_revocation_is_all(const struct report *report)
{
	return !report->is_valid && is_revoked(report) &&
	    report->clients.len > 0 &&
	    report_clients_refusing(
		report, report_clients_of(report, REPORT_CLIENT_IDLE)) == 0;
}
