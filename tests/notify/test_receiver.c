/* What a receiver took, whether it is in trouble, and who is told. */
#include "notify/receiver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define ANY "{\"version\":1,\"event\":\"incident-opened\"}"

struct heard {
	unsigned began, ended, burials, others;
};

static void
on_failing(void *arg, const char *name, bool is_failing, const char *words)
{
	struct heard *heard = arg;

	assert_string_equal(name, "oncall");
	assert_true(is_failing == (words != NULL));
	if (is_failing)
		heard->began++;
	else
		heard->ended++;
}

static bool
was_failing(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "oncall") == 0;
}

static void
on_buried(void *arg, const struct courier_burial *burial)
{
	struct heard *heard = arg;

	heard->burials++;
	heard->others = burial->others;
}

static struct heard heard;
static const struct courier_parts parts = {
    .failing = on_failing, .buried = on_buried, .told_arg = &heard};
static const struct delivery_outcome taken = {.verdict = DELIVERY_TAKEN};
static const struct delivery_outcome trouble = {
    .verdict = DELIVERY_TROUBLE, .words = "HTTP status 503"};
static const struct delivery_outcome refused = {.verdict = DELIVERY_REFUSED};
static const struct delivery_outcome by_some = {.verdict = DELIVERY_REFUSED,
    .lacking = "bob@example.com",
    .is_taken_by_some = true};
static const struct delivery_outcome by_all_of_the_rest = {
    .verdict = DELIVERY_REFUSED, .lacking = "bob@example.com"};

static struct receiver
receiver_of(const struct courier_parts *its_parts)
{
	struct receiver receiver;

	heard = (struct heard){0};
	receiver_init(&receiver, its_parts, "webhook", "oncall");
	return receiver;
}

static void
an_attempt_counts_by_whether_anybody_has_it(void **state)
{
	static const struct {
		const struct delivery_outcome *outcome;
		unsigned delivered, failed;
	} rows[] = {
	    {&taken, 1, 0},
	    {&by_some, 1, 0},
	    {&by_all_of_the_rest, 0, 1},
	    {&refused, 0, 1},
	    {&trouble, 0, 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct receiver receiver = receiver_of(&parts);

		receiver_note(&receiver, rows[i].outcome, 0, 0);
		assert_int_equal(receiver.delivered, rows[i].delivered);
		assert_int_equal(receiver.failed, rows[i].failed);
	}
}

/* Who refuses one message, or one recipient, may take the next. */
static void
trouble_alone_pauses_it(void **state)
{
	static const struct {
		const struct delivery_outcome *outcome;
		bool is_paused;
	} rows[] = {
	    {&taken, false},
	    {&by_all_of_the_rest, false},
	    {&refused, false},
	    {&trouble, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct receiver receiver = receiver_of(&parts);

		receiver_note(&receiver, rows[i].outcome, 1000, 0);
		assert_int_equal(
		    receiver.health.paused_until_ms > 1000, rows[i].is_paused);
	}
}

static void
the_pause_is_what_it_asks_for(void **state)
{
	struct receiver receiver = receiver_of(&parts);
	struct delivery_outcome busy = trouble;

	busy.retry_after_s = 100;
	receiver_note(&receiver, &busy, 0, 0);
	assert_in_range(receiver.health.paused_until_ms, 100000,
	    100000 + DELIVERY_FIRST_MS);
}

static void
who_fails_for_long_is_told_of_once_and_when_it_is_over(void **state)
{
	struct receiver receiver = receiver_of(&parts);

	for (unsigned i = 0; i <= 2 * SINK_FAILING_LEAST; i++)
		assert_false(receiver_note(
		    &receiver, &trouble, i * (int64_t)SINK_FAILING_MS, 0));
	assert_int_equal(heard.began, 1);
	assert_int_equal(heard.ended, 0);
	assert_true(receiver_note(&receiver, &by_all_of_the_rest, 0, 0));
	assert_int_equal(heard.ended, 1);
	assert_false(receiver_note(&receiver, &taken, 0, 0));
	assert_int_equal(heard.ended, 1);
}

static void
what_was_told_before_a_restart_is_ended_after_it(void **state)
{
	struct courier_parts before = parts;
	struct receiver receiver;

	before.was_failing = was_failing;
	receiver = receiver_of(&before);
	receiver_note(&receiver, &trouble, 0, 0);
	assert_int_equal(heard.began, 0);
	receiver_note(&receiver, &taken, 0, 0);
	assert_int_equal(heard.ended, 1);
}

static void
of_dead_letters_one_is_told_with_how_many_others(void **state)
{
	struct receiver receiver = receiver_of(&parts);
	const struct courier_burial burial = {
	    .name = "oncall", .id = "1", .attempts = 12, .words = "no"};

	receiver_buried(&receiver, &burial, ANY, 0);
	receiver_buried(&receiver, &burial, ANY, 1);
	assert_int_equal(heard.burials, 1);
	assert_int_equal(heard.others, 0);
	receiver_buried(&receiver, &burial, ANY, BURIALS_QUIET_MS);
	assert_int_equal(heard.burials, 2);
	assert_int_equal(heard.others, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_attempt_counts_by_whether_anybody_has_it),
	    cmocka_unit_test(trouble_alone_pauses_it),
	    cmocka_unit_test(the_pause_is_what_it_asks_for),
	    cmocka_unit_test(
		who_fails_for_long_is_told_of_once_and_when_it_is_over),
	    cmocka_unit_test(what_was_told_before_a_restart_is_ended_after_it),
	    cmocka_unit_test(of_dead_letters_one_is_told_with_how_many_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
