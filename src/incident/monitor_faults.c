/* What is wrong with the monitor itself; see monitor_faults.h. */
#include "incident/monitor_faults.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/proxied.h"

#define NETWORK_BYTES_4 3 /* of an address that name its network: a /24 */
#define NETWORK_BYTES_6 6 /* ... a /48 */

/* Nothing came from there: a dead network does this. What comes from a proxy
 * says nothing of what is behind it, and what is read from a disk nothing of
 * networks. */
static bool
is_silence(enum failure failure)
{
	return failure_is_reachability(failure) ||
	    failure == FAILURE_HANDSHAKE_TIMEOUT ||
	    failure == FAILURE_HANDSHAKE_RESET ||
	    failure == FAILURE_STARTTLS_TIMEOUT ||
	    failure == FAILURE_STARTTLS_RESET;
}

static uint64_t
network_of(const struct ip_address *address)
{
	size_t len = address->family == 4 ? NETWORK_BYTES_4 : NETWORK_BYTES_6;
	uint64_t hash = hash_bytes(HASH_START, &address->family, 1);

	return hash_bytes(hash, address->bytes, len);
}

static uint64_t
address_of(const struct ip_address *address)
{
	return hash_bytes(HASH_START, address->bytes, sizeof address->bytes);
}

static size_t
count_answering(const struct watched *watched, const struct target_state *but)
{
	size_t count = 0;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		count += state != but && state->place.address.family != 0 &&
		    (state->is_reached || state->last_look_at == 0);
	}
	return count;
}

/* Those that answered when they were looked at last, or were not yet. */
static size_t
answering(const struct step *step, const struct target_state *but)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	if (step->endpoints->len > SAMPLE_MAX)
		return OFFLINE_UNKNOWN;
	while ((item = table_next(step->endpoints, &at)) != NULL)
		count += count_answering((struct watched *)item, but);
	return count;
}

struct event *
fault_tell(struct step *step, enum finding_code finding, bool is_there,
    char *take_text)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, step->now);

	event->finding = finding;
	event->severity =
	    is_there ? finding_info(finding)->severity : SEVERITY_OK;
	event->text = take_text;
	*ARRAY_ADD(&step->batch->events) = event;
	return event;
}

static struct offline *
offline_of(struct monitor_faults *faults, enum outage_of of)
{
	return of == OUTAGE_DNS ? &faults->names : &faults->offline;
}

void
fault_note_outage(
    struct step *step, enum outage_of of, const struct offline *before)
{
	const struct outage was = offline_outage(before, of);
	const struct outage is =
	    offline_outage(offline_of(step->faults, of), of);

	if (!outage_is_same(&was, &is))
		*ARRAY_ADD(&step->batch->outages) = is;
}

/* Looks that failed since then were none. */
static void
take_back(struct step *step, const struct watched *watched,
    struct target_state *state, int64_t since)
{
	if (state->last_look_at < since || state->is_reached ||
	    state->look_count == 0 || (state->reach_history & 1) != 0)
		return;
	while (state->look_count > 0 && (state->reach_history & 1) == 0) {
		state->reach_history >>= 1;
		state->look_count--;
	}
	step_note_target(step, watched, state, false);
}

static void
take_all_back(struct step *step, int64_t since)
{
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		struct watched *watched = (struct watched *)item;

		for (uint32_t i = 0; i < watched->target_count; i++)
			take_back(step, watched, &watched->targets[i], since);
	}
}

static void
tell_offline(struct step *step, const struct sample_count *before,
    const struct look *look)
{
	const struct offline *offline = &step->faults->offline;
	char since[TIMESTAMP_TEXT_MAX];
	struct event *event;

	event = fault_tell(step, FINDING_NETWORK_OFFLINE, true,
	    mem_printf(
		"nothing can be reached from here since %s: the network "
		"of this monitor is at fault, and what follows from that "
		"is held back until it is there again",
		timestamp_words(offline->since, since)));
	event->detail = mem_printf(
	    "%zu of the last %zu targets to be looked at failed, of %zu "
	    "endpoints at %zu addresses in %zu networks%s; the last: %s%s%s",
	    before->bad, before->looks, before->endpoints, before->addresses,
	    before->networks,
	    before->cut_off > 0 ? "; this machine has no way to them" : "",
	    failure_text(
		look == NULL ? FAILURE_RESOLVE_TIMEOUT : look->failure),
	    look == NULL || look->failure_detail == NULL ||
		    *look->failure_detail == '\0'
		? ""
		: ", ",
	    look == NULL || look->failure_detail == NULL
		? ""
		: look->failure_detail);
}

static void
tell_online(struct step *step, int64_t since, const struct sample_count *after)
{
	char away[DURATION_TEXT_MAX];

	duration_words(step->now - since, away);
	fault_tell(step, FINDING_NETWORK_OFFLINE, false,
	    mem_printf("the network is there again after %s: %zu of %zu "
		       "targets answer, the others are looked at anew",
		away, after->looks - after->bad, after->looks));
}

static bool
take(struct step *step, const struct sample_look *look, bool was_failing,
    size_t answering, const struct look *shown)
{
	struct offline *offline = &step->faults->offline;
	struct offline before = *offline;
	struct sample_count count;

	switch (offline_note(offline, look, was_failing, answering)) {
	case OFFLINE_SAME: break;
	case OFFLINE_BEGAN:
		sample_note(&before.sample, look);
		count = sample_since(&before.sample, offline->since);
		take_all_back(step, offline->since);
		tell_offline(step, &count, shown);
		break;
	case OFFLINE_ANSWERED: step->batch->is_network_back = true; break;
	case OFFLINE_ENDED:
		step->batch->is_network_back = true;
		sample_note(&before.sample, look);
		count = offline_answers(&before);
		tell_online(step, before.since, &count);
		break;
	}
	fault_note_outage(step, OUTAGE_NETWORK, &before);
	if (look->is_bad && !was_failing)
		step->batch->look_at_others =
		    offline_ask_others(offline, step->now);
	return !look->is_bad || offline->since == 0;
}

bool
monitor_faults_look(struct step *step, const struct watched *watched,
    const struct target_state *state, const struct look *look)
{
	const struct ip_address *address = &state->place.address;
	struct sample_look taken = {
	    .target = place_hash(watched->item.hash, &state->place),
	    .endpoint = watched->item.hash,
	    .address = address_of(address),
	    .network = network_of(address),
	    .at = step->now,
	    .is_bad = is_silence(look->failure),
	    .is_cut_off = is_silence(look->failure) && look->is_cut_off,
	};

	if (state->place.variant == VARIANT_USUAL)
		monitor_faults_dates(step, watched, state, look);
	if (address->family == 0)
		return true;
	if (look->verdict == NULL && proxied_is(watched, &state->place))
		return step->faults->offline.since == 0;
	if (state->place.variant != VARIANT_USUAL)
		return !taken.is_bad || step->faults->offline.since == 0;
	return take(step, &taken,
	    state->last_look_at != 0 && !state->is_reached,
	    taken.is_bad ? answering(step, state) : OFFLINE_UNKNOWN, look);
}

void
monitor_faults_tick(struct step *step)
{
	struct offline *offline = &step->faults->offline;
	struct offline before = *offline;
	struct sample_count count;

	monitor_faults_path_tick(step);
	monitor_faults_names_tick(step);
	if (offline_tick(offline, step->now) != OFFLINE_ENDED)
		return;
	fault_note_outage(step, OUTAGE_NETWORK, &before);
	count = offline_answers(&before);
	step->batch->is_network_back = true;
	tell_online(step, before.since, &count);
}

void
monitor_faults_restore(struct monitor_faults *faults,
    const struct monitor_fault *fault, int64_t now)
{
	int64_t since = fault->since < now ? fault->since : now;

	if (fault->finding == FINDING_NETWORK_OFFLINE &&
	    strcmp(fault->subject, MONITOR_FAULTS_NAMES) == 0) {
		faults->names.since = since;
	} else if (fault->finding == FINDING_NETWORK_OFFLINE) {
		faults->offline.since = since;
	} else if (fault->finding == FINDING_CLOCK_SUSPECT) {
		faults->clock.why = CLOCK_AGAINST_DATES;
		faults->clock.is_told = true;
	} else if (fault->finding == FINDING_PATH_INTERCEPTED) {
		faults->interception.issuer =
		    strtoull(fault->subject, NULL, 16);
		faults->interception.since = since;
	}
}

void
monitor_faults_restore_outage(
    struct monitor_faults *faults, const struct outage *outage, int64_t now)
{
	offline_restore(offline_of(faults, outage->of), outage, now);
}
