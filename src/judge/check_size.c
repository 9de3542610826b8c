/*
 * Too much: more certificates or bytes than clients take, or more ways to
 * combine them than were looked at.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "judge/size.h"

#define TEXT_MAX 1000

/* Of the whole handshake message, leaf counted: Java takes ten certificates.
 * 16 KiB is one record, which mbedTLS 2.28 does not go beyond, nor wolfSSL by
 * much. */
#define MOST_CERTS 10
#define MOST_BYTES (16u << 10)
#define LIST_HEADER 3 /* RFC 8446 4.4.2: lengths of 24 bits */
#define CERT_HEADER 3

static size_t
message_bytes(const struct chain *presented)
{
	size_t bytes = LIST_HEADER;

	for (size_t i = 0; i < presented->len; i++)
		bytes += CERT_HEADER + presented->certs[i]->der_len;
	return bytes;
}

bool
size_hides_cause(const struct judgement *judgement)
{
	if (judgement->best == NULL || judgement->best->end == PATH_ANCHORED)
		return false;
	return judgement->paths.has_more ||
	    judgement->gap.kind == GAP_TOO_COSTLY;
}

/* What the search came to before it was stopped. */
static void
say_search(struct strbuf *buf, const struct judgement *judgement)
{
	const struct path *best = judgement->best;

	if (!size_hides_cause(judgement)) {
		strbuf_addf(buf,
		    "The search for paths was stopped at its limit after %zu "
		    "of them. ",
		    judgement->paths.paths.len);
		return;
	}
	strbuf_addf(buf,
	    "The search was stopped at its limit before it came to a trusted "
	    "root; the best way it saw ends at \"%s\", issued by \"%s\". ",
	    best->certs[best->len - 1].cert->label,
	    best->certs[best->len - 1].cert->issuer_label);
}

static void
look_at_size(struct judgement *judgement)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(TEXT_MAX);
	const struct chain *presented = judgement->evidence->presented;
	size_t bytes = message_bytes(presented);
	struct finding *finding;

	if (judgement->paths.has_more || size_hides_cause(judgement))
		say_search(&buf, judgement);
	if (presented->len > MOST_CERTS)
		strbuf_addf(&buf,
		    "%zu certificates are sent; Java takes %d, the server's "
		    "own counted. ",
		    presented->len, MOST_CERTS);
	if (bytes > MOST_BYTES)
		strbuf_addf(&buf,
		    "They take %zu bytes; small clients (mbedTLS, wolfSSL) "
		    "take no more than about %u. ",
		    bytes, MOST_BYTES);
	if (buf.len == 0)
		return;
	finding = report_add(judgement->report, FINDING_CHAIN_TOO_LARGE, NULL,
	    "%.*s", (int)buf.len - 1, strbuf_text(&buf));
	if (!size_hides_cause(judgement))
		return;
	finding->severity = SEVERITY_CRITICAL;
	report_sort(judgement->report);
}

const struct check check_size = {
    .name = "size",
    .report = look_at_size,
};
