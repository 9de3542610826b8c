/* Plugin output; see nagios.h. */
#include "cli/nagios.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "cli/output.h"
#include "render/text_layout.h"

#define DAY_S 86400
#define DATA_MAX_BYTES 4096
#define MAX_ELEMENTS 20 /* of one chain, in performance data */

static const char *
state_text(enum exit_code code)
{
	switch (code) {
	case EXIT_CODE_OK: return "OK";
	case EXIT_CODE_WARNING: return "WARNING";
	case EXIT_CODE_CRITICAL: return "CRITICAL";
	case EXIT_CODE_UNKNOWN: break;
	}
	return "UNKNOWN";
}

void
nagios_begin(struct strbuf *buf, enum exit_code code)
{
	strbuf_addf(buf, "CHAINWATCH %s - ", state_text(code));
}

/* A bar would begin performance data, a line end the line. */
void
nagios_add(struct strbuf *buf, const char *text)
{
	for (; *text != '\0'; text++)
		strbuf_add_char(buf,
		    *text == '|'	? '/'
			: *text == '\n' ? ' '
					: *text);
}

static enum severity
severity_of(const struct nagios_item *item)
{
	enum severity severity =
	    item->report == NULL ? SEVERITY_OK : item->report->severity;

	if (item->failure != FINDING_COUNT)
		severity = severity_worse(
		    severity, finding_info(item->failure)->severity);
	return severity;
}

static const struct nagios_item *
worst_of(const struct nagios_item *items, size_t count)
{
	const struct nagios_item *worst = items;

	for (size_t i = 1; i < count; i++) {
		if (severity_of(&items[i]) > severity_of(worst))
			worst = &items[i];
	}
	return worst;
}

static void
add_code(struct strbuf *buf, enum finding_code code, const char *subject)
{
	strbuf_addf(
	    buf, "%s (%s)", finding_info(code)->title, finding_code_text(code));
	if (subject != NULL) {
		strbuf_add(buf, " at ");
		nagios_add(buf, subject);
	}
}

/* What is worst, in one sentence. */
static void
add_cause(struct strbuf *buf, const struct nagios_item *worst, bool is_one)
{
	const struct report *report = worst->report;
	const char *subject = is_one ? NULL : worst->subject;

	if (worst->failure != FINDING_COUNT &&
	    (report == NULL ||
		finding_info(worst->failure)->severity >= report->severity)) {
		add_code(buf, worst->failure, subject);
		return;
	}
	if (report != NULL && report->findings.len > 0) {
		add_code(buf, report->findings.items[0].code, subject);
		return;
	}
	strbuf_add(buf, "the chain is complete and trusted");
	if (report != NULL && report->is_valid) {
		strbuf_add(buf, " until ");
		text_add_date(buf, report->breaks_at, report->judged_at);
	}
}

/* Whole days from one time to another, rounded down. */
static int64_t
days_between(int64_t from, int64_t to)
{
	int64_t distance = to - from;

	return distance >= 0 ? distance / DAY_S
			     : -((-distance + DAY_S - 1) / DAY_S);
}

static void
add_days(struct strbuf *buf, const struct nagios_item *items, size_t count)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < count; i++) {
		const struct report *report = items[i].report;
		int64_t days;

		if (report == NULL || report->presented == NULL ||
		    report->presented->len == 0 ||
		    report->breaks_at == TIMESTAMP_NEVER)
			continue;
		days = report->is_valid
		    ? days_between(report->judged_at, report->breaks_at)
		    : 0;
		least = days < least ? days : least;
	}
	if (least != INT64_MAX)
		strbuf_addf(buf, " days_left=%" PRId64 ";;;;", least);
}

static void
add_elements(struct strbuf *buf, const struct report *report)
{
	for (size_t i = 0; i < report->presented->len && i < MAX_ELEMENTS;
	     i++) {
		const struct cert *cert = report->presented->certs[i];

		if (cert->malformed == NULL)
			strbuf_addf(buf, " days_chain_elem%zu=%" PRId64 ";;;;",
			    i + 1,
			    days_between(report->judged_at, cert->not_after));
	}
}

static void
add_performance(
    struct strbuf *buf, const struct nagios_item *items, size_t count)
{
	CLEANUP(strbuf_clear) struct strbuf data = STRBUF_INIT(DATA_MAX_BYTES);
	const struct report *report = worst_of(items, count)->report;
	int64_t slowest = -1;

	add_days(&data, items, count);
	for (size_t i = 0; i < count; i++) {
		if (items[i].total_ms > slowest)
			slowest = items[i].total_ms;
	}
	if (slowest >= 0)
		strbuf_addf(&data, " time=%" PRId64 ".%03" PRId64 "s;;;0;",
		    slowest / 1000, slowest % 1000);
	if (report != NULL && report->presented != NULL)
		add_elements(&data, report);
	if (data.len > 0)
		strbuf_addf(buf, " |%s", strbuf_text(&data));
}

static void
add_finding(struct strbuf *buf, const char *subject, enum severity severity,
    enum finding_code code, const char *detail)
{
	nagios_add(buf, subject);
	strbuf_addf(
	    buf, ": %s: %s", severity_text(severity), finding_code_text(code));
	if (detail != NULL && *detail != '\0') {
		strbuf_add(buf, ": ");
		nagios_add(buf, detail);
	}
	strbuf_add_char(buf, '\n');
}

static void
add_item(struct strbuf *buf, const struct nagios_item *item)
{
	if (item->failure != FINDING_COUNT)
		add_finding(buf, item->subject,
		    finding_info(item->failure)->severity, item->failure,
		    item->failure_detail);
	if (item->report == NULL)
		return;
	ARRAY_EACH (finding, &item->report->findings)
		add_finding(buf, item->subject, finding->severity,
		    finding->code, finding->detail);
	if (item->report->findings.len == 0 && item->failure == FINDING_COUNT) {
		nagios_add(buf, item->subject);
		strbuf_add(buf, ": ok\n");
	}
}

void
nagios_text(struct strbuf *buf, enum exit_code code, const char *subject,
    const struct nagios_item *items, size_t count, const char *words)
{
	nagios_begin(buf, code);
	nagios_add(buf, subject);
	strbuf_add(buf, ": ");
	if (count == 0) {
		nagios_add(buf, words);
		strbuf_add_char(buf, '\n');
		return;
	}
	add_cause(buf, worst_of(items, count), count == 1);
	if (count > 1)
		strbuf_addf(buf, ", of %zu addresses", count);
	add_performance(buf, items, count);
	strbuf_add_char(buf, '\n');
	for (size_t i = 0; i < count; i++)
		add_item(buf, &items[i]);
}

enum exit_code
nagios_fail(const char *subject, const struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(DATA_MAX_BYTES);
	CLEANUP(free)
	char *shown =
	    safe_print_dup(subject, strlen(subject), ERROR_MESSAGE_MAX);
	CLEANUP(free)
	char *words = safe_print_dup(
	    err->message, strlen(err->message), ERROR_MESSAGE_MAX);

	nagios_text(&text, EXIT_CODE_UNKNOWN, shown, NULL, 0, words);
	return output_text(&text, EXIT_CODE_UNKNOWN);
}
