/*
 * Subject and authority key identifiers (RFC 5280 4.2.1.1, 4.2.1.2). Who signed
 * whom is known from the signatures by now; here is only what clients see that
 * go by the identifiers, OpenSSL above all, and its strict mode.
 */
#include "judge/written.h"

#include <openssl/x509v3.h>

#include "base/hex.h"
#include "base/strbuf.h"

#define ID_OCTETS_SHOWN 8
#define ID_TEXT_MAX (2 * ID_OCTETS_SHOWN + sizeof "...")
#define FAULTS_TEXT_MAX 400

static const char *
show_id(const uint8_t *id, size_t len, char text[ID_TEXT_MAX])
{
	size_t shown = len > ID_OCTETS_SHOWN ? ID_OCTETS_SHOWN : len;

	hex_encode(id, shown, text);
	if (len > shown)
		memcpy(text + 2 * shown, "...", sizeof "...");
	return text;
}

static bool
has_other_id(const struct cert *cert, const struct cert *issuer)
{
	return cert->authority_key_id != NULL &&
	    issuer->subject_key_id != NULL &&
	    (cert->authority_key_id_len != issuer->subject_key_id_len ||
		memcmp(cert->authority_key_id, issuer->subject_key_id,
		    issuer->subject_key_id_len) != 0);
}

/* Issuer's issuer and serial number, which name one certificate instead of a
 * key: a cross-sign or a renewal of the issuer is another. */
static bool
has_other_serial(const struct cert *cert, const struct cert *issuer)
{
	const ASN1_INTEGER *serial;
	const GENERAL_NAMES *names;

	if (!cert->has_authority_serial || !cert->has_authority_issuer)
		return false;
	serial = X509_get0_authority_serial(cert->x509);
	if (serial != NULL &&
	    ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(issuer->x509)) != 0)
		return true;
	names = X509_get0_authority_issuer(cert->x509);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME)
			return X509_NAME_cmp(name->d.directoryName,
				   X509_get_issuer_name(issuer->x509)) != 0;
	}
	return false;
}

static bool
names_another(const struct cert *cert, const struct cert *issuer)
{
	return has_other_id(cert, issuer) || has_other_serial(cert, issuer);
}

/* Another issuer, on another path to an anchor, is what it names: clients find
 * that one. */
static bool
fits_elsewhere(const struct judgement *judgement, const struct cert *cert)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		for (size_t i = 0;
		     path->end == PATH_ANCHORED && i + 1 < path->len; i++) {
			if (path->certs[i].cert == cert &&
			    !names_another(cert, path->certs[i + 1].cert))
				return true;
		}
	}
	return false;
}

static void
report_mismatch(struct judgement *judgement, const struct cert *cert,
    const struct cert *issuer)
{
	char named[ID_TEXT_MAX], there[ID_TEXT_MAX];

	if (has_other_id(cert, issuer))
		report_add(judgement->report, FINDING_AUTHORITY_KEY_MISMATCH,
		    cert,
		    "\"%s\" says that the key %s signed it; the key of \"%s\", "
		    "which did, is called %s.",
		    cert->label,
		    show_id(cert->authority_key_id, cert->authority_key_id_len,
			named),
		    issuer->label,
		    show_id(issuer->subject_key_id, issuer->subject_key_id_len,
			there));
	else
		report_add(judgement->report, FINDING_AUTHORITY_KEY_MISMATCH,
		    cert,
		    "\"%s\" names the issuer and serial number of another "
		    "certificate than that of \"%s\", which signed it.",
		    cert->label, issuer->label);
}

static void
add_fault(struct strbuf *buf, const char *words)
{
	strbuf_addf(buf, "%s%s", buf->len == 0 ? "" : ", ", words);
}

static void
find_authority_faults(struct strbuf *buf, const struct cert *cert, bool is_own)
{
	if (cert->critical_extensions & CERT_EXT_AUTHORITY_KEY_ID)
		add_fault(buf, "is marked critical");
	if (cert->authority_key_id == NULL)
		add_fault(buf, "holds no key identifier");
	else if (cert->authority_key_id_len == 0)
		add_fault(buf, "holds an empty key identifier");
	if (is_own &&
	    (cert->has_authority_issuer || cert->has_authority_serial))
		add_fault(buf,
		    "names an issuer and serial number, which a root's own "
		    "must not");
	else if (cert->has_authority_issuer != cert->has_authority_serial)
		add_fault(buf, "has one of issuer and serial number only");
}

static void
look_at_authority(struct judgement *judgement, size_t i)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(FAULTS_TEXT_MAX);
	const struct path *path = judgement->best;
	const struct cert *cert = path->certs[i].cert, *issuer = NULL;
	bool is_own = written_by_itself(path, i);

	if (is_own)
		issuer = cert;
	else if (i + 1 < path->len)
		issuer = path->certs[i + 1].cert;
	if (!(cert->extensions & CERT_EXT_AUTHORITY_KEY_ID)) {
		/* an issuer whose key has no name cannot be named */
		if (!is_own &&
		    (issuer == NULL || issuer->subject_key_id != NULL))
			report_add(judgement->report,
			    FINDING_AUTHORITY_KEY_MISSING, cert,
			    "\"%s\" does not say by an authority key "
			    "identifier which key signed it.",
			    cert->label);
		return;
	}
	find_authority_faults(&buf, cert, is_own);
	if (buf.len > 0)
		report_add(judgement->report, FINDING_AUTHORITY_KEY_MALFORMED,
		    cert, "The authority key identifier of \"%s\" %s.",
		    cert->label, strbuf_text(&buf));
	if (issuer != NULL && names_another(cert, issuer) &&
	    (is_own || !fits_elsewhere(judgement, cert)))
		report_mismatch(judgement, cert, issuer);
}

static void
look_at_subject(struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	const char *words = NULL;

	if (cert->critical_extensions & CERT_EXT_SUBJECT_KEY_ID)
		words = "marks its subject key identifier critical";
	else if (cert->extensions & CERT_EXT_SUBJECT_KEY_ID)
		words = cert->subject_key_id_len == 0
		    ? "has an empty subject key identifier"
		    : NULL;
	else if (i > 0)
		words = "is a CA's and has no subject key identifier, by which "
			"what it signs could name its key";
	if (words != NULL)
		report_add(judgement->report, FINDING_SUBJECT_KEY_MALFORMED,
		    cert, "\"%s\" %s.", cert->label, words);
}

static void
look_at_key_ids(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	for (size_t i = 0; best != NULL && i < best->len; i++) {
		const struct cert *cert = best->certs[i].cert;

		/* version 1 has no extensions; what cannot be read is told by
		 * check_constraints.c */
		if (!written_matters(judgement, i) || cert->version < 3)
			continue;
		if (!(cert->unreadable_extensions & CERT_EXT_AUTHORITY_KEY_ID))
			look_at_authority(judgement, i);
		if (!(cert->unreadable_extensions & CERT_EXT_SUBJECT_KEY_ID))
			look_at_subject(judgement, i);
	}
}

const struct check check_key_ids = {
    .name = "key-ids",
    .report = look_at_key_ids,
};
