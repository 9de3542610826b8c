/* What --once prints; see once.h. */
#include "daemon/once.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/terminal.h"
#include "render/render_json.h"
#include "render/render_text.h"

#define LINE_MAX_BYTES (1u << 20)
#define REPORTS_MAX 1024 /* kept for targets that show the same chain */

struct kept_report {
	struct verdict *verdict; /* that stands for it; a reference */
	struct report *report;
};

struct once {
	struct inspector *inspector;
	const struct clock *clock;
	bool is_json;
	struct render_style style;
	struct kept_report reports[REPORTS_MAX];
	size_t next_report;
	size_t looks, severities[SEVERITY_CRITICAL + 1], failures, unresolved;
};

struct once *
once_new(struct inspector *inspector, const struct clock *clock, bool is_json)
{
	struct once *once = MEM_NEW(struct once);
	struct terminal terminal = terminal_of(STDOUT_FILENO);

	once->inspector = inspector;
	once->clock = clock;
	once->is_json = is_json;
	once->style.has_colour = terminal.has_colour;
	/* Elsewhere a look stays one line, for grep. */
	once->style.width = terminal.is_terminal ? terminal.width : 0;
	return once;
}

void
once_free(struct once *once)
{
	if (once == NULL)
		return;
	for (size_t i = 0; i < REPORTS_MAX; i++) {
		verdict_unref(once->reports[i].verdict);
		report_unref(once->reports[i].report);
	}
	free(once);
}

static void
keep_report(struct once *once, struct verdict *verdict, struct report *report)
{
	struct kept_report *slot = &once->reports[once->next_report];

	once->next_report = (once->next_report + 1) % REPORTS_MAX;
	verdict_unref(slot->verdict);
	report_unref(slot->report);
	slot->verdict = verdict_ref(verdict);
	slot->report = report_ref(report);
}

/* The memo answers with a verdict; many targets share one, and its report. */
static struct report *
report_of(struct once *once, const struct inspection *inspection)
{
	struct report *report;

	if (inspection->verdict == NULL)
		return NULL;
	if (inspection->report != NULL) {
		keep_report(once, inspection->verdict, inspection->report);
		return report_ref(inspection->report);
	}
	for (size_t i = 0; i < REPORTS_MAX; i++) {
		if (once->reports[i].verdict == inspection->verdict)
			return report_ref(once->reports[i].report);
	}
	report = inspect_report(once->inspector, &inspection->target,
	    inspection->observation, clock_wall_s(once->clock));
	keep_report(once, inspection->verdict, report);
	return report;
}

static void
print_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(value);
}

/* As the line says it: what shows no chain is no better for that. */
static void
count(struct once *once, const struct inspection *inspection)
{
	enum finding_code said = observation_finding(inspection->observation);
	enum severity severity = SEVERITY_OK;

	once->looks++;
	if (inspection->verdict != NULL)
		severity = inspection->verdict->severity;
	else
		once->failures++;
	if (said != FINDING_COUNT)
		severity =
		    severity_worse(severity, finding_info(said)->severity);
	once->severities[severity]++;
}

void
once_look(struct once *once, const struct inspection *inspection)
{
	CLEANUP(report_unref)
	struct report *report = report_of(once, inspection);
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);

	count(once, inspection);
	if (once->is_json) {
		print_json(render_json_observation(
		    &inspection->target, inspection->observation, report));
		return;
	}
	render_text_look(&line, &inspection->target, inspection->observation,
	    report, &once->style);
	fputs(strbuf_text(&line), stdout);
}

void
once_resolve_failed(struct once *once, const struct endpoint *endpoint,
    enum failure failure, const char *detail)
{
	once->unresolved++;
	if (once->is_json)
		print_json(render_json_unresolved(
		    endpoint, failure, detail, clock_wall_s(once->clock)));
	else
		printf("%-8s  %s  %s: %s\n", severity_text(SEVERITY_CRITICAL),
		    endpoint->id, finding_code_text(failure_finding(failure)),
		    detail);
}

static void
print_summary(const struct once *once)
{
	printf("%zu target%s probed: %zu ok, %zu notice, %zu warning, "
	       "%zu critical",
	    once->looks, once->looks == 1 ? "" : "s",
	    once->severities[SEVERITY_OK], once->severities[SEVERITY_NOTICE],
	    once->severities[SEVERITY_WARNING],
	    once->severities[SEVERITY_CRITICAL]);
	if (once->failures > 0)
		printf("; without a chain among them: %zu", once->failures);
	if (once->unresolved > 0)
		printf("; not resolved: %zu", once->unresolved);
	putchar('\n');
}

bool
once_end(struct once *once, struct error *err)
{
	if (!once->is_json)
		print_summary(once);
	if (fflush(stdout) != 0 || ferror(stdout))
		return error_set_errno(err, "standard output");
	return true;
}
