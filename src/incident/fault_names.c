/*
 * Names do not resolve: is it theirs, or DNS as this monitor asks it? See
 * monitor_faults.h.
 *
 * It is the monitor's when the names of several zones fail one after the other
 * by timeouts or by a resolver that gives no answer, and none is answered in
 * between. That a name does not exist is an answer. One zone whose servers are
 * dead is its own (zones.h), unless the fleet has no other: then nothing but
 * the number tells, it has to be as in offline.h, and both are said to be
 * possible.
 *
 * A name that fails may be the first of all: it can be asked for three times
 * while the others wait for their turn. It is told when the others say that DNS
 * works; while they do not, they and it are asked at once, and again, for a few
 * times more.
 */
#include <string.h>

#include "base/duration.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/confirm.h"
#include "incident/monitor_faults.h"
#include "incident/zones.h"

#define NAMES_ZONES 3	    /* so many must fail */
#define NAMES_RUN 5	    /* in a row, where there are so many */
#define NAMES_WINDOW_S 3600 /* "at once": answers are asked for seldom */
#define NETWORK_DOUBT_S 120 /* what targets did so lately */
#define NAMES_AT_ONCE_S 60  /* names that fail together did so within */
#define NAMES_ANSWER_S 15   /* who was asked has answered, or will not */

/* Endpoints whose names did not fail when they were asked for last. A few names
 * in a large fleet of addresses are a small fleet here. */
static size_t
answering(const struct step *step, const struct watched *but)
{
	struct table_item *item;
	size_t at = 0, count = 0, names = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		if (zones_name(watched->endpoint) == NULL)
			continue;
		if (++names > SAMPLE_MAX)
			return OFFLINE_UNKNOWN;
		count += watched != but && !zones_is_failing(watched);
	}
	return count;
}

static bool
has_incident(const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		if (watched->memberships[i].open->incident->code ==
		    FINDING_RESOLVE_FAILED)
			return true;
	}
	return false;
}

/* What has failed so far, and was not told, was no fault of the names. */
static void
take_back(struct step *step)
{
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		struct watched *watched = (struct watched *)item;

		if (!zones_is_failing(watched) || has_incident(watched))
			continue;
		watched->resolve_count = 0;
		*ARRAY_ADD(&step->batch->endpoints) = watched;
	}
}

static struct event *
tell(struct step *step, bool is_there, char *take_text)
{
	struct event *event =
	    fault_tell(step, FINDING_NETWORK_OFFLINE, is_there, take_text);

	event->subject = mem_strdup(MONITOR_FAULTS_NAMES);
	return event;
}

static void
tell_began(
    struct step *step, const struct sample_count *before, enum failure failure)
{
	char since[TIMESTAMP_TEXT_MAX];
	bool is_one_zone = zones_count(step, NAMES_ZONES) == 1;
	struct event *event = tell(step, true,
	    mem_printf("names cannot be resolved from here since %s: DNS as "
		       "this monitor asks it is at fault%s, and names that "
		       "fail are held back until it is there again",
		timestamp_words(step->faults->names.since, since),
		is_one_zone ? ", or the servers of the one zone that all names "
			      "here are of"
			    : ""));

	event->detail = mem_printf("%zu of the last %zu names to be asked for "
				   "failed, of %zu endpoints; the last: %s; "
				   "known addresses are looked at as ever",
	    before->bad, before->looks, before->endpoints,
	    failure_text(failure));
}

static void
tell_ended(struct step *step, const struct offline *before)
{
	struct sample_count after = offline_answers(before);
	char away[DURATION_TEXT_MAX];

	step->batch->is_dns_back = true;
	duration_words(step->now - before->since, away);
	(void)tell(step, false,
	    mem_printf("names resolve again after %s: %zu of %zu that were "
		       "asked for, the others are asked for anew",
		away, after.looks - after.bad, after.looks));
}

/* Do targets fail as well, and none answers? Then it may be the network. */
static bool
is_network_in_doubt(const struct step *step)
{
	struct sample_count count = sample_since(
	    &step->faults->offline.sample, step->now - NETWORK_DOUBT_S);

	return count.bad > 0 && count.bad == count.looks;
}

static enum offline_change
note(struct step *step, const struct watched *watched,
    const struct sample_look *look)
{
	struct offline *names = &step->faults->names;
	/* A second failure may decide what the first one left open. */
	bool was_failing =
	    zones_is_failing(watched) && watched->resolve_count > 1;

	if (look->is_bad && !was_failing)
		step->batch->resolve_others =
		    offline_ask_others(names, step->now);
	if (look->is_bad && names->since == 0 && is_network_in_doubt(step)) {
		sample_note(&names->sample, look);
		step->batch->look_at_others =
		    offline_ask_others(&step->faults->offline, step->now);
		return OFFLINE_SAME;
	}
	return offline_note(names, look, was_failing,
	    look->is_bad ? answering(step, watched) : OFFLINE_UNKNOWN);
}

static struct sample_look
look_of(struct step *step, const struct watched *watched, const char *name,
    enum failure failure)
{
	struct sample_look look = {
	    .target = watched->item.hash,
	    .endpoint = watched->item.hash,
	    .at = step->now,
	    .is_bad = zones_is_silence(failure),
	};
	size_t zones;

	if (!look.is_bad)
		return look;
	zones = zones_count(step, NAMES_ZONES);
	look.address = look.network =
	    hash_text(HASH_START, zones > 1 ? zones_of(name) : name);
	step->faults->names.rule = (struct offline_rule){
	    .window_s = NAMES_WINDOW_S,
	    .run = zones > 1 ? NAMES_RUN : OFFLINE_RUN,
	    .networks = zones > 1 ? zones : 0,
	};
	return look;
}

bool
monitor_faults_resolve(
    struct step *step, const struct watched *watched, enum failure failure)
{
	struct offline *names = &step->faults->names;
	const char *name = zones_name(watched->endpoint);
	struct sample_look look;
	struct sample_count count;
	struct offline before;

	if (failure != FAILURE_NONE && step->faults->offline.since != 0)
		return false;
	zones_note(step, watched, failure);
	if (name == NULL)
		return true;
	look = look_of(step, watched, name, failure);
	before = *names;
	switch (note(step, watched, &look)) {
	case OFFLINE_SAME: break;
	case OFFLINE_BEGAN:
		sample_note(&before.sample, &look);
		count = sample_since(&before.sample, names->since);
		take_back(step);
		tell_began(step, &count, failure);
		break;
	case OFFLINE_ANSWERED: step->batch->is_dns_back = true; break;
	case OFFLINE_ENDED:
		sample_note(&before.sample, &look);
		tell_ended(step, &before);
		break;
	}
	fault_note_outage(step, OUTAGE_DNS, &before);
	return !look.is_bad || names->since == 0;
}

/* What other names did since this one was asked for the first or second time,
 * or was held back. */
struct others {
	size_t good, bad, bad_lately;
	int64_t asked_at; /* 0: not known */
};

static struct others
others_of(const struct step *step, const struct watched *watched)
{
	const struct sample *sample = &step->faults->names.sample;
	struct others others = {0};
	size_t own = 0; /* the first one that is newer */

	for (size_t i = 0; i < sample->len; i++) {
		if (sample->looks[i].target != watched->item.hash)
			continue;
		own = i + 1;
		others.asked_at = sample->looks[i].at;
	}
	for (size_t i = 0; i < sample->len; i++) {
		const struct sample_look *look = &sample->looks[i];

		if (look->target == watched->item.hash)
			continue;
		others.good += i >= own && !look->is_bad;
		others.bad += i >= own && look->is_bad;
		others.bad_lately += look->is_bad &&
		    (i >= own || step->now - look->at <= NAMES_AT_ONCE_S);
	}
	return others;
}

/* Is another name asked for? Endpoints of one host share theirs. */
static bool
has_others(const struct step *step, const char *name)
{
	struct table_item *item;
	size_t at = 0, names = 0;

	while (names < ZONES_NAMES &&
	    (item = table_next(step->endpoints, &at)) != NULL) {
		const char *other =
		    zones_name(((struct watched *)item)->endpoint);

		names += other != NULL;
		if (other != NULL && strcmp(other, name) != 0)
			return true;
	}
	return false;
}

/* Others were asked since, and had the time to answer. */
static bool
is_asked(const struct step *step, const struct others *others)
{
	int64_t asked_at = step->faults->names.asked_at;

	return asked_at != 0 && asked_at >= others->asked_at &&
	    step->now - asked_at >= NAMES_ANSWER_S;
}

static bool
is_names_in_doubt(
    const struct step *step, const struct watched *watched, bool is_shared)
{
	struct others others = others_of(step, watched);
	bool is_first = watched->resolve_count == step->options->reach_bad;

	/* One that failed beside others waits for what they do from now on: DNS
	 * may have gone, come and gone again between two of its questions. */
	if (is_first && !is_shared && others.bad_lately > 0)
		return true;
	if (others.good > 0 &&
	    (is_shared || others.good * 5 >= (others.good + others.bad) * 4))
		return false;
	if (others.bad_lately > 0)
		return true;
	return is_first && !is_asked(step, &others);
}

bool
monitor_faults_hold_name(struct step *step, const struct watched *watched,
    enum failure failure, bool is_shared)
{
	const char *name = zones_name(watched->endpoint);
	unsigned failures = watched->resolve_count;
	struct sample_look look;

	if (name == NULL || step->faults == NULL ||
	    !zones_is_silence(failure) || has_incident(watched) ||
	    failures < step->options->reach_bad ||
	    failures >= 2 * step->options->reach_bad ||
	    failures == CONFIRM_MAX_LOOKS || !has_others(step, name) ||
	    !is_names_in_doubt(step, watched, is_shared))
		return false;
	look = look_of(step, watched, name, failure);
	sample_note(&step->faults->names.sample, &look);
	step->batch->is_name_held = true;
	if (step->batch->resolve_others == 0)
		step->batch->resolve_others =
		    offline_ask_others(&step->faults->names, step->now);
	return true;
}

void
monitor_faults_names_tick(struct step *step)
{
	struct offline before = step->faults->names;

	if (offline_tick(&step->faults->names, step->now) != OFFLINE_ENDED)
		return;
	fault_note_outage(step, OUTAGE_DNS, &before);
	tell_ended(step, &before);
}
