/* Promises and what became of them; see truth.h. */
#include "year/truth.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "base/timestamp.h"

#define MAX_SHOWN 40

struct promise_list {
	ARRAY(struct promise) open;
};

static const char *const kind_texts[] = {
    [TRUTH_ALARM] = "alarm",
    [TRUTH_WORSE] = "worse",
    [TRUTH_GROWN] = "grown",
    [TRUTH_OVER] = "over",
    [TRUTH_CHANGED] = "changed",
    [TRUTH_STARTED] = "rollout-started",
    [TRUTH_FINISHED] = "rollout-finished",
};

void
truth_init(struct truth *truth, uint64_t seed, size_t site_count)
{
	memset(truth, 0, sizeof *truth);
	truth->seed = seed;
	truth->site_count = site_count;
	truth->sites = mem_new(site_count, sizeof *truth->sites);
}

void
truth_clear(struct truth *truth)
{
	for (size_t i = 0; i < truth->site_count; i++)
		ARRAY_CLEAR(&truth->sites[i].open);
	free(truth->sites);
}

void
truth_hold(struct truth *truth, int64_t from, int64_t until)
{
	truth->held_from = from;
	truth->held_until = until;
	for (size_t i = 0; i < truth->site_count; i++) {
		ARRAY_EACH (promise, &truth->sites[i].open) {
			if (promise->to >= from && promise->from <= until)
				promise->to += until - from;
		}
	}
}

void
truth_promise(struct truth *truth, const struct promise *promise)
{
	struct promise *added = ARRAY_ADD(&truth->sites[promise->site].open);

	*added = *promise;
	if (promise->to >= truth->held_from &&
	    promise->from <= truth->held_until)
		added->to += truth->held_until - truth->held_from;
}

static const char *
finding_text(enum finding_code code)
{
	return code == FINDING_COUNT ? "-" : finding_code_text(code);
}

static void
show_missed(struct truth *truth, const struct promise *promise)
{
	char from[TIMESTAMP_TEXT_MAX], to[TIMESTAMP_TEXT_MAX];

	if (truth->missed + truth->unexpected > MAX_SHOWN)
		return;
	printf("seed %" PRIu64 " site %zu endpoint %s%zu: %s: %s %s %s was "
	       "promised %u times from %s to %s, and came %u times\n",
	    truth->seed, promise->site,
	    promise->endpoint == TRUTH_ANY ? "any " : "",
	    promise->endpoint == TRUTH_ANY ? 0 : promise->endpoint,
	    promise->why, kind_texts[promise->kind],
	    finding_text(promise->finding), severity_text(promise->severity),
	    promise->least, timestamp_format(promise->from, from),
	    timestamp_format(promise->to, to), promise->seen);
}

static void
show_unexpected(struct truth *truth, const struct event *event, size_t site,
    enum truth_kind kind)
{
	char at[TIMESTAMP_TEXT_MAX], from[TIMESTAMP_TEXT_MAX];

	if (truth->missed + truth->unexpected > MAX_SHOWN)
		return;
	printf("seed %" PRIu64 " site %zu endpoint %s: %s at %s: %s %s %s is "
	       "not to be told: %s\n",
	    truth->seed, site,
	    event->endpoint == NULL ? "-" : event->endpoint->id,
	    event_kind_text(event->kind), timestamp_format(event->time, at),
	    kind_texts[kind], finding_text(event->finding),
	    severity_text(event->severity), event->text);
	ARRAY_EACH (promise, &truth->sites[site].open)
		printf("    promised: %s: %s %s %s from %s to %s, %u of %u\n",
		    promise->why, kind_texts[promise->kind],
		    finding_text(promise->finding),
		    severity_text(promise->severity),
		    timestamp_format(promise->from, from),
		    timestamp_format(promise->to, at), promise->seen,
		    promise->most);
}

/* What is neither of these is an alarm. */
static const struct {
	enum event_kind event;
	enum truth_kind kind;
} kinds[] = {
    {EVENT_INCIDENT_RESOLVED, TRUTH_OVER},
    {EVENT_CHAIN_CHANGED, TRUTH_CHANGED},
    {EVENT_ROLLOUT_STARTED, TRUTH_STARTED},
    {EVENT_ROLLOUT_FINISHED, TRUTH_FINISHED},
};

static enum truth_kind
kind_of(const struct event *event)
{
	if (event->kind == EVENT_INCIDENT_CHANGED)
		return event->severity >= SEVERITY_WARNING ? TRUTH_WORSE
							   : TRUTH_GROWN;
	if (event->kind == EVENT_MONITOR_FAULT &&
	    event->severity == SEVERITY_OK)
		return TRUTH_OVER;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (kinds[i].event == event->kind)
			return kinds[i].kind;
	}
	return TRUTH_ALARM;
}

static bool
keeps(const struct promise *promise, const struct event *event,
    enum truth_kind kind, size_t endpoint)
{
	bool has_severity = kind == TRUTH_ALARM || kind == TRUTH_WORSE;

	return promise->kind == kind &&
	    (promise->endpoint == TRUTH_ANY || promise->endpoint == endpoint) &&
	    (promise->finding == FINDING_COUNT ||
		promise->finding == event->finding) &&
	    (!has_severity || promise->severity == event->severity) &&
	    event->time >= promise->from && event->time <= promise->to &&
	    promise->seen < promise->most;
}

void
truth_told(struct truth *truth, const struct event *event, size_t site,
    size_t endpoint)
{
	enum truth_kind kind = kind_of(event);

	truth->told[kind]++;
	ARRAY_EACH (promise, &truth->sites[site].open) {
		if (!keeps(promise, event, kind, endpoint))
			continue;
		promise->seen++;
		truth->kept++;
		return;
	}
	truth->unexpected++;
	show_unexpected(truth, event, site, kind);
}

void
truth_settle(struct truth *truth, int64_t now)
{
	for (size_t i = 0; i < truth->site_count; i++) {
		struct promise_list *list = &truth->sites[i];

		for (size_t k = list->open.len; k-- > 0;) {
			struct promise *promise = &list->open.items[k];

			if (promise->to >= now)
				continue;
			if (promise->seen < promise->least) {
				truth->missed++;
				show_missed(truth, promise);
			}
			ARRAY_REMOVE(&list->open, k);
		}
	}
}

uint64_t
truth_wrong(const struct truth *truth)
{
	return truth->missed + truth->unexpected;
}
