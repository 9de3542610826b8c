/*
 * What was known before a restart: state and due times come back, nothing is
 * told again, and what is not in the configuration any more ends with a reason.
 */
#include "monitor/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "incident/quiet.h"
#include "incident/restore.h"

struct restoring {
	struct monitor *monitor;
	struct loaded *loaded;
	size_t watch; /* where the endpoint before stood, or would have */
	ARRAY(struct endpoint *) strangers; /* a reference each; by id */
};

static int
compare_watch(const void *key, const void *item)
{
	const struct watch *const *watch = item;

	return strcmp(key, (*watch)->endpoint->id);
}

static struct watch *
find_watch(const struct monitor *monitor, const char *id)
{
	struct watch **found;

	if (monitor->watches.len == 0)
		return NULL;
	found = bsearch(id, monitor->watches.items, monitor->watches.len,
	    sizeof *monitor->watches.items, compare_watch);
	return found == NULL ? NULL : *found;
}

static int
compare_stranger(const void *key, const void *item)
{
	struct endpoint *const *endpoint = item;

	return strcmp(key, (*endpoint)->id);
}

static struct endpoint *
find_endpoint(const struct restoring *restoring, const char *id)
{
	struct watch *watch = find_watch(restoring->monitor, id);
	struct endpoint **found = NULL;

	if (watch != NULL)
		return watch->endpoint;
	if (restoring->strangers.len > 0)
		found = bsearch(id, restoring->strangers.items,
		    restoring->strangers.len,
		    sizeof *restoring->strangers.items, compare_stranger);
	return found == NULL ? NULL : *found;
}

/* One that is not watched any more, as far as its id tells of it: enough to
 * name it when its incidents end. */
static struct endpoint *
stranger(const char *id)
{
	struct endpoint *endpoint = endpoint_new();
	const char *colon = strrchr(id, ':');
	CLEANUP(free) char *host = NULL;
	struct error err = ERROR_INIT;

	if (id[0] == '/') {
		endpoint->id = mem_strdup(id);
		return endpoint;
	}
	if (colon == NULL)
		colon = id + strlen(id);
	host = id[0] == '[' && colon > id + 2
	    ? mem_strndup(id + 1, (size_t)(colon - id) - 2)
	    : mem_strndup(id, (size_t)(colon - id));
	if (!hostname_parse(host, &endpoint->host, &err))
		memset(&endpoint->host, 0, sizeof endpoint->host);
	if (*colon == ':')
		endpoint->port = (uint16_t)strtoul(colon + 1, NULL, 10);
	endpoint_finish(endpoint);
	free(endpoint->id);
	endpoint->id = mem_strdup(id);
	return endpoint;
}

/* The product shows again when its names are next resolved. */
static struct endpoint_via
via_of(const struct endpoint *endpoint, const char *key)
{
	struct endpoint_via via = {0};

	if (key != NULL)
		via.front = endpoint_find_front(endpoint, key);
	if (via.front != NULL)
		via.provider = via.front->provider;
	return via;
}

/* Looks in a row that showed nothing, as far as is remembered. */
static uint8_t
failures_of(const struct target_state *state)
{
	uint8_t count = 0;

	if (state->is_reached)
		return 0;
	while (count < state->look_count &&
	    (state->reach_history >> count & 1) == 0)
		count++;
	return count;
}

/* As find_watch, and mostly at once: what was loaded comes by id, too. */
static struct watch *
next_watch(struct restoring *restoring, const char *id)
{
	const struct monitor *monitor = restoring->monitor;

	for (; restoring->watch < monitor->watches.len; restoring->watch++) {
		struct watch *watch = monitor->watches.items[restoring->watch];
		int order = strcmp(watch->endpoint->id, id);

		if (order == 0)
			return watch;
		if (order > 0)
			break;
	}
	return find_watch(monitor, id);
}

/* Those of a store come in the order of their places: what is behind the last
 * is not there yet. */
static bool
is_there(const struct watch *watch, const struct place *place)
{
	const struct watch_list *list = place->variant == VARIANT_USUAL
	    ? &watch->targets
	    : &watch->variants;
	struct watch_target **items = watch_list_items(list);

	return list->len > 0 &&
	    place_compare(place, &items[list->len - 1]->place) <= 0 &&
	    watch_find(watch, place) != NULL;
}

static void
restore_target(struct restoring *restoring, struct watch *watch,
    struct watched *watched, struct loaded_target *from)
{
	struct monitor *monitor = restoring->monitor;
	struct endpoint_via via = via_of(watch->endpoint, from->front);
	struct watch_target *target;

	target_state_set_via(&from->state, &via);
	if (from->heard != NULL)
		fleet_restore_heard(monitor->parts.fleet, watch->endpoint,
		    &from->state.place, from->heard);
	if (from->state.gone_at != 0) {
		fleet_restore_target(
		    monitor->parts.fleet, watched, &from->state);
		return;
	}
	if (watch->targets.len >= EXPAND_MAX_TARGETS ||
	    is_there(watch, &from->state.place))
		return;
	target = watch_add(watch, &from->state.place, &via);
	if (from->state.place.variant == VARIANT_USUAL) {
		target->failures = failures_of(&from->state);
		monitor->target_count++;
	}
	if (from->state.last_look_at == 0)
		pass_enter(monitor, &target->is_in_pass);
	schedule_set(monitor->schedule, &target->due.item,
	    look_resume_ms(monitor, target, from->due_at_ms));
	fleet_restore_target(monitor->parts.fleet, watched, &from->state);
}

static void
restore_endpoint(struct restoring *restoring, struct loaded_endpoint *from)
{
	struct monitor *monitor = restoring->monitor;
	struct watch *watch = next_watch(restoring, from->id);
	struct watched *watched;
	struct endpoint *endpoint;

	if (watch == NULL) {
		endpoint = stranger(from->id);
		*ARRAY_ADD(&restoring->strangers) = endpoint;
		fleet_add_endpoint(monitor->parts.fleet, endpoint);
		return;
	}
	watched = fleet_restore_endpoint(
	    monitor->parts.fleet, watch->endpoint, &from->state);
	ARRAY_EACH (target, &from->targets)
		restore_target(restoring, watch, watched, target);
	if (from->state.is_known)
		pass_leave(monitor, &watch->is_in_pass);
}

/* One that has lost all its members ends without a word. */
static void
end_empty(struct restoring *restoring, struct incident *incident)
{
	struct monitor *monitor = restoring->monitor;
	struct batch batch = {0};

	incident->resolved_at = clock_wall_s(monitor->parts.clock);
	*ARRAY_ADD(&batch.incidents) = incident;
	keep_batch(monitor, &batch, NULL);
}

static void
restore_incident(struct restoring *restoring, struct loaded_incident *from)
{
	struct incident *incident = from->incident;
	struct {
		ARRAY(struct restored_member) list;
	} members = {0};
	struct endpoint *about = NULL;

	if (from->endpoint_id != NULL)
		about = find_endpoint(restoring, from->endpoint_id);
	if (about != NULL)
		incident->endpoint = endpoint_ref(about);
	ARRAY_EACH (member, &from->members) {
		member->member.endpoint =
		    find_endpoint(restoring, member->endpoint_id);
		if (member->member.endpoint != NULL)
			*ARRAY_ADD(&members.list) = member->member;
	}
	if ((about == NULL && !incident->has_digest) ||
	    !fleet_restore_incident(restoring->monitor->parts.fleet, incident,
		members.list.items, members.list.len))
		end_empty(restoring, incident);
	else
		from->incident = NULL;
	ARRAY_CLEAR(&members.list);
}

static void
remove_strangers(struct restoring *restoring)
{
	struct monitor *monitor = restoring->monitor;

	ARRAY_EACH (endpoint, &restoring->strangers) {
		struct batch batch = {0};

		fleet_remove_endpoint(monitor->parts.fleet, *endpoint,
		    clock_wall_s(monitor->parts.clock), &batch);
		keep_batch(monitor, &batch, NULL);
		endpoint_unref(*endpoint);
	}
	ARRAY_CLEAR(&restoring->strangers);
}

/* The configuration may ask for others by now. */
static void
drop_variants(struct monitor *monitor)
{
	ARRAY_EACH (watch, &monitor->watches) {
		if (variants_drop_unwanted(monitor, *watch))
			keep_transition(monitor,
			    transition_new(TRANSITION_TARGETS, *watch));
	}
}

static void
restore_silences(struct restoring *restoring)
{
	struct fleet *fleet = restoring->monitor->parts.fleet;
	struct loaded *loaded = restoring->loaded;

	fleet_restore_silence_number(fleet, loaded->last_silence);
	ARRAY_EACH (silence, &loaded->silences)
		fleet_restore_silence(fleet, *silence);
	ARRAY_CLEAR(&loaded->silences);
}

/* What flaps about an endpoint that is not watched any more is forgotten. */
static void
restore_flaps(struct restoring *restoring)
{
	struct loaded *loaded = restoring->loaded;

	ARRAY_EACH (flap, &loaded->flaps) {
		struct endpoint *endpoint = (*flap)->has_digest
		    ? NULL
		    : find_endpoint(restoring, (*flap)->endpoint);

		if ((*flap)->has_digest || endpoint != NULL)
			fleet_restore_flap(restoring->monitor->parts.fleet,
			    TAKE(*flap), endpoint);
		else
			flap_free(*flap);
	}
	ARRAY_CLEAR(&loaded->flaps);
}

/* What is not looked for again, but said again if it is still so. */
static bool
is_said_again(enum finding_code finding)
{
	return finding == FINDING_STORE_FAILING ||
	    finding == FINDING_RESOLVE_FAILED ||
	    finding == FINDING_DNSSEC_UNAVAILABLE ||
	    finding == FINDING_CREDENTIALS_UNUSABLE;
}

static void
end_fault(struct monitor *monitor, const struct monitor_fault *fault)
{
	struct event *event =
	    event_new(EVENT_MONITOR_FAULT, clock_wall_s(monitor->parts.clock));

	event->finding = fault->finding;
	event->subject = mem_strdup(fault->subject);
	event->text =
	    mem_printf("the monitor was restarted: what was so before "
		       "is said again if it still is (%s)",
		fault->text);
	monitor_tell(monitor, event);
}

/* Each goes on where it was, and ends when it does. */
static void
restore_faults(struct monitor *monitor, const struct loaded *loaded)
{
	const struct monitor_fault_list *faults = &loaded->faults;
	int64_t now = clock_wall_s(monitor->parts.clock);

	fleet_restore_faults(monitor->parts.fleet, faults, now);
	fleet_restore_outages(monitor->parts.fleet, loaded->outages, now);
	ARRAY_EACH (fault, faults) {
		monitor_fault_list_add(&monitor->faults, fault);
		if (is_said_again(fault->finding))
			end_fault(monitor, fault);
		if (fault->finding != FINDING_PROBING_LATE)
			continue;
		monitor->lag.is_late = true;
		monitor->lag.late_at_ms = monitor_now_ms(monitor);
	}
}

void
monitor_restore(struct monitor *monitor, struct loaded *loaded)
{
	struct restoring restoring = {.monitor = monitor, .loaded = loaded};

	restore_silences(&restoring);
	restore_faults(monitor, loaded);
	if (loaded->endpoints.len == 0)
		return;
	fleet_restore_begin(monitor->parts.fleet, loaded->last_sequence);
	ARRAY_EACH (endpoint, &loaded->endpoints)
		restore_endpoint(&restoring, endpoint);
	ARRAY_EACH (incident, &loaded->incidents)
		restore_incident(&restoring, incident);
	restore_flaps(&restoring);
	remove_strangers(&restoring);
	drop_variants(monitor);
	pass_check(monitor);
	monitor_arm(monitor);
}
