/*
 * What is suggested is right: judged in its turn, the chain that every judge
 * case is told to serve has no fault that another chain would not have, and
 * nothing is left to be suggested.
 */
#include "judge/repair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>

#include "support/case.h"

/* What serving the right certificates in the right order ends. */
static const enum finding_code cured[] = {
    FINDING_LEAF_ONLY,
    FINDING_WRONG_INTERMEDIATE,
    FINDING_MISSING_INTERMEDIATE,
    FINDING_CERTIFICATE_LOOP,
    FINDING_WRONG_ORDER,
    FINDING_LEAF_NOT_FIRST,
    FINDING_DUPLICATE_CERTIFICATE,
    FINDING_ROOT_INCLUDED,
    FINDING_UNNEEDED_CERTIFICATE,
    FINDING_STALE_INTERMEDIATE,
    FINDING_CROSS_SIGN_EXPIRED,
};

static const char *
name_of(const struct case_file *file, const struct cert *cert)
{
	ARRAY_EACH (named, &file->certs) {
		if (cert_equal(named->cert, cert))
			return named->name;
	}
	return "?";
}

static void
tell_chain(
    const struct case_file *file, const char *words, const struct chain *chain)
{
	fprintf(stderr, "  %s:", words);
	for (size_t i = 0; i < chain->len; i++)
		fprintf(stderr, " %s", name_of(file, chain->certs[i]));
	fputc('\n', stderr);
}

static const char *
find_fault(const struct report *report)
{
	for (size_t i = 0; i < sizeof cured / sizeof cured[0]; i++) {
		if (report_find(report, cured[i]) != NULL)
			return finding_code_text(cured[i]);
	}
	return report->suggested != NULL ? "another suggestion" : NULL;
}

static size_t
try_look(const char *path, struct case_file *file, const struct case_look *look)
{
	CLEANUP(report_unref) struct report *first = case_judge(file, look);
	CLEANUP(report_unref) struct report *second = NULL;
	struct chain *presented = file->presented;
	const char *fault;

	if (first->suggested == NULL || !first->is_suggested_complete)
		return 0;
	file->presented = first->suggested;
	second = case_judge(file, look);
	file->presented = presented;
	fault = find_fault(second);
	if (first->is_valid && !second->is_valid)
		fault = "no path at all";
	if (fault == NULL)
		return 0;
	fprintf(stderr, "%s:%zu: what is suggested has %s\n", path, look->line,
	    fault);
	tell_chain(file, "suggested", first->suggested);
	if (second->suggested != NULL)
		tell_chain(file, "then", second->suggested);
	return 1;
}

static void
what_is_suggested_has_nothing_left_to_repair(void **state)
{
	size_t wrong = 0;
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/cases/*/*.case", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct error err = ERROR_INIT;
		struct case_file file;

		assert_true(case_read(found.gl_pathv[i], &file, &err));
		ARRAY_EACH (look, &file.looks)
			wrong += file.lacks_something
			    ? 0
			    : try_look(found.gl_pathv[i], &file, look);
		case_clear(&file);
	}
	globfree(&found);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_suggested_has_nothing_left_to_repair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
