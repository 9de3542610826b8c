/* Which kind of JSON an Accept header means. */
#include "web/accept.h"

#include <stddef.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
	const char *accept;
	bool is_taken, is_lines;
};

static void
check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_lines = false;

		if (accept_read(rows[i].accept, &is_lines) !=
			rows[i].is_taken ||
		    (rows[i].is_taken && is_lines != rows[i].is_lines))
			fail_msg("%s", rows[i].accept);
	}
}

static void
a_document_is_meant_unless_lines_are_asked_for(UNUSED void **state)
{
	static const struct row rows[] = {
	    {NULL, true, false},
	    {"", true, false},
	    {" , ", true, false},
	    {"*/*", true, false},
	    {"application/*", true, false},
	    {"application/json", true, false},
	    {"application/json, application/x-ndjson", true, false},
	    {"text/html,application/xhtml+xml,*/*;q=0.8", true, false},
	    {"application/x-ndjson", true, true},
	    {"Application/X-NDJSON", true, true},
	    {"application/x-ndjson;charset=utf-8", true, true},
	};

	check(rows, sizeof rows / sizeof rows[0]);
}

static void
the_weightier_counts_and_the_more_exact(UNUSED void **state)
{
	static const struct row rows[] = {
	    {"application/json;q=0.5, application/x-ndjson", true, true},
	    {"application/json;q=0.5, application/x-ndjson;q=0.4", true, false},
	    {"application/json;q=0.501,application/x-ndjson;q=0.502", true,
		true},
	    {"*/*;q=0.1, application/x-ndjson", true, true},
	    {"application/*, application/json;q=0", true, true},
	    {"application/x-ndjson; q=0, */*", true, false},
	    {"application/json;q=0, application/x-ndjson;a=b;q=1", true, true},
	};

	check(rows, sizeof rows / sizeof rows[0]);
}

static void
who_takes_neither_is_told_so(UNUSED void **state)
{
	static const struct row rows[] = {
	    {"text/html", false, false},
	    {"text/*, image/png", false, false},
	    {"application/jsonx", false, false},
	    {"application/json;q=0", false, false},
	    {"application/json;q=0.000, text/csv", false, false},
	    {"nonsense", false, false},
	    {"application", false, false},
	};

	check(rows, sizeof rows / sizeof rows[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_document_is_meant_unless_lines_are_asked_for),
	    cmocka_unit_test(the_weightier_counts_and_the_more_exact),
	    cmocka_unit_test(who_takes_neither_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
