/* Is it this monitor's own network? See offline.h. */
#include "incident/offline.h"

#include <string.h>

/* Does what was looked at include all that still answers? */
static bool
is_all(const struct sample_count *count, size_t answering)
{
	return answering != OFFLINE_UNKNOWN &&
	    count->looks - count->bad >= answering;
}

/* The clock was set back, as when the network that came brings the right time:
 * what is said to have been later than now was now. A look was at some time
 * before, and is no answer of this moment. */
static void
follow_clock(struct offline *offline, int64_t now)
{
	int64_t *const moments[] = {&offline->since, &offline->back_since,
	    &offline->was_back_at, &offline->ended_at, &offline->asked_at};

	for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
		if (*moments[i] > now)
			*moments[i] = now;
	}
	for (size_t i = 0; i < offline->sample.len; i++) {
		struct sample_look *look = &offline->sample.looks[i];

		if (look->at > now)
			look->at = now - OFFLINE_OTHERS_FRESH_S - 1;
	}
}

static void
note_lately(struct offline *offline, const struct sample_look *look)
{
	struct offline_span *newest = &offline->spans[0];

	if (newest->at == 0 || look->at < newest->at ||
	    look->at - newest->at >= OFFLINE_LATELY_S) {
		offline->spans[1] = *newest;
		*newest = (struct offline_span){.at = look->at};
	}
	newest->looks++;
	newest->bad += look->is_bad;
}

/* Is it nine of ten for some seconds now? Looks of an older span that ended
 * before those seconds say nothing of them. */
static bool
is_lasting(const struct offline *offline, int64_t now)
{
	const struct offline_span *newest = &offline->spans[0];
	const struct offline_span *before = &offline->spans[1];
	struct offline_span all = *newest;

	if (before->at == 0)
		return false;
	if (now - before->at < 2 * OFFLINE_LATELY_S) {
		all.looks += before->looks;
		all.bad += before->bad;
	}
	return all.bad * 10 >= all.looks * 9;
}

static bool
is_most(const struct offline *offline, const struct sample_count *count,
    size_t answering, int64_t now)
{
	size_t run = offline->rule.run == 0 ? OFFLINE_RUN : offline->rule.run;

	if (is_all(count, answering))
		return count->bad * 5 >= count->looks * 4;
	if (!is_lasting(offline, now))
		return false;
	if (count->bad == count->looks)
		return count->looks >= run;
	return count->looks >= OFFLINE_MANY &&
	    count->bad * 10 >= count->looks * 9;
}

/* Not one server, nor one network of others. */
static bool
is_spread(const struct offline *offline, const struct sample_count *count)
{
	if (offline->rule.networks != 0)
		return count->endpoints >= OFFLINE_ENDPOINTS &&
		    count->networks >= offline->rule.networks;
	if (count->endpoints >= OFFLINE_ENDPOINTS &&
	    count->networks >= OFFLINE_NETWORKS)
		return true;
	return count->bad == count->looks &&
	    count->endpoints >= OFFLINE_ONE_NETWORK &&
	    count->addresses >= OFFLINE_ONE_NETWORK;
}

static bool
is_offline(const struct offline *offline, const struct sample_count *count,
    size_t answering, int64_t now)
{
	bool is_without_way = count->cut_off > 0 && count->bad == count->looks;

	if (is_without_way)
		return is_all(count, answering) ||
		    count->endpoints >= OFFLINE_ENDPOINTS;
	return is_most(offline, count, answering, now) &&
	    is_spread(offline, count);
}

/* The longest run of looks up to now for which that holds; its start, or 0. */
static int64_t
offline_since(const struct offline *offline, size_t answering, int64_t now)
{
	const struct sample *sample = &offline->sample;
	int64_t window_s = offline->rule.window_s == 0 ? OFFLINE_WINDOW_S
						       : offline->rule.window_s;
	struct sample_count count = {0};
	int64_t since = 0;

	for (size_t i = sample->len; i-- > 0;) {
		if (sample->looks[i].at < now - window_s)
			break;
		sample_count_in(sample, i, &count);
		if (sample->looks[i].is_bad &&
		    is_offline(offline, &count, answering, now))
			since = sample->looks[i].at;
	}
	return since;
}

static void
forget_answers(struct offline *offline)
{
	offline->back_since = 0;
	offline->kept_looks = offline->kept_bad = 0;
}

static enum offline_change
begin(struct offline *offline, int64_t since)
{
	if (offline->ended_at != 0 &&
	    since - offline->ended_at < OFFLINE_AGAIN_S)
		offline->returns++;
	else
		offline->returns = 0;
	offline->since = since;
	forget_answers(offline);
	sample_clear(&offline->sample);
	memset(offline->spans, 0, sizeof offline->spans);
	return OFFLINE_BEGAN;
}

static int64_t
calm_s(const struct offline *offline)
{
	return (int64_t)OFFLINE_CALM_S
	    << (offline->returns < OFFLINE_CALM_DOUBLINGS
		       ? offline->returns
		       : OFFLINE_CALM_DOUBLINGS);
}

struct sample_count
offline_answers(const struct offline *offline)
{
	struct sample_count count =
	    sample_since(&offline->sample, offline->back_since);

	count.looks += offline->kept_looks;
	count.bad += offline->kept_bad;
	return count;
}

/* A quarter answers. */
static bool
is_answering(const struct offline *offline)
{
	struct sample_count count = offline_answers(offline);

	return (count.looks - count.bad) * 4 >= count.looks;
}

enum offline_change
offline_tick(struct offline *offline, int64_t now)
{
	follow_clock(offline, now);
	if (offline->since == 0 || offline->back_since == 0 ||
	    now - offline->back_since < calm_s(offline) || offline->is_unsure ||
	    !is_answering(offline))
		return OFFLINE_SAME;
	offline->was_back_at = offline->back_since;
	offline->since = 0;
	forget_answers(offline);
	offline->ended_at = now;
	return OFFLINE_ENDED;
}

static enum offline_change
note_while_offline(struct offline *offline, const struct sample_look *look)
{
	bool is_first = !look->is_bad && offline->back_since == 0;

	sample_note(&offline->sample, look);
	offline->is_unsure = false;
	if (is_first)
		offline->back_since = look->at;
	/* One that answered is not the network. */
	if (offline->back_since != 0 && !is_answering(offline))
		forget_answers(offline);
	return is_first ? OFFLINE_ANSWERED : offline_tick(offline, look->at);
}

enum offline_change
offline_note(struct offline *offline, const struct sample_look *look,
    bool was_failing, size_t answering)
{
	int64_t since;

	follow_clock(offline, look->at);
	if (offline->since != 0)
		return note_while_offline(offline, look);
	if (look->is_bad && was_failing)
		return OFFLINE_SAME;
	sample_note(&offline->sample, look);
	note_lately(offline, look);
	if (!look->is_bad)
		return OFFLINE_SAME;
	since = offline_since(offline, answering, look->at);
	return since == 0 ? OFFLINE_SAME : begin(offline, since);
}

struct outage
offline_outage(const struct offline *offline, enum outage_of of)
{
	struct outage outage = {
	    .of = of,
	    .since = offline->since,
	    .back_since = offline->back_since,
	    .ended_at = offline->ended_at,
	    .was_back_at = offline->was_back_at,
	    .returns = offline->returns,
	};
	struct sample_count count;

	if (outage.back_since != 0) {
		count = offline_answers(offline);
		outage.looks = (unsigned)count.looks;
		outage.bad = (unsigned)count.bad;
	}
	return outage;
}

/* Whether it still answers is not known when the calm would have ended while
 * nobody looked: the next look tells. */
void
offline_restore(
    struct offline *offline, const struct outage *outage, int64_t now)
{
	offline->ended_at = outage->ended_at;
	offline->was_back_at = outage->was_back_at;
	offline->returns = outage->returns;
	if (offline->since != 0 && outage->since != 0) {
		offline->since = outage->since;
		offline->back_since = outage->back_since;
		offline->is_unsure = outage->bad > outage->looks ||
		    now - offline->back_since >= calm_s(offline);
		if (!offline->is_unsure) {
			offline->kept_looks = outage->looks;
			offline->kept_bad = outage->bad;
		}
	}
	follow_clock(offline, now);
}

int64_t
offline_doubt_until(const struct offline *offline)
{
	if (offline->since == 0)
		return offline->was_back_at;
	return offline->back_since == 0 ? INT64_MAX : offline->back_since;
}

size_t
offline_ask_others(struct offline *offline, int64_t now)
{
	follow_clock(offline, now);
	if (offline->since != 0)
		return 0;
	if (now - offline->asked_at < OFFLINE_OTHERS_FRESH_S &&
	    offline->asked > 0) {
		offline->asked--;
		return 0;
	}
	for (size_t i = offline->sample.len; i-- > 0;) {
		const struct sample_look *look = &offline->sample.looks[i];

		if (look->at < now - OFFLINE_OTHERS_FRESH_S)
			break;
		if (!look->is_bad)
			return 0;
	}
	offline->asked_at = now;
	offline->asked = OFFLINE_OTHERS - 1;
	return OFFLINE_OTHERS;
}
