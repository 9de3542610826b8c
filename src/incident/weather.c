/* Reachability; see weather.h. */
#include "incident/weather.h"

#include "incident/announce.h"
#include "incident/confirm.h"
#include "incident/flaps.h"
#include "incident/kind.h"
#include "incident/monitor_faults.h"
#include "incident/proxied.h"
#include "incident/words_parts.h"
#include "incident/zones.h"

/* One history of looks: at a target, or of resolving an endpoint's names. */
struct weather {
	const struct place *place; /* NULL: the names */
	uint64_t *history;
	uint8_t *count;
	bool is_told;  /* the summary of the first pass named it */
	bool was_well; /* ever */
	enum failure failure;
	const char *detail;
	enum finding_code code;
	/* it is the fault of a proxy, or of a zone: which that is */
	bool is_shared;
	uint8_t sharing[CERT_SHA256_LEN];
};

static bool
is_ours(const struct weather *weather, const struct incident *incident)
{
	bool is_names = incident->code == FINDING_RESOLVE_FAILED;

	return incident_kind(incident->code) == INCIDENT_WEATHER &&
	    is_names == (weather->place == NULL);
}

static struct membership *
find_membership(const struct watched *watched, const struct weather *weather)
{
	static const struct place none = {0};
	const struct place *place =
	    weather->place == NULL ? &none : weather->place;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct membership *m = &watched->memberships[i];

		if (is_ours(weather, m->open->incident) &&
		    place_compare(&book_member(m)->place, place) == 0)
			return m;
	}
	return NULL;
}

/* What another address of the endpoint, or other endpoints behind the same
 * proxy or in the same zone, suffer from already. */
static struct open_incident *
find_open(const struct step *step, const struct watched *watched,
    const struct weather *weather)
{
	if (weather->is_shared)
		return book_find(
		    step->book, weather->code, weather->sharing, NULL);
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct open_incident *open = watched->memberships[i].open;

		if (is_ours(weather, open->incident) &&
		    !proxied_is_about(open->incident))
			return open;
	}
	return NULL;
}

/* What the looks came to, and whom it concerns. */
static char *
down_words(const struct step *step, const struct scene *scene, unsigned failed,
    unsigned looks)
{
	char *text = words_down(scene, failed, looks);
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	if (!proxied_is_about(scene->open->incident))
		return text;
	strbuf_add(&buf, text);
	proxied_add_reach(step, &buf, scene->watched);
	free(text);
	return strbuf_take(&buf);
}

static void
tell(
    struct step *step, const struct scene *scene, const struct weather *weather)
{
	struct incident *incident = scene->open->incident;
	unsigned looks = step->options->reach_window;
	struct event *event;

	if (step->is_first_pass && !weather->was_well) {
		announce_opened(step, scene, true);
		return;
	}
	if (weather->is_told) {
		incident_note_told(incident, step->now);
		return;
	}
	if (looks > *weather->count)
		looks = *weather->count;
	event = announce(step, EVENT_INCIDENT_OPENED, incident->severity, scene,
	    down_words(step, scene,
		confirm_failed(*weather->history, *weather->count, looks),
		looks));
	if (weather->detail != NULL && weather->detail[0] != '\0')
		event->detail = mem_strdup(weather->detail);
}

/* No network does this by chance: somebody put words into the conversation,
 * and may do so once in a hundred times only. */
static bool
is_beyond_doubt(enum finding_code code)
{
	return code == FINDING_STARTTLS_INJECTION;
}

static void
fail(struct step *step, struct watched *watched, const struct weather *weather)
{
	struct membership *membership = find_membership(watched, weather);
	enum finding_code code = weather->code;
	struct scene scene = {.watched = watched, .place = weather->place};
	struct open_incident *open;
	bool is_new = false;

	if (membership != NULL) {
		if (book_member(membership)->clean_count > 0)
			step_note(step, membership->open);
		book_member(membership)->clean_count = 0;
		return;
	}
	if (!is_beyond_doubt(code) &&
	    confirm_failed(*weather->history, *weather->count,
		step->options->reach_window) < step->options->reach_bad)
		return;
	open = find_open(step, watched, weather);
	if (open == NULL) {
		open = flaps_open(step, code,
		    weather->is_shared ? weather->sharing : NULL,
		    watched->endpoint);
		is_new = true;
	}
	book_join(open, watched, weather->place, finding_info(code)->severity,
	    step->now);
	step_note(step, open);
	scene.open = open;
	if (is_new)
		tell(step, &scene, weather);
}

static void
succeed(
    struct step *step, struct watched *watched, const struct weather *weather)
{
	struct membership *membership = find_membership(watched, weather);
	struct incident_member *member;

	if (membership == NULL)
		return;
	member = book_member(membership);
	step_note(step, membership->open);
	if (++member->clean_count < step->options->clean_looks) {
		step_look_again(step, false);
		return;
	}
	announce_leave(step, watched, membership, WORDS_FIXED);
	/* What failed before is settled: it takes n new failures to reopen. */
	*weather->count = 0;
}

/* It does its part again, though the server behind it does not. */
static bool
is_proxy_back(const struct watched *watched, const struct weather *weather)
{
	const struct membership *membership = find_membership(watched, weather);

	return membership != NULL && !weather->is_shared &&
	    proxied_is_about(membership->open->incident);
}

void
weather_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look, bool has_failed)
{
	struct weather weather = {
	    .place = &state->place,
	    .history = &state->reach_history,
	    .count = &state->look_count,
	    .is_told = state->is_down_told,
	    .was_well = state->is_seen,
	    .failure = look->failure,
	    .detail = look->failure_detail,
	};

	confirm_add(&state->reach_history, &state->look_count, !has_failed);
	if (has_failed) {
		weather.code = failure_finding(look->failure);
		weather.is_shared = proxied_blames(step, watched, &state->place,
		    look->failure, &weather.code, weather.sharing);
		if (is_proxy_back(watched, &weather))
			succeed(step, watched, &weather);
		else
			fail(step, watched, &weather);
		return;
	}
	state->is_down_told = false;
	succeed(step, watched, &weather);
}

void
weather_resolve(struct step *step, struct watched *watched,
    enum failure failure, const char *detail)
{
	struct weather weather = {
	    .history = &watched->resolve_history,
	    .count = &watched->resolve_count,
	    .is_told = watched->is_resolve_told,
	    .was_well = watched->target_count > 0,
	    .failure = failure,
	    .detail = detail,
	    .code = failure_finding(failure),
	};
	struct membership *membership;

	confirm_add(&watched->resolve_history, &watched->resolve_count,
	    failure == FAILURE_NONE);
	if (failure != FAILURE_NONE) {
		weather.is_shared =
		    zones_blames(step, watched, failure, weather.sharing);
		if (!monitor_faults_hold_name(
			step, watched, failure, weather.is_shared))
			fail(step, watched, &weather);
		return;
	}
	/* An answer is an answer: no second one is waited for, and what failed
	 * before it counts no more. */
	watched->is_resolve_told = false;
	watched->resolve_count = 0;
	membership = find_membership(watched, &weather);
	if (membership != NULL)
		announce_leave(step, watched, membership, WORDS_FIXED);
}
