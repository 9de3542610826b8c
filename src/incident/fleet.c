/*
 * The fleet: endpoints come, are looked at, and go; see fleet.h. The rules
 * live beside it: chain.c (what a chain shows), weather.c (reachability),
 * divergence.c (addresses compared), mixed.c (alternation), summary.c (the
 * first pass).
 */
#include "incident/fleet.h"

#include <assert.h>
#include <string.h>

#include "incident/addresses.h"
#include "incident/announce.h"
#include "incident/chain.h"
#include "incident/deployed.h"
#include "incident/fleet_inside.h"
#include "incident/kind.h"
#include "incident/summary.h"
#include "incident/tick.h"
#include "incident/variant.h"
#include "incident/weather.h"

const struct fleet_options fleet_options_default = {
    .reach_bad = 3,
    .reach_window = 5,
    .clean_looks = 2,
    .second_look_s = 30,
    .reminder_s = 0,
    .mixed_changes = 4,
    .interception_hold_s = 86400,
    .flap_openings = 4,
    .flap_window_s = 86400,
    .flap_calm_s = 7200,
};

void
batch_clear(struct batch *batch)
{
	ARRAY_EACH (event, &batch->events)
		event_unref(*event);
	ARRAY_CLEAR(&batch->events);
	ARRAY_CLEAR(&batch->incidents);
	ARRAY_CLEAR(&batch->endpoints);
	ARRAY_CLEAR(&batch->targets);
	ARRAY_CLEAR(&batch->silences);
	ARRAY_CLEAR(&batch->flaps);
	ARRAY_CLEAR(&batch->unheard);
	ARRAY_CLEAR(&batch->outages);
	ARRAY_CLEAR(&batch->gone);
	memset(batch, 0, sizeof *batch);
}

struct fleet *
fleet_new(const struct fleet_options *options)
{
	struct fleet *fleet = MEM_NEW(struct fleet);

	fleet->options = *options;
	return fleet;
}

void
fleet_free(struct fleet *fleet)
{
	struct table_item *item;
	size_t at = 0;

	if (fleet == NULL)
		return;
	while ((item = table_next(&fleet->endpoints, &at)) != NULL)
		watched_free((struct watched *)item);
	table_clear(&fleet->endpoints);
	book_clear(&fleet->book);
	hush_rules_clear(&fleet->hush);
	free(fleet);
}

void
fleet_set_options(struct fleet *fleet, const struct fleet_options *options)
{
	fleet->options = *options;
}

struct hush_rules *
fleet_hush(struct fleet *fleet)
{
	return &fleet->hush;
}

struct watched *
fleet_find(const struct fleet *fleet, const struct endpoint *endpoint)
{
	return (struct watched *)table_find(
	    &fleet->endpoints, watched_hash(endpoint), watched_is, endpoint);
}

/* What was known before a restart has had its first pass then. */
static void
begin_at(struct step *step, struct watched *watched)
{
	if (watched->is_known)
		step->is_first_pass = false;
	watched->is_known = !step->is_first_pass;
}

struct step
fleet_step(struct fleet *fleet, int64_t now, struct batch *ret_batch)
{
	memset(ret_batch, 0, sizeof *ret_batch);
	book_sweep(&fleet->book);
	hush_rules_sweep(&fleet->hush);
	return (struct step){
	    .options = &fleet->options,
	    .hush = &fleet->hush,
	    .book = &fleet->book,
	    .faults = &fleet->faults,
	    .endpoints = &fleet->endpoints,
	    .batch = ret_batch,
	    .now = now,
	    .number = ++fleet->transitions,
	    .is_first_pass = !fleet->is_first_pass_over,
	};
}

void
fleet_add_endpoint(struct fleet *fleet, struct endpoint *endpoint)
{
	struct watched *watched = watched_new(endpoint);

	assert(table_find(&fleet->endpoints, watched->item.hash, watched_is,
		   endpoint) == NULL);
	table_add(&fleet->endpoints, &watched->item);
}

void
fleet_remove_endpoint(struct fleet *fleet, const struct endpoint *endpoint,
    int64_t now, struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	struct watched *watched = fleet_find(fleet, endpoint);

	if (watched == NULL)
		return;
	while (watched->membership_count > 0)
		announce_leave(
		    &step, watched, &watched->memberships[0], WORDS_UNWATCHED);
	ret_batch->removed = endpoint;
	silences_doubt_all(&fleet->hush.silences);
	table_remove(&fleet->endpoints, &watched->item);
	watched_free(watched);
}

void
fleet_replace_endpoint(struct fleet *fleet, const struct endpoint *old_endpoint,
    struct endpoint *new_endpoint)
{
	struct watched *watched = fleet_find(fleet, old_endpoint);

	if (watched == NULL || watched->endpoint == new_endpoint)
		return;
	assert(strcmp(watched->endpoint->id, new_endpoint->id) == 0);
	for (uint32_t i = 0; i < watched->target_count; i++)
		target_state_follow(&watched->targets[i], new_endpoint);
	for (uint32_t i = 0; i < watched->variant_count; i++)
		target_state_follow(&watched->variants[i], new_endpoint);
	addresses_replace_endpoint(watched, new_endpoint);
	book_replace_endpoint(watched, new_endpoint);
	endpoint_ref(new_endpoint);
	endpoint_unref(watched->endpoint);
	watched->endpoint = new_endpoint;
}

void
fleet_set_targets(struct fleet *fleet, struct endpoint *endpoint,
    const struct target *targets, size_t count, int64_t now,
    struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	struct watched *watched = fleet_find(fleet, endpoint);

	if (watched == NULL)
		return;
	begin_at(&step, watched);
	addresses_set(&step, watched, targets, count);
	announce_remains(&step, watched);
	*ARRAY_ADD(&ret_batch->endpoints) = watched;
}

static void
resolved(struct fleet *fleet, const struct endpoint *endpoint,
    enum failure failure, const char *detail, int64_t now,
    struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	struct watched *watched = fleet_find(fleet, endpoint);
	struct watched before;

	if (watched == NULL)
		return;
	begin_at(&step, watched);
	before = *watched;
	if (monitor_faults_resolve(&step, watched, failure))
		weather_resolve(&step, watched, failure, detail);
	step_note_endpoint(&step, watched, &before);
}

void
fleet_resolve_failed(struct fleet *fleet, struct endpoint *endpoint,
    enum failure failure, const char *detail, int64_t now,
    struct batch *ret_batch)
{
	resolved(fleet, endpoint, failure, detail, now, ret_batch);
}

void
fleet_resolve_worked(struct fleet *fleet, struct endpoint *endpoint,
    int64_t now, struct batch *ret_batch)
{
	resolved(fleet, endpoint, FAILURE_NONE, NULL, now, ret_batch);
}

/* A look that was under way when its address went away has no state. */
static struct target_state *
find_state(struct watched *watched, const struct look *look)
{
	if (watched == NULL)
		return NULL;
	if (look->target->place.variant != VARIANT_USUAL)
		return variant_state(watched, look);
	return watched_target(watched, &look->target->place);
}

static void
usual_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look, bool is_believed)
{
	weather_look(step, watched, state, look,
	    look->failure != FAILURE_NONE && !look->is_client_cert_required);
	if (look->verdict == NULL || !is_believed)
		return;
	chain_look(step, watched, state, look);
	deployed_look(step, watched, state);
}

void
fleet_observe(struct fleet *fleet, const struct look *look, int64_t now,
    struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	struct watched *watched = fleet_find(fleet, look->target->endpoint);
	struct target_state *state = find_state(watched, look);
	struct watched before;
	bool counts, is_believed;

	if (state == NULL)
		return;
	begin_at(&step, watched);
	before = *watched;
	counts = monitor_faults_look(&step, watched, state, look);
	is_believed = look->verdict == NULL ||
	    monitor_faults_path(&step, watched, state, look);
	step_note_target(&step, watched, state,
	    look->verdict != NULL && is_believed &&
		look->verdict != state->current);
	state->last_look_at = target_state_moment(now);
	state->last_failure = (uint8_t)look->failure;
	state->is_reached = look->verdict != NULL;
	if (!counts)
		return;
	if (state->place.variant == VARIANT_USUAL)
		usual_look(&step, watched, state, look, is_believed);
	else if (is_believed)
		variant_look(&step, watched, state, look);
	addresses_settle(&step, watched);
	announce_held_back(&step, watched);
	announce_remains(&step, watched);
	step_note_endpoint(&step, watched, &before);
}

void
fleet_tick(struct fleet *fleet, int64_t now, struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);

	monitor_faults_tick(&step);
	silences_tick(&step);
	flaps_tick(&step);
	unheard_tick(&step);
	tick_incidents(&step);
}

void
fleet_end_first_pass(struct fleet *fleet, int64_t now, struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);

	if (fleet->is_first_pass_over)
		return;
	summary_tell(&step, &fleet->endpoints, fleet->is_restored);
	fleet->is_first_pass_over = ret_batch->is_first_pass_over = true;
}

bool
fleet_is_first_pass_in_doubt(const struct fleet *fleet)
{
	return summary_is_in_doubt(&fleet->faults, &fleet->endpoints);
}

const struct target_state *
fleet_target(const struct fleet *fleet, const struct target *target)
{
	const struct watched *watched = fleet_find(fleet, target->endpoint);

	return watched == NULL ? NULL : watched_target(watched, &target->place);
}

const struct target_state *
fleet_absent(const struct fleet *fleet, const struct target *target)
{
	const struct watched *watched = fleet_find(fleet, target->endpoint);

	return watched == NULL ? NULL : watched_absent(watched, &target->place);
}

void
fleet_note_clock(struct fleet *fleet, const struct clock_evidence *evidence,
    int64_t now, struct batch *ret_batch)
{
	struct step step = fleet_step(fleet, now, ret_batch);

	monitor_faults_clock(&step, evidence);
}

bool
fleet_is_offline(const struct fleet *fleet)
{
	return fleet->faults.offline.since != 0;
}

bool
fleet_is_without_dns(const struct fleet *fleet)
{
	return fleet->faults.names.since != 0;
}

bool
fleet_is_still(const struct fleet *fleet)
{
	const struct monitor_faults *faults = &fleet->faults;
	size_t at = 0;

	return fleet->book.open.len == 0 &&
	    fleet->hush.silences.items.len == 0 &&
	    table_next(&fleet->hush.flaps.table, &at) == NULL &&
	    fleet->hush.unheard.items.len == 0 && faults->offline.since == 0 &&
	    faults->names.since == 0 && faults->interception.since == 0 &&
	    faults->clock.why == CLOCK_FINE;
}

size_t
fleet_incident_count(const struct fleet *fleet)
{
	return fleet->book.open.len;
}

const struct incident *
fleet_incident_at(const struct fleet *fleet, size_t i)
{
	return i < fleet->book.open.len ? fleet->book.open.items[i]->incident
					: NULL;
}

const struct incident *
fleet_incident_of(const struct fleet *fleet, enum finding_code code,
    const struct endpoint *endpoint)
{
	const struct watched *watched = fleet_find(fleet, endpoint);

	if (watched == NULL)
		return NULL;
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct incident *incident =
		    watched->memberships[i].open->incident;

		if (incident->code == code)
			return incident;
	}
	return NULL;
}
