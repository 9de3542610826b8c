/*
 * GnuTLS: what was sent is sorted into a path by names and key identifiers,
 * without a look at dates or signatures, cut where it meets the store, and
 * checked once. An expired twin that comes first is fatal.
 */
#include "clients/build.h"

#include <string.h>

static uint8_t
next_sent(const struct client_question *question,
    const struct client_path *path, const struct client_cert *cert)
{
	for (size_t i = 0; i < cert->issuer_count; i++) {
		uint8_t at = cert->issuers[i];
		const struct client_cert *issuer =
		    &question->scene->certs.items[at];

		if ((issuer->from & CLIENT_FROM_SENT) &&
		    !client_path_has(path, at) &&
		    client_cert_ids_fit(cert, issuer))
			return at;
	}
	return CLIENT_NO_CERT;
}

/* An anchor that is this one, or has its name and key. */
static uint8_t
find_twin_anchor(
    const struct client_question *question, const struct client_cert *cert)
{
	const struct client_scene *scene = question->scene;

	for (size_t i = 0; i < scene->certs.len; i++) {
		const struct client_cert *anchor = &scene->certs.items[i];

		if (client_rules_is_anchor(question, anchor, 1) &&
		    anchor->cert->subject_hash == cert->cert->subject_hash &&
		    memcmp(anchor->cert->key.sha256, cert->cert->key.sha256,
			sizeof cert->cert->key.sha256) == 0)
			return (uint8_t)i;
	}
	return CLIENT_NO_CERT;
}

static void
sort(const struct client_question *question, struct client_path *path)
{
	uint8_t at;

	do {
		const struct client_cert *top = client_path_top(question, path);

		at = top->is_self_signed ? CLIENT_NO_CERT
					 : next_sent(question, path, top);
	} while (at != CLIENT_NO_CERT && client_path_push(path, at));
}

struct client_verdict
client_build_sorted(const struct client_question *question)
{
	struct client_path path = {.len = 1};
	const struct client_cert *top;
	uint8_t anchor;

	sort(question, &path);
	for (size_t i = 0; i < path.len; i++) {
		anchor = find_twin_anchor(
		    question, client_path_at(question, &path, i));
		if (anchor == CLIENT_NO_CERT)
			continue;
		path.certs[i] = anchor;
		path.len = i + 1;
		return client_build_finish(question, &path);
	}
	if (path.len > 1 && client_path_top(question, &path)->is_self_signed)
		path.len--;
	top = client_path_top(question, &path);
	anchor = client_build_find_anchor(question, top);
	if (anchor == CLIENT_NO_CERT || !client_path_push(&path, anchor))
		return client_build_ended(question, top);
	return client_build_finish(question, &path);
}
