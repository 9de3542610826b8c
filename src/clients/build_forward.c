/*
 * mbed TLS: at each step among the anchors, then among what was sent behind the
 * certificate, by name alone and the first in date. It never goes back, and
 * all that was sent must load.
 */
#include "clients/build.h"

/* The first in date behind that position; else the first. */
static uint8_t
next_behind(const struct client_question *question,
    const struct client_cert *cert, size_t position, size_t *ret_position)
{
	const struct client_scene *scene = question->scene;
	struct client_verdict unused;
	uint8_t found = CLIENT_NO_CERT;

	for (size_t i = position + 1; i < scene->sent.len; i++) {
		uint8_t at = scene->sent.items[i];

		if (at == CLIENT_NO_CERT ||
		    !cert_names_issuer(cert->cert, scene->certs.items[at].cert))
			continue;
		if (client_rules_date(
			question, &scene->certs.items[at], &unused)) {
			*ret_position = i;
			return at;
		}
		if (found == CLIENT_NO_CERT) {
			found = at;
			*ret_position = i;
		}
	}
	return found;
}

static bool
loads_all(
    const struct client_question *question, struct client_verdict *ret_verdict)
{
	const struct client_scene *scene = question->scene;

	if (!(question->profile->oddities & CLIENT_EXTRAS_MUST_LOAD))
		return true;
	ARRAY_EACH (cert, &scene->certs) {
		if ((cert->from & CLIENT_FROM_SENT) &&
		    (cert->critical & ~question->profile->critical) != 0)
			return client_rules_refuse(
			    ret_verdict, CLIENT_REASON_CRITICAL, cert, 0);
	}
	return true;
}

struct client_verdict
client_build_forward(const struct client_question *question)
{
	struct client_path path = {.len = 1};
	struct client_verdict verdict;
	size_t position = 0;

	if (!loads_all(question, &verdict))
		return verdict;
	for (;;) {
		const struct client_cert *top =
		    client_path_top(question, &path);
		uint8_t at;

		if (client_rules_is_anchor(question, top, path.len - 1))
			return client_build_finish(question, &path);
		at = client_build_find_anchor(question, top);
		if (at != CLIENT_NO_CERT && client_path_push(&path, at))
			return client_build_finish(question, &path);
		at = next_behind(question, top, position, &position);
		if (at == CLIENT_NO_CERT || !client_path_push(&path, at))
			return client_build_ended(question, top);
	}
}
