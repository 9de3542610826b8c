/*
 * A report holds for as long as it says: the judge finds the same in every
 * judge case one second before holds_until, so that the memo may answer until
 * then.
 */
#include "judge/horizon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>

#include "support/case.h"

static bool
same_findings(const struct report *a, const struct report *b)
{
	if (a->findings.len != b->findings.len)
		return false;
	for (size_t i = 0; i < a->findings.len; i++) {
		if (a->findings.items[i].code != b->findings.items[i].code ||
		    a->findings.items[i].severity !=
			b->findings.items[i].severity)
			return false;
	}
	return true;
}

static bool
same_suggestion(const struct report *a, const struct report *b)
{
	if (a->suggested == NULL || b->suggested == NULL)
		return a->suggested == b->suggested;
	return memcmp(a->suggested->id, b->suggested->id,
		   sizeof a->suggested->id) == 0;
}

/* What changed although it should not have; NULL: nothing. */
static const char *
find_change(const struct report *first, const struct report *last)
{
	if (first->is_valid != last->is_valid)
		return "validity";
	if (!same_findings(first, last))
		return "the findings";
	if (!same_suggestion(first, last))
		return "the suggestion";
	if (first->breaks_at != last->breaks_at)
		return "breaks_at";
	return first->holds_until != last->holds_until ? "holds_until" : NULL;
}

static size_t
try_look(const char *path, const struct case_file *file,
    const struct case_look *look)
{
	CLEANUP(report_unref) struct report *first = case_judge(file, look);
	CLEANUP(report_unref) struct report *last = NULL;
	struct case_look later = *look;
	const char *change;

	if (first->holds_until == TIMESTAMP_NEVER)
		return 0;
	later.at = first->holds_until - 1;
	last = case_judge(file, &later);
	change = later.at < look->at ? "it held for no time at all"
				     : find_change(first, last);
	if (change == NULL)
		return 0;
	fprintf(stderr, "%s:%zu: %s changed before holds_until\n", path,
	    look->line, change);
	return 1;
}

static void
nothing_changes_before_holds_until(void **state)
{
	size_t wrong = 0;
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/cases/*/*.case", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct error err = ERROR_INIT;
		struct case_file file;

		assert_true(case_read(found.gl_pathv[i], &file, &err));
		ARRAY_EACH (look, &file.looks) {
			if (!file.lacks_something)
				wrong +=
				    try_look(found.gl_pathv[i], &file, look);
		}
		case_clear(&file);
	}
	globfree(&found);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_changes_before_holds_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
