/* Which clients matter, by name and by group. */
#include "clients/choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
without_a_choice_the_mainstream_is_watched(void **state)
{
	const struct client_choice choice = {0};
	size_t watched = 0;

	for (size_t i = 0; i < client_profile_count; i++) {
		enum report_client_weight weight =
		    client_choice_weight(&choice, &client_profiles[i]);

		assert_int_not_equal(weight, REPORT_CLIENT_REQUIRED);
		assert_int_equal(weight == REPORT_CLIENT_WATCHED,
		    client_profiles[i].is_mainstream);
		watched += weight == REPORT_CLIENT_WATCHED;
	}
	assert_true(watched > 5);
	assert_true(watched < client_profile_count);
}

static void
every_profile_fits_and_can_be_named(void **state)
{
	assert_true(client_profile_count <= CLIENT_CHOICE_MAX);
	for (size_t i = 0; client_choice_word(i) != NULL; i++) {
		uint64_t bits;

		assert_true(client_choice_parse(client_choice_word(i), &bits));
	}
	for (size_t i = 0; i < client_profile_count; i++) {
		uint64_t bits;
		struct client_choice choice = {.is_given = true};

		assert_true(
		    client_choice_parse(client_profiles[i].name, &bits));
		choice.required = bits;
		for (size_t k = 0; k < client_profile_count; k++)
			assert_int_equal(
			    client_choice_weight(&choice, &client_profiles[k]),
			    k == i ? REPORT_CLIENT_REQUIRED
				   : REPORT_CLIENT_IDLE);
	}
}

static void
groups_are_what_they_say(void **state)
{
	uint64_t all, none, mainstream;

	assert_true(client_choice_parse("all", &all));
	assert_true(client_choice_parse("none", &none));
	assert_true(client_choice_parse("mainstream", &mainstream));
	assert_int_equal(none, 0);
	assert_int_equal(all & mainstream, mainstream);
	for (size_t i = 0; i < client_profile_count; i++)
		assert_int_equal(
		    mainstream >> i & 1u, client_profiles[i].is_mainstream);
	assert_false(client_choice_parse("netscape", &all));
}

static void
a_required_one_stays_so_when_it_is_watched_too(void **state)
{
	struct client_choice choice = {.is_given = true};

	assert_true(client_choice_parse("all", &choice.watched));
	assert_true(client_choice_parse("go", &choice.required));
	assert_int_equal(
	    client_choice_weight(&choice, client_profile_find("go")),
	    REPORT_CLIENT_REQUIRED);
	assert_int_equal(
	    client_choice_weight(&choice, client_profile_find("java")),
	    REPORT_CLIENT_WATCHED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_choice_the_mainstream_is_watched),
	    cmocka_unit_test(every_profile_fits_and_can_be_named),
	    cmocka_unit_test(groups_are_what_they_say),
	    cmocka_unit_test(a_required_one_stays_so_when_it_is_watched_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
