/* Revocation by lists; see crl_status.h. */
#include "judge/crl_status.h"

#include <stdarg.h>
#include <stdio.h>

#include "judge/crl_signer.h"
#include "pki/crl_scope.h"

/* The signer of a list may have a certificate that lists speak of again. */
#define SIGNERS_DEEP 2

struct question {
	const struct judgement *judgement;
	const struct crl_pool *pool;
	const struct path *path;
	const struct cert *cert;
	size_t issuer;	/* index in the path */
	unsigned depth; /* of questions about signers */
	struct crl_points points;
	unsigned reasons;	   /* that good lists have spoken of */
	const struct crl *good;	   /* the first of those */
	const struct crl *outside; /* of the issuer, about others */
	const char *outside_why;
	const ASN1_INTEGER *newest;   /* number of a complete list */
	const struct crl *good_delta; /* that changes `good`; NULL: none */
	const char *delta_fault;      /* of the first that should; see answer */
	struct crl_status answer;
};

static struct crl_status ask(struct question *question);

static void PRINTF_LIKE(3, 4) blame(
    struct question *question, const struct crl *crl, const char *fmt, ...)
{
	va_list ap;

	if (question->answer.kind != CRL_STATUS_UNKNOWN)
		return; /* the first one is told */
	question->answer.kind = CRL_STATUS_UNUSABLE;
	question->answer.crl = crl;
	va_start(ap, fmt);
	vsnprintf(question->answer.why, sizeof question->answer.why, fmt, ap);
	va_end(ap);
}

static bool
is_signer_revoked(
    const struct question *question, const struct crl_signer *signer)
{
	struct question about_signer = {
	    .judgement = question->judgement,
	    .pool = question->pool,
	    .path = question->path,
	    .cert = signer->cert,
	    .issuer = signer->issued_by,
	    .depth = question->depth + 1,
	};

	return signer->issued_by > 0 && question->depth < SIGNERS_DEEP &&
	    ask(&about_signer).kind == CRL_STATUS_REVOKED;
}

static const char *
distrust(const struct question *question, const struct crl *crl)
{
	struct crl_signer signer = crl_signer_find(
	    question->judgement, question->path, question->issuer, crl);

	switch (signer.result) {
	case CRL_SIGNER_GOOD:
		return is_signer_revoked(question, &signer)
		    ? "the certificate of its signer is revoked itself"
		    : NULL;
	case CRL_SIGNER_NOT_ALLOWED:
		return "the key usage of its signer lacks cRLSign";
	case CRL_SIGNER_NOT_TRUSTED:
		return "nobody on the path vouches for its signer";
	case CRL_SIGNER_BAD:
		return "its signature does not verify with its issuer's key";
	case CRL_SIGNER_TOO_COSTLY:
		return "checking its signature would cost too much";
	case CRL_SIGNER_ABSENT:
		return "the certificate of its signer is not there";
	}
	return NULL;
}

/* May it be used at all? Its end is another matter. */
static const char *
find_fault(const struct question *question, const struct crl *crl)
{
	if (crl->unknown_critical != NULL)
		return "it has a critical extension that clients do not know";
	if (question->judgement->now < crl->this_update)
		return "it begins only later";
	return distrust(question, crl);
}

static bool
is_current(const struct question *question, const struct crl *crl)
{
	return question->judgement->now <= crl->next_update;
}

/* Of one that is a change to this list, or should be: RFC 5280 5.2.4. */
static const char *
find_delta_fault(const struct question *question, const struct crl *complete,
    const struct crl *delta)
{
	if (!crl_scope_equal(complete, delta))
		return "it is a change to a list for other certificates, or "
		       "by another key";
	if (complete->number == NULL || delta->number == NULL)
		return "without a CRL number nobody can tell what it changes";
	if (ASN1_INTEGER_cmp(complete->number, delta->base) < 0)
		return "it is a change to a later list";
	if (!is_current(question, delta))
		return "it has ended";
	return find_fault(question, delta);
}

/* It says no more than the list does. */
static bool
is_behind(const struct crl *complete, const struct crl *delta)
{
	return complete->number != NULL && delta->number != NULL &&
	    ASN1_INTEGER_cmp(complete->number, delta->number) >= 0;
}

/* The newest one that changes this list; NULL: none. */
static const struct crl *
find_delta(struct question *question, const struct crl *complete)
{
	const struct crl_pool *pool = question->pool;
	const struct crl *best = NULL;

	for (size_t i = 0; i < pool->count; i++) {
		const struct crl *delta = pool->crls[i];
		const char *fault;

		if (delta->base == NULL ||
		    delta->issuer_hash != complete->issuer_hash ||
		    !crl_knows(delta, question->cert) ||
		    is_behind(complete, delta) ||
		    (best != NULL && delta->number != NULL &&
			ASN1_INTEGER_cmp(delta->number, best->number) <= 0))
			continue;
		fault = find_delta_fault(question, complete, delta);
		if (fault == NULL)
			best = delta;
		else if (question->delta_fault == NULL)
			question->delta_fault = fault;
	}
	return best;
}

/* The entry that counts, and in which list it stands. */
static const struct crl_entry *
find_entry(const struct question *question, const struct crl *complete,
    const struct crl *delta, const struct crl **ret_crl)
{
	const struct crl_entry *entry =
	    delta == NULL ? NULL : crl_find(delta, question->cert);

	*ret_crl = delta;
	if (entry != NULL)
		return entry->reason == CRL_REASON_REMOVE_FROM_CRL ? NULL
								   : entry;
	*ret_crl = complete;
	return crl_find(complete, question->cert);
}

/* true: the question is answered. */
static bool
use(struct question *question, const struct crl *crl, unsigned reasons)
{
	const struct crl *delta = find_delta(question, crl);
	const struct crl *said_by;
	const struct crl_entry *entry =
	    find_entry(question, crl, delta, &said_by);

	if (entry != NULL) {
		question->answer = (struct crl_status){
		    .kind = CRL_STATUS_REVOKED,
		    .crl = said_by,
		    .entry = entry,
		    .complete = crl,
		    .delta = delta,
		};
		return true;
	}
	if (crl->number != NULL &&
	    (question->newest == NULL ||
		ASN1_INTEGER_cmp(crl->number, question->newest) > 0))
		question->newest = crl->number;
	if (is_current(question, crl) || delta != NULL) {
		question->reasons |= reasons;
		if (question->good == NULL) {
			question->good = crl;
			question->good_delta = delta;
		}
	} else if (question->answer.kind == CRL_STATUS_UNKNOWN) {
		question->answer.kind = CRL_STATUS_STALE;
		question->answer.crl = question->answer.complete = crl;
	}
	return false;
}

/* A change that stands alone still says who was revoked, if it is newer than
 * each complete list there is. true: the question is answered. */
static bool
use_alone(struct question *question, const struct crl *delta)
{
	const struct crl_entry *entry = crl_find(delta, question->cert);

	if (entry == NULL || entry->reason == CRL_REASON_REMOVE_FROM_CRL ||
	    delta->number == NULL || !is_current(question, delta) ||
	    (question->newest != NULL &&
		ASN1_INTEGER_cmp(delta->number, question->newest) <= 0))
		return false;
	question->answer = (struct crl_status){
	    .kind = CRL_STATUS_REVOKED,
	    .crl = delta,
	    .entry = entry,
	};
	return true;
}

/* By a newer one of the same scope that is as good: an old copy of a list has
 * nothing to say any more. */
static bool
is_superseded(const struct question *question, const struct crl *crl)
{
	for (size_t i = 0; i < question->pool->count; i++) {
		const struct crl *other = question->pool->crls[i];

		if (other->this_update > crl->this_update &&
		    other->base == NULL && crl->base == NULL &&
		    crl_scope_equal(other, crl) &&
		    is_current(question, other) &&
		    crl_knows(other, question->cert) &&
		    find_fault(question, other) == NULL)
			return true;
	}
	return false;
}

/* Where a newer one is there, what is wrong with that is what has to be mended,
 * not that the old one has ended. */
static bool
outweighs_stale(const struct question *question, const struct crl *crl)
{
	const struct crl_status *answer = &question->answer;

	return answer->kind == CRL_STATUS_STALE && is_current(question, crl) &&
	    crl->this_update > answer->crl->this_update;
}

/* true: the question is answered. */
static bool
try_list(struct question *question, const struct crl *crl)
{
	struct crl_scope scope =
	    crl_scope_of(crl, question->cert, &question->points);
	const char *fault;

	if (scope.result == CRL_SCOPE_FOREIGN ||
	    !crl_knows(crl, question->cert) || is_superseded(question, crl))
		return false;
	if (scope.result == CRL_SCOPE_OUTSIDE) {
		question->outside = crl;
		question->outside_why = scope.why;
		return false;
	}
	fault = find_fault(question, crl);
	if (fault != NULL) {
		if (outweighs_stale(question, crl))
			question->answer.kind = CRL_STATUS_UNKNOWN;
		blame(question, crl, "%s", fault);
		return false;
	}
	if (crl->base == NULL)
		return use(question, crl, scope.reasons);
	if (use_alone(question, crl))
		return true;
	blame(question, crl,
	    "it lists changes only, and the complete list is not there");
	return false;
}

/* true: the question is answered. */
static bool
try_lists(struct question *question, bool are_deltas)
{
	const struct crl_pool *pool = question->pool;

	for (size_t i = 0; i < pool->count; i++) {
		const struct crl *crl = pool->crls[i];

		if ((crl->base != NULL) == are_deltas &&
		    try_list(question, crl))
			return true;
	}
	return false;
}

static struct crl_status
ask(struct question *question)
{
	struct crl_status *answer = &question->answer;
	bool is_answered;

	answer->kind = CRL_STATUS_UNKNOWN;
	crl_points_read(question->cert, &question->points);
	is_answered = try_lists(question, false) || try_lists(question, true);
	crl_points_clear(&question->points);
	answer->delta_fault = question->delta_fault;
	if (is_answered)
		return *answer;
	if (question->reasons == CRL_ALL_REASONS) {
		answer->kind = CRL_STATUS_GOOD;
		answer->crl = answer->complete = question->good;
		answer->delta = question->good_delta;
	} else if (question->reasons != 0) {
		blame(question, question->good,
		    "it speaks of some reasons for revocation only");
	} else if (question->outside != NULL) {
		blame(question, question->outside, "it %s",
		    question->outside_why);
	}
	return *answer;
}

struct crl_status
crl_status_of(const struct judgement *judgement, const struct crl_pool *pool,
    const struct path *path, size_t issuer, const struct cert *cert)
{
	struct question question = {
	    .judgement = judgement,
	    .pool = pool,
	    .path = path,
	    .cert = cert,
	    .issuer = issuer,
	};

	return ask(&question);
}

const struct crl *
crl_status_overtaken(const struct crl_pool *pool, const struct crl *crl)
{
	for (size_t i = 0; i < pool->count; i++) {
		const struct crl *other = pool->crls[i];

		if (other->this_update < crl->this_update &&
		    other->number != NULL && crl->number != NULL &&
		    ASN1_INTEGER_cmp(other->number, crl->number) > 0 &&
		    crl_scope_equal(other, crl))
			return other;
	}
	return NULL;
}
