/*
 * What a client asks of a path once it has one, and of the message before it
 * looks for one. Every rule is a comparison of facts with the client's row; no
 * rule knows a client by name.
 */
#pragma once

#include "clients/profile.h"
#include "clients/reason.h"
#include "clients/scene.h"

#define CLIENT_PATH_MAX 40

/* Indices into the scene: the server's certificate first, the anchor last. */
struct client_path {
	uint8_t certs[CLIENT_PATH_MAX];
	size_t len;
};

/* One client asked about one scene at one time. */
struct client_question {
	const struct client_profile *profile;
	const struct client_scene *scene;
	int64_t at; /* seconds since 1970 */
	unsigned *steps_left;
};

/* Each: true when nothing is wrong; else ret_verdict says what. */
bool client_rules_message(const struct client_question *question,
    struct client_verdict *ret_verdict) MUST_CHECK;
bool client_rules_name(const struct client_question *question,
    struct client_verdict *ret_verdict) MUST_CHECK;
/* Of a path that ends in an anchor; signatures are known to be good. */
bool client_rules_path(const struct client_question *question,
    const struct client_path *path,
    struct client_verdict *ret_verdict) MUST_CHECK;

/* Is it in date, as this client reads dates? */
bool client_rules_date(const struct client_question *question,
    const struct client_cert *cert,
    struct client_verdict *ret_verdict) MUST_CHECK;
/* May it be the end of a path, trusted by what the store says? depth: its
 * index in the path. */
bool client_rules_is_anchor(const struct client_question *question,
    const struct client_cert *cert, size_t depth);
/* The rule by which its root programme has given up that root, for this leaf
 * at that time; NULL: it has not. */
const struct policy_rule *client_rules_distrust(
    const struct client_question *question, const struct client_cert *cert);
/* The rule by which its own store is older than that root; NULL: none. */
const struct policy_rule *client_rules_lack(
    const struct client_question *question, const struct client_cert *cert);
/* May this client use it as an issuer at all: sent, trusted, or to be had in a
 * way that it goes? */
bool client_rules_has(
    const struct client_question *question, const struct client_cert *cert);
bool client_rules_refuse(struct client_verdict *ret_verdict,
    enum client_reason reason, const struct client_cert *cert, unsigned limit);
