/*
 * wolfSSL: from the last certificate sent to the second, each is verified
 * against the store and those verified before, and added; then the server's.
 * So an expired extra, or an unrelated certificate, ends the handshake.
 */
#include "clients/build.h"

#include <string.h>

struct builder {
	const struct client_question *question;
	/* of each certificate of the scene that was verified: its issuer */
	uint8_t issuer[CLIENT_SCENE_MAX_CERTS];
	bool is_known[CLIENT_SCENE_MAX_CERTS];
};

/* By key identifier where the certificate gives one, else by name. */
static bool
is_found_as_issuer(
    const struct client_cert *cert, const struct client_cert *issuer)
{
	if (cert->cert->authority_key_id == NULL)
		return true;
	return issuer->cert->subject_key_id != NULL &&
	    client_cert_ids_fit(cert, issuer);
}

static uint8_t
find_known_issuer(const struct builder *builder, const struct client_cert *cert)
{
	const struct client_scene *scene = builder->question->scene;

	for (size_t i = 0; i < cert->issuer_count; i++) {
		uint8_t at = cert->issuers[i];

		if (builder->is_known[at] &&
		    is_found_as_issuer(cert, &scene->certs.items[at]))
			return at;
	}
	return CLIENT_NO_CERT;
}

static void
know_anchors(struct builder *builder)
{
	const struct client_scene *scene = builder->question->scene;

	for (size_t i = 0; i < scene->certs.len; i++) {
		builder->issuer[i] = CLIENT_NO_CERT;
		builder->is_known[i] = client_rules_is_anchor(
		    builder->question, &scene->certs.items[i], 1);
	}
}

/* One of its name and key is there: the second is not kept. */
static bool
has_twin(const struct builder *builder, const struct client_cert *cert)
{
	const struct client_scene *scene = builder->question->scene;

	for (size_t i = 0; i < scene->certs.len; i++) {
		const struct cert *other = scene->certs.items[i].cert;

		if (builder->is_known[i] &&
		    other->subject_hash == cert->cert->subject_hash &&
		    memcmp(other->key.sha256, cert->cert->key.sha256,
			sizeof other->key.sha256) == 0)
			return true;
	}
	return false;
}

/* One that was sent beside the server's; false: it ends the handshake. */
static bool
add(struct builder *builder, uint8_t at, struct client_verdict *ret_verdict)
{
	const struct client_question *question = builder->question;
	const struct client_cert *cert = &question->scene->certs.items[at];
	uint8_t issuer;

	if (builder->is_known[at])
		return true;
	if (!client_rules_date(question, cert, ret_verdict)) {
		if (ret_verdict->reason == CLIENT_REASON_EXPIRED)
			ret_verdict->reason = CLIENT_REASON_EXTRA_EXPIRED;
		return false;
	}
	if (has_twin(builder, cert))
		return true;
	issuer = find_known_issuer(builder, cert);
	if (issuer == CLIENT_NO_CERT)
		return cert->cert->is_ca ||
		    client_rules_refuse(
			ret_verdict, CLIENT_REASON_EXTRA_UNTRUSTED, cert, 0);
	if (!client_scene_is_signed(
		question->scene, cert, &question->scene->certs.items[issuer]))
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_BAD_SIGNATURE, cert, 0);
	builder->issuer[at] = issuer;
	builder->is_known[at] = cert->cert->is_ca;
	return true;
}

struct client_verdict
client_build_backward(const struct client_question *question)
{
	const struct client_scene *scene = question->scene;
	struct builder builder = {.question = question};
	struct client_path path = {.len = 1};
	struct client_verdict verdict;
	uint8_t at;

	know_anchors(&builder);
	if (client_rules_is_anchor(question, &scene->certs.items[0], 0))
		return client_build_finish(question, &path);
	for (size_t i = scene->sent.len; i-- > 1;) {
		at = scene->sent.items[i];
		if (at != CLIENT_NO_CERT && !add(&builder, at, &verdict))
			return verdict;
	}
	at = find_known_issuer(&builder, &scene->certs.items[0]);
	if (at == CLIENT_NO_CERT)
		return client_build_ended(question, &scene->certs.items[0]);
	while (at != CLIENT_NO_CERT && client_path_push(&path, at))
		at = builder.issuer[at];
	return client_build_finish(question, &path);
}
