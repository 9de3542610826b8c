/* Frames: what is filled in, and what is refused. The tables themselves are
 * held against the programs by manuals.sh. */
#include "manual/manual.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "config.h"
#include "manual/roff.h"

static void
words_are_filled_in_within_a_line(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(ROFF_MAX);
	struct error err = ERROR_INIT;

	assert_true(manual_fill(
	    &buf, "is @VERSION@, at me@example.com and @ home\nend", &err));
	assert_string_equal(strbuf_text(&buf),
	    "is \\&" PACKAGE_VERSION ", at me@example.com and @ home\nend\n");
}

static void
a_table_takes_the_place_of_its_line(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(ROFF_MAX);
	struct error err = ERROR_INIT;

	assert_true(manual_fill(&buf, ".Sh KEYS\n@keys@\n.Sh END\n", &err));
	assert_non_null(strstr(strbuf_text(&buf), ".Sh KEYS\n.Ss "));
	assert_non_null(strstr(strbuf_text(&buf), "\n.Sh END\n"));
	assert_null(strstr(strbuf_text(&buf), "@keys@"));
}

static void
a_table_that_there_is_not_is_refused(void **state)
{
	static const char *const frames[] = {"@keyz@\n", "an @UNKNOWN@ word\n",
	    "a table @keys@ within a line\n"};

	for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf buf = STRBUF_INIT(ROFF_MAX);
		struct error err = ERROR_INIT;

		assert_false(manual_fill(&buf, frames[i], &err));
		assert_non_null(strstr(err.message, "there is no such table"));
	}
}

static void
a_manual_that_is_cut_is_refused(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(100);
	struct error err = ERROR_INIT;

	assert_false(manual_fill(&buf, "@commands@\n", &err));
	assert_non_null(strstr(err.message, "too long"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_filled_in_within_a_line),
	    cmocka_unit_test(a_table_takes_the_place_of_its_line),
	    cmocka_unit_test(a_table_that_there_is_not_is_refused),
	    cmocka_unit_test(a_manual_that_is_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
