/*
 * How certificates are written: rules of RFC 5280 and of the CA/Browser Forum
 * that decide nothing for most clients. Python since 3.13 (OpenSSL's strict
 * mode), rustls, Firefox or Apple's enforce some. Key identifiers stand in
 * check_key_ids.c, names in check_names.c.
 *
 * An anchor is one whatever its extensions say, so that what is wrong with an
 * operator's own root is told here and makes no path invalid.
 */
#include "judge/written.h"

#include <openssl/x509v3.h>

#include "base/strbuf.h"

#define DEVIATIONS_TEXT_MAX 1000

static bool
is_anchor(const struct judgement *judgement, size_t i)
{
	return judgement->best->certs[i].origin == REPORT_ANCHOR;
}

static void
look_at_version(struct judgement *judgement, const struct cert *leaf)
{
	if (leaf->version >= 3)
		return; /* foreign numbers: look_at_path */
	report_add(judgement->report, FINDING_CERTIFICATE_VERSION, leaf,
	    leaf->extensions != 0
		? "\"%s\" is of version %d, yet has extensions, which only "
		  "version 3 allows."
		: "\"%s\" is of version %d, which cannot say for which names "
		  "and uses it is.",
	    leaf->label, leaf->version);
}

static void
look_at_serial_and_names(struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;

	if (cert->serial_fault != NULL)
		report_add(judgement->report, FINDING_SERIAL_MALFORMED, cert,
		    "The serial number of \"%s\" %s.", cert->label,
		    cert->serial_fault);
	if (cert->issuer[0] == '\0' || (i > 0 && cert->subject[0] == '\0'))
		report_add(judgement->report, FINDING_EMPTY_NAME, cert,
		    "\"%s\" has an empty %s name.", cert->label,
		    cert->issuer[0] == '\0' ? "issuer" : "subject");
}

/* Of a CA, which is to say of all but the server's own. */
static void
look_at_basic_constraints(struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	const char *words = NULL;

	if (cert->has_negative_path_len ||
	    (cert->unreadable_extensions & CERT_EXT_BASIC_CONSTRAINTS))
		return; /* check_constraints.c */
	if (cert->has_path_len && !cert->is_ca)
		words = "limit the path below it, though it is no CA's";
	else if (i > 0 && cert->is_ca &&
	    !(cert->critical_extensions & CERT_EXT_BASIC_CONSTRAINTS))
		words = "are not marked critical; Python since 3.13 refuses "
			"that";
	if (words != NULL)
		report_add(judgement->report,
		    FINDING_BASIC_CONSTRAINTS_MALFORMED, cert,
		    "The basic constraints of \"%s\" %s.", cert->label, words);
}

/* What check_constraints.c holds against any other issuer. */
static void
look_at_anchor(struct judgement *judgement, const struct cert *cert)
{
	struct report *report = judgement->report;

	if (cert->version < 3)
		return;
	if (cert->has_duplicate_extension)
		report_add(report, FINDING_DUPLICATE_EXTENSION, cert,
		    "\"%s\" has an extension more than once.", cert->label)
		    ->severity = SEVERITY_WARNING;
	if (!cert->has_basic_constraints)
		report_add(report, FINDING_BASIC_CONSTRAINTS_MISSING, cert,
		    "The root \"%s\" has no basicConstraints.", cert->label)
		    ->severity = SEVERITY_WARNING;
	else if (!cert->is_ca)
		report_add(report, FINDING_NOT_A_CA, cert,
		    "The root \"%s\" says CA:FALSE.", cert->label)
		    ->severity = SEVERITY_WARNING;
	else if (cert->has_key_usage && !(cert->key_usage & KU_KEY_CERT_SIGN))
		report_add(report, FINDING_CA_KEY_USAGE, cert,
		    "The key usage of the root \"%s\" lacks keyCertSign.",
		    cert->label)
		    ->severity = SEVERITY_WARNING;
	if (X509_get_extension_flags(cert->x509) & EXFLAG_CRITICAL)
		report_add(report, FINDING_UNKNOWN_CRITICAL_EXTENSION, cert,
		    "The root \"%s\" has a critical extension that clients do "
		    "not know.",
		    cert->label)
		    ->severity = SEVERITY_WARNING;
	if (cert->has_extended_key_usage &&
	    !(cert->extended_key_usage & (CERT_EKU_SERVER_AUTH | CERT_EKU_SGC)))
		report_add(report, FINDING_CA_EXTENDED_KEY_USAGE, cert,
		    "The root \"%s\" has an extended key usage without "
		    "serverAuth.",
		    cert->label)
		    ->severity = SEVERITY_WARNING;
}

static void
look_at_ca(struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;

	if (is_anchor(judgement, i))
		look_at_anchor(judgement, cert);
	if (cert->version >= 3 && cert->is_ca && !cert->has_key_usage)
		report_add(judgement->report, FINDING_CA_KEY_USAGE, cert,
		    "\"%s\" is a CA's and has no key usage; Python since 3.13 "
		    "refuses that.",
		    cert->label)
		    ->severity = SEVERITY_NOTICE;
}

static void
look_at_leaf(struct judgement *judgement, const struct cert *leaf)
{
	struct report *report = judgement->report;

	look_at_version(judgement, leaf);
	if (leaf->is_ca)
		report_add(report, FINDING_LEAF_IS_CA, leaf,
		    "\"%s\" is a CA's certificate, and a server uses it as "
		    "its own.",
		    leaf->label);
	else if ((leaf->key_usage & KU_KEY_CERT_SIGN) != 0 &&
	    report_find(report, FINDING_LEAF_KEY_USAGE) == NULL)
		report_add(report, FINDING_LEAF_KEY_USAGE, leaf,
		    "The key usage of \"%s\" has keyCertSign, though it is no "
		    "CA's.",
		    leaf->label);
	if (leaf->has_name_constraints && !leaf->is_ca)
		report_add(report, FINDING_NAME_CONSTRAINT_MALFORMED, leaf,
		    "\"%s\" is no CA's, yet has name constraints.",
		    leaf->label);
	if (leaf->version >= 3 && !leaf->is_ca &&
	    !(leaf->extensions & CERT_EXT_EXTENDED_KEY_USAGE))
		report_add(report, FINDING_LEAF_EXTENDED_KEY_USAGE, leaf,
		    "\"%s\" has no extended key usage, and so is for any use; "
		    "Apple's clients want serverAuth there.",
		    leaf->label)
		    ->severity = SEVERITY_NOTICE;
}

/* What has no code of its own: words that follow the label. */
static void
add_deviation(struct strbuf *buf, bool deviates, const char *words)
{
	if (deviates)
		strbuf_addf(buf, "%s%s", buf->len == 0 ? "" : "; ", words);
}

static void
find_deviations(struct strbuf *buf, const struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	uint32_t plain = cert->extensions & ~cert->critical_extensions;
	uint32_t critical = cert->critical_extensions;
	bool is_empty = cert->subject[0] == '\0';

	add_deviation(buf, is_empty && (plain & CERT_EXT_SAN),
	    "has an empty subject, so its subject alternative name has to be "
	    "critical");
	add_deviation(buf, i == 0 && !is_empty && (critical & CERT_EXT_SAN),
	    "has a subject, so its subject alternative name must not be "
	    "critical");
	add_deviation(buf, i > 0 && (plain & CERT_EXT_NAME_CONSTRAINTS),
	    "does not mark its name constraints critical");
	add_deviation(buf,
	    (plain &
		(CERT_EXT_POLICY_CONSTRAINTS | CERT_EXT_INHIBIT_ANY_POLICY)) !=
		0,
	    "does not mark its policy constraints critical");
	add_deviation(buf, (critical & CERT_EXT_EXTENDED_KEY_USAGE) != 0,
	    "marks its extended key usage critical");
	add_deviation(buf,
	    i == 0 && (cert->extended_key_usage & CERT_EKU_ANY) &&
		(cert->extended_key_usage & CERT_EKU_SERVER_AUTH),
	    "allows any extended key usage beside that of a server");
	add_deviation(buf,
	    i > 0 && written_by_itself(judgement->best, i) &&
		(cert->extended_key_usage & CERT_EKU_SERVER_AUTH),
	    "is a root and has an extended key usage");
	add_deviation(buf,
	    (cert->key.kind == CERT_KEY_RSA ||
		cert->key.kind == CERT_KEY_RSA_PSS) &&
		cert->key.bits % 8 != 0,
	    "has an RSA key whose size is no multiple of eight");
	add_deviation(buf, cert->has_odd_time,
	    "writes a time in a form that RFC 5280 forbids");
}

static void
look_at_rest(struct judgement *judgement, size_t i)
{
	CLEANUP(strbuf_clear)
	struct strbuf buf = STRBUF_INIT(DEVIATIONS_TEXT_MAX);
	const struct cert *cert = judgement->best->certs[i].cert;

	find_deviations(&buf, judgement, i);
	if (buf.len > 0)
		report_add(judgement->report, FINDING_CERTIFICATE_PROFILE, cert,
		    "\"%s\" %s.", cert->label, strbuf_text(&buf));
}

static void
look_at_writing(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	for (size_t i = 0; best != NULL && i < best->len; i++) {
		const struct cert *cert = best->certs[i].cert;

		if (!written_matters(judgement, i))
			continue;
		look_at_serial_and_names(judgement, i);
		look_at_basic_constraints(judgement, i);
		if (i > 0)
			look_at_ca(judgement, i);
		else if (!judgement->served.is_absent)
			look_at_leaf(judgement, cert);
		look_at_rest(judgement, i);
	}
}

/* RFC 5280 4.1.2.1: there is no version 4, and most parsers refuse it. */
static void
look_at_path(const struct judgement *judgement UNUSED, struct path *path)
{
	for (size_t i = 0; i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;

		if (path->certs[i].origin != REPORT_ANCHOR &&
		    (cert->version < 1 || cert->version > 3))
			path_add_fault(path, FINDING_CERTIFICATE_VERSION, cert,
			    "\"%s\" is of version %d; there is none beyond 3.",
			    cert->label, cert->version);
	}
}

const struct check check_profile = {
    .name = "profile",
    .path = look_at_path,
    .report = look_at_writing,
};
