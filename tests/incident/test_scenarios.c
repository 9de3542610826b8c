/* Plays every scenario of tests/scenarios, each as a test of its name. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/scenario.h"

#define MIN_SCENARIOS 50 /* none gets lost unseen */

static char words[4000];

static void
plays_as_written(void **state)
{
	struct strbuf complaint = STRBUF_INIT(sizeof words - 1);
	bool ok = scenario_play(*state, &complaint);

	/* A failure leaves by longjmp: nothing on the heap then. */
	snprintf(words, sizeof words, "%s", strbuf_text(&complaint));
	strbuf_clear(&complaint);
	if (!ok)
		fail_msg("%s", words);
}

int
main(void)
{
	struct CMUnitTest *tests;
	glob_t paths;
	int failed;

	if (glob(TEST_SRCDIR "/scenarios/*.scn", 0, NULL, &paths) != 0 ||
	    paths.gl_pathc < MIN_SCENARIOS) {
		print_error("fewer than %d scenarios\n", MIN_SCENARIOS);
		return 1;
	}
	tests = mem_new(paths.gl_pathc, sizeof *tests);
	for (size_t i = 0; i < paths.gl_pathc; i++) {
		tests[i].name = strrchr(paths.gl_pathv[i], '/') + 1;
		tests[i].test_func = plays_as_written;
		tests[i].initial_state = paths.gl_pathv[i];
	}
	failed = _cmocka_run_group_tests(
	    "scenarios", tests, paths.gl_pathc, NULL, NULL);
	free(tests);
	globfree(&paths);
	return failed;
}
