/* The table of clients. */
#include "clients/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "clients/scene.h"
#include "model/client_choice.h"

static void
rows_are_found_by_name_and_named_once(void **state)
{
	for (size_t i = 0; i < client_profile_count; i++) {
		const struct client_profile *profile = &client_profiles[i];

		assert_ptr_equal(client_profile_find(profile->name), profile);
		assert_true(strlen(profile->title) > 0);
		assert_true(strlen(profile->users) > 0);
		assert_true(strlen(profile->source) > 0);
	}
	assert_null(client_profile_find("mosaic"));
	assert_true(client_profile_count <= CLIENT_CHOICE_MAX);
}

/* What no test asks the real stack about is said to be modelled. */
static void
checked_rows_say_what_of_them_is_not(void **state)
{
	for (size_t i = 0; i < client_profile_count; i++) {
		const struct client_profile *profile = &client_profiles[i];

		if (profile->is_checked &&
		    (profile->programmes != 0 ||
			(profile->issuers & CLIENT_PRELOADS)))
			assert_non_null(profile->modelled);
		if (!profile->is_checked)
			assert_null(profile->modelled);
	}
}

static void
a_name_that_no_client_has_is_found(void **state)
{
	struct texts names = {0};

	assert_null(client_profile_find_unknown(&names));
	texts_add(&names, "go");
	assert_null(client_profile_find_unknown(&names));
	texts_add(&names, "mosaic");
	assert_string_equal(client_profile_find_unknown(&names), "mosaic");
	texts_clear(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_found_by_name_and_named_once),
	    cmocka_unit_test(checked_rows_say_what_of_them_is_not),
	    cmocka_unit_test(a_name_that_no_client_has_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
