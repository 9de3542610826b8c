/* Chooses by the judge's suggestion; see mend.h. */
#include "cli/mend.h"

#include "base/mem.h"
#include "judge/judge.h"

/* Why a chain cannot be made, first reason first: faults that another order
 * would cure are none of them. */
static const enum finding_code reasons[] = {
    FINDING_MALFORMED_CERTIFICATE,
    FINDING_BAD_SIGNATURE,
    FINDING_LEAF_ONLY,
    FINDING_WRONG_INTERMEDIATE,
    FINDING_MISSING_INTERMEDIATE,
    FINDING_UNTRUSTED_ROOT,
    FINDING_CERTIFICATE_LOOP,
    FINDING_PATH_TOO_LONG,
    FINDING_LEAF_NOT_FIRST,
};

static void
refuse(struct mend *mend, enum finding_code code, const char *words)
{
	mend->fault = (struct finding){.code = code,
	    .severity = finding_info(code)->severity,
	    .certificate = FINDING_CERTIFICATE_NONE};
	mend->refusal = mem_strdup(words);
}

static void
refuse_by(struct mend *mend, const struct finding *finding)
{
	refuse(mend, finding->code,
	    finding->detail != NULL ? finding->detail
				    : finding_info(finding->code)->title);
	mend->fault.missing = mem_strdup(finding->missing);
}

/* The judge knows no chain: its first finding that says why. */
static void
refuse_incomplete(struct mend *mend)
{
	const struct report *report = mend->before;

	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		const struct finding *finding = report_find(report, reasons[i]);

		if (finding == NULL)
			continue;
		refuse_by(mend, finding);
		return;
	}
	if (report->findings.len > 0)
		refuse_by(mend, &report->findings.items[0]);
	else
		refuse(mend, FINDING_UNTRUSTED_ROOT,
		    "No way leads from the certificate to a root.");
}

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

/* Does the best path end where a chain may: at an anchor, or at itself? */
static bool
is_whole(const struct report *report)
{
	const struct report_path *path = report->paths.items;

	if (report->paths.len == 0)
		return false;
	return path->is_complete ||
	    path->chain->certs[path->chain->len - 1]->is_self_issued;
}

static struct chain *
choose(const struct report *report, struct chain *given)
{
	if (report_find(report, FINDING_BAD_SIGNATURE) != NULL)
		return NULL;
	if (report->suggested != NULL)
		return report->is_suggested_complete
		    ? chain_ref(report->suggested)
		    : NULL;
	return is_whole(report) ? chain_ref(given) : NULL;
}

/* A fault above the leaf that no other order or company cures. Trust is the
 * clients' affair: an internal CA's chain is good for those that know it. */
static const struct finding *
find_incurable(const struct report *after)
{
	/* not even the right certificate to begin with */
	if (report_find(after, FINDING_LEAF_NOT_FIRST) != NULL)
		return report_find(after, FINDING_LEAF_NOT_FIRST);
	if (after->is_valid)
		return NULL;
	ARRAY_EACH (finding, &after->findings) {
		if (finding->severity == SEVERITY_CRITICAL &&
		    finding->certificate > 0 &&
		    finding->code != FINDING_UNTRUSTED_ROOT)
			return finding;
	}
	return NULL;
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

static void
conclude(const struct mend_source *source, struct mend *mend)
{
	const struct finding *incurable;
	struct chain *chain;

	judge_given(source, mend);
	chain = choose(mend->before, mend->given);
	if (chain == NULL) {
		refuse_incomplete(mend);
		return;
	}
	mend->after = judge_chain(source, chain, false);
	incurable = find_incurable(mend->after);
	if (incurable != NULL) {
		refuse_by(mend, incurable);
		chain_unref(chain);
		return;
	}
	mend->chain = chain;
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
		refuse(&mended, FINDING_NO_CERTIFICATE,
		    "There is no certificate that could be read.");
	else if (source->key != NULL && first == source->count)
		refuse(&mended, FINDING_KEY_MISMATCH,
		    "The private key given belongs to none of the "
		    "certificates.");
	else
		conclude(source, &mended);
	*ret_mend = mended;
	return true;
}

void
mend_clear(struct mend *mend)
{
	chain_unref(mend->given);
	report_unref(mend->before);
	chain_unref(mend->chain);
	report_unref(mend->after);
	free(mend->refusal);
	finding_clear(&mend->fault);
}
