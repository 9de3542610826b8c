/* Does somebody stand in the path? See interception.h. */
#include "incident/interception.h"

#include <string.h>

struct under {
	size_t looks, bad, endpoints;
	int64_t first_at; /* the oldest bad one; 0: none */
};

static bool
is_under(const struct sample_look *look, uint64_t issuer)
{
	return look->is_bad && look->address == issuer;
}

static bool
has_newer_of_endpoint(const struct sample *sample, size_t from, uint64_t issuer)
{
	for (size_t i = from + 1; i < sample->len; i++) {
		if (is_under(&sample->looks[i], issuer) &&
		    sample->looks[i].endpoint == sample->looks[from].endpoint)
			return true;
	}
	return false;
}

static void
count_in(
    const struct sample *sample, size_t i, uint64_t issuer, struct under *under)
{
	under->looks++;
	if (!is_under(&sample->looks[i], issuer))
		return;
	under->bad++;
	under->endpoints += !has_newer_of_endpoint(sample, i, issuer);
	under->first_at = sample->looks[i].at;
}

static bool
is_sudden(const struct under *under, size_t all)
{
	return under->endpoints >= INTERCEPTION_ENDPOINTS &&
	    under->bad * 2 >= under->looks &&
	    (under->looks >= INTERCEPTION_LOOKS || under->looks >= all);
}

/* The run of looks up to now for which that holds; or all of the window. */
static bool
find_run(const struct sample *sample, uint64_t issuer, size_t all, int64_t now,
    struct under *ret_under)
{
	memset(ret_under, 0, sizeof *ret_under);
	for (size_t i = sample->len; i-- > 0;) {
		if (sample->looks[i].at < now - INTERCEPTION_WINDOW_S)
			break;
		count_in(sample, i, issuer, ret_under);
		if (is_under(&sample->looks[i], issuer) &&
		    is_sudden(ret_under, all))
			return true;
	}
	return false;
}

static enum interception_change
end(struct interception *interception)
{
	interception->issuer = 0;
	interception->since = interception->back_since = 0;
	sample_clear(&interception->sample);
	return INTERCEPTION_ENDED;
}

/* Less than half is under it since the first one that is not. */
static bool
is_over(const struct interception *interception)
{
	const struct sample *sample = &interception->sample;
	struct under under = {0};

	for (size_t i = sample->len;
	     i-- > 0 && sample->looks[i].at >= interception->back_since;)
		count_in(sample, i, interception->issuer, &under);
	return under.bad * 2 < under.looks;
}

static enum interception_change
note_while_on(struct interception *interception, const struct sample_look *look)
{
	struct sample_look taken = *look;
	bool is_first;

	taken.is_bad = look->address == interception->issuer;
	is_first = !taken.is_bad && interception->back_since == 0;
	sample_note(&interception->sample, &taken);
	if (is_first)
		interception->back_since = look->at;
	if (interception->back_since != 0 && !is_over(interception))
		interception->back_since = 0;
	if (taken.is_bad)
		return INTERCEPTION_HELD;
	return is_first ? INTERCEPTION_RETURNED : INTERCEPTION_SAME;
}

enum interception_change
interception_tick(
    struct interception *interception, int64_t hold_s, int64_t now)
{
	if (interception->issuer == 0)
		return INTERCEPTION_SAME;
	if (hold_s > 0 && now - interception->since >= hold_s) {
		interception->accepted = interception->issuer;
		return end(interception);
	}
	if (interception->back_since == 0 ||
	    now - interception->back_since < INTERCEPTION_CALM_S ||
	    !is_over(interception))
		return INTERCEPTION_SAME;
	return end(interception);
}

/* The first time that this target was seen under it counts; a later look at it
 * does not make it newer. */
static int64_t
first_seen(const struct sample *sample, const struct sample_look *look)
{
	for (size_t i = 0; i < sample->len; i++) {
		const struct sample_look *known = &sample->looks[i];

		if (known->target == look->target &&
		    is_under(known, look->address))
			return known->at;
	}
	return look->at;
}

enum interception_change
interception_note(struct interception *interception,
    const struct sample_look *look, size_t all, size_t endpoints)
{
	struct sample *sample = &interception->sample;
	struct sample_look taken = *look;
	struct under under;

	if (interception->issuer != 0)
		return note_while_on(interception, look);
	if (look->is_bad && look->address == interception->accepted)
		taken.is_bad = false;
	if (taken.is_bad)
		taken.at = first_seen(sample, look);
	sample_note(sample, &taken);
	if (!taken.is_bad || endpoints < INTERCEPTION_ENDPOINTS)
		return INTERCEPTION_SAME;
	if (find_run(sample, look->address, all, look->at, &under)) {
		interception->issuer = look->address;
		interception->since = under.first_at;
		interception->back_since = 0;
		sample_clear(sample);
		return INTERCEPTION_BEGAN;
	}
	return look->at - taken.at < INTERCEPTION_DOUBT_S ? INTERCEPTION_DOUBTED
							  : INTERCEPTION_SAME;
}
