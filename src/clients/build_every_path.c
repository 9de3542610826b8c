/*
 * Clients that try every path and back up on any failure: Go, Java, rustls,
 * Firefox, Chrome. Order, doubles and expired extras make no difference to
 * them.
 */
#include "clients/build.h"

#include <string.h>

#define STEPS_MAX 400

struct search {
	const struct client_question *question;
	struct client_path path;
	unsigned steps, max_steps;
	bool has_given_up;
	/* why not: of a complete path if there was one, else of the longest */
	struct client_verdict why;
	size_t why_len;
	bool has_complete;
};

static void
remember(
    struct search *search, const struct client_verdict *why, bool is_complete)
{
	if (search->has_complete && !is_complete)
		return;
	if (search->has_complete == is_complete &&
	    search->path.len <= search->why_len)
		return;
	search->why = *why;
	search->why_len = search->path.len;
	search->has_complete = is_complete;
}

/* The same CA twice in a path is a circle. */
static bool
is_in_path(const struct search *search, const struct client_cert *issuer)
{
	for (size_t i = 0; i < search->path.len; i++) {
		const struct cert *cert =
		    client_path_at(search->question, &search->path, i)->cert;

		if (cert->subject_hash == issuer->cert->subject_hash &&
		    memcmp(cert->key.sha256, issuer->cert->key.sha256,
			sizeof cert->key.sha256) == 0)
			return true;
	}
	return false;
}

static bool
may_issue(const struct search *search, const struct client_cert *top,
    const struct client_cert *issuer)
{
	const struct client_question *question = search->question;

	return client_rules_has(question, issuer) &&
	    !is_in_path(search, issuer) &&
	    (!(question->profile->oddities & CLIENT_KEY_IDS_BIND) ||
		client_cert_ids_fit(top, issuer)) &&
	    client_scene_is_signed(question->scene, top, issuer);
}

static bool
is_too_deep(const struct search *search)
{
	unsigned max = search->question->profile->max_intermediates;

	return search->path.len == CLIENT_PATH_MAX ||
	    (max != 0 && search->path.len > max + 1);
}

/* Within the client's own budget, and that of the whole scene. */
static bool
may_go_on(struct search *search)
{
	struct client_verdict why;

	if (search->steps<search->max_steps && *
		search->question->steps_left> 0) {
		search->steps++;
		(*search->question->steps_left)--;
		return true;
	}
	client_rules_refuse(
	    &why, CLIENT_REASON_TOO_MANY_STEPS, NULL, search->max_steps);
	remember(search, &why, true);
	search->has_given_up = true;
	return false;
}

static bool search_on(struct search *search);

static bool
try_issuers(struct search *search, const struct client_cert *top)
{
	const struct client_scene *scene = search->question->scene;
	bool has_gone_on = false;
	struct client_verdict why;

	for (size_t i = 0; i < top->issuer_count; i++) {
		uint8_t at = top->issuers[i];

		if (!may_issue(search, top, &scene->certs.items[at]))
			continue;
		if (!may_go_on(search))
			return false;
		has_gone_on = true;
		search->path.certs[search->path.len++] = at;
		if (search_on(search))
			return true;
		search->path.len--;
		if (search->has_given_up)
			return false;
	}
	if (!has_gone_on) {
		why = client_build_ended(search->question, top);
		remember(search, &why, false);
	}
	return false;
}

static bool
search_on(struct search *search)
{
	const struct client_question *question = search->question;
	const struct client_cert *top =
	    client_path_top(question, &search->path);
	struct client_verdict why;

	if (client_rules_is_anchor(question, top, search->path.len - 1)) {
		if (client_rules_path(question, &search->path, &why))
			return true;
		remember(search, &why, true);
	}
	if (is_too_deep(search)) {
		client_rules_refuse(&why, CLIENT_REASON_TOO_DEEP, NULL,
		    question->profile->max_intermediates);
		remember(search, &why, false);
		return false;
	}
	return try_issuers(search, top);
}

struct client_verdict
client_build_every_path(const struct client_question *question)
{
	struct search search = {
	    .question = question,
	    .path = {.len = 1},
	    .max_steps = question->profile->max_steps,
	};

	if (search.max_steps == 0)
		search.max_steps = STEPS_MAX;
	if (search_on(&search))
		return (struct client_verdict){.accepts = true};
	return search.why;
}
