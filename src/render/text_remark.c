/* What is said of one certificate beside the tree; see text_remark.h. */
#include "render/text_remark.h"

#include <string.h>

#include "base/timestamp.h"

#define SHORT_FINGERPRINT 8 /* hex digits */

bool
text_remark_is_missing(const struct text_remark_of *what)
{
	return report_origin_is_known(what->origin);
}

static bool
is_twin(const struct cert *a, const struct cert *b)
{
	return a->label != NULL && b->label != NULL &&
	    strcmp(a->label, b->label) == 0 && !cert_equal(a, b);
}

static bool
has_twin(const struct chain *chain, const struct cert *cert)
{
	for (size_t i = 0; chain != NULL && i < chain->len; i++) {
		if (is_twin(chain->certs[i], cert))
			return true;
	}
	return false;
}

static bool
is_label_shared(const struct report *report, const struct cert *cert)
{
	if (has_twin(report->presented, cert))
		return true;
	ARRAY_EACH (path, &report->paths) {
		if (has_twin(path->chain, cert))
			return true;
	}
	return false;
}

void
text_remark_label(struct strbuf *buf, const struct text_remark_of *what,
    const struct report *report)
{
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	const struct cert *cert = what->cert;

	if (cert == NULL) {
		strbuf_add(buf, what->missing);
		return;
	}
	cert_fingerprint(cert->sha256, fingerprint);
	fingerprint[SHORT_FINGERPRINT] = '\0';
	if (cert->label == NULL || *cert->label == '\0')
		strbuf_addf(buf, "certificate %s", fingerprint);
	else
		strbuf_add(buf, cert->label);
	if (is_label_shared(report, cert))
		strbuf_addf(buf, " [%s]", fingerprint);
}

/* Joins what is said with commas. */
static void
say(struct strbuf *buf, const char *text)
{
	if (buf->len > 0)
		strbuf_add(buf, ", ");
	strbuf_add(buf, text);
}

static enum text_colour
say_dates(struct strbuf *buf, const struct cert *cert, int64_t now)
{
	if (now > cert->not_after) {
		say(buf, "expired ");
		text_add_date(buf, cert->not_after, now);
		return TEXT_RED;
	}
	if (now < cert->not_before) {
		say(buf, "not valid before ");
		text_add_date(buf, cert->not_before, now);
		return TEXT_RED;
	}
	say(buf, "until ");
	text_add_date(buf, cert->not_after, now);
	return TEXT_DIM;
}

/* Findings whose whole content the remark or the tree shows anyway. */
static bool
is_shown_otherwise(enum finding_code code)
{
	static const enum finding_code codes[] = {
	    FINDING_LEAF_EXPIRED,
	    FINDING_LEAF_NOT_YET_VALID,
	    FINDING_INTERMEDIATE_EXPIRED,
	    FINDING_INTERMEDIATE_NOT_YET_VALID,
	    FINDING_ROOT_EXPIRED,
	    FINDING_LEAF_ONLY,
	    FINDING_MISSING_INTERMEDIATE,
	    FINDING_UNNEEDED_CERTIFICATE,
	    FINDING_DUPLICATE_CERTIFICATE,
	    FINDING_ROOT_INCLUDED,
	    FINDING_MALFORMED_CERTIFICATE,
	    FINDING_UNTRUSTED_ROOT,
	};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (codes[i] == code)
			return true;
	}
	return false;
}

static bool
is_about(const struct finding *finding, const struct cert *cert)
{
	return finding->has_fingerprint &&
	    memcmp(finding->sha256, cert->sha256, CERT_SHA256_LEN) == 0;
}

/* Codes of the findings about it; gives the worst severity among them. */
static enum severity
say_findings(
    struct strbuf *buf, const struct cert *cert, const struct report *report)
{
	enum severity worst = SEVERITY_OK;

	ARRAY_EACH (finding, &report->findings) {
		if (!is_about(finding, cert) ||
		    is_shown_otherwise(finding->code))
			continue;
		say(buf, finding_code_text(finding->code));
		worst = severity_worse(worst, finding->severity);
	}
	return worst;
}

static enum text_colour
say_missing(struct strbuf *buf, const struct text_remark_of *what, int64_t now)
{
	say(buf, "missing: the server does not send it");
	if (what->is_unknown)
		return TEXT_RED;
	if (now > what->cert->not_after || now < what->cert->not_before)
		say_dates(buf, what->cert, now);
	return TEXT_RED;
}

static void
say_origin(struct strbuf *buf, const struct text_remark_of *what)
{
	CLEANUP(free) char *text = NULL;

	if (what->is_apart && what->first_index != what->index)
		text = mem_printf(
		    "sent again: the same as %d", what->first_index + 1);
	else if (what->is_apart)
		text = mem_strdup("not needed");
	else if (what->stores != NULL)
		text = mem_printf("trusted by %s", what->stores);
	else if (what->is_dead_end)
		text = mem_strdup("in no trust store");
	if (text != NULL)
		say(buf, text);
	if (what->stores != NULL && what->index > 0)
		say(buf, "sent though clients have it");
}

void
text_remark_identity(struct strbuf *buf, const struct cert *cert)
{
	strbuf_addf(buf, "%s, %s, serial %s",
	    cert->key.text == NULL ? "unknown key" : cert->key.text,
	    cert->signature.text == NULL ? "unknown signature"
					 : cert->signature.text,
	    cert->serial == NULL ? "?" : cert->serial);
}

enum text_colour
text_remark(struct strbuf *buf, const struct text_remark_of *what,
    const struct report *report)
{
	const struct cert *cert = what->cert;
	enum text_colour colour;
	enum severity worst;

	if (cert != NULL && cert->malformed != NULL) {
		strbuf_addf(buf, "cannot be read: %s", cert->malformed);
		return TEXT_RED;
	}
	if (text_remark_is_missing(what)) {
		colour = say_missing(buf, what, report->judged_at);
	} else {
		say_origin(buf, what);
		colour = TEXT_DIM;
		if (cert != NULL)
			colour = say_dates(buf, cert, report->judged_at);
		if (what->is_dead_end)
			colour = TEXT_RED;
		else if (what->is_apart)
			colour = TEXT_DIM;
	}
	if (cert != NULL) {
		worst = say_findings(buf, cert, report);
		if (worst >= SEVERITY_WARNING && colour == TEXT_DIM)
			colour = text_severity_colour(worst);
	}
	if (what->error != NULL) {
		strbuf_add(buf, "\nthis way fails: ");
		strbuf_add(buf, what->error);
	}
	return colour;
}
