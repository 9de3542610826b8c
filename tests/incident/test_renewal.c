/* How an endpoint renews as a rule, learned from the last few times. */
#include "incident/renewal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/verdicts.h"

#define DAY INT64_C(86400)
#define START INT64_C(1800000000)

struct stage {
	struct renewals *renewals;
	struct verdict *shown;
	unsigned number;
};

static struct verdict *
chain(struct stage *stage, int64_t from, int64_t lifetime_s,
    enum finding_code code, int key_kind)
{
	const struct made_leaf leaf = {
	    .not_before = from,
	    .not_after = from + lifetime_s - 1,
	    .key_kind = (enum cert_key_kind)key_kind,
	};
	char name[16];
	struct made_chain made = {
	    .certs = {name, "I1"},
	    .leaf = &leaf,
	};

	snprintf(name, sizeof name, "L%u", stage->number++);
	if (code != FINDING_COUNT) {
		made.findings[0].code = code;
		made.finding_count = 1;
	}
	return verdict_made(&made);
}

static void
begin(struct stage *stage, int64_t lifetime_s)
{
	memset(stage, 0, sizeof *stage);
	stage->shown =
	    chain(stage, START, lifetime_s, FINDING_COUNT, CERT_KEY_EC);
}

static void
end(struct stage *stage)
{
	free(stage->renewals);
	verdict_unref(stage->shown);
}

/* The next certificate appears when so much is left of the one before. */
static bool
renew_as(struct stage *stage, int64_t left_s, int64_t lifetime_s,
    enum finding_code code, int key_kind)
{
	int64_t now = stage->shown->certs[0]->not_after + 1 - left_s;
	struct verdict *next = chain(stage, now, lifetime_s, code, key_kind);
	bool is_noted =
	    renewals_note(&stage->renewals, stage->shown, next, now);

	verdict_unref(stage->shown);
	stage->shown = next;
	return is_noted;
}

static bool
renew(struct stage *stage, int64_t left_s, int64_t lifetime_s)
{
	return renew_as(stage, left_s, lifetime_s, FINDING_COUNT, CERT_KEY_EC);
}

static void
three_times_at_a_third_make_a_habit(void **state)
{
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	assert_null(stage.renewals);
	assert_false(renewals_habit(stage.renewals, 90 * DAY, &habit));
	for (int i = 0; i < 3; i++) {
		assert_false(renewals_habit(stage.renewals, 90 * DAY, &habit));
		assert_true(renew(&stage, 30 * DAY, 90 * DAY));
	}
	assert_true(renewals_habit(stage.renewals, 90 * DAY, &habit));
	assert_in_range(habit.usual, 332, 334);
	assert_in_range(habit.late, 275, 285);
	assert_int_equal(habit.count, 3);
	assert_int_equal(habit.last_at, START + 3 * 60 * DAY);
	end(&stage);
	(void)state;
}

/* What varies is late only beyond what it varies by. */
static void
a_wide_habit_is_late_later(void **state)
{
	static const int days[] = {30, 24, 27, 29, 23};
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (size_t i = 0; i < 5; i++)
		renew(&stage, days[i] * DAY, 90 * DAY);
	assert_true(renewals_habit(stage.renewals, 90 * DAY, &habit));
	assert_in_range(habit.usual, 298, 302);
	assert_int_equal(habit.count, 5);
	assert_in_range(habit.late, 1, 23 * 1000 / 90 - 25);
	end(&stage);
	(void)state;
}

static void
no_rule_no_habit(void **state)
{
	static const int days[] = {80, 20, 60, 2, 40};
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (size_t i = 0; i < 5; i++) {
		renew(&stage, days[i] * DAY, 90 * DAY);
		assert_false(renewals_habit(stage.renewals, 90 * DAY, &habit));
	}
	end(&stage);
	(void)state;
}

static void
who_renews_at_the_last_moment_is_never_late(void **state)
{
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (int i = 0; i < 5; i++)
		renew(&stage, DAY, 90 * DAY);
	assert_false(renewals_habit(stage.renewals, 90 * DAY, &habit));
	end(&stage);
	(void)state;
}

static void
only_the_last_few_count(void **state)
{
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (int i = 0; i < 20; i++)
		renew(&stage, 45 * DAY, 90 * DAY);
	for (int i = 0; i < 5; i++)
		renew(&stage, 18 * DAY, 90 * DAY);
	assert_int_equal(stage.renewals->count, RENEWALS_KEPT);
	assert_true(renewals_habit(stage.renewals, 90 * DAY, &habit));
	assert_in_range(habit.usual, 199, 201);
	end(&stage);
	(void)state;
}

static void
one_that_was_forgotten_is_no_rule(void **state)
{
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (int i = 0; i < 5; i++)
		renew(&stage, i == 2 ? -DAY : 30 * DAY, 90 * DAY);
	assert_int_equal(stage.renewals->items[2].left, 0);
	assert_true(renewals_habit(stage.renewals, 90 * DAY, &habit));
	assert_int_equal(habit.count, 4);
	assert_in_range(habit.late, 275, 285);
	end(&stage);
	(void)state;
}

static void
what_is_put_there_in_between_is_no_renewal(void **state)
{
	struct stage stage;

	begin(&stage, 90 * DAY);
	/* a machine's own placeholder, and the right one again */
	assert_false(renew_as(
	    &stage, 80 * DAY, 90 * DAY, FINDING_SELF_SIGNED, CERT_KEY_EC));
	assert_false(renew(&stage, 80 * DAY, 90 * DAY));
	assert_false(
	    renew_as(&stage, 30 * DAY, 90 * DAY, FINDING_COUNT, CERT_KEY_RSA));
	assert_null(stage.renewals);
	/* without its intermediate it was renewed all the same */
	assert_true(renew_as(
	    &stage, 30 * DAY, 90 * DAY, FINDING_LEAF_ONLY, CERT_KEY_RSA));
	end(&stage);
	(void)state;
}

static void
each_machine_with_its_own_is_one_round(void **state)
{
	struct stage stage;

	begin(&stage, 90 * DAY);
	assert_true(renew(&stage, 30 * DAY, 90 * DAY));
	/* an hour later the next one */
	assert_true(renew(&stage, 90 * DAY - 3600, 90 * DAY));
	assert_int_equal(stage.renewals->count, 1);
	assert_int_equal(
	    stage.renewals->newest, stage.shown->certs[0]->not_before);
	end(&stage);
	(void)state;
}

static void
a_habit_is_of_certificates_like_those(void **state)
{
	struct stage stage;
	struct habit habit;

	begin(&stage, 90 * DAY);
	for (int i = 0; i < 4; i++)
		renew(&stage, 30 * DAY, 90 * DAY);
	assert_true(renewals_habit(stage.renewals, 6 * DAY, &habit));
	assert_true(renewals_habit(stage.renewals, 47 * DAY, &habit));
	assert_true(renewals_habit(stage.renewals, 180 * DAY, &habit));
	assert_false(renewals_habit(stage.renewals, 181 * DAY, &habit));
	end(&stage);
	(void)state;
}

static void
what_is_left_is_a_share(void **state)
{
	struct stage stage;
	const struct cert_facts *leaf;

	begin(&stage, 100 * DAY);
	leaf = stage.shown->certs[0];
	assert_int_equal(renewal_left(leaf, START - 1), RENEWAL_ALL);
	assert_in_range(renewal_left(leaf, START + 75 * DAY), 249, 250);
	assert_int_equal(renewal_left(leaf, START + 100 * DAY), 0);
	assert_int_equal(renewal_left(leaf, START + 200 * DAY), 0);
	end(&stage);
	(void)state;
}

static void
a_store_keeps_it(void **state)
{
	struct strbuf text = STRBUF_INIT(RENEWALS_TEXT_MAX);
	struct renewals *again;
	struct stage stage;

	begin(&stage, 398 * DAY);
	for (int i = 0; i < 7; i++)
		renew(&stage, 30 * DAY, 398 * DAY);
	renewals_format(stage.renewals, &text);
	again = renewals_parse(strbuf_text(&text));
	assert_non_null(again);
	assert_int_equal(again->count, RENEWALS_KEPT);
	assert_int_equal(again->newest, stage.renewals->newest);
	for (uint32_t i = 0; i < RENEWALS_KEPT; i++) {
		assert_int_equal(
		    again->items[i].at, stage.renewals->items[i].at);
		assert_int_equal(
		    again->items[i].left, stage.renewals->items[i].left);
		assert_int_equal(again->items[i].lifetime_s, 398 * DAY);
	}
	free(again);
	strbuf_clear(&text);
	end(&stage);
	(void)state;
}

static void
what_is_no_such_text_is_left(void **state)
{
	static const char *const texts[] = {"", "x", "5 ", "5 1", "5 1/2",
	    "5 1/2/", "5 1/2/1001", "5 1/4294967296/3", "-5", "5 1/2/3x",
	    "5 1/2/3 1/2/3 1/2/3 1/2/3 1/2/3 1/2/3",
	    "99999999999999999999 1/2/3"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct renewals *renewals = renewals_parse(texts[i]);

		if (strcmp(texts[i], "5 ") == 0)
			assert_int_equal(renewals->count, 0);
		else
			assert_null(renewals);
		free(renewals);
	}
	(void)state;
}

static void
of_what_shows_nothing_there_is_no_habit(void **state)
{
	struct stage stage;
	struct habit habit = {.count = 0};
	struct verdict empty = {.cert_count = 0};

	begin(&stage, 90 * DAY);
	assert_false(renewals_habit_shown(NULL, stage.shown, &habit));
	assert_false(renewals_habit_shown(stage.renewals, NULL, &habit));
	assert_false(renewals_habit_shown(stage.renewals, &empty, &habit));
	assert_int_equal(habit.count, 0);
	end(&stage);
	(void)state;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(three_times_at_a_third_make_a_habit),
	    cmocka_unit_test(a_wide_habit_is_late_later),
	    cmocka_unit_test(no_rule_no_habit),
	    cmocka_unit_test(who_renews_at_the_last_moment_is_never_late),
	    cmocka_unit_test(only_the_last_few_count),
	    cmocka_unit_test(one_that_was_forgotten_is_no_rule),
	    cmocka_unit_test(what_is_put_there_in_between_is_no_renewal),
	    cmocka_unit_test(each_machine_with_its_own_is_one_round),
	    cmocka_unit_test(a_habit_is_of_certificates_like_those),
	    cmocka_unit_test(of_what_shows_nothing_there_is_no_habit),
	    cmocka_unit_test(what_is_left_is_a_share),
	    cmocka_unit_test(a_store_keeps_it),
	    cmocka_unit_test(what_is_no_such_text_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
