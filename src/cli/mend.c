/* Reads, puts the key's first, fetches; see mend.h. */
#include "cli/mend.h"

#include "base/mem.h"
#include "judge/judge.h"

/* Index of the certificate that the key belongs to; the length: none. */
static bool
find_by_key(
    const struct mend_source *source, size_t *ret_index, struct error *err)
{
	for (size_t i = 0; i < source->count; i++) {
		bool fits = false;

		if (source->certs[i]->malformed != NULL)
			continue;
		if (!input_key_fits(source->key, source->certs[i], &fits, err))
			return false;
		if (fits) {
			*ret_index = i;
			return true;
		}
	}
	*ret_index = source->count;
	return true;
}

/* What can be read, in order, but for the one that goes first. */
static struct chain *
gather(const struct mend_source *source, size_t first)
{
	ARRAY(struct cert *) list = {.len = 0};
	struct chain *chain;

	if (first < source->count)
		*ARRAY_ADD(&list) = source->certs[first];
	for (size_t i = 0; i < source->count; i++) {
		if (i != first && source->certs[i]->malformed == NULL)
			*ARRAY_ADD(&list) = source->certs[i];
	}
	chain = chain_new(list.items, list.len);
	ARRAY_CLEAR(&list);
	return chain;
}

static struct report *
judge_chain(
    const struct mend_source *source, const struct chain *chain, bool has_known)
{
	struct evidence evidence = {
	    .presented = chain,
	    .name = source->name,
	    .stores =
		(const struct trust_store *const *)source->trust->stores.items,
	    .store_count = source->trust->stores.len,
	    .policy = source->trust->policy,
	};

	for (int i = 0; has_known && i < KNOWN_COUNT; i++)
		evidence.known[i] = source->known[i];
	if (has_known && source->fetch != NULL) {
		evidence.known[KNOWN_FETCHED] =
		    issuer_fetch_certs(source->fetch);
		evidence.answers =
		    issuer_fetch_answers(source->fetch, &evidence.answer_count);
	}
	return judge(&evidence, &judge_options_default, source->now);
}

/* Fetches what the judge asks for, as long as that leads on. */
static void
judge_given(const struct mend_source *source, struct mend *mend)
{
	mend->before = judge_chain(source, mend->given, true);
	for (int round = 0;
	     source->fetch != NULL && round < ISSUER_FETCH_MAX_ROUNDS &&
	     issuer_fetch_ask(source->fetch, mend->before);
	     round++) {
		report_unref(mend->before);
		mend->before = judge_chain(source, mend->given, true);
	}
}

/* As if it were served: with nothing else at hand. */
static struct report *
judge_alone(const void *arg, const struct chain *chain)
{
	return judge_chain(arg, chain, false);
}

bool
mend(const struct mend_source *source, struct mend *ret_mend, struct error *err)
{
	struct mend mended = {0};
	size_t first = source->count;

	if (source->key != NULL && !find_by_key(source, &first, err))
		return false;
	mended.given = gather(source, first);
	if (mended.given->len == 0)
		mended_refuse(&mended.mended, FINDING_NO_CERTIFICATE,
		    "There is no certificate that could be read.");
	else if (source->key != NULL && first == source->count)
		mended_refuse(&mended.mended, FINDING_KEY_MISMATCH,
		    "The private key given belongs to none of the "
		    "certificates.");
	else {
		judge_given(source, &mended);
		mended_make(mended.before, judge_alone, source, &mended.mended);
	}
	*ret_mend = mended;
	return true;
}

void
mend_clear(struct mend *mend)
{
	chain_unref(mend->given);
	report_unref(mend->before);
	mended_clear(&mend->mended);
}
