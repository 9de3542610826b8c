/*
 * The list as it was sent: what cannot be parsed, what stands in the wrong
 * place or twice, and the root. What is for nothing: check_leftover.c.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "judge/picked.h"
#include "judge/served.h"

#define TEXT_MAX 2000

/* libcrypto refuses it too, and its path says so. */
static bool
is_fault_told(const struct judgement *judgement, const struct cert *cert)
{
	return judgement->best != NULL &&
	    path_find_fault(
		judgement->best, FINDING_MALFORMED_CERTIFICATE, cert) != NULL;
}

static void
look_for_malformed(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *cert = presented->certs[i];

		if (served_is_double(presented, i))
			continue;
		if (cert->malformed != NULL)
			report_add(judgement->report,
			    FINDING_MALFORMED_CERTIFICATE, cert,
			    "Certificate %zu cannot be parsed: %s.", i + 1,
			    cert->malformed);
		else if (cert->der_fault != NULL &&
		    !is_fault_told(judgement, cert))
			report_add(judgement->report,
			    FINDING_MALFORMED_CERTIFICATE, cert,
			    "Certificate %zu breaks DER, which strict clients "
			    "refuse: %s.",
			    i + 1, cert->der_fault);
	}
}

static void
look_for_leaf(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	const struct served *served = &judgement->served;

	if (presented->len == 0)
		report_add(judgement->report, FINDING_NO_CERTIFICATE, NULL,
		    "No certificate is there.");
	if (served->is_misplaced)
		report_add(judgement->report, FINDING_LEAF_NOT_FIRST,
		    judgement->leaf,
		    "\"%s\", a CA, is sent first; the server's own "
		    "certificate \"%s\" comes as number %d.",
		    presented->certs[0]->label, judgement->leaf->label,
		    served->leaf + 1);
}

/* The next place after `after` at which the certificate was sent; -1: none. */
static int
next_place(const struct chain *presented, const struct cert *cert, int after)
{
	for (size_t i = (size_t)(after + 1); i < presented->len; i++) {
		if (cert_equal(presented->certs[i], cert))
			return (int)i;
	}
	return -1;
}

/* Each issuer that was sent comes after what it issued. */
static bool
is_in_order(const struct chain *presented, const struct path *path)
{
	int at = -1;

	for (size_t i = 0; i < path->len; i++) {
		if (path->certs[i].index < 0)
			continue;
		at = next_place(presented, path->certs[i].cert, at);
		if (at < 0)
			return false;
	}
	return true;
}

/* Of all ways that clients follow, the first that is out of order. */
static const struct path *
find_disorder(const struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;

	if (!is_in_order(presented, judgement->best))
		return judgement->best;
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (served_is_followed(judgement, path) &&
		    !is_in_order(presented, path))
			return path;
	}
	return NULL;
}

static void
look_at_order(struct judgement *judgement)
{
	CLEANUP(strbuf_clear) struct strbuf places = STRBUF_INIT(TEXT_MAX);
	const struct path *path;

	if (judgement->best == NULL || judgement->served.is_misplaced)
		return;
	path = find_disorder(judgement);
	if (path == NULL)
		return;
	for (size_t i = 0; i < path->len; i++) {
		if (path->certs[i].index >= 0)
			strbuf_addf(&places, "%s%d", i == 0 ? "" : ", ",
			    path->certs[i].index + 1);
	}
	report_add(judgement->report, FINDING_WRONG_ORDER, NULL,
	    "By who issued whom, the order would be: number %s of those sent.",
	    strbuf_text(&places));
}

static void
look_for_doubles(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	struct picked picked = PICKED_INIT;

	for (size_t i = 0; i < presented->len; i++) {
		if (served_is_double(presented, i))
			picked_add(&picked, presented->certs[i], "");
	}
	picked_report(judgement, &picked, FINDING_DUPLICATE_CERTIFICATE,
	    "Sent more than once", "Sent more than once");
}

static void
look_for_root(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	struct picked picked = PICKED_INIT;

	for (size_t i = 0; i < presented->len; i++) {
		if ((int)i != judgement->served.leaf &&
		    !served_is_double(presented, i) &&
		    served_is_root(judgement, presented->certs[i]))
			picked_add(&picked, presented->certs[i], "");
	}
	picked_report(judgement, &picked, FINDING_ROOT_INCLUDED,
	    "A root that clients hold themselves is sent",
	    "Roots that clients hold themselves are sent");
}

static void
look_at_list(struct judgement *judgement)
{
	look_for_leaf(judgement);
	look_for_malformed(judgement);
	look_at_order(judgement);
	look_for_doubles(judgement);
	look_for_root(judgement);
}

const struct check check_chain = {
    .name = "chain",
    .report = look_at_list,
};
