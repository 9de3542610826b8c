/*
 * struct client_scene: one captured chain as all clients see it, read once:
 * the certificates at hand, who could have issued whom, and how the server's
 * certificate answers to the name. Each client is then asked about it, at any
 * date, without parsing and without checking a signature twice.
 *
 * Certificates and the signature cache are lent by the judgement.
 */
#pragma once

#include "base/array.h"
#include "clients/name_facts.h"
#include "clients/profile.h"
#include "model/evidence.h"
#include "model/policy.h"
#include "pki/signature.h"

/* Where an issuer at hand came from. An anchor that was sent is both. */
#define CLIENT_FROM_SENT 1u
#define CLIENT_FROM_ANCHOR 2u
#define CLIENT_FROM_PRELOAD 4u /* known to the fleet or the operator */
#define CLIENT_FROM_FETCH 8u

/* Extensions marked critical. */
#define CLIENT_CRITICAL_BASIC (1u << 0)
#define CLIENT_CRITICAL_KEY_USAGE (1u << 1)
#define CLIENT_CRITICAL_PURPOSE (1u << 2)
#define CLIENT_CRITICAL_SAN (1u << 3)
#define CLIENT_CRITICAL_NAMES (1u << 4) /* name constraints */
#define CLIENT_CRITICAL_POLICIES (1u << 5)
#define CLIENT_CRITICAL_MAPPINGS (1u << 6)
#define CLIENT_CRITICAL_POLICY_CONSTRAINTS (1u << 7)
#define CLIENT_CRITICAL_INHIBIT_ANY (1u << 8)
#define CLIENT_CRITICAL_AUTHORITY_KEY (1u << 9)
#define CLIENT_CRITICAL_SUBJECT_KEY (1u << 10)
#define CLIENT_CRITICAL_CRL_POINTS (1u << 11)
#define CLIENT_CRITICAL_AIA (1u << 12)
#define CLIENT_CRITICAL_TLS_FEATURE (1u << 13)
#define CLIENT_CRITICAL_ISSUER_NAME (1u << 14) /* issuerAltName */
#define CLIENT_CRITICAL_NETSCAPE (1u << 15)    /* nsCertType */
#define CLIENT_CRITICAL_UNKNOWN (1u << 31)

#define CLIENT_SCENE_MAX_CERTS 160
#define CLIENT_SCENE_MAX_ISSUERS 64 /* of one certificate */

struct client_cert {
	const struct cert *cert;
	unsigned from; /* CLIENT_FROM_* */
	int sent_at;   /* first position in the message; -1 */
	uint32_t critical;
	bool is_self_signed;   /* by name and key identifiers, as clients see it
				* before they check any signature */
	bool has_known_double; /* an extension of CLIENT_CRITICAL_*, twice */
	bool has_broken_key;   /* it does not decode */
	/* Netscape's certificate type, where there is one, without a server */
	bool is_no_netscape_server;
	uint8_t constraint_kinds; /* CLIENT_NC_*; of its name constraints */
	/* it leads to a public root, so that programmes know it beforehand */
	bool is_disclosed;
	/* an anchor: when each programme's clients refuse this leaf under it */
	int64_t refused_from[POLICY_PROGRAMME_COUNT];
	const struct policy_rule *refused_by[POLICY_PROGRAMME_COUNT];
	/* indices of those whose subject is its issuer: in the order sent,
	 * then anchors, then known */
	uint8_t *issuers;
	size_t issuer_count;
};

/* A client's own store is too old for this anchor. */
struct client_lack {
	const struct client_profile *profile;
	uint8_t cert; /* its index */
	const struct policy_rule *rule;
};

struct client_scene {
	const struct evidence *evidence;
	struct signature_cache *signatures;
	/* the first sent is items[0]; each certificate once */
	ARRAY(struct client_cert) certs;
	ARRAY(uint8_t)
	sent; /* indices, in the order of the message, doubles
	       * too; malformed ones are CLIENT_NO_CERT */
	ARRAY(uint8_t) issuer_lists;
	ARRAY(struct client_lack) lacks;
	size_t message_bytes;
	bool has_malformed;
	unsigned steps_left; /* spent: what is asked then is not answered */
	bool is_cut;	     /* more certificates than are looked at */
	struct name_facts name;
	/* answers of X509's name constraints, asked once a pair */
	struct constraint_memo *constraints;
};

#define CLIENT_NO_CERT 0xff
/* Steps that all searches of one scene take together, at all dates: about
 * 20 ms. Chains that people serve take some hundred. */
#define CLIENT_SCENE_STEPS 20000

/* false: there is no certificate that a client could look at. */
bool client_scene_open(struct client_scene *ret_scene,
    const struct evidence *evidence,
    struct signature_cache *signatures) MUST_CHECK;
void client_scene_clear(struct client_scene *scene);

/* Do authority and subject key identifier leave room for it? */
bool client_cert_ids_fit(
    const struct client_cert *cert, const struct client_cert *issuer);
/* Did this key sign it? From the cache; too costly counts as no. */
bool client_scene_is_signed(const struct client_scene *scene,
    const struct client_cert *cert, const struct client_cert *issuer);
