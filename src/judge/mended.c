/* Chooses by the judge's suggestion; see mended.h. */
#include "judge/mended.h"

#include "base/mem.h"
#include "pki/pem.h"

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

void
mended_refuse(struct mended *mended, enum finding_code code, const char *words)
{
	mended->fault = (struct finding){.code = code,
	    .severity = finding_info(code)->severity,
	    .certificate = FINDING_CERTIFICATE_NONE};
	mended->refusal = mem_strdup(words);
}

static void
refuse_by(struct mended *mended, const struct finding *finding)
{
	mended_refuse(mended, finding->code,
	    finding->detail != NULL ? finding->detail
				    : finding_info(finding->code)->title);
	mended->fault.missing = mem_strdup(finding->missing);
}

/* The judge knows no chain: its first finding that says why. */
static void
refuse_incomplete(struct mended *mended, const struct report *report)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		const struct finding *finding = report_find(report, reasons[i]);

		if (finding == NULL)
			continue;
		refuse_by(mended, finding);
		return;
	}
	if (report->findings.len > 0)
		refuse_by(mended, &report->findings.items[0]);
	else
		mended_refuse(mended, FINDING_UNTRUSTED_ROOT,
		    "No way leads from the certificate to a root.");
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
choose(const struct report *report)
{
	if (report_find(report, FINDING_BAD_SIGNATURE) != NULL)
		return NULL;
	if (report->suggested != NULL)
		return report->is_suggested_complete
		    ? chain_ref(report->suggested)
		    : NULL;
	return is_whole(report) ? chain_ref(report->presented) : NULL;
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

void
mended_make(const struct report *before, mended_judge_fn judge_chain,
    const void *arg, struct mended *ret_mended)
{
	CLEANUP(chain_unref) struct chain *chain = choose(before);
	struct mended mended = {0};
	const struct finding *incurable;

	if (chain == NULL) {
		refuse_incomplete(&mended, before);
		*ret_mended = mended;
		return;
	}
	mended.after = judge_chain(arg, chain);
	incurable = find_incurable(mended.after);
	if (incurable != NULL)
		refuse_by(&mended, incurable);
	else
		mended.chain = TAKE(chain);
	*ret_mended = mended;
}

void
mended_clear(struct mended *mended)
{
	chain_unref(mended->chain);
	report_unref(mended->after);
	free(mended->refusal);
	finding_clear(&mended->fault);
	*mended = (struct mended){0};
}

void
mended_write(
    struct strbuf *buf, const struct chain *chain, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < chain->len; i++)
		pem_write_cert(buf, chain->certs[i]);
}
