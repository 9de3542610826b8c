/* One look at every address of an endpoint; see looks.h. */
#include "cli/looks.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "inspect/approach_secrets.h"
#include "inspect/inspect.h"
#include "net/resolve.h"

/* The modules of one run, made bottom-up. */
struct run {
	struct loop *loop;
	struct resolver *resolver;
	struct approach_files *approach_files;
	struct prober *prober;
	struct aia *aia; /* NULL: nothing is fetched */
	struct inspector *inspector;
	struct clock clock;
	int64_t at;
	struct looks *looks;
	size_t waiting;
};

struct slot {
	struct run *run;
	size_t index;
};

static int64_t
wall_ms_as_told(void *arg)
{
	const struct run *run = arg;

	return run->at < 0 ? clock_wall_ms(&clock_system) : run->at * 1000;
}

static int64_t
steady_ms(UNUSED void *arg)
{
	return clock_steady_ms(&clock_system);
}

static void
end_one(struct run *run)
{
	if (--run->waiting == 0)
		loop_stop(run->loop);
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct slot *slot = arg;
	struct run *run = slot->run;

	run->looks->items.items[slot->index].observation =
	    inspect_take_observation(inspection);
	free(slot);
	end_one(run);
}

static void
start_one(struct run *run, const struct target *target)
{
	struct checked *checked = ARRAY_ADD(&run->looks->items);
	struct slot *slot = MEM_NEW(struct slot);

	target_set(
	    &checked->target, target->endpoint, &target->place, &target->via);
	slot->run = run;
	slot->index = run->looks->items.len - 1;
	run->waiting++;
	inspect_start(run->inspector, target, on_inspected, slot);
}

static void
on_expanded(void *arg, const struct expansion *result)
{
	struct run *run = arg;
	struct looks *looks = run->looks;

	looks->resolve_failure = result->failure;
	snprintf(looks->resolve_detail, sizeof looks->resolve_detail, "%s",
	    result->detail);
	looks->is_cut = result->is_cut;
	ARRAY_EACH (target, &result->targets)
		start_one(run, target);
	end_one(run);
}

/* When all have been seen: an address that shows the whole chain may name what
 * another one leaves out. */
static void
judge_all(struct run *run)
{
	ARRAY_EACH (checked, &run->looks->items)
		checked->report = inspect_report(run->inspector,
		    &checked->target, checked->observation, run->looks->now);
}

/* The same chains by what there is without the options. */
static void
judge_before(struct run *run, const struct endpoint *endpoint,
    const struct what_if *what_if)
{
	struct endpoint *plain = endpoint_new();

	plain->host = endpoint->host;
	plain->port = endpoint->port;
	endpoint_finish(plain);
	ARRAY_EACH (store, &what_if->trust.stores) {
		inspector_set_store(run->inspector, *store);
		texts_add(&plain->trust, (*store)->name);
	}
	inspector_set_policy(run->inspector, what_if->trust.policy);
	ARRAY_EACH (checked, &run->looks->items) {
		struct target target = checked->target;

		target.endpoint = plain; /* lent */
		checked->what_if = what_if;
		checked->before = inspect_report(run->inspector, &target,
		    checked->observation,
		    what_if->has_at ? what_if->at : run->looks->now);
	}
	endpoint_unref(plain);
}

/* URLs are asked now, whenever it is that is judged. */
static void
complete_by(struct run *run, const struct trust *trust)
{
	struct completion completion = {.is_asking_all = trust->is_asking_all};

	if (trust->has_aia)
		run->aia = aia_new(
		    run->loop, &clock_system, run->resolver, &trust->aia, NULL);
	completion.aia = run->aia;
	inspector_set_completion(run->inspector, &completion);
	inspector_set_given(run->inspector, trust->issuers);
}

static bool
make_modules(struct run *run, const struct endpoint *endpoint,
    const struct trust *trust, struct error *err)
{
	static const struct resolver_options resolver_options = {0};

	run->clock = (struct clock){
	    .wall_ms = wall_ms_as_told, .steady_ms = steady_ms, .arg = run};
	run->loop = loop_new();
	run->approach_files = approach_files_new();
	if (!approach_files_load(run->approach_files, endpoint->approach, err))
		return false;
	run->resolver = resolver_new(run->loop, &resolver_options, err);
	if (run->resolver == NULL)
		return false;
	run->prober = prober_new(run->loop, &prober_options_default, err);
	if (run->prober == NULL)
		return false;
	prober_set_resolver(run->prober, run->resolver);
	approach_secrets_give(run->prober, &run->approach_files);
	run->inspector = inspector_new(
	    run->loop, &run->clock, run->prober, &inspector_options_default);
	complete_by(run, trust);
	return true;
}

static void
free_modules(struct run *run)
{
	inspector_free(run->inspector);
	aia_free(run->aia);
	prober_free(run->prober);
	approach_files_free(run->approach_files);
	resolver_free(run->resolver);
	loop_free(run->loop);
}

bool
looks_take(struct endpoint *endpoint, const struct trust *trust, int64_t at,
    struct looks *ret_looks, struct error *err)
{
	const struct what_if none = {0};

	return looks_take_twice(endpoint, trust, at, &none, ret_looks, err);
}

bool
looks_take_twice(struct endpoint *endpoint, const struct trust *trust,
    int64_t at, const struct what_if *what_if, struct looks *ret_looks,
    struct error *err)
{
	struct looks looks = {0};
	struct run run = {.at = at, .looks = &looks, .waiting = 1};
	bool ok = make_modules(&run, endpoint, trust, err);

	if (ok) {
		ARRAY_EACH (store, &trust->stores)
			inspector_set_store(run.inspector, *store);
		inspector_set_policy(run.inspector, trust->policy);
		expand_start(
		    run.loop, run.resolver, endpoint, on_expanded, &run);
		loop_run(run.loop);
		looks.now = clock_wall_s(&run.clock);
		judge_all(&run);
		if (what_if_has_any(what_if))
			judge_before(&run, endpoint, what_if);
		*ret_looks = looks;
	}
	free_modules(&run);
	return ok;
}

void
looks_clear(struct looks *looks)
{
	ARRAY_EACH (checked, &looks->items) {
		target_clear(&checked->target);
		observation_free(checked->observation);
		report_unref(checked->report);
		report_unref(checked->before);
	}
	ARRAY_CLEAR(&looks->items);
}

enum severity
checked_severity(const struct checked *checked)
{
	enum finding_code said = observation_finding(checked->observation);
	enum severity severity =
	    checked->report == NULL ? SEVERITY_OK : checked->report->severity;

	if (said != FINDING_COUNT)
		severity =
		    severity_worse(severity, finding_info(said)->severity);
	return severity;
}

bool
checked_same_chain(const struct checked *a, const struct checked *b)
{
	return a->report != NULL && b->report != NULL &&
	    memcmp(a->report->presented->id, b->report->presented->id,
		CERT_SHA256_LEN) == 0;
}
