/*
 * What was sent and nobody needs: an expired cross-sign beside a path that
 * works, an older certificate of an intermediate in use, or something foreign.
 */
#include "judge/judgement.h"

#include "base/duration.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "judge/picked.h"
#include "judge/served.h"
#include "judge/twin.h"

struct leftovers {
	struct picked cross_signs, stale, others;
};

/* Is it named by another finding already? */
static bool
is_named_wrong(const struct judgement *judgement, const struct cert *cert)
{
	const struct finding *wrong =
	    report_find(judgement->report, FINDING_WRONG_INTERMEDIATE);

	return cert == judgement->gap.root ||
	    (wrong != NULL &&
		memcmp(wrong->sha256, cert->sha256, CERT_SHA256_LEN) == 0);
}

/* That a way is revoked is a finding of its own. */
static bool
is_named_revoked(const struct judgement *judgement, const struct cert *cert)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (path_find_fault(path, FINDING_INTERMEDIATE_REVOKED, cert) !=
		    NULL)
			return true;
	}
	return false;
}

static bool
is_left_over(const struct judgement *judgement, size_t i)
{
	const struct chain *presented = judgement->evidence->presented;
	const struct cert *cert = presented->certs[i];

	return !judgement->served.is_needed[i] &&
	    (int)i != judgement->served.fitting && cert->malformed == NULL &&
	    !served_is_double(presented, i) &&
	    !served_is_root(judgement, cert) &&
	    !is_named_wrong(judgement, cert) &&
	    !is_named_revoked(judgement, cert);
}

static void
add_cross_sign(const struct judgement *judgement, struct leftovers *leftovers,
    const struct cert *cert)
{
	char when[TIMESTAMP_TEXT_MAX], since[DURATION_TEXT_MAX];
	CLEANUP(free)
	char *more =
	    mem_printf(" as signed by \"%s\", which ended %s ago, on %s",
		cert->issuer_label,
		duration_words(judgement->now - cert->not_after, since),
		timestamp_words(cert->not_after, when));

	picked_add(&leftovers->cross_signs, cert, more);
}

/* By its place and end, since its name is the other one's, too. */
static void
add_stale(struct leftovers *leftovers, const struct cert *cert, size_t place)
{
	char when[TIMESTAMP_TEXT_MAX];
	CLEANUP(free)
	char *more = mem_printf(" (number %zu, until %s)", place,
	    timestamp_words(cert->not_after, when));

	picked_add(&leftovers->stale, cert, more);
}

static void
sort_out(
    const struct judgement *judgement, struct leftovers *leftovers, size_t i)
{
	const struct cert *cert = judgement->evidence->presented->certs[i];
	bool has_ended = judgement->now > cert->not_after;

	if (cert->is_ca && has_ended &&
	    twin_by_another(judgement, cert) != NULL)
		add_cross_sign(judgement, leftovers, cert);
	else if (cert->is_ca && twin_successor(judgement, cert) != NULL)
		add_stale(leftovers, cert, i + 1);
	else
		picked_add(
		    &leftovers->others, cert, has_ended ? " (expired)" : "");
}

static void
look_for_leftovers(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	struct leftovers leftovers = {PICKED_INIT, PICKED_INIT, PICKED_INIT};

	/* what was not looked at may need them */
	if (judgement->best == NULL || judgement->paths.has_more)
		return;
	for (size_t i = 0; i < presented->len; i++) {
		if (is_left_over(judgement, i))
			sort_out(judgement, &leftovers, i);
	}
	picked_report(judgement, &leftovers.cross_signs,
	    FINDING_CROSS_SIGN_EXPIRED,
	    "Another path works, but an expired cross-sign is still sent",
	    "Another path works, but expired cross-signs are still sent");
	picked_report(judgement, &leftovers.stale, FINDING_STALE_INTERMEDIATE,
	    "A newer certificate of this CA is in use, and this one is sent "
	    "too",
	    "Newer certificates of these CAs are in use, and these are sent "
	    "too");
	picked_report(judgement, &leftovers.others,
	    FINDING_UNNEEDED_CERTIFICATE, "No path needs this certificate",
	    "No path needs these certificates");
}

const struct check check_leftover = {
    .name = "leftover",
    .report = look_for_leftovers,
};
