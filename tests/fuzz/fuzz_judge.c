/*
 * The whole judgement of a random bundle. The input is a list of orders: which
 * of a pool of minted certificates (cross-signs, twins, circles, ended, broken,
 * constrained, mistaken ones), or what bytes, are sent, trusted, known, or
 * revoked; and when it is. Whatever comes of it, some things must hold.
 *
 *	octet 0: how long after the start of the pool's dates it is
 *	octet 1: which name is asked for; the top bit: by dated rules, too; two
 *	bits below it: what is wanted of revocation, and whether staples are
 *	then orders: 0..5 in the low bits what to do, the octet after it with
 *	which certificate; 6 takes bytes: a length of two octets, and DER;
 *	5 takes a list, with bit 3 as fetched; with bit 4 an OCSP response,
 *	stapled to the last certificate or, with bit 3, fetched for it
 */
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "model/policy_text.h"
#include "model/revocation_answer.h"
#include "support/mint_crl.h"
#include "support/mint_ocsp.h"

#define MOST_ORDERS 64
#define TIMES 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* --- the pool ---------------------------------------------------------- */

#define POOL_MAX 64
#define POOL_CRLS 16
#define POOL_OCSPS 16
#define CRL_URL "http://crl.test/1"

static struct cert *pool[POOL_MAX];
static size_t pool_len;
static struct crl *pool_crls[POOL_CRLS];
static size_t pool_crl_count;
static struct staple pool_ocsps[POOL_OCSPS];
static size_t pool_ocsp_count;
static struct policy *pool_policy;

static const struct mint *
put(const struct mint *mint)
{
	must(pool_len < POOL_MAX);
	pool[pool_len++] = mint->cert;
	return mint;
}

#define PUT(...) put(MINT(__VA_ARGS__))

static void
put_crl(struct crl *crl)
{
	must(pool_crl_count < POOL_CRLS);
	pool_crls[pool_crl_count++] = crl;
}

static void
put_leaves(const struct mint *issuer)
{
	PUT(.subject = "CN=a", .issuer = issuer,
	    .names = "DNS:www.example.test");
	PUT(.subject = "CN=b", .issuer = issuer, .names = "DNS:*.example.test",
	    .not_after = MINT_NOW - MINT_DAY);
	PUT(.subject = NULL, .issuer = issuer, .are_names_critical = true,
	    .names = "IP:192.0.2.1,DNS:192.0.2.1", .key = "c");
	PUT(.subject = "CN=www.example.test", .issuer = issuer,
	    .extended_key_usage = "clientAuth");
	PUT(.subject = "CN=d", .issuer = issuer,
	    .names = "DNS:www.example.test", .has_broken_signature = true);
	PUT(.subject = "CN=e", .issuer = issuer,
	    .names = "DNS:www.example.test",
	    .extensions = {"crlDistributionPoints=URI:http://crl.test/1",
		"1.2.3.4=critical,DER:0500"});
}

static void
put_mistakes(const struct mint *root)
{
	const struct mint *no_ca =
	    PUT(.subject = "CN=NoCA", .issuer = root, .key_usage = "");
	const struct mint *v1 =
	    PUT(.subject = "CN=V1", .issuer = root, .version = 1);
	const struct mint *constrained = PUT(.subject = "CN=Narrow",
	    .issuer = root, .is_ca = true, .has_path_len = true,
	    .name_constraints = "critical,permitted;DNS:example.test");
	const struct mint *policies = PUT(.subject = "CN=Policy",
	    .issuer = root, .is_ca = true,
	    .extensions = {"policyConstraints=critical,requireExplicitPolicy:0",
		"certificatePolicies=1.2.3.4"});
	const struct mint *weak = PUT(.subject = "CN=Weak", .issuer = root,
	    .is_ca = true, .digest = "SHA1", .key_kind = MINT_RSA_1024);

	PUT(.subject = "CN=f", .issuer = no_ca,
	    .names = "DNS:www.example.test");
	PUT(.subject = "CN=g", .issuer = v1, .names = "DNS:www.example.test");
	PUT(.subject = "CN=h", .issuer = constrained,
	    .names = "DNS:www.example.test,DNS:other.test");
	PUT(.subject = "CN=i", .issuer = policies,
	    .names = "DNS:www.example.test");
	PUT(.subject = "CN=j", .issuer = weak, .names = "DNS:www.example.test");
	PUT(.subject = "CN=k", .is_ca = true, .names = "DNS:www.example.test");
}

static void
put_lists(const struct mint *root, const struct mint *inter)
{
	const struct mint *lists =
	    PUT(.subject = "CN=Inter,O=Test", .issuer = root, .is_ca = true,
		.key = "lists", .not_after = MINT_NOW + 5 * MINT_DAY);

	put_crl(MINT_CRL(.issuer = root));
	put_crl(MINT_CRL(.issuer = root, .revoked = {{inter->cert, 0, NULL}}));
	put_crl(MINT_CRL(.issuer = inter));
	put_crl(MINT_CRL(.issuer = inter,
	    .revoked = {{pool[3], 0, "certificateHold"}}, .number = 4));
	put_crl(MINT_CRL(.issuer = inter,
	    .revoked = {{pool[3], 0, "removeFromCRL"}}, .number = 5,
	    .base = 4));
	put_crl(MINT_CRL(.issuer = inter, .has_broken_signature = true));
	put_crl(MINT_CRL(.issuer = root, .is_indirect = true,
	    .revoked = {{pool[4], 0, "superseded"}}));
	put_crl(MINT_CRL(.issuer = inter, .signer = lists, .number = 9));
	put_crl(MINT_CRL(.issuer = inter, .reasons = "keyCompromise",
	    .next_update = MINT_NOW - 3600));
	put_crl(MINT_CRL(.issuer = inter, .number = 4, .freshest = CRL_URL));
	put_crl(MINT_CRL(.issuer = inter, .number = 6, .base = 4,
	    .freshest = CRL_URL, .next_update = MINT_NOW - 3600,
	    .revoked = {{pool[3], 0, "superseded"}}));
}

static void
put_ocsp(const struct mint_ocsp_recipe *recipe)
{
	struct staple *staple = &pool_ocsps[pool_ocsp_count++];

	must(pool_ocsp_count <= POOL_OCSPS);
	staple->der = mint_ocsp_der(recipe, &staple->len);
}

static void
put_ocsp_bytes(const char *text)
{
	must(pool_ocsp_count < POOL_OCSPS);
	pool_ocsps[pool_ocsp_count++] =
	    (struct staple){.der = (const uint8_t *)text, .len = strlen(text)};
}

#define PUT_OCSP(...) put_ocsp(&(const struct mint_ocsp_recipe){__VA_ARGS__})

/* About the pool's leaves and its intermediate. */
static void
put_responses(const struct mint *root, const struct mint *inter)
{
	const struct mint *delegate = MINT(.subject = "CN=Delegate",
	    .issuer = inter, .extended_key_usage = "OCSPSigning",
	    .not_before = MINT_NOW - 12 * MINT_DAY,
	    .not_after = MINT_NOW + 3 * MINT_DAY);
	/* not a literal: clang 14 ends the life of a constant one too soon */
	static const struct mint_ocsp_recipe later = {
	    .status = OCSP_RESPONSE_STATUS_TRYLATER};
	const struct cert *leaf = pool[3];

	PUT_OCSP(.issuer = inter, .singles = {{.cert = leaf}});
	PUT_OCSP(.issuer = inter, .signer = delegate,
	    .singles = {{.cert = leaf,
		.this_update = MINT_NOW - 15 * MINT_DAY,
		.next_update = MINT_NOW + 15 * MINT_DAY}});
	PUT_OCSP(.issuer = inter, .is_by_key = true,
	    .singles = {{.cert = leaf, .status = "revoked"}});
	PUT_OCSP(.issuer = inter,
	    .singles = {{.cert = leaf,
		.status = "revoked",
		.reason = "certificateHold",
		.this_update = MINT_NOW - 2 * MINT_DAY}});
	PUT_OCSP(.issuer = inter,
	    .singles = {{.cert = leaf,
		.this_update = MINT_NOW + 5 * MINT_DAY,
		.next_update = MINT_OCSP_NEVER}});
	PUT_OCSP(.issuer = inter,
	    .singles = {{.cert = leaf, .status = "unknown"}});
	PUT_OCSP(.issuer = inter,
	    .singles = {
		{.cert = leaf, .archive_cutoff = MINT_NOW + 900 * MINT_DAY}});
	PUT_OCSP(.issuer = inter, .has_broken_signature = true,
	    .singles = {{.cert = leaf}});
	PUT_OCSP(.issuer = root, .singles = {{.cert = inter->cert}});
	PUT_OCSP(.issuer = root,
	    .singles = {{.cert = inter->cert, .status = "revoked"}});
	put_ocsp(&later);
	put_ocsp_bytes("no response");
}

/* Rules that begin and end around the pool's dates, for its own root. */
static struct policy *
make_policy(const struct mint *root, const struct mint *old)
{
	char root_hex[CERT_FINGERPRINT_TEXT_MAX];
	char old_hex[CERT_FINGERPRINT_TEXT_MAX];
	struct error err = ERROR_INIT;
	CLEANUP(free)
	char *text = mem_printf("version 1\n"
				"public sha256=%s\n"
				"roots name=pool\nroot sha256=%s\n"
				"root sha256=%s\n"
				"lifetime name=a from=2020-01-01 days=90 "
				"scope=all source=x\n"
				"lifetime name=b from=2026-04-20 days=47 "
				"source=x\n"
				"key name=c from=2020-01-01 kind=rsa "
				"bits=2048 scope=all source=x\n"
				"distrust name=d programmes=mozilla,chrome "
				"roots=pool from=2026-05-20 "
				"issued-after=2026-01-01 source=x\n"
				"remove name=e programmes=apple roots=pool "
				"from=2026-06-20 source=x\n"
				"term name=f programmes=java years=5 "
				"source=x\n",
	    cert_fingerprint(root->cert->sha256, root_hex),
	    cert_fingerprint(root->cert->sha256, root_hex),
	    cert_fingerprint(old->cert->sha256, old_hex));
	const struct policy_text own = {
	    .name = "pool", .text = text, .len = strlen(text)};
	struct policy *made = policy_read(NULL, 0, &own, &err);

	if (made == NULL)
		fprintf(stderr, "%s\n", err.message);
	must(made != NULL);
	return made;
}

/* Circles of cross-certificates, twins with another end, rolled-over keys. */
static void
fill_pool(void)
{
	const struct mint *root =
	    PUT(.subject = "CN=Root,O=Test", .is_ca = true);
	const struct mint *old = PUT(.subject = "CN=Old,O=Test", .is_ca = true,
	    .not_after = MINT_NOW - MINT_DAY);
	const struct mint *inter = PUT(.subject = "CN=Inter,O=Test",
	    .issuer = root, .is_ca = true, .aia = "http://aia.test/root.der");
	const struct mint *other, *cross;

	put_leaves(inter);
	PUT(.subject = "CN=Inter,O=Test", .issuer = old, .is_ca = true);
	PUT(.subject = "CN=Inter,O=Test", .issuer = root, .is_ca = true,
	    .key = "another key");
	cross = PUT(.subject = "CN=Root,O=Test", .issuer = old, .is_ca = true);
	other = PUT(.subject = "CN=Old,O=Test", .issuer = cross, .is_ca = true);
	PUT(.subject = "CN=Root,O=Test", .issuer = other, .is_ca = true,
	    .key = "new key");
	PUT(.subject = "CN=Inter,O=Test", .issuer = inter, .is_ca = true,
	    .key = "rolled");
	PUT(.subject = "CN=Inter,O=Test", .issuer = root, .is_ca = true,
	    .subject_key_id = "01", .authority_key_id = "02",
	    .not_before = MINT_NOW + 30 * MINT_DAY);
	put_mistakes(root);
	put_lists(root, inter);
	put_responses(root, inter);
	pool_policy = make_policy(root, old);
}

/* --- orders ------------------------------------------------------------ */

struct bundle {
	ARRAY(struct cert *) presented;
	struct cert_set *anchors, *known;
	ARRAY(const struct crl *) crls;
	ARRAY(struct revocation_answer) answers;
	ARRAY(struct staple) staples; /* up to the last that has one */
	ARRAY(struct cert *) own;     /* made of bytes */
};

static struct cert *
take_cert(
    struct bundle *bundle, const uint8_t **data, size_t *size, bool is_raw)
{
	struct cert *cert;
	size_t len;

	if (!is_raw) {
		cert = pool[**data % pool_len];
		(*data)++;
		(*size)--;
		return cert;
	}
	if (*size < 2)
		return NULL;
	len = (size_t)(*data)[0] << 8 | (*data)[1];
	*data += 2;
	*size -= 2;
	if (len > *size)
		len = *size;
	cert = cert_new(*data, len);
	*ARRAY_ADD(&bundle->own) = cert;
	*data += len;
	*size -= len;
	return cert;
}

static void
add_list(struct bundle *bundle, const struct crl *crl, bool is_fetched)
{
	if (!is_fetched) {
		*ARRAY_ADD(&bundle->crls) = crl;
		return;
	}
	*ARRAY_ADD(&bundle->answers) = (struct revocation_answer){
	    .kind = REVOCATION_ANSWER_CRL,
	    .outcome = REVOCATION_GOT,
	    .url = CRL_URL,
	    .crl = crl,
	};
}

/* To the last certificate sent so far, or what its responder says. */
static void
add_response(
    struct bundle *bundle, const struct staple *response, bool is_fetched)
{
	size_t count = bundle->presented.len;
	struct revocation_answer *answer;

	if (count == 0)
		return;
	if (!is_fetched) {
		while (bundle->staples.len < count)
			(void)ARRAY_ADD(&bundle->staples);
		bundle->staples.items[count - 1] = *response;
		return;
	}
	answer = ARRAY_ADD(&bundle->answers);
	answer->kind = REVOCATION_ANSWER_OCSP;
	answer->outcome = REVOCATION_GOT;
	answer->url = "http://ocsp.test/";
	answer->der = response->der;
	answer->der_len = response->len;
	memcpy(answer->cert_sha256, bundle->presented.items[count - 1]->sha256,
	    CERT_SHA256_LEN);
}

static void
read_bundle(struct bundle *bundle, const uint8_t *data, size_t size)
{
	for (int i = 0; i < MOST_ORDERS && size >= 2; i++) {
		uint8_t order = *data++;
		struct cert *cert;

		size--;
		if ((order & 7) == 5) {
			if ((order & 16) != 0)
				add_response(bundle,
				    &pool_ocsps[*data % pool_ocsp_count],
				    (order & 8) != 0);
			else
				add_list(bundle,
				    pool_crls[*data % pool_crl_count],
				    (order & 8) != 0);
			data++;
			size--;
			continue;
		}
		cert = take_cert(bundle, &data, &size, (order & 8) != 0);
		if (cert == NULL)
			return;
		if ((order & 7) == 3)
			cert_set_add(bundle->anchors, cert);
		else if ((order & 7) == 4)
			cert_set_add(bundle->known, cert);
		else
			*ARRAY_ADD(&bundle->presented) = cert;
	}
}

static void
clear(struct bundle *bundle)
{
	ARRAY_EACH (cert, &bundle->own)
		cert_unref(*cert);
	ARRAY_CLEAR(&bundle->own);
	ARRAY_CLEAR(&bundle->presented);
	ARRAY_CLEAR(&bundle->crls);
	ARRAY_CLEAR(&bundle->answers);
	ARRAY_CLEAR(&bundle->staples);
	cert_set_free(bundle->known);
}

/* --- what must hold ---------------------------------------------------- */

static void
look_at_report(const struct report *report, int64_t now)
{
	bool has_valid = false;
	enum severity worst = SEVERITY_OK;

	ARRAY_EACH (path, &report->paths) {
		must(path->chain->len > 0);
		must(path->is_valid == (path->error == NULL) ||
		    !path->is_presented);
		has_valid = has_valid || path->is_valid;
	}
	must(!report->is_valid || has_valid);
	must(report->holds_until > now);
	must((report->breaks_at == 0) == !report->is_valid ||
	    report->breaks_at > now);
	ARRAY_EACH (finding, &report->findings) {
		must(finding->severity <= worst || worst == SEVERITY_OK);
		if (worst == SEVERITY_OK)
			worst = finding->severity;
		must(finding->detail != NULL && finding->detail[0] != '\0');
		/* the judge's own words for being at a loss */
		must(strstr(finding->detail, "cannot name") == NULL);
	}
	ARRAY_EACH (revocation, &report->revocations) {
		must(revocation->words != NULL);
		must((revocation->source == REVOCATION_NO_SOURCE) ==
		    (revocation->this_update == 0));
		must(revocation->status != REVOCATION_REVOKED ||
		    !report->is_valid);
	}
	must(worst == report->severity);
	must(report->is_valid || worst == SEVERITY_CRITICAL);
}

static void
must_be_equal(const struct report *a, const struct report *b)
{
	must(a->is_valid == b->is_valid && a->severity == b->severity);
	must(a->findings.len == b->findings.len);
	for (size_t i = 0; i < a->findings.len; i++)
		must(a->findings.items[i].code == b->findings.items[i].code);
	must(a->holds_until == b->holds_until && a->breaks_at == b->breaks_at);
}

static void
judge_bundle(struct bundle *bundle, struct trust_store *store, uint8_t when,
    uint8_t which)
{
	static const char *const names[] = {
	    "www.example.test", "192.0.2.1", "other.test", NULL};
	const char *text = names[which % 4];
	struct chain *presented =
	    chain_new(bundle->presented.items, bundle->presented.len);
	const struct trust_store *stores[] = {store};
	struct hostname name;
	struct evidence evidence = {
	    .presented = presented,
	    .name = text == NULL ? NULL : &name,
	    .stores = stores,
	    .store_count = 1,
	    .known[KNOWN_GIVEN] = bundle->known,
	    .crls = bundle->crls.items,
	    .crl_count = bundle->crls.len,
	    .revocation = (enum revocation_mode)((which >> 5) % 3),
	    .revocation_answers = bundle->answers.items,
	    .revocation_answer_count = bundle->answers.len,
	    .was_staple_asked = bundle->staples.len > 0,
	    .policy = (which & 0x80) != 0 ? pool_policy : NULL,
	};
	int64_t now = MINT_NOW + (when % TIMES - TIMES / 2) * 10 * MINT_DAY;
	struct report *report, *again;

	while (bundle->staples.len < bundle->presented.len)
		(void)ARRAY_ADD(&bundle->staples);
	evidence.staples = bundle->staples.items;
	must(text == NULL || hostname_parse(text, &name, NULL));
	report = judge(&evidence, &judge_options_default, now);
	look_at_report(report, now);
	again = judge(&evidence, &judge_options_default, now);
	must_be_equal(report, again);
	report_unref(again);
	/* what stands until then stands a second before it */
	if (report->holds_until - 1 > now &&
	    report->holds_until != TIMESTAMP_NEVER) {
		again = judge(
		    &evidence, &judge_options_default, report->holds_until - 1);
		must_be_equal(report, again);
		report_unref(again);
	}
	report_unref(report);
	chain_unref(presented);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bundle bundle = {.known = NULL};
	struct trust_store *store;

	if (pool_len == 0)
		fill_pool();
	if (size < 2)
		return 0;
	bundle.known = cert_set_new();
	bundle.anchors = cert_set_new();
	read_bundle(&bundle, data + 2, size - 2);
	store = trust_store_new("pool", bundle.anchors);
	judge_bundle(&bundle, store, data[0], data[1]);
	trust_store_unref(store);
	clear(&bundle);
	must(ERR_peek_error() == 0);
	return 0;
}
