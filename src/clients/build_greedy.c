/*
 * OpenSSL: one issuer a step, chosen by name, key identifiers and dates, never
 * revised (X509_verify_cert, build_chain). Trusted-first looks among the
 * anchors before what was sent; the older order looks there last, and since
 * 1.0.2b again from lower down when that ends nowhere.
 */
#include <openssl/x509v3.h>

#include "clients/build.h"

struct builder {
	const struct client_question *question;
	struct client_path path;
	bool is_partial; /* X509_V_FLAG_PARTIAL_CHAIN */
};

/* X509_check_issued, without the signature. */
static bool
could_issue(const struct client_cert *cert, const struct client_cert *issuer)
{
	return client_cert_ids_fit(cert, issuer) &&
	    (!issuer->cert->has_key_usage ||
		(issuer->cert->key_usage & KU_KEY_CERT_SIGN) != 0);
}

/* The first in date; else the one that ends last. */
static uint8_t
pick(const struct builder *builder, const struct client_cert *cert,
    unsigned from)
{
	const struct client_question *question = builder->question;
	const struct client_scene *scene = question->scene;
	uint8_t found = CLIENT_NO_CERT;
	struct client_verdict unused;

	for (size_t i = 0; i < cert->issuer_count; i++) {
		uint8_t at = cert->issuers[i];
		const struct client_cert *issuer = &scene->certs.items[at];

		if (!(issuer->from & from) || !could_issue(cert, issuer) ||
		    (from == CLIENT_FROM_ANCHOR &&
			client_rules_lack(question, issuer) != NULL))
			continue;
		if (from == CLIENT_FROM_SENT &&
		    client_path_has(&builder->path, at))
			continue;
		if (client_rules_date(question, issuer, &unused))
			return at;
		if (found == CLIENT_NO_CERT ||
		    issuer->cert->not_after >
			scene->certs.items[found].cert->not_after)
			found = at;
	}
	return found;
}

static bool
is_trusted_end(const struct builder *builder, size_t depth)
{
	const struct client_cert *top =
	    client_path_top(builder->question, &builder->path);

	return client_rules_is_anchor(builder->question, top, depth);
}

/* On among the anchors from the top; true: it ends in one that is trusted. */
static bool
climb_trusted(struct builder *builder)
{
	for (;;) {
		const struct client_cert *top =
		    client_path_top(builder->question, &builder->path);
		uint8_t at;

		if (is_trusted_end(builder, builder->path.len - 1) &&
		    (top->is_self_signed || builder->is_partial))
			return true;
		if (top->is_self_signed)
			return false;
		at = pick(builder, top, CLIENT_FROM_ANCHOR);
		if (at == CLIENT_NO_CERT ||
		    client_path_has(&builder->path, at) ||
		    !client_path_push(&builder->path, at))
			return false;
	}
}

/* One of those sent; false: none is left, or the top signs itself. */
static bool
climb_sent(struct builder *builder)
{
	const struct client_cert *top =
	    client_path_top(builder->question, &builder->path);
	uint8_t at;

	if (top->is_self_signed)
		return false;
	at = pick(builder, top, CLIENT_FROM_SENT);
	return at != CLIENT_NO_CERT && client_path_push(&builder->path, at);
}

static bool
build_trusted_first(struct builder *builder)
{
	for (;;) {
		const struct client_cert *top =
		    client_path_top(builder->question, &builder->path);
		uint8_t anchor = top->is_self_signed
		    ? CLIENT_NO_CERT
		    : pick(builder, top, CLIENT_FROM_ANCHOR);

		if (builder->path.len == 1 && is_trusted_end(builder, 0))
			return true;
		if (anchor != CLIENT_NO_CERT &&
		    client_path_push(&builder->path, anchor))
			return climb_trusted(builder);
		if (!climb_sent(builder))
			return top->is_self_signed &&
			    is_trusted_end(builder, builder->path.len - 1);
	}
}

/* Drops certificates from the top and looks among the anchors again. */
static bool
build_shorter(struct builder *builder, size_t sent_len)
{
	for (size_t len = sent_len - 1; len > 0; len--) {
		builder->path.len = len;
		if (pick(builder,
			client_path_top(builder->question, &builder->path),
			CLIENT_FROM_ANCHOR) != CLIENT_NO_CERT &&
		    climb_trusted(builder))
			return true;
	}
	builder->path.len = sent_len;
	return false;
}

static bool
build_sent_first(struct builder *builder, bool has_second_try)
{
	size_t sent_len;

	while (climb_sent(builder))
		;
	sent_len = builder->path.len;
	if (climb_trusted(builder))
		return true;
	return has_second_try && sent_len > 1 &&
	    build_shorter(builder, sent_len);
}

struct client_verdict
client_build_greedy(const struct client_question *question)
{
	const struct client_profile *profile = question->profile;
	struct builder builder = {
	    .question = question,
	    .path = {.len = 1},
	    .is_partial = profile->anchor != CLIENT_ANCHOR_SELF_SIGNED,
	};
	bool is_trusted = profile->builder == CLIENT_BUILDS_TRUSTED_FIRST
	    ? build_trusted_first(&builder)
	    : build_sent_first(&builder,
		  profile->builder == CLIENT_BUILDS_SENT_THEN_SHORTER);

	if (!is_trusted)
		return client_build_ended(
		    question, client_path_top(question, &builder.path));
	return client_build_finish(question, &builder.path);
}
