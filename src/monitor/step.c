/* One transition; see step.h. */
#include "monitor/step.h"

#include <string.h>

#include "base/mem.h"

struct step *
step_new(enum step_kind kind, struct watch *watch)
{
	struct step *step = MEM_NEW(struct step);

	step->kind = kind;
	if (watch != NULL)
		step->watch = watch_ref(watch);
	return step;
}

void
step_free(struct step *step)
{
	if (step == NULL)
		return;
	verdict_unref(step->verdict);
	report_unref(step->report);
	observation_free(step->observation);
	free(step->detail);
	batch_clear(&step->batch);
	watch_unref(step->watch);
	free(step);
}

/* The words of this case: those of the finding the event is about, else of the
 * root cause. */
static const char *
detail_of(const struct event *event, const struct report *report)
{
	const struct finding *finding = NULL;

	if (event->finding != FINDING_COUNT)
		finding = report_find(report, event->finding);
	if (finding == NULL && report->findings.len > 0)
		finding = &report->findings.items[0];
	return finding == NULL ? NULL : finding->detail;
}

/* Verdicts travel small; who is told gets the judge's whole report, with the
 * chain to serve instead. When the memo answered, it is made again here. */
static void
add_report(struct step *step, struct event *event, struct inspector *inspector,
    int64_t now)
{
	const struct endpoint *endpoint = step->watch->endpoint;

	if (event->report != NULL || event->endpoint == NULL ||
	    strcmp(event->endpoint->id, endpoint->id) != 0)
		return;
	if (step->report == NULL)
		step->report =
		    inspect_report(inspector, endpoint, step->observation, now);
	if (step->report == NULL)
		return;
	event->report = report_ref(step->report);
	if (event->detail == NULL && event->kind != EVENT_INCIDENT_RESOLVED)
		event->detail = mem_strdup(detail_of(event, step->report));
}

static void
make_look(struct step *step, struct fleet *fleet, struct inspector *inspector,
    int64_t now)
{
	const struct observation *observation = step->observation;
	struct watch_target *watch_target =
	    watch_find(step->watch, &step->address);
	struct target target = {0};
	struct look look = {
	    .target = &target,
	    .failure = observation->failure,
	    .failure_detail = observation->detail,
	    .verdict = step->verdict,
	};

	if (watch_target != NULL) {
		watch_target_value(watch_target, &target);
		fleet_observe(fleet, &look, now, &step->batch);
		ARRAY_EACH (event, &step->batch.events)
			add_report(step, *event, inspector, now);
		target_clear(&target);
	}
	/* Nothing below needs the certificates any more. */
	observation_free(TAKE(step->observation));
	report_unref(TAKE(step->report));
}

/* The list is made now, not when the step was: a reload may have come between
 * the two. */
static void
make_targets(struct step *step, struct fleet *fleet, int64_t now)
{
	struct watch *watch = step->watch;
	struct {
		ARRAY(struct target) list;
	} targets = {0};

	ARRAY_EACH (target, &watch->targets)
		watch_target_value(*target, ARRAY_ADD(&targets.list));
	fleet_set_targets(fleet, watch->endpoint, targets.list.items,
	    targets.list.len, now, &step->batch);
	ARRAY_EACH (target, &targets.list)
		target_clear(target);
	ARRAY_CLEAR(&targets.list);
}

void
step_make(struct step *step, struct fleet *fleet, struct inspector *inspector,
    int64_t now)
{
	struct endpoint *endpoint =
	    step->watch == NULL ? NULL : step->watch->endpoint;

	switch (step->kind) {
	case STEP_LOOK: make_look(step, fleet, inspector, now); break;
	case STEP_TARGETS: make_targets(step, fleet, now); break;
	case STEP_RESOLVE_FAILED:
		fleet_resolve_failed(fleet, endpoint, step->failure,
		    step->detail, now, &step->batch);
		break;
	case STEP_RESOLVE_WORKED:
		fleet_resolve_worked(fleet, endpoint, now, &step->batch);
		break;
	case STEP_MADE: break;
	}
}
