/*
 * What an endpoint's renewals were like: how much of the lifetime was left when
 * the next certificate appeared, of the last few. From that a habit: renews at
 * 33% left as a rule. It is a share, so that it holds when certificates last
 * for 47 days instead of 90.
 *
 * Kept for endpoints only that were seen to renew; plain values.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/habit.h"
#include "model/verdict.h"

#define RENEWALS_KEPT 5
#define RENEWALS_LEAST 3 /* that agree, before it is a habit */
#define RENEWAL_ALL 1000 /* shares are per mille */
#define RENEWALS_TEXT_MAX 256

struct renewal {
	int64_t at;
	uint32_t lifetime_s; /* of the certificate that was replaced */
	uint16_t left;	     /* of that; 0: it had ended */
};

struct renewals {
	struct renewal items[RENEWALS_KEPT]; /* the oldest first */
	uint32_t count;
	int64_t newest;	   /* notBefore of the newest certificate seen */
	uint64_t noted_in; /* the transition that changed it last */
};

/* The share of its lifetime that is left of a certificate. */
unsigned renewal_left(const struct cert_facts *leaf, int64_t now);
/*
 * An address shows `after` where it showed `before`. Notes a renewal, once for
 * each however many addresses follow: not a certificate that came back, not one
 * of another kind of key, not one that nobody would take for the endpoint's.
 * Allocates *renewals when it is the first. false: it was none.
 */
bool renewals_note(struct renewals **renewals, const struct verdict *before,
    const struct verdict *after, int64_t now);
/* For a certificate that lasts so long. false: there is no habit, or none of
 * certificates like that: too few renewals, or each at another time. Some that
 * came early say nothing: somebody, or the CA, wanted them. */
bool renewals_habit(const struct renewals *renewals, int64_t lifetime_s,
    struct habit *ret_habit);
/* For the one that is shown; NULL, or no certificate: there is none. */
bool renewals_habit_shown(const struct renewals *renewals,
    const struct verdict *shown, struct habit *ret_habit);

/* As the store keeps it. */
void renewals_format(const struct renewals *renewals, struct strbuf *buf);
/* Heap; NULL: the text is none. */
struct renewals *renewals_parse(const char *text);
