/* The certificates at hand, and who may have issued whom; see scene.h. */
#include "clients/scene.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "base/mem.h"
#include "clients/constraint_memo.h"
#include "pki/crypto_error.h"

/* Octets of a Certificate message beside the certificates themselves: length
 * and extensions of each, as in RFC 8446 4.4.2. */
#define ENTRY_BYTES 5
#define MESSAGE_BYTES 8

/* CLIENT_CRITICAL_* of an extension. */
static uint32_t
bit_of(const X509_EXTENSION *extension)
{
	static const struct {
		int nid;
		uint32_t bit;
	} rows[] = {
	    {NID_basic_constraints, CLIENT_CRITICAL_BASIC},
	    {NID_key_usage, CLIENT_CRITICAL_KEY_USAGE},
	    {NID_ext_key_usage, CLIENT_CRITICAL_PURPOSE},
	    {NID_subject_alt_name, CLIENT_CRITICAL_SAN},
	    {NID_name_constraints, CLIENT_CRITICAL_NAMES},
	    {NID_certificate_policies, CLIENT_CRITICAL_POLICIES},
	    {NID_policy_mappings, CLIENT_CRITICAL_MAPPINGS},
	    {NID_policy_constraints, CLIENT_CRITICAL_POLICY_CONSTRAINTS},
	    {NID_inhibit_any_policy, CLIENT_CRITICAL_INHIBIT_ANY},
	    {NID_authority_key_identifier, CLIENT_CRITICAL_AUTHORITY_KEY},
	    {NID_subject_key_identifier, CLIENT_CRITICAL_SUBJECT_KEY},
	    {NID_crl_distribution_points, CLIENT_CRITICAL_CRL_POINTS},
	    {NID_info_access, CLIENT_CRITICAL_AIA},
	    {NID_tlsfeature, CLIENT_CRITICAL_TLS_FEATURE},
	    {NID_issuer_alt_name, CLIENT_CRITICAL_ISSUER_NAME},
	    {NID_netscape_cert_type, CLIENT_CRITICAL_NETSCAPE},
	};
	int nid =
	    OBJ_obj2nid(X509_EXTENSION_get_object((X509_EXTENSION *)extension));

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].nid == nid)
			return rows[i].bit;
	}
	return CLIENT_CRITICAL_UNKNOWN;
}

static void
read_netscape_type(struct client_cert *node)
{
	ASN1_BIT_STRING *type = X509_get_ext_d2i(
	    node->cert->x509, NID_netscape_cert_type, NULL, NULL);

	node->is_no_netscape_server = type != NULL &&
	    (type->length == 0 || !(type->data[0] & NS_SSL_SERVER));
	ASN1_BIT_STRING_free(type);
	crypto_error_drop();
}

static void
read_extensions(struct client_cert *node)
{
	uint32_t seen = 0;
	const STACK_OF(X509_EXTENSION) *extensions =
	    X509_get0_extensions(node->cert->x509);

	for (int i = 0; i < sk_X509_EXTENSION_num(extensions); i++) {
		const X509_EXTENSION *extension =
		    sk_X509_EXTENSION_value(extensions, i);

		uint32_t bit = bit_of(extension);

		if (X509_EXTENSION_get_critical(extension))
			node->critical |= bit;
		if (bit != CLIENT_CRITICAL_UNKNOWN && (seen & bit) != 0)
			node->has_known_double = true;
		seen |= bit;
	}
	if (seen & CLIENT_CRITICAL_NETSCAPE)
		read_netscape_type(node);
}

/* Do the key identifiers leave room for it? */
static bool
ids_fit(const struct cert *cert, const struct cert *issuer)
{
	return cert->authority_key_id == NULL ||
	    issuer->subject_key_id == NULL ||
	    (cert->authority_key_id_len == issuer->subject_key_id_len &&
		memcmp(cert->authority_key_id, issuer->subject_key_id,
		    cert->authority_key_id_len) == 0);
}

bool
client_cert_ids_fit(
    const struct client_cert *cert, const struct client_cert *issuer)
{
	return ids_fit(cert->cert, issuer->cert);
}

static int
find_cert(const struct client_scene *scene, const struct cert *cert)
{
	for (size_t i = 0; i < scene->certs.len; i++) {
		if (cert_equal(scene->certs.items[i].cert, cert))
			return (int)i;
	}
	return -1;
}

static bool
is_anchor(const struct evidence *evidence, const struct cert *cert)
{
	for (size_t i = 0; i < evidence->store_count; i++) {
		if (trust_store_has(evidence->stores[i], cert->sha256))
			return true;
	}
	return false;
}

/* Its place, added if it is new; -1: there is no room. */
static int
add_cert(struct client_scene *scene, const struct cert *cert, unsigned from)
{
	int at = find_cert(scene, cert);
	struct client_cert *node;

	if (at >= 0) {
		scene->certs.items[at].from |= from;
		return at;
	}
	if (scene->certs.len == CLIENT_SCENE_MAX_CERTS) {
		scene->is_cut = true;
		return -1;
	}
	node = ARRAY_ADD(&scene->certs);
	node->cert = cert;
	node->from = from;
	node->sent_at = -1;
	if (is_anchor(scene->evidence, cert))
		node->from |= CLIENT_FROM_ANCHOR;
	node->is_self_signed = cert->is_self_issued && ids_fit(cert, cert);
	node->constraint_kinds =
	    cert->has_name_constraints ? constraint_kinds_of(cert) : 0;
	node->has_broken_key = X509_get0_pubkey(cert->x509) == NULL &&
	    cert->key.kind != CERT_KEY_UNKNOWN;
	crypto_error_drop();
	read_extensions(node);
	return (int)scene->certs.len - 1;
}

/* false: the first does not parse, and no client goes on. */
static bool
add_sent(struct client_scene *scene)
{
	const struct chain *presented = scene->evidence->presented;

	scene->message_bytes = MESSAGE_BYTES;
	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *cert = presented->certs[i];
		uint8_t *sent = ARRAY_ADD(&scene->sent);
		int at;

		scene->message_bytes += cert->der_len + ENTRY_BYTES;
		*sent = CLIENT_NO_CERT;
		if (cert->malformed != NULL) {
			scene->has_malformed = true;
			continue;
		}
		at = add_cert(scene, cert, CLIENT_FROM_SENT);
		if (at < 0)
			continue;
		scene->sent.items[i] = (uint8_t)at;
		if (scene->certs.items[at].sent_at < 0)
			scene->certs.items[at].sent_at = (int)i;
	}
	return presented->len > 0 && scene->sent.items[0] != CLIENT_NO_CERT;
}

static void
add_issuers_of_set(struct client_scene *scene, const struct cert *cert,
    const struct cert_set *set, unsigned from)
{
	const struct cert *issuer;
	size_t cursor = 0;

	while (set != NULL &&
	    (issuer = cert_set_next_issuer(set, cert, &cursor)) != NULL)
		add_cert(scene, issuer, from);
}

/* All that any client could use, found from the certificates there are. */
static void
add_others(struct client_scene *scene)
{
	static const unsigned from_of[KNOWN_COUNT] = {
	    [KNOWN_FLEET] = CLIENT_FROM_PRELOAD,
	    [KNOWN_GIVEN] = CLIENT_FROM_PRELOAD,
	    [KNOWN_FETCHED] = CLIENT_FROM_PRELOAD | CLIENT_FROM_FETCH,
	};
	const struct evidence *evidence = scene->evidence;

	for (size_t i = 0; i < scene->certs.len; i++) {
		const struct cert *cert = scene->certs.items[i].cert;

		for (size_t s = 0; s < evidence->store_count; s++)
			add_issuers_of_set(scene, cert,
			    evidence->stores[s]->anchors, CLIENT_FROM_ANCHOR);
		for (int k = 0; k < KNOWN_COUNT; k++)
			add_issuers_of_set(
			    scene, cert, evidence->known[k], from_of[k]);
	}
}

/* Those sent in their order, then the others in that of their finding, which
 * has anchors first. */
static void
link_issuers(struct client_scene *scene)
{
	size_t count = scene->certs.len;

	ARRAY_RESERVE(
	    &scene->issuer_lists, count * CLIENT_SCENE_MAX_ISSUERS + 1);
	for (size_t i = 0; i < count; i++) {
		struct client_cert *node = &scene->certs.items[i];

		node->issuers =
		    scene->issuer_lists.items + scene->issuer_lists.len;
		for (size_t k = 0;
		     k < count && node->issuer_count < CLIENT_SCENE_MAX_ISSUERS;
		     k++) {
			if (cert_names_issuer(
				node->cert, scene->certs.items[k].cert))
				node->issuers[node->issuer_count++] =
				    (uint8_t)k;
		}
		if (node->issuer_count == CLIENT_SCENE_MAX_ISSUERS)
			scene->is_cut = true;
		scene->issuer_lists.len += node->issuer_count;
	}
}

/* Of each anchor, what the programmes say of this leaf under it. */
static void
ask_programmes(struct client_scene *scene)
{
	const struct policy *policy = scene->evidence->policy;
	const struct cert *leaf = scene->certs.items[0].cert;

	ARRAY_EACH (node, &scene->certs) {
		for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++)
			node->refused_from[i] =
			    (node->from & CLIENT_FROM_ANCHOR)
			    ? policy_refused_from(policy,
				  (enum policy_programme)i, node->cert, leaf,
				  &node->refused_by[i])
			    : TIMESTAMP_NEVER;
	}
}

/* Of each anchor, whose store is older. */
static void
ask_for_lacks(struct client_scene *scene)
{
	const struct policy *policy = scene->evidence->policy;

	for (size_t i = 0; i < scene->certs.len; i++) {
		const struct client_cert *node = &scene->certs.items[i];

		for (size_t k = 0; (node->from & CLIENT_FROM_ANCHOR) &&
		     k < client_profile_count;
		     k++) {
			const struct policy_rule *rule = policy_lacks(
			    policy, client_profiles[k].name, node->cert);

			if (rule != NULL)
				*ARRAY_ADD(&scene->lacks) =
				    (struct client_lack){
					&client_profiles[k], (uint8_t)i, rule};
		}
	}
}

/* From public roots down, a level a round: CAs disclose all their
 * intermediates (Mozilla Root Store Policy 5.3). */
static void
find_disclosed(struct client_scene *scene)
{
	const struct policy *policy = scene->evidence->policy;
	bool has_moved = policy != NULL;

	while (has_moved) {
		has_moved = false;
		ARRAY_EACH (node, &scene->certs) {
			bool is_new = !node->is_disclosed &&
			    policy_is_public(policy, node->cert);

			for (size_t i = 0; i < node->issuer_count; i++)
				is_new = is_new ||
				    (!node->is_disclosed && node->cert->is_ca &&
					scene->certs.items[node->issuers[i]]
					    .is_disclosed);
			node->is_disclosed = node->is_disclosed || is_new;
			has_moved = has_moved || is_new;
		}
	}
}

bool
client_scene_open(struct client_scene *ret_scene,
    const struct evidence *evidence, struct signature_cache *signatures)
{
	struct client_scene *scene = ret_scene;

	*scene = (struct client_scene){
	    .evidence = evidence,
	    .signatures = signatures,
	    .steps_left = CLIENT_SCENE_STEPS,
	};
	if (!add_sent(scene)) {
		client_scene_clear(scene);
		return false;
	}
	add_others(scene);
	link_issuers(scene);
	ask_programmes(scene);
	ask_for_lacks(scene);
	find_disclosed(scene);
	scene->name = name_facts_of(evidence->name, scene->certs.items[0].cert);
	scene->constraints = constraint_memo_new();
	return true;
}

void
client_scene_clear(struct client_scene *scene)
{
	ARRAY_CLEAR(&scene->certs);
	ARRAY_CLEAR(&scene->sent);
	ARRAY_CLEAR(&scene->issuer_lists);
	ARRAY_CLEAR(&scene->lacks);
	constraint_memo_free(scene->constraints);
	scene->constraints = NULL;
}

bool
client_scene_is_signed(const struct client_scene *scene,
    const struct client_cert *cert, const struct client_cert *issuer)
{
	return signature_check(scene->signatures, cert->cert, issuer->cert) ==
	    SIGNATURE_GOOD;
}
