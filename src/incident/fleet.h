/*
 * struct fleet: what is believed of every endpoint, and the transitions:
 * (state, what a look showed, now) -> state and events. Pure: it does no I/O
 * and reads no clock; what must be kept and told comes back as a batch.
 *
 * The rules, each in its own file beside this one:
 *
 * - What a chain shows is a fact: it opens an incident at once, and ends after
 *   clean_looks clean looks in a row of each target that showed it (facts.h).
 *   The incident's key is the code and the certificate at fault, else the
 *   endpoint: one certificate under 400 endpoints is one incident with a list.
 * - A person gets one message per cause. The root cause of a report leads, the
 *   others go along and are told when it ends and they do not (announce.h).
 * - A chain that changed is compared with the last good one: what got worse is
 *   chain-regressed, which carries the incident; else chain-changed, a notice,
 *   once per endpoint (chain.h).
 * - Reachability is weather: n of m looks. It neither opens nor ends what a
 *   chain showed; an unreachable target keeps its chain (weather.h).
 * - The addresses of an endpoint are compared with each other (divergence.h);
 * old and new leaf side by side is a rollout, quiet for a while (rollout.h).
 * - What only the comparison with the last good chain finds opens as well, and
 *   is taken for meant when it has stood for long (regression.h).
 * - One address that alternates is one incident, not a storm (mixed.h).
 * - A file that is newer than what is served is not-deployed (deployed.h).
 * - Two key types of one address are two targets: none is compared with the
 *   other, and what both show is told once (variant.h).
 * - Where most fail at once it is the monitor's own network: one event, and
 * what follows from it is not believed (monitor_faults.h). So with its DNS.
 * - What is broken at the start comes in one summary (summary.h).
 * - What somebody said not to tell is kept and not told (hush.h).
 */
#pragma once

#include <stdint.h>

#include "model/event.h"
#include "model/failure.h"
#include "model/incident.h"
#include "model/outage.h"
#include "model/target.h"
#include "model/target_state.h"
#include "model/verdict.h"

/* A grown incident is told again when it has at least doubled, and not sooner
 * than this after the last time: a pass over the fleet should be over. */
#define FLEET_GROWTH_SETTLE_S 3600

struct fleet_options {
	/* n of m looks failed: an incident; at most 64 */
	unsigned reach_bad, reach_window;
	unsigned clean_looks;  /* clean probes in a row that resolve: 2 */
	int64_t second_look_s; /* how soon the confirming look comes: <= 60 */
	int64_t reminder_s;    /* of what is critical; 0: no reminders */
	int64_t reminder_warning_s; /* of warnings */
	unsigned mixed_changes;	    /* alternations that make a mixed-chain */
	/* a private issuer all over the fleet is believed after so long; 0:
	 * never (interception.h) */
	int64_t interception_hold_s;
	/* So many openings of one incident within the window: it flaps, until
	 * nothing of it has changed for flap_calm_s (flaps.h). 0: none does;
	 * at most FLAPS_OPENINGS_MAX */
	unsigned flap_openings;
	int64_t flap_window_s, flap_calm_s;
};

extern const struct fleet_options fleet_options_default;

struct fleet;
struct flap;
struct hush_rules;
struct silence;
struct unheard;
struct watched;

/* What a probe of one target showed, in the fleet's terms. */
struct look {
	const struct target *target;
	enum failure failure;
	const char *failure_detail; /* words; "" or NULL: none */
	struct verdict *verdict;    /* NULL: no chain was seen. Lent; the fleet
				     * takes references of its own */
	/* of a variant: the server would not talk on these terms */
	bool is_refused;
	/* the server asked for a client certificate and would not go on without
	 * one: that the handshake failed is no fault then */
	bool is_client_cert_required;
	bool is_client_cert_refused; /* ... got ours and did not take it */
	bool is_cut_off; /* it failed, and this machine has no way there */
};

/* A target whose state a transition changed. */
struct batch_target {
	const struct endpoint *endpoint;
	const struct target_state *state;
	bool is_verdict_new; /* another current or good one */
};

struct observation;

/* What one transition changed: to be stored in one transaction, its events
 * released to the sinks afterwards. */
struct batch {
	ARRAY(struct event *) events; /* in order; a reference each */
	/* look again at this target (or at the whole endpoint) soon, in so
	 * many seconds; 0: no hurry */
	int64_t look_again_s;
	bool is_look_again_endpoint;
	/* a file shows another chain: those who serve it are to be looked at
	 * soon (served_by of its endpoint) */
	bool is_file_changed;
	/* is it the target, or the monitor's own network? Look at so many
	 * others that answered at their last look, now; 0: no doubt */
	size_t look_at_others;
	/* is it the names, or DNS as this monitor asks it? Ask for so many
	 * others, now; 0: no doubt */
	size_t resolve_others;
	/* ... which is why this endpoint's are not told: ask again soon */
	bool is_name_held;
	/* a name resolves again: ask for all that failed */
	bool is_dns_back;
	/* something can be reached again: look at all that failed */
	bool is_network_back;
	/* what was intercepted is not any more: look at all */
	bool is_path_back;
	/* dirty state, lent until the next transition, for the store: what is
	 * in none of these is as it was */
	ARRAY(const struct incident *) incidents; /* without their members */
	ARRAY(const struct watched *) endpoints;  /* with their memberships */
	ARRAY(struct batch_target) targets;
	ARRAY(const struct silence *) silences;
	ARRAY(const struct flap *) flaps;
	ARRAY(const struct unheard *) unheard;
	ARRAY(struct outage) outages;	/* as they are now */
	ARRAY(struct place) gone;	/* that endpoints[0] had */
	const struct endpoint *removed; /* left, with all its targets */
	bool is_first_pass_over;	/* by this one */
	/* filled in by who looked, lent for the commit: what targets[0] sent,
	 * and when it is looked at again (wall; 0: not known) */
	const struct observation *observation;
	const struct report *report; /* NULL: from the memo */
	int64_t due_at_ms;
};

void batch_clear(struct batch *batch);

struct fleet *fleet_new(const struct fleet_options *options);
void fleet_free(struct fleet *fleet);
CLEANUP_DEFINE(struct fleet, fleet_free)
/* Other options, from the next transition on. */
void fleet_set_options(
    struct fleet *fleet, const struct fleet_options *options);

/* What is kept quiet (hush.h): may be changed between transitions. */
struct hush_rules *fleet_hush(struct fleet *fleet);

/* Endpoints enter and leave with the configuration. Leaving closes what is
 * open for them (incident-resolved with the reason in its text). Replacing
 * keeps state when host, port and fronts are the same. */
void fleet_add_endpoint(struct fleet *fleet, struct endpoint *endpoint);
void fleet_remove_endpoint(struct fleet *fleet, const struct endpoint *endpoint,
    int64_t now, struct batch *ret_batch);
void fleet_replace_endpoint(struct fleet *fleet,
    const struct endpoint *old_endpoint, struct endpoint *new_endpoint);
/* The places an endpoint has now, in the usual variant; other variants stay
 * with them while the endpoint asks for them. Targets that went away are
 * dropped: what was open for them ends; new ones begin unseen, but for
 * those that come back within a day (addresses.h). What only a dropped
 * address showed stays open while one that came instead has not been
 * looked at, so that names whose addresses rotate do not open and end the same
 * thing at each turn. */
void fleet_set_targets(struct fleet *fleet, struct endpoint *endpoint,
    const struct target *targets, size_t count, int64_t now,
    struct batch *ret_batch);
/* Names did not resolve: failure is of the resolve stage; its targets stay. */
void fleet_resolve_failed(struct fleet *fleet, struct endpoint *endpoint,
    enum failure failure, const char *detail, int64_t now,
    struct batch *ret_batch);
/* Resolved (again), by an answer that was fetched just now and not one from a
 * cache: clears what fleet_resolve_failed had opened. */
void fleet_resolve_worked(struct fleet *fleet, struct endpoint *endpoint,
    int64_t now, struct batch *ret_batch);

/* The transition. */
void fleet_observe(struct fleet *fleet, const struct look *look, int64_t now,
    struct batch *ret_batch);
/* What the clocks say, before a transition is made when they have moved apart,
 * and each minute. Tells when the clock is not to be believed. */
struct clock_evidence;
void fleet_note_clock(struct fleet *fleet,
    const struct clock_evidence *evidence, int64_t now,
    struct batch *ret_batch);
/* Time alone: reminders, incidents that have grown since they were told of, and
 * what is not quiet any more. Call about once a minute. */
void fleet_tick(struct fleet *fleet, int64_t now, struct batch *ret_batch);
/* The first pass is over: one event that sums up what is broken already. Until
 * then incidents open without events of their own. */
void fleet_end_first_pass(
    struct fleet *fleet, int64_t now, struct batch *ret_batch);
/* Had it better wait? Of what failed in an outage of the monitor's own it is
 * not known yet how it is. Walks over the fleet after one. */
bool fleet_is_first_pass_in_doubt(const struct fleet *fleet);

/* Reading, for status and tests. Lent until the next transition. */
const struct target_state *fleet_target(
    const struct fleet *fleet, const struct target *target);
/* The state of an address that DNS does not name now, but did; or NULL. */
const struct target_state *fleet_absent(
    const struct fleet *fleet, const struct target *target);
/* Nothing can be reached: it is the monitor's own network. */
bool fleet_is_offline(const struct fleet *fleet);
/* No name resolves: it is DNS as the monitor asks it. */
bool fleet_is_without_dns(const struct fleet *fleet);
/* Time alone changes nothing: no incident, no silence, nothing that flaps or is
 * in doubt. Until something else happens fleet_tick has nothing to do. */
bool fleet_is_still(const struct fleet *fleet);
size_t fleet_incident_count(const struct fleet *fleet); /* open ones */
const struct incident *fleet_incident_at(const struct fleet *fleet, size_t i);
/* Told as flapping and ended for the moment: not over for who was told; NULL:
 * no more of them. */
const struct incident *fleet_held_at(const struct fleet *fleet, size_t i);
const struct incident *fleet_incident_of(const struct fleet *fleet,
    enum finding_code code, const struct endpoint *endpoint);
