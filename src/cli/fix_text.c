/* The account of a repair; see fix_text.h. */
#include "cli/fix_text.h"

#include <strings.h>

#include "base/mem.h"

#define START "chainwatch fix: "

static void
add_file_faults(struct strbuf *buf, const struct fix_source *source)
{
	ARRAY_EACH (fault, &source->file.faults) {
		if (pem_fault_is_harmless(fault))
			continue;
		strbuf_addf(buf, START "%s: ", source->shown);
		if (fault->line > 0)
			strbuf_addf(buf, "line %zu: ", fault->line);
		strbuf_addf(buf, "%s%s\n", fault->text,
		    fault->kind == PEM_FAULT_PRIVATE_KEY ? ", not printed"
							 : "");
	}
}

/* Where a certificate that was not given came from, by the judge's path. */
static const char *
origin_words(const struct report *before, const struct cert *cert)
{
	ARRAY_EACH (path, &before->paths) {
		int i = chain_find(path->chain, cert->sha256);

		if (i < 0 || (size_t)i >= path->origins.len)
			continue;
		switch (path->origins.items[i]) {
		case REPORT_PRESENTED: break;
		case REPORT_ANCHOR: return "out of the trust store";
		case REPORT_FLEET: return "which another address shows";
		case REPORT_GIVEN: return "out of --issuers";
		case REPORT_FETCHED: return "fetched from its issuer (AIA)";
		}
	}
	return "which was at hand";
}

static void
add_served(struct strbuf *buf, const struct mend *mend)
{
	for (size_t i = 0; i < mend->mended.chain->len; i++) {
		const struct cert *cert = mend->mended.chain->certs[i];

		strbuf_addf(buf, START "%zu. %s", i + 1, cert->label);
		if (chain_find(mend->given, cert->sha256) < 0)
			strbuf_addf(buf, ": added, %s",
			    origin_words(mend->before, cert));
		strbuf_add_char(buf, '\n');
	}
}

static const char *
reason_to_leave_out(const struct mend *mend, size_t i)
{
	const struct cert *cert = mend->given->certs[i];

	if (chain_find(mend->given, cert->sha256) < (int)i)
		return "a second time";
	if (cert->is_self_issued)
		return "a root: who trusts it has it";
	return "it does not belong to this chain";
}

static void
add_left_out(struct strbuf *buf, const struct fix_source *source,
    const struct mend *mend)
{
	for (size_t i = 0; i < mend->given->len; i++) {
		const struct cert *cert = mend->given->certs[i];
		bool is_double = chain_find(mend->given, cert->sha256) < (int)i;

		if (!is_double &&
		    chain_find(mend->mended.chain, cert->sha256) >= 0)
			continue;
		strbuf_addf(buf, START "left out: %s (%s)\n", cert->label,
		    reason_to_leave_out(mend, i));
	}
	ARRAY_EACH (cert, &source->certs) {
		if ((*cert)->malformed != NULL)
			strbuf_addf(buf, START "left out: %s (%s)\n",
			    (*cert)->label, (*cert)->malformed);
	}
}

static void
add_remaining(struct strbuf *buf, const struct report *after)
{
	ARRAY_EACH (finding, &after->findings)
		strbuf_addf(buf, START "%s: %s: %s\n",
		    severity_text(finding->severity),
		    finding_code_text(finding->code),
		    finding->detail != NULL
			? finding->detail
			: finding_info(finding->code)->title);
}

/* The first that --aia would ask, or NULL; Active Directory's CAs say ldap:
 * before it. */
static const char *
http_url(const struct cert *cert)
{
	for (size_t i = 0; i < cert->aia_issuer_count; i++) {
		if (strncasecmp(cert->aia_issuers[i], "http:", 5) == 0)
			return cert->aia_issuers[i];
	}
	return NULL;
}

/* Where the issuers are to be had that the judge asks for; what asking came
 * to, unless the refusal says so. */
static void
add_wants(struct strbuf *buf, const struct report *before, bool was_fetched)
{
	ARRAY_EACH (finding, &before->findings) {
		if (finding->code == FINDING_AIA_UNREACHABLE ||
		    finding->code == FINDING_AIA_WRONG)
			strbuf_addf(buf, START "%s: %s\n",
			    finding_code_text(finding->code), finding->detail);
	}
	ARRAY_EACH (want, &before->wants) {
		const char *url = http_url(want->cert);

		if (url == NULL || was_fetched)
			continue;
		strbuf_addf(buf,
		    START "the issuer of %s is offered at %s: --aia fetches "
			  "it\n",
		    want->cert->label, url);
		return;
	}
	strbuf_add(buf,
	    START "what is missing can be given by --issuers FILE, a root of "
		  "your own by --trust FILE; the CA has them\n");
}

/* What the user can do about a refusal. */
static void
add_advice(struct strbuf *buf, const struct mend *mend, bool was_fetched)
{
	enum finding_code code = mend->mended.fault.code;

	if (code == FINDING_KEY_MISMATCH)
		strbuf_add(buf,
		    START "give the file with the certificate that was issued "
			  "for this key, or the key of this certificate\n");
	else if (code == FINDING_UNTRUSTED_ROOT)
		strbuf_add(buf,
		    START "if it is a CA of your own, name its root by "
			  "--trust FILE\n");
	else if (mend->before != NULL && mend->mended.after == NULL)
		add_wants(buf, mend->before, was_fetched);
}

void
fix_text(struct strbuf *buf, const struct fix_source *source,
    const struct mend *mend, bool was_fetched)
{
	add_file_faults(buf, source);
	if (mend->mended.refusal != NULL) {
		strbuf_addf(buf, START "%s: refused (%s): %s\n", source->shown,
		    finding_code_text(mend->mended.fault.code),
		    mend->mended.refusal);
		add_advice(buf, mend, was_fetched);
		return;
	}
	add_served(buf, mend);
	add_left_out(buf, source, mend);
	add_remaining(buf, mend->mended.after);
}
