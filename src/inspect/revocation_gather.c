/* What is known about revocation; see revocation_gather.h. */
#include "inspect/revocation_gather.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"

static bool
is_same(const struct revocation_answer *a, const struct revocation_answer *b)
{
	return a->kind == b->kind && strcmp(a->url, b->url) == 0 &&
	    a->crl == b->crl && /* of one URL there may be two lists */
	    (a->kind == REVOCATION_ANSWER_CRL ||
		memcmp(a->cert_sha256, b->cert_sha256, CERT_SHA256_LEN) == 0);
}

static void
add_answer(
    struct revocation_gather *gather, const struct revocation_answer *answer)
{
	/* that nobody answers is weather until it happens again */
	if (answer->outcome == REVOCATION_UNREACHABLE &&
	    answer->failures < gather->completion->min_failures)
		return;
	ARRAY_EACH (there, &gather->answers) {
		if (is_same(there, answer))
			return;
	}
	if (gather->answers.len == REVOCATION_GATHER_MAX)
		return;
	*ARRAY_ADD(&gather->answers) = *answer;
	gather->has_grown = true;
}

static void
copy_want(struct want *added, const struct want *want)
{
	*added = (struct want){.kind = want->kind};
	added->cert = cert_ref(want->cert);
	added->issuer = cert_ref(want->issuer);
	added->is_trusted = want->is_trusted;
	ARRAY_EACH (signer, &want->signers)
		want_add_signer(added, *signer);
	texts_add_all(&added->urls, &want->urls);
}

static void
ask(struct completion_asks *asks, const struct want *want)
{
	ARRAY_EACH (there, &asks->wants) {
		if (there->kind != want->kind ||
		    !cert_equal(there->cert, want->cert))
			continue;
		if (want->is_trusted && !there->is_trusted) {
			want_clear(there);
			copy_want(there, want);
		}
		return;
	}
	if (asks->wants.len < COMPLETION_MAX_WANTS)
		copy_want(ARRAY_ADD(&asks->wants), want);
}

/* Where the operator has no lists asked: the responder's turn. */
static void
refuse_lists(struct revocation_gather *gather, const struct want *want)
{
	size_t count;
	const char *const *urls = want_urls(want, &count);
	const struct revocation_answer answer = {
	    .kind = REVOCATION_ANSWER_CRL,
	    .outcome = REVOCATION_REFUSED,
	    .url = count > 0 ? urls[0] : "",
	    .detail = "lists are not asked for",
	    .failures = 1,
	};

	add_answer(gather, &answer);
}

static void
earlier(int64_t *at, int64_t than)
{
	if (than < *at)
		*at = than;
}

static void
add_want(struct revocation_gather *gather, const struct report *report,
    const struct want *want, struct completion_asks *asks)
{
	const struct completion *completion = gather->completion;
	struct revocations_known known;

	if (want->kind == WANT_CRL && completion->is_without_lists) {
		refuse_lists(gather, want);
		return;
	}
	if (want->kind == WANT_DELTA && completion->is_without_lists)
		return;
	if (want->kind == WANT_OCSP && completion->is_without_responders)
		return;
	revocations_find(completion->revocations, want, &known);
	for (size_t i = 0; i < known.count; i++)
		add_answer(gather, known.answers[i]);
	if (known.is_open)
		ask(asks, want);
	earlier(&gather->wanted_next_at, known.next_at);
	/* a complete list in use is refreshed, and tells by itself that it
	 * says something else: to who is looked at by the certificates sent */
	if (want->kind != WANT_CRL ||
	    chain_find(report->presented, want->cert->sha256) < 0)
		earlier(&gather->next_at, known.next_at);
}

void
revocation_gather_add(struct revocation_gather *gather,
    const struct report *report, struct completion_asks *asks)
{
	gather->has_grown = false;
	gather->wanted_next_at = TIMESTAMP_NEVER;
	if (gather->completion->revocations == NULL)
		return;
	ARRAY_EACH (want, &report->wants) {
		if (want->kind != WANT_ISSUER)
			add_want(gather, report, want, asks);
	}
}

void
revocation_gather_clear(struct revocation_gather *gather)
{
	ARRAY_CLEAR(&gather->answers);
}
