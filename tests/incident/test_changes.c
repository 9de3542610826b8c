/* Two chains held against each other, respect by respect. */
#include "incident/changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/verdicts.h"

#define T0 1800000000
#define DAY 86400

static const struct made_leaf usual = {
    .not_before = T0,
    .not_after = T0 + 90 * DAY,
    .issuer = "R10",
    .names = "a.test,b.test",
    .key_kind = CERT_KEY_EC,
    .key_bits = 256,
    .has_pointer = true,
};

static struct made_chain
usual_chain(const struct made_leaf *leaf)
{
	return (struct made_chain){
	    .certs = {"L1", "I1"},
	    .leaf = leaf,
	    .breaks_at = T0 + 90 * DAY + 1,
	    .refused_by = "",
	};
}

/* From the usual chain to that one. */
static void
compare(const struct made_chain *after, struct chain_changes *ret_changes)
{
	const struct made_chain made = usual_chain(&usual);
	CLEANUP(verdict_unref) struct verdict *a = verdict_made(&made);
	CLEANUP(verdict_unref) struct verdict *b = verdict_made(after);

	changes_between(a, b, ret_changes);
}

static void
assert_one(const struct chain_changes *changes, const char *what,
    const char *before, const char *after, enum finding_code code)
{
	const struct chain_change *change = &changes->list.items[0];

	assert_int_equal(changes->list.len, 1);
	assert_string_equal(change->what, what);
	if (before == NULL)
		assert_null(change->before);
	else
		assert_string_equal(change->before, before);
	if (after == NULL)
		assert_null(change->after);
	else
		assert_string_equal(change->after, after);
	assert_int_equal(change->code, code);
	assert_int_equal(change->is_worse, code != FINDING_COUNT);
}

static void
the_same_chain_differs_in_nothing(void **state)
{
	const struct made_chain made = usual_chain(&usual);
	struct chain_changes changes;

	compare(&made, &changes);
	assert_int_equal(changes.list.len, 0);
}

static void
a_renewal_alike_differs_in_nothing_but_its_end(void **state)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	struct made_leaf leaf = usual;
	struct made_chain made = usual_chain(&leaf);

	made.certs[0] = "L2";
	leaf.not_before += 60 * DAY;
	leaf.not_after += 60 * DAY;
	made.breaks_at += 60 * DAY;
	compare(&made, &changes);
	assert_one(&changes, "breaks_at", "2027-04-15T08:00:01Z",
	    "2027-06-14T08:00:01Z", FINDING_COUNT);
}

/* One respect in which the new certificate is otherwise. */
static void
each_respect_is_told_by_itself(void **state)
{
	static const struct {
		struct made_leaf leaf; /* what is not zero differs */
		const char *what, *before, *after;
		enum finding_code code;
	} rows[] = {
	    {{.issuer = "R11"}, "issuer", "R10", "R11", FINDING_COUNT},
	    {{.names = "a.test"}, "names", "b.test", NULL, FINDING_NAMES_LOST},
	    {{.names = "a.test,b.test,c.test"}, "names", NULL, "c.test",
		FINDING_COUNT},
	    {{.names = "a.test,*.test"}, "names", NULL, "*.test",
		FINDING_COUNT},
	    {{.key_bits = 384}, "key", "EC 256", "EC 384", FINDING_COUNT},
	    {{.key_kind = CERT_KEY_RSA, .key_bits = 3072}, "key", "EC 256",
		"RSA 3072", FINDING_COUNT},
	    {{.key_kind = CERT_KEY_RSA, .key_bits = 2048}, "key", "EC 256",
		"RSA 2048", FINDING_CHAIN_REGRESSED},
	    {{.is_for_servers_only = true}, "usages", "servers and clients",
		"servers", FINDING_CLIENT_AUTH_LOST},
	    {{.not_after = T0 + 93 * DAY}, "lifetime", "90 days", "93 days",
		FINDING_COUNT},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
		struct made_leaf leaf = usual;
		struct made_chain made = usual_chain(&leaf);

		made.certs[0] = "L2";
		if (rows[i].leaf.issuer != NULL)
			leaf.issuer = rows[i].leaf.issuer;
		if (rows[i].leaf.names != NULL)
			leaf.names = rows[i].leaf.names;
		if (rows[i].leaf.key_kind != 0)
			leaf.key_kind = rows[i].leaf.key_kind;
		if (rows[i].leaf.key_bits != 0)
			leaf.key_bits = rows[i].leaf.key_bits;
		if (rows[i].leaf.not_after != 0)
			leaf.not_after = rows[i].leaf.not_after;
		leaf.is_for_servers_only = rows[i].leaf.is_for_servers_only;
		compare(&made, &changes);
		assert_one(&changes, rows[i].what, rows[i].before,
		    rows[i].after, rows[i].code);
	}
}

static void
pointers_may_go_from_what_is_short_lived(void **state)
{
	struct made_leaf leaf = usual;
	struct made_chain made = usual_chain(&leaf);

	made.certs[0] = "L2";
	leaf.has_pointer = false;
	for (int days = 10; days <= 11; days++) {
		CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
		bool is_worse = false;

		leaf.not_after = leaf.not_before + days * DAY;
		compare(&made, &changes);
		ARRAY_EACH (change, &changes.list)
			is_worse |= strcmp(change->what, "revocation") == 0 &&
			    change->is_worse;
		assert_int_equal(is_worse, days == 11);
	}
}

static void
an_end_that_came_nearer_is_worse_for_a_reason(void **state)
{
	static const struct {
		int from, until, breaks; /* days */
		bool is_worse;
	} rows[] = {
	    {1, 60, 60, false},	  /* made for less time */
	    {1, 100, 80, true},	  /* something else ends before it */
	    {1, 100, 95, false},  /* ... but later than before */
	    {-30, 60, 60, true},  /* an older one */
	    {-10, 80, 80, false}, /* ... of the same generation */
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
		struct made_leaf leaf = usual;
		struct made_chain made = usual_chain(&leaf);
		bool is_worse = false;

		made.certs[0] = "L2";
		leaf.not_before = T0 + rows[i].from * DAY;
		leaf.not_after = T0 + rows[i].until * DAY;
		made.breaks_at = T0 + rows[i].breaks * DAY + 1;
		compare(&made, &changes);
		ARRAY_EACH (change, &changes.list)
			is_worse |= strcmp(change->what, "breaks_at") == 0 &&
			    change->is_worse;
		assert_int_equal(is_worse, rows[i].is_worse);
	}
}

static void
clients_that_came_to_refuse_are_named(void **state)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	struct made_chain made = usual_chain(&usual);

	made.certs[1] = "I2";
	made.refused_by = "openssl-1.0.2";
	compare(&made, &changes);
	assert_int_equal(changes.list.len, 2);
	assert_string_equal(changes.list.items[0].what, "clients");
	assert_string_equal(changes.list.items[0].before, "OpenSSL 1.0.2");
	assert_true(changes.list.items[0].is_worse);
	assert_int_equal(changes.list.items[0].code, FINDING_COUNT);
	assert_string_equal(changes.list.items[1].what, "intermediates");
	assert_string_equal(changes.list.items[1].before, "I1");
	assert_string_equal(changes.list.items[1].after, "I2");
}

static void
another_order_is_not_another_list(void **state)
{
	const struct made_chain one = {.certs = {"L1", "I1", "I2"}};
	const struct made_chain two = {
	    .certs = {"L1", "I2", "I1"},
	    .findings = {{FINDING_WRONG_ORDER, SEVERITY_OK, NULL}},
	    .finding_count = 1,
	};
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	CLEANUP(verdict_unref) struct verdict *a = verdict_made(&one);
	CLEANUP(verdict_unref) struct verdict *b = verdict_made(&two);

	changes_between(a, b, &changes);
	assert_int_equal(changes.list.len, 2);
	assert_string_equal(changes.list.items[0].what, "finding");
	assert_string_equal(changes.list.items[0].after, "wrong-order");
	assert_true(changes.list.items[0].is_worse);
	assert_string_equal(changes.list.items[1].what, "order");
	assert_string_equal(changes.list.items[1].before, "I1, I2");
	assert_string_equal(changes.list.items[1].after, "I2, I1");
}

static void
a_fault_that_went_is_named(void **state)
{
	const struct made_chain one = {
	    .certs = {"L1"},
	    .findings = {{FINDING_LEAF_ONLY, SEVERITY_OK, NULL}},
	    .finding_count = 1,
	};
	const struct made_chain two = {.certs = {"L1", "I1"}};
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	CLEANUP(verdict_unref) struct verdict *a = verdict_made(&one);
	CLEANUP(verdict_unref) struct verdict *b = verdict_made(&two);

	changes_between(a, b, &changes);
	assert_string_equal(changes.list.items[0].before, "leaf-only");
	assert_null(changes.list.items[0].after);
	assert_false(changes.list.items[0].is_worse);
}

static void
many_lost_names_are_counted(void **state)
{
	const struct made_leaf one = {
	    .names = "a.t,b.t,c.t,d.t,e.t,f.t,g.t,h.t"};
	const struct made_leaf two = {.names = "a.t"};
	struct made_chain made = {.certs = {"L1"}, .leaf = &one};
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	CLEANUP(verdict_unref) struct verdict *a = verdict_made(&made);
	CLEANUP(verdict_unref) struct verdict *b = NULL;

	made.certs[0] = "L2";
	made.leaf = &two;
	b = verdict_made(&made);
	changes_between(a, b, &changes);
	assert_string_equal(
	    changes.list.items[0].before, "b.t, c.t, d.t, e.t, f.t and 2 more");
}

/* A store of an older version kept no details. */
static void
what_is_not_known_is_not_lost(void **state)
{
	const struct made_chain made = usual_chain(&usual);
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	CLEANUP(verdict_unref) struct verdict *known = verdict_made(&made);
	struct cert_facts facts = {.label = "x", .issuer_label = "R10"};
	struct cert_facts *certs[] = {&facts};
	struct verdict unknown = {
	    .chain_id = {1}, .cert_count = 1, .certs = certs};

	facts.not_before = known->certs[0]->not_before;
	facts.not_after = known->certs[0]->not_after;
	changes_between(known, &unknown, &changes);
	ARRAY_EACH (change, &changes.list)
		assert_false(change->is_worse);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_chain_differs_in_nothing),
	    cmocka_unit_test(a_renewal_alike_differs_in_nothing_but_its_end),
	    cmocka_unit_test(each_respect_is_told_by_itself),
	    cmocka_unit_test(pointers_may_go_from_what_is_short_lived),
	    cmocka_unit_test(an_end_that_came_nearer_is_worse_for_a_reason),
	    cmocka_unit_test(clients_that_came_to_refuse_are_named),
	    cmocka_unit_test(another_order_is_not_another_list),
	    cmocka_unit_test(a_fault_that_went_is_named),
	    cmocka_unit_test(many_lost_names_are_counted),
	    cmocka_unit_test(what_is_not_known_is_not_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
