/*
 * NSS: one issuer a step, never revised. Of those with the issuer's name and
 * key identifier, anchors and sent alike, the one in date that began last, as
 * its cache of certificates finds it; up to the first that is trusted.
 */
#include "clients/build.h"

static bool
is_newer(const struct cert *a, const struct cert *b)
{
	return a->not_before != b->not_before ? a->not_before > b->not_before
					      : a->not_after >= b->not_after;
}

static uint8_t
pick(const struct client_question *question, const struct client_path *path)
{
	const struct client_cert *top = client_path_top(question, path);
	const struct client_scene *scene = question->scene;
	uint8_t found = CLIENT_NO_CERT;
	bool is_found_valid = false;

	for (size_t i = 0; i < top->issuer_count; i++) {
		uint8_t at = top->issuers[i];
		const struct client_cert *issuer = &scene->certs.items[at];
		struct client_verdict unused;
		bool is_valid = client_rules_date(question, issuer, &unused);

		if (!client_rules_has(question, issuer) ||
		    !client_cert_ids_fit(top, issuer))
			continue;
		if (found != CLIENT_NO_CERT &&
		    (is_found_valid != is_valid
			    ? is_found_valid
			    : !is_newer(issuer->cert,
				  scene->certs.items[found].cert)))
			continue;
		found = at;
		is_found_valid = is_valid;
	}
	return found;
}

struct client_verdict
client_build_newest(const struct client_question *question)
{
	struct client_path path = {.len = 1};

	for (;;) {
		const struct client_cert *top =
		    client_path_top(question, &path);
		uint8_t at;

		if (client_rules_is_anchor(question, top, path.len - 1))
			return client_build_finish(question, &path);
		at = top->is_self_signed ? CLIENT_NO_CERT
					 : pick(question, &path);
		if (at == CLIENT_NO_CERT || client_path_has(&path, at) ||
		    !client_path_push(&path, at))
			return client_build_ended(question, top);
	}
}
