/*
 * BearSSL: each certificate is issued by the one that follows, up to the first
 * that an anchor signed; what comes behind is not looked at, and anything in
 * between is fatal.
 */
#include "clients/build.h"

struct client_verdict
client_build_strict(const struct client_question *question)
{
	const struct client_scene *scene = question->scene;
	struct client_path path = {.len = 1};
	struct client_verdict verdict;

	for (size_t i = 0; i < scene->sent.len; i++) {
		const struct client_cert *top =
		    client_path_top(question, &path);
		uint8_t at = client_build_find_anchor(question, top);

		if (i == 0 && client_rules_is_anchor(question, top, 0))
			return client_build_finish(question, &path);
		if (at != CLIENT_NO_CERT && client_path_push(&path, at))
			return client_build_finish(question, &path);
		if (i + 1 == scene->sent.len)
			return client_build_ended(question, top);
		at = scene->sent.items[i + 1];
		if (at == CLIENT_NO_CERT ||
		    !cert_names_issuer(
			top->cert, scene->certs.items[at].cert) ||
		    !client_scene_is_signed(
			scene, top, &scene->certs.items[at]) ||
		    !client_path_push(&path, at)) {
			client_rules_refuse(
			    &verdict, CLIENT_REASON_NOT_IN_ORDER, top, 0);
			return verdict;
		}
	}
	return client_build_ended(question, client_path_top(question, &path));
}
