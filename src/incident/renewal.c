/* Renewals and the habit they make; see renewal.h. */
#include "incident/renewal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How far from the usual share one may be and still be done by rule: this, or
 * a quarter of it. */
#define REGULAR_SPREAD 80
/* It is late when less is left than ever by rule, by so much at least, and than
 * so much of what is usual. */
#define LATE_SLACK 30
#define LATE_PERCENT 85
/* Certificates that begin within a tenth of a lifetime are of one round: each
 * machine has its own, or one was issued again. */
#define ROUNDS 10
/* Automation that was seen with 90 days says nothing of a year. */
#define LIFETIME_TIMES 2

static int64_t
lifetime_of(const struct cert_facts *leaf)
{
	return leaf->not_after + 1 - leaf->not_before;
}

unsigned
renewal_left(const struct cert_facts *leaf, int64_t now)
{
	int64_t lifetime = lifetime_of(leaf);
	int64_t left = leaf->not_after + 1 - now;

	if (left <= 0 || lifetime <= 0)
		return 0;
	return left >= lifetime ? RENEWAL_ALL
				: (unsigned)(left * RENEWAL_ALL / lifetime);
}

/* Issued by whoever put something in its place, not renewed. */
static const enum finding_code strange[] = {
    FINDING_NAME_MISMATCH,
    FINDING_SELF_SIGNED,
    FINDING_UNTRUSTED_ROOT,
    FINDING_LEAF_NOT_YET_VALID,
};

static bool
is_strange(const struct verdict *verdict)
{
	for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
		if (verdict_find(verdict, strange[i]) != NULL)
			return true;
	}
	return false;
}

static bool
is_other_kind(const struct cert_facts *a, const struct cert_facts *b)
{
	return a->details != NULL && b->details != NULL &&
	    a->details->key_kind != b->details->key_kind;
}

static bool
is_renewal(const struct verdict *before, const struct verdict *after)
{
	const struct cert_facts *old, *new;

	if (before->cert_count == 0 || after->cert_count == 0)
		return false;
	old = before->certs[0];
	new = after->certs[0];
	return memcmp(old->sha256, new->sha256, CERT_SHA256_LEN) != 0 &&
	    new->not_before > old->not_before &&lifetime_of(old) > 0 &&
	    lifetime_of(old) <= UINT32_MAX && !is_other_kind(old, new) &&
	    !is_strange(before) && !is_strange(after);
}

static void
add(struct renewals *renewals, const struct renewal *renewal)
{
	if (renewals->count == RENEWALS_KEPT) {
		memmove(&renewals->items[0], &renewals->items[1],
		    (RENEWALS_KEPT - 1) * sizeof renewals->items[0]);
		renewals->count--;
	}
	renewals->items[renewals->count++] = *renewal;
}

bool
renewals_note(struct renewals **slot, const struct verdict *before,
    const struct verdict *after, int64_t now)
{
	const struct cert_facts *old, *new;
	struct renewals *renewals = *slot;

	if (!is_renewal(before, after))
		return false;
	old = before->certs[0];
	new = after->certs[0];
	if (renewals != NULL &&
	    new->not_before - renewals->newest < lifetime_of(new) / ROUNDS) {
		if (new->not_before <= renewals->newest)
			return false;
		renewals->newest = new->not_before;
		return true;
	}
	if (renewals == NULL)
		*slot = renewals = MEM_NEW(struct renewals);
	renewals->newest = new->not_before;
	add(renewals,
	    &(struct renewal){
		.at = now,
		.lifetime_s = (uint32_t)lifetime_of(old),
		.left = (uint16_t)renewal_left(old, now),
	    });
	return true;
}

static int
compare_left(const void *a, const void *b)
{
	const struct renewal *x = a, *y = b;

	return x->left < y->left ? -1 : x->left > y->left;
}

/* Of an even number the later one. */
static unsigned
median_of(const struct renewals *renewals)
{
	struct renewal sorted[RENEWALS_KEPT];

	memcpy(sorted, renewals->items, sizeof sorted);
	qsort(sorted, renewals->count, sizeof sorted[0], compare_left);
	return sorted[(renewals->count - 1) / 2].left;
}

static unsigned
larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

/* What is later than any that was done by rule. 0: nothing can be. */
static unsigned
late_by(unsigned usual, unsigned lowest)
{
	unsigned slack = larger(LATE_SLACK, (usual - lowest) / 2);
	unsigned below = lowest > slack ? lowest - slack : 0;
	unsigned late = usual * LATE_PERCENT / 100;

	return late < below ? late : below;
}

bool
renewals_habit(const struct renewals *renewals, int64_t lifetime_s,
    struct habit *ret_habit)
{
	struct habit habit = {0};
	unsigned spread, lowest = RENEWAL_ALL, counting = 0;
	int64_t longest_s = 0;

	if (renewals == NULL || renewals->count < RENEWALS_LEAST)
		return false;
	habit.usual = median_of(renewals);
	spread = larger(REGULAR_SPREAD, habit.usual / 4);
	for (uint32_t i = 0; i < renewals->count; i++) {
		const struct renewal *renewal = &renewals->items[i];

		if (renewal->left > habit.usual + spread)
			continue;
		counting++;
		if (renewal->left + spread < habit.usual)
			continue;
		habit.count++;
		habit.last_at = renewal->at;
		if (renewal->left < lowest)
			lowest = renewal->left;
		if (renewal->lifetime_s > longest_s)
			longest_s = renewal->lifetime_s;
	}
	habit.late = late_by(habit.usual, lowest);
	if (habit.count < RENEWALS_LEAST || 3 * habit.count < 2 * counting ||
	    habit.late == 0 || lifetime_s > LIFETIME_TIMES * longest_s)
		return false;
	*ret_habit = habit;
	return true;
}

bool
renewals_habit_shown(const struct renewals *renewals,
    const struct verdict *shown, struct habit *ret_habit)
{
	return shown != NULL && shown->cert_count > 0 &&
	    renewals_habit(renewals, lifetime_of(shown->certs[0]), ret_habit);
}

void
renewals_format(const struct renewals *renewals, struct strbuf *buf)
{
	strbuf_addf(buf, "%" PRId64, renewals->newest);
	for (uint32_t i = 0; i < renewals->count; i++) {
		const struct renewal *renewal = &renewals->items[i];

		strbuf_addf(buf, " %" PRId64 "/%" PRIu32 "/%u", renewal->at,
		    renewal->lifetime_s, (unsigned)renewal->left);
	}
}

/* A number of digits, and what stands behind it. */
static bool
take_number(const char **at, int64_t most, char behind, int64_t *ret_number)
{
	int64_t number = 0;
	const char *p = *at;

	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++) {
		number = number * 10 + (*p - '0');
		if (number > most)
			return false;
	}
	if (*p != behind && !(behind == ' ' && *p == '\0'))
		return false;
	*at = *p == '\0' ? p : p + 1;
	*ret_number = number;
	return true;
}

struct renewals *
renewals_parse(const char *text)
{
	struct renewals *renewals = MEM_NEW(struct renewals);
	int64_t at = 0, lifetime_s = 0, left = 0;
	bool is_read =
	    take_number(&text, INT64_MAX / 20, ' ', &renewals->newest);

	while (is_read && *text != '\0') {
		is_read = renewals->count < RENEWALS_KEPT &&
		    take_number(&text, INT64_MAX / 20, '/', &at) &&
		    take_number(&text, UINT32_MAX, '/', &lifetime_s) &&
		    take_number(&text, RENEWAL_ALL, ' ', &left);
		if (is_read)
			add(renewals,
			    &(struct renewal){
				.at = at,
				.lifetime_s = (uint32_t)lifetime_s,
				.left = (uint16_t)left,
			    });
	}
	if (is_read)
		return renewals;
	free(renewals);
	return NULL;
}
