/*
 * What the operator expects of this endpoint's certificate: its issuer, its
 * key. Nothing is said of an issuer where links are missing that would tell.
 */
#include "judge/judgement.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "model/expectation.h"

#define TEXT_MAX 1000
#define SHOWN_MAX 5
#define PIN_TEXT_MAX 48

static bool
has_attribute(const X509_NAME *name, int nid, const char *text)
{
	int at = -1;

	while ((at = X509_NAME_get_index_by_NID((X509_NAME *)name, nid, at)) >=
	    0) {
		unsigned char *utf8 = NULL;
		int len = ASN1_STRING_to_UTF8(&utf8,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
		bool is_same = len >= 0 && (size_t)len == strlen(text) &&
		    strncasecmp((const char *)utf8, text, (size_t)len) == 0;

		OPENSSL_free(utf8);
		if (is_same)
			return true;
	}
	return false;
}

static bool
is_named(const X509_NAME *name, const char *whole, const char *text)
{
	static const int nids[] = {
	    NID_commonName,
	    NID_organizationName,
	    NID_organizationalUnitName,
	};

	for (size_t i = 0; i < sizeof nids / sizeof nids[0]; i++) {
		if (has_attribute(name, nids[i], text))
			return true;
	}
	return strcasecmp(whole, text) == 0;
}

/* A CA above the server's certificate, by whatever of it was written down. */
static bool
is_ca_expected(const struct expected *expected, const struct cert *ca)
{
	switch (expected->kind) {
	case EXPECTED_NAME:
		return is_named(X509_get_subject_name(ca->x509), ca->subject,
		    expected->text);
	case EXPECTED_CERTIFICATE:
		return memcmp(expected->sha256, ca->sha256, CERT_SHA256_LEN) ==
		    0;
	case EXPECTED_KEY:
		return memcmp(expected->sha256, ca->key.sha256,
			   CERT_SHA256_LEN) == 0;
	}
	return false;
}

static bool
is_path_expected(const struct expected *expected, const struct path *path)
{
	const struct cert *last = path->certs[path->len - 1].cert;

	for (size_t i = 1; i < path->len; i++) {
		if (is_ca_expected(expected, path->certs[i].cert))
			return true;
	}
	/* of the one above, which is not there, the name is known */
	return expected->kind == EXPECTED_NAME &&
	    is_named(
		X509_get_issuer_name(last->x509), last->issuer, expected->text);
}

static bool
is_issuer_expected(const struct judgement *judgement)
{
	const struct expectation *expected = judgement->evidence->expected;
	const struct cert *leaf = judgement->leaf;

	ARRAY_EACH (issuer, &expected->issuers) {
		if (issuer->kind == EXPECTED_NAME &&
		    is_named(X509_get_issuer_name(leaf->x509), leaf->issuer,
			issuer->text))
			return true;
		ARRAY_EACH (path, &judgement->paths.paths) {
			if (is_path_expected(issuer, path))
				return true;
		}
	}
	return false;
}

static bool
is_key_expected(const struct judgement *judgement)
{
	ARRAY_EACH (key, &judgement->evidence->expected->keys) {
		if (memcmp(key->sha256, judgement->leaf->key.sha256,
			CERT_SHA256_LEN) == 0)
			return true;
	}
	return false;
}

/* Is a link missing above which the expected issuer may stand? */
static bool
is_issuer_open(const struct judgement *judgement)
{
	switch (judgement->gap.kind) {
	case GAP_NONE:
	case GAP_END:
	case GAP_LOOP: return judgement->paths.has_more;
	case GAP_UNKNOWN:
		return report_find(judgement->report, FINDING_UNTRUSTED_ROOT) ==
		    NULL;
	case GAP_NOT_SENT:
	case GAP_WRONG_SENT: return judgement->gap.missing == NULL;
	case GAP_BAD_SIGNATURE:
	case GAP_TOO_DEEP:
	case GAP_TOO_COSTLY: return true;
	}
	return true;
}

static void
list(struct strbuf *buf, const struct expected *expected, size_t len)
{
	for (size_t i = 0; i < len && i < SHOWN_MAX; i++)
		strbuf_addf(
		    buf, "%s%s", i == 0 ? "" : " or ", expected[i].text);
	if (len > SHOWN_MAX)
		strbuf_addf(buf, " or %zu others", len - SHOWN_MAX);
}

static void
report_issuer(struct judgement *judgement)
{
	CLEANUP(strbuf_clear) struct strbuf wanted = STRBUF_INIT(TEXT_MAX);
	const struct expectation *expected = judgement->evidence->expected;

	list(&wanted, expected->issuers.items, expected->issuers.len);
	report_add(judgement->report, FINDING_UNEXPECTED_ISSUER,
	    judgement->leaf,
	    "\"%s\" was issued by \"%s\" (%s); the configuration expects %s.",
	    judgement->leaf->label, judgement->leaf->issuer_label,
	    judgement->leaf->issuer, strbuf_text(&wanted));
}

static void
report_key(struct judgement *judgement)
{
	CLEANUP(strbuf_clear) struct strbuf wanted = STRBUF_INIT(TEXT_MAX);
	const struct expectation *expected = judgement->evidence->expected;
	unsigned char pin[PIN_TEXT_MAX];

	EVP_EncodeBlock(pin, judgement->leaf->key.sha256, CERT_SHA256_LEN);
	list(&wanted, expected->keys.items, expected->keys.len);
	report_add(judgement->report, FINDING_UNEXPECTED_KEY, judgement->leaf,
	    "The key of \"%s\" is sha256//%s; the configuration expects %s.",
	    judgement->leaf->label, (const char *)pin, strbuf_text(&wanted));
}

static void
look_at_expectation(struct judgement *judgement)
{
	const struct expectation *expected = judgement->evidence->expected;

	if (expected == NULL || judgement->leaf == NULL)
		return;
	if (expected->issuers.len > 0 && !is_issuer_expected(judgement) &&
	    !is_issuer_open(judgement))
		report_issuer(judgement);
	if (expected->keys.len > 0 && !is_key_expected(judgement))
		report_key(judgement);
}

const struct check check_expectation = {
    .name = "expectation",
    .report = look_at_expectation,
};
