/* maintenance, silences, reminders, flapping. */
#include "config/config_quiet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
by_default_reminders_come_daily(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("notify: {journal: true}\n");

	assert_int_equal(config->fleet.reminder_s, 86400);
	assert_int_equal(config->fleet.reminder_warning_s, 3 * 86400);
	assert_int_equal(config->fleet.flap_openings, 4);
	assert_int_equal(config->fleet.flap_window_s, 86400);
	assert_int_equal(config->fleet.flap_calm_s, 7200);
	assert_int_equal(config->windows.len, 0);
	assert_int_equal(config->silences.len, 0);
}

static void
reminders_and_flapping_can_be_changed_and_switched_off(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("reminders: {critical: 4h, warning: 0s}\n"
			     "flapping: {openings: 0, window: 6h, calm: 1h}\n");

	assert_int_equal(config->fleet.reminder_s, 4 * 3600);
	assert_int_equal(config->fleet.reminder_warning_s, 0);
	assert_int_equal(config->fleet.flap_openings, 0);
	assert_int_equal(config->fleet.flap_window_s, 6 * 3600);
	assert_int_equal(config->fleet.flap_calm_s, 3600);
}

static void
windows_come_once_weekly_or_monthly(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "maintenance:\n"
	    "  - name: move\n"
	    "    reason: another house\n"
	    "    from: 2026-12-01T22:00:00Z\n"
	    "    to: 2026-12-02T02:00:00+01:00\n"
	    "  - name: backups\n"
	    "    endpoints: \"*.example.com\"\n"
	    "    labels: {team: web}\n"
	    "    days: [tue, Sunday]\n"
	    "    time: \"22:00-02:00\"\n"
	    "  - {name: bills, month_days: [1, 15], time: \"04:00-05:00\", "
	    "zone: utc}\n");
	const struct window *window = config->windows.items[0];

	assert_int_equal(config->windows.len, 3);
	assert_string_equal(window->name, "move");
	assert_string_equal(window->reason, "another house");
	assert_int_equal(window->to - window->from, 3 * 3600);
	assert_null(window->scope.pattern);
	window = config->windows.items[1];
	assert_string_equal(window->scope.pattern, "*.example.com");
	assert_int_equal(window->scope.labels.len, 1);
	assert_int_equal(window->weekdays, 1u << 1 | 1u << 6);
	assert_int_equal(window->start_minute, 22 * 60);
	assert_int_equal(window->end_minute, 2 * 60);
	assert_false(window->is_utc);
	window = config->windows.items[2];
	assert_int_equal(window->month_days, 1u << 1 | 1u << 15);
	assert_true(window->is_utc);
}

static void
a_window_says_when(void **state)
{
	config_text_expect("maintenance:\n  - name: a\n", 2, 5,
	    "when is it? Give 'from' and 'to', or 'time' with 'days' or "
	    "'month_days'");
	config_text_expect("maintenance:\n"
			   "  - {name: a, from: 2026-12-01T22:00:00Z}\n",
	    2, 5, "'from' and then 'to' are needed");
	config_text_expect("maintenance:\n"
			   "  - {name: a, days: [mon]}\n",
	    2, 5, "'time' and 'days' or 'month_days' are needed");
	config_text_expect("maintenance:\n"
			   "  - {name: a, days: [mon], time: 22-23}\n",
	    2, 34,
	    "'time' is 22-23; it must be two times of the day such as "
	    "22:00-02:00");
	config_text_expect(
	    "maintenance:\n"
	    "  - {name: a, days: [someday], time: \"22:00-23:00\"}\n",
	    2, 22, "'someday' is no day of the week; write mon, tue ... sun");
	config_text_expect(
	    "maintenance:\n"
	    "  - {name: a, month_days: [32], time: \"22:00-23:00\"}\n",
	    2, 28, "32 is no day of a month; write 1 to 31");
}

static void
silences_have_an_end_an_author_and_a_reason(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("silences:\n"
			     "  - endpoints: \"*.test\"\n"
			     "    finding: leaf-only\n"
			     "    certificate: \"AB:CD:EF:01\"\n"
			     "    reason: known\n"
			     "    author: anna\n"
			     "    until: 2026-12-24\n");
	const struct silence *silence = config->silences.items[0];

	assert_string_equal(silence->scope.pattern, "*.test");
	assert_int_equal(silence->finding, FINDING_LEAF_ONLY);
	assert_string_equal(silence->certificate, "abcdef01");
	assert_string_equal(silence->reason, "known");
	assert_string_equal(silence->author, "anna");
	assert_int_equal(silence->number, 0);
	config_text_expect("silences:\n"
			   "  - {reason: x, author: a, until: 2026-12-24}\n",
	    2, 5, "it would cover everything; say what is to be quiet");
	config_text_expect("silences:\n"
			   "  - {finding: no-such, reason: x, author: a, "
			   "until: 2026-12-24}\n",
	    2, 15,
	    "there is no finding 'no-such'; `chainwatch explain` lists them");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_reminders_come_daily),
	    cmocka_unit_test(
		reminders_and_flapping_can_be_changed_and_switched_off),
	    cmocka_unit_test(windows_come_once_weekly_or_monthly),
	    cmocka_unit_test(a_window_says_when),
	    cmocka_unit_test(silences_have_an_end_an_author_and_a_reason),
	};

	return cmocka_run_group_tests_name("quiet", tests, NULL, NULL);
}
