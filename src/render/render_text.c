/* Reports, looks and the catalogue as text; see render_text.h. */
#include "render/render_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/timestamp.h"
#include "model/failure.h"
#include "render/text_clients.h"
#include "render/text_layout.h"
#include "render/text_remedy.h"
#include "render/text_revocation.h"
#include "render/text_transparency.h"
#include "render/text_stores.h"
#include "render/text_tree.h"

#define LINE_MAX_BYTES 8192
#define STEP 2

static const char *
tls_version_text(int tls_version)
{
	static const char *const names[] = {
	    "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};

	if (tls_version < 0x0301 || tls_version > 0x0304)
		return NULL;
	return names[tls_version - 0x0301];
}

static const char *
client_cert_words(const struct observation *observation)
{
	if (observation->is_client_cert_refused)
		return ", refuses the client certificate";
	return observation->is_client_cert_required
	    ? ", wants a client certificate"
	    : "";
}

void
render_text_heading(struct strbuf *buf, const struct target *target,
    const struct observation *observation, const struct render_style *style)
{
	const char *version = tls_version_text(observation->tls_version);
	char text[TARGET_TEXT_MAX];

	text_add(buf, style, TEXT_BOLD, target_format(target, text));
	if (version != NULL) {
		CLEANUP(free)
		char *facts = mem_printf("   %s, %" PRId64 " ms%s", version,
		    observation->total_ms, client_cert_words(observation));

		text_add(buf, style, TEXT_DIM, facts);
	}
	strbuf_add_char(buf, '\n');
}

void
render_text_title(
    struct strbuf *buf, const char *title, const struct render_style *style)
{
	text_add(buf, style, TEXT_BOLD, title);
	strbuf_add_char(buf, '\n');
}

/* "x critical: title (code)" */
static void
add_verdict_line(struct strbuf *buf, enum severity severity, const char *title,
    const char *code, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
	size_t column = text_columns(severity_text(severity)) + 2 +
	    (style->has_boxes ? 2 : 0);

	strbuf_add(&text, title);
	if (code != NULL)
		strbuf_addf(&text, " (%s)", code);
	text_add_severity(buf, style, severity);
	strbuf_add(buf, ": ");
	text_wrap(buf, style, column, STEP, TEXT_BOLD, strbuf_text(&text));
}

/* Is it only for want of certificates that the server could send? */
static bool
has_gap(const struct report *report)
{
	const struct report_path *path = report->paths.items;

	if (report->paths.len == 0 ||
	    report_find(report, FINDING_UNTRUSTED_ROOT) != NULL)
		return false;
	ARRAY_EACH (origin, &path->origins) {
		if (report_origin_is_known(*origin))
			return true;
	}
	return !path->is_complete && path->chain->len > 0 &&
	    !path->chain->certs[path->chain->len - 1]->is_self_issued;
}

/* What it means for clients, and until when. */
static void
add_validity(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (report->is_valid) {
		strbuf_addf(&text, "%s accept it until ",
		    report_find(report, FINDING_DISTRUSTED_AUTHORITY) != NULL
			? "Clients that go by the trust stores alone"
			: report_find(report, FINDING_CLIENT_REFUSES) != NULL
			? "Clients, though not all that matter,"
			: "Clients");
		text_add_date(&text, report->breaks_at, report->judged_at);
		strbuf_add_char(&text, '.');
	} else if (has_gap(report)) {
		strbuf_add(&text,
		    "Clients refuse it, unless they have or fetch what is "
		    "missing.");
	} else if (report->presented != NULL && report->presented->len > 0) {
		strbuf_add(&text,
		    text_revocation_is_all(report)
			? "Clients that ask for revocation refuse it."
			: "Clients refuse it.");
	} else {
		return;
	}
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, strbuf_text(&text));
}

/* What came of TLSA records, where no finding says it. */
static void
add_dane(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
	const struct dane *dane = report->dane;
	int fits = __builtin_popcountll(report->dane_matches);

	if (report->is_dane_open)
		strbuf_addf(&text, "It is not known what TLSA records say%s%s.",
		    dane != NULL && dane->reason != NULL ? ": " : "",
		    dane != NULL && dane->reason != NULL ? dane->reason : "");
	else if (dane != NULL && dane->state == DANE_SECURE && fits > 0)
		strbuf_addf(&text, "Of %zu TLSA record%s at %s %d fit%s.",
		    dane->records.len, dane->records.len == 1 ? "" : "s",
		    dane->name, fits, fits == 1 ? "s" : "");
	else
		return;
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, strbuf_text(&text));
}

static void
add_verdict(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	const struct finding *cause =
	    report->findings.len == 0 ? NULL : &report->findings.items[0];

	if (cause != NULL)
		add_verdict_line(buf, report->severity,
		    finding_info(cause->code)->title,
		    finding_code_text(cause->code), style);
	else if (report->is_valid)
		add_verdict_line(buf, report->severity,
		    "the chain is complete and trusted", NULL, style);
	else
		add_verdict_line(
		    buf, report->severity, "not valid", NULL, style);
	add_validity(buf, report, style);
	add_dane(buf, report, style);
}

static void
add_finding(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_style *style)
{
	size_t column = STEP + (style->has_boxes ? 2 : 0) + 2 +
	    text_columns(severity_text(finding->severity));
	int i = finding->certificate;

	text_pad(buf, STEP);
	text_add_severity(buf, style, finding->severity);
	strbuf_add(buf, "  ");
	text_add(buf, style, TEXT_BOLD, finding_code_text(finding->code));
	if (i >= 0 && report->presented != NULL &&
	    (size_t)i < report->presented->len) {
		CLEANUP(free)
		char *about = mem_printf(
		    "  %d %s", i + 1, report->presented->certs[i]->label);

		column += text_columns(finding_code_text(finding->code));
		if (style->width > 0 &&
		    column + text_columns(about) > style->width) {
			strbuf_add_char(buf, '\n');
			text_pad(buf, STEP);
		}
		text_add(buf, style, TEXT_DIM, about);
	}
	strbuf_add_char(buf, '\n');
	text_pad(buf, 2 * STEP);
	text_wrap(buf, style, 2 * STEP, 2 * STEP, TEXT_PLAIN,
	    finding->detail != NULL ? finding->detail
				    : finding_info(finding->code)->title);
	if (finding->rule != NULL) {
		CLEANUP(free)
		char *rule =
		    mem_printf("By %s: %s.", finding->rule, finding->source);

		text_pad(buf, 2 * STEP);
		text_wrap(buf, style, 2 * STEP, 2 * STEP, TEXT_DIM, rule);
	}
}

static void
add_findings(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	if (report->findings.len == 0)
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "Findings");
	strbuf_add_char(buf, '\n');
	ARRAY_EACH (finding, &report->findings)
		add_finding(buf, finding, report, style);
}

void
render_text_report(struct strbuf *buf, const struct report *report,
    const struct render_about *about, const struct render_style *style)
{
	add_verdict(buf, report, style);
	if (report->presented != NULL && report->presented->len > 0) {
		strbuf_add_char(buf, '\n');
		text_add(buf, style, TEXT_BOLD, "Chain");
		strbuf_add_char(buf, '\n');
		text_tree(buf, report, style);
	}
	text_clients(buf, report, style);
	text_stores(buf, report, style);
	text_revocation(buf, report, style);
	text_transparency(buf, report, style);
	add_findings(buf, report, style);
	if (style->has_remedies)
		text_remedy_all(buf, report, about, style);
}

void
render_text_failure(struct strbuf *buf, enum finding_code code,
    const char *detail, const struct render_about *about,
    const struct render_style *style)
{
	struct finding finding = {
	    .code = code, .certificate = FINDING_CERTIFICATE_NONE};

	if (finding.code == FINDING_COUNT)
		return;
	add_verdict_line(buf, finding_info(finding.code)->severity,
	    finding_info(finding.code)->title, finding_code_text(finding.code),
	    style);
	if (detail != NULL && *detail != '\0') {
		text_pad(buf, STEP);
		text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, detail);
	}
	if (!style->has_remedies)
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "What to do");
	strbuf_add_char(buf, '\n');
	text_pad(buf, STEP);
	text_remedy_cure(buf, &finding, NULL, about, style, STEP);
	text_remedy_recipes(buf, &finding, NULL, about, style, STEP);
}

#define LOOK_SEVERITY_COLUMNS 10

void
render_text_look(struct strbuf *buf, const struct target *target,
    const struct observation *observation, const struct report *report,
    const struct render_style *style)
{
	char text[TARGET_TEXT_MAX];

	render_text_look_at(
	    buf, target_format(target, text), observation, report, style);
}

void
render_text_look_at(struct strbuf *buf, const char *name,
    const struct observation *observation, const struct report *report,
    const struct render_style *style)
{
	enum finding_code said = observation_finding(observation);
	enum severity severity = SEVERITY_OK;
	size_t column = LOOK_SEVERITY_COLUMNS + (style->has_boxes ? 2 : 0);
	const char *joint = "  ";
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (report != NULL)
		severity = report->severity;
	if (said != FINDING_COUNT)
		severity =
		    severity_worse(severity, finding_info(said)->severity);
	text_add_severity(buf, style, severity);
	text_pad(
	    buf, LOOK_SEVERITY_COLUMNS - text_columns(severity_text(severity)));
	strbuf_add(&text, name);
	if (report != NULL) {
		ARRAY_EACH (finding, &report->findings) {
			strbuf_addf(&text, "%s%s", joint,
			    finding_code_text(finding->code));
			joint = ", ";
		}
	}
	if (said != FINDING_COUNT) {
		strbuf_addf(&text, "%s%s", joint, finding_code_text(said));
		if (observation->detail[0] != '\0')
			strbuf_addf(&text, ": %s", observation->detail);
	}
	if (style->width == 0 ||
	    column + text_columns(strbuf_text(&text)) <= style->width) {
		strbuf_add(buf, strbuf_text(&text));
		strbuf_add_char(buf, '\n');
	} else {
		text_wrap(buf, style, column, column + STEP, TEXT_PLAIN,
		    strbuf_text(&text));
	}
}

void
render_text_explain(struct strbuf *buf, enum finding_code code,
    const struct render_style *style)
{
	const struct finding_info *info = finding_info(code);
	struct finding finding = {
	    .code = code, .certificate = FINDING_CERTIFICATE_NONE};
	struct render_style whole = *style;

	whole.is_verbose = true; /* here all products are looked for */

	text_add(buf, style, TEXT_BOLD, info->code);
	strbuf_add(buf, "  ");
	text_add_severity(buf, style, info->severity);
	strbuf_add_char(buf, '\n');
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, info->title);
	if (*info->explanation != '\0') {
		strbuf_add_char(buf, '\n');
		text_pad(buf, STEP);
		text_wrap(
		    buf, style, STEP, STEP, TEXT_PLAIN, info->explanation);
	}
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "What to do");
	strbuf_add_char(buf, '\n');
	text_pad(buf, STEP);
	text_remedy_cure(buf, &finding, NULL, NULL, style, STEP);
	text_remedy_recipes(buf, &finding, NULL, NULL, &whole, STEP);
}

void
render_text_catalogue(struct strbuf *buf, const struct render_style *style)
{
	size_t widest = 0;

	for (int i = 0; i < FINDING_COUNT; i++) {
		size_t len = strlen(finding_code_text((enum finding_code)i));

		widest = len > widest ? len : widest;
	}
	for (int i = 0; i < FINDING_COUNT; i++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)i);
		const char *severity = severity_text(info->severity);

		text_add(buf, style, TEXT_BOLD, info->code);
		text_pad(buf, widest - strlen(info->code) + 2);
		text_add(
		    buf, style, text_severity_colour(info->severity), severity);
		text_pad(buf, LOOK_SEVERITY_COLUMNS - strlen(severity));
		text_wrap(buf, style, widest + 2 + LOOK_SEVERITY_COLUMNS,
		    widest + 2 + LOOK_SEVERITY_COLUMNS, TEXT_PLAIN,
		    info->title);
	}
}
