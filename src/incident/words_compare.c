/* The sentences about addresses that differ; declared in words.h. */
#include "incident/words_parts.h"

#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"
#include "incident/compare.h"

#define MAX_ADDRESSES 4 /* named one by one */

void
words_add_members(struct strbuf *buf, const struct scene *scene)
{
	const struct watched *watched = scene->watched;
	struct endpoint_via via;
	char text[PLACE_TEXT_MAX];
	size_t count = 0;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];

		if (m->open != scene->open)
			continue;
		if (count++ >= MAX_ADDRESSES)
			continue;
		strbuf_add(buf, count > 1 ? ", " : "");
		place_format_brief(
		    &book_member(m)->place, watched->endpoint->port, text);
		via = target_state_via(
		    watched_target(watched, &book_member(m)->place));
		endpoint_via_add(buf, &via, text);
	}
	if (count > MAX_ADDRESSES)
		strbuf_addf(buf, " and %zu more", count - MAX_ADDRESSES);
}

/* What all members have in common and nobody else has, and what all the others
 * have; 0: nothing. */
struct trait {
	int members, others;
};

static void
note_trait(struct trait *trait, bool is_member, int value, bool is_first)
{
	int *of = is_member ? &trait->members : &trait->others;

	if (is_first)
		*of = value;
	else if (*of != value)
		*of = -1;
}

static void
find_traits(const struct scene *scene, struct trait *family, struct trait *role)
{
	const struct watched *watched = scene->watched;
	bool is_first[2] = {true, true};

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		bool is_member =
		    watched_member(watched, scene->open, &state->place) != NULL;

		if (!is_member && !compare_takes_part(state))
			continue;
		note_trait(family, is_member, state->place.address.family,
		    is_first[is_member]);
		note_trait(role, is_member, (int)watched_role(state),
		    is_first[is_member]);
		is_first[is_member] = false;
	}
}

static bool
sets_apart(const struct trait *trait)
{
	return trait->members > 0 && trait->members != trait->others &&
	    trait->others >= 0;
}

static const char *
role_words(int role)
{
	switch ((enum endpoint_role)role) {
	case ENDPOINT_ROLE_DNS: return "what DNS says";
	case ENDPOINT_ROLE_ORIGIN: return "the origin";
	case ENDPOINT_ROLE_LOAD_BALANCER: return "the load balancer";
	case ENDPOINT_ROLE_CDN: return "the CDN";
	case ENDPOINT_ROLE_STANDBY: return "the standby";
	case ENDPOINT_ROLE_NONE:
	case ENDPOINT_ROLE_COUNT: break;
	}
	return "the others";
}

/* "www.example.com from R10 until 2027-01-01 00:00 UTC"; beside one with the
 * same certificate what is sent along. */
static void
add_chain(struct strbuf *buf, const struct verdict *chain,
    const struct verdict *beside)
{
	char until[TIMESTAMP_TEXT_MAX];

	if (chain->cert_count == 0) {
		strbuf_add(buf, "no certificate");
		return;
	}
	strbuf_add(buf, chain->certs[0]->label);
	if (!compare_same_leaf(chain, beside)) {
		strbuf_addf(buf, " from %s until %s",
		    chain->certs[0]->issuer_label,
		    timestamp_words(chain->certs[0]->not_after, until));
		return;
	}
	strbuf_add(buf, chain->cert_count == 1 ? " alone" : " with ");
	for (size_t i = 1; i < chain->cert_count; i++)
		strbuf_addf(
		    buf, "%s%s", i == 1 ? "" : ", ", chain->certs[i]->label);
}

/* What the first member shows. */
static const struct verdict *
minority_of(const struct scene *scene)
{
	const struct watched *watched = scene->watched;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (state->is_seen &&
		    watched_member(watched, scene->open, &state->place) !=
			NULL &&
		    !verdict_same_chain(state->current, scene->majority))
			return state->current;
	}
	return NULL;
}

static void
add_sides(struct strbuf *buf, const struct scene *scene)
{
	struct trait family = {0, 0}, role = {0, 0};
	const struct verdict *minority = minority_of(scene);
	const char *others = "the others show";

	find_traits(scene, &family, &role);
	if (sets_apart(&role)) {
		others = role.others == ENDPOINT_ROLE_NONE ? others : NULL;
	} else if (sets_apart(&family)) {
		strbuf_add(buf, family.members == 6 ? "IPv6 (" : "IPv4 (");
		others = family.others == 6 ? "IPv6 shows" : "IPv4 shows";
	}
	words_add_members(buf, scene);
	if (!sets_apart(&role) && sets_apart(&family))
		strbuf_add_char(buf, ')');
	strbuf_add(buf,
	    watched_member_count(scene->watched, scene->open) == 1 ? " shows "
								   : " show ");
	if (minority == NULL) {
		strbuf_add(buf, "another");
		return;
	}
	add_chain(buf, minority, scene->majority);
	strbuf_add(buf, ", ");
	if (others == NULL)
		strbuf_addf(buf, "%s shows ", role_words(role.others));
	else
		strbuf_addf(buf, "%s ", others);
	add_chain(buf, scene->majority, minority);
}

char *
words_divergent(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	strbuf_addf(&buf, "%s: not every address shows the same chain: ",
	    scene->watched->endpoint->id);
	add_sides(&buf, scene);
	strbuf_addf(&buf, "; %zu of %u addresses",
	    watched_member_count(scene->watched, scene->open),
	    (unsigned)scene->watched->target_count);
	return strbuf_take(&buf);
}

/* "2 of 3 addresses show" */
static void
add_progress(struct strbuf *buf, const struct scene *scene)
{
	strbuf_addf(buf, "%zu of %zu addresses %s", scene->rollout.done,
	    scene->rollout.total, scene->rollout.done == 1 ? "shows" : "show");
}

/* "b.example, valid until ..." */
static void
add_generation(struct strbuf *buf, const struct verdict *chain)
{
	char until[TIMESTAMP_TEXT_MAX];

	if (chain->cert_count > 0)
		strbuf_addf(buf, "%s, valid until %s", chain->certs[0]->label,
		    timestamp_words(chain->certs[0]->not_after, until));
}

char *
words_rollout_started(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	strbuf_addf(&buf, "%s: a new certificate is on its way: ",
	    scene->watched->endpoint->id);
	add_progress(&buf, scene);
	strbuf_add_char(&buf, ' ');
	add_generation(&buf, scene->after);
	strbuf_add(&buf, "; the others still show ");
	add_generation(&buf, scene->before);
	return strbuf_take(&buf);
}

char *
words_rollout_finished(const struct scene *scene, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	char after[DURATION_TEXT_MAX];

	duration_words(now - scene->rollout.since, after);
	strbuf_addf(&buf, "%s: ", scene->watched->endpoint->id);
	if (scene->is_rollback)
		strbuf_addf(&buf,
		    "the rollout was taken back after %s: all %zu addresses "
		    "show the certificate of before again, ",
		    after, scene->rollout.total);
	else
		strbuf_addf(&buf,
		    "the new certificate has arrived after %s: all %zu "
		    "addresses show ",
		    after, scene->rollout.total);
	add_generation(&buf, scene->after);
	return strbuf_take(&buf);
}

char *
words_rollout_stalled(const struct scene *scene, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	char after[DURATION_TEXT_MAX];

	strbuf_addf(&buf, "%s: the rollout has stalled: after %s ",
	    scene->watched->endpoint->id,
	    duration_words(now - scene->rollout.since, after));
	add_progress(&buf, scene);
	strbuf_add_char(&buf, ' ');
	add_generation(&buf, scene->after);
	strbuf_add(&buf, "; still on ");
	add_generation(&buf, scene->before);
	strbuf_add(&buf, ": ");
	words_add_members(&buf, scene);
	return strbuf_take(&buf);
}
