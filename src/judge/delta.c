/* Changes to a list; see delta.h. */
#include "judge/delta.h"

#include "base/mem.h"
#include "pki/crl_freshest.h"

void
delta_urls(const struct cert *cert, const struct crl_status *status,
    struct texts *urls)
{
	if (status->complete == NULL)
		return;
	crl_freshest_of_cert(cert, urls);
	crl_freshest_of_list(status->complete, urls);
}

/* The first that came to nothing, unless another came; NULL: nobody answered.
 */
static const struct revocation_answer *
find_answer(const struct evidence *evidence, const struct texts *urls)
{
	const struct revocation_answer *failed = NULL;

	for (size_t i = 0; i < evidence->revocation_answer_count; i++) {
		const struct revocation_answer *answer =
		    &evidence->revocation_answers[i];

		if (answer->kind != REVOCATION_ANSWER_CRL ||
		    !texts_has(urls, answer->url))
			continue;
		if (answer->outcome == REVOCATION_GOT)
			return answer;
		if (failed == NULL)
			failed = answer;
	}
	return failed;
}

/* Will somebody ask? The operator's own list does without its changes, unless
 * they come for a fetched one. */
static bool
is_any_wanted(const struct report *report, const struct cert *cert,
    const struct texts *urls)
{
	ARRAY_EACH (want, &report->wants) {
		if (want->kind == WANT_DELTA && cert_equal(want->cert, cert) &&
		    want->urls.len > 0 && texts_has(urls, want->urls.items[0]))
			return true;
	}
	return false;
}

static char *
words_of(const struct judgement *judgement, const struct cert *cert,
    const struct crl_status *status, const struct texts *urls)
{
	const struct revocation_answer *answer;
	bool is_wanted = is_any_wanted(judgement->report, cert, urls);

	if (urls->len == 0 || status->delta != NULL)
		return NULL;
	if (status->delta_fault != NULL)
		return mem_printf("The delta list to it cannot be used: %s.",
		    status->delta_fault);
	answer = find_answer(judgement->evidence, urls);
	if (answer == NULL)
		return mem_printf("What has changed since is not known%s: "
				  "there is a delta list at %s%s.",
		    is_wanted ? " yet" : "", urls->items[0],
		    is_wanted ? "" : ", which nobody asks for");
	if (answer->outcome == REVOCATION_GOT)
		return NULL; /* nothing newer */
	return mem_printf(
	    "What has changed since is not known: the delta list at %s: %s.",
	    answer->url, answer->detail != NULL ? answer->detail : "no answer");
}

char *
delta_words(const struct judgement *judgement, const struct cert *cert,
    const struct crl_status *status)
{
	struct texts urls = {0};
	char *words;

	delta_urls(cert, status, &urls);
	words = words_of(judgement, cert, status, &urls);
	texts_clear(&urls);
	return words;
}
