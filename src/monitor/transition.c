/* One transition; see transition.h. */
#include "monitor/transition.h"

#include <string.h>

#include "base/mem.h"

struct transition *
transition_new(enum transition_kind kind, struct watch *watch)
{
	struct transition *transition = MEM_NEW(struct transition);

	transition->kind = kind;
	if (watch != NULL)
		transition->watch = watch_ref(watch);
	return transition;
}

void
transition_free(struct transition *transition)
{
	if (transition == NULL)
		return;
	verdict_unref(transition->verdict);
	report_unref(transition->report);
	observation_free(transition->observation);
	free(transition->detail);
	batch_clear(&transition->batch);
	watch_unref(transition->watch);
	free(transition);
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
add_report(struct transition *transition, struct event *event,
    struct inspector *inspector, const struct target *target, int64_t now)
{
	const struct endpoint *endpoint = transition->watch->endpoint;

	if (event->report != NULL || event->endpoint == NULL ||
	    strcmp(event->endpoint->id, endpoint->id) != 0)
		return;
	if (transition->report == NULL)
		transition->report = inspect_report(
		    inspector, target, transition->observation, now);
	if (transition->report == NULL)
		return;
	event->report = report_ref(transition->report);
	if (event->detail == NULL && event->kind != EVENT_INCIDENT_RESOLVED)
		event->detail =
		    mem_strdup(detail_of(event, transition->report));
}

bool
transition_is_refused(const struct transition *transition)
{
	return transition->place.variant != VARIANT_USUAL &&
	    transition->verdict == NULL && transition->observation != NULL &&
	    failure_is_refusal(transition->observation->failure);
}

static void
make_look(struct transition *transition, struct fleet *fleet,
    struct inspector *inspector, int64_t now)
{
	const struct observation *observation = transition->observation;
	struct watch_target *watch_target =
	    watch_find(transition->watch, &transition->place);
	struct target target = {0};
	struct look look = {
	    .target = &target,
	    .failure = observation->failure,
	    .failure_detail = observation->detail,
	    .verdict = transition->verdict,
	    .is_refused = transition_is_refused(transition),
	    .is_client_cert_required = observation->is_client_cert_required,
	    .is_client_cert_refused = observation->is_client_cert_refused,
	    .is_cut_off = transition->is_cut_off,
	};

	if (watch_target != NULL) {
		watch_target_value(watch_target, &target);
		fleet_observe(fleet, &look, now, &transition->batch);
		ARRAY_EACH (event, &transition->batch.events)
			add_report(transition, *event, inspector, &target, now);
		target_clear(&target);
	}
	transition->batch.observation = observation;
	transition->batch.report = transition->report;
}

void
transition_drop_evidence(struct transition *transition)
{
	transition->batch.observation = NULL;
	transition->batch.report = NULL;
	observation_free(TAKE(transition->observation));
	report_unref(TAKE(transition->report));
}

/* The list is made now, not when the transition was: a reload may have come
 * between the two. */
static void
make_targets(struct transition *transition, struct fleet *fleet, int64_t now)
{
	struct watch *watch = transition->watch;
	struct {
		ARRAY(struct target) list;
	} targets = {0};

	WATCH_LIST_EACH (target, &watch->targets)
		watch_target_value(*target, ARRAY_ADD(&targets.list));
	fleet_set_targets(fleet, watch->endpoint, targets.list.items,
	    targets.list.len, now, &transition->batch);
	ARRAY_EACH (target, &targets.list)
		target_clear(target);
	ARRAY_CLEAR(&targets.list);
}

void
transition_make(struct transition *transition, struct fleet *fleet,
    struct inspector *inspector, int64_t now)
{
	struct endpoint *endpoint =
	    transition->watch == NULL ? NULL : transition->watch->endpoint;

	switch (transition->kind) {
	case TRANSITION_LOOK:
		make_look(transition, fleet, inspector, now);
		break;
	case TRANSITION_TARGETS: make_targets(transition, fleet, now); break;
	case TRANSITION_RESOLVE_FAILED:
		fleet_resolve_failed(fleet, endpoint, transition->failure,
		    transition->detail, now, &transition->batch);
		break;
	case TRANSITION_RESOLVE_WORKED:
		fleet_resolve_worked(fleet, endpoint, now, &transition->batch);
		break;
	case TRANSITION_MADE: break;
	}
}
