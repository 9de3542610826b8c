/*
 * Order is a matter of its own: whatever order the certificates behind the
 * server's own come in, the same is found of them in every judge case, but for
 * the order itself.
 */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>

#include "base/mem.h"
#include "support/case.h"

/* The first one stays, all others the other way round. */
static struct chain *
reverse(const struct chain *chain)
{
	struct cert **certs = mem_new(chain->len, sizeof *certs);
	struct chain *reversed;

	certs[0] = chain->certs[0];
	for (size_t i = 1; i < chain->len; i++)
		certs[i] = chain->certs[chain->len - i];
	reversed = chain_new(certs, chain->len);
	free(certs);
	return reversed;
}

/* A finding of one that the other has not; FINDING_COUNT: none. */
static enum finding_code
find_extra(const struct report *one, const struct report *other)
{
	ARRAY_EACH (finding, &one->findings) {
		if (finding->code != FINDING_WRONG_ORDER &&
		    report_find(other, finding->code) == NULL)
			return finding->code;
	}
	return FINDING_COUNT;
}

static size_t
try_look(const char *path, struct case_file *file, const struct case_look *look)
{
	CLEANUP(report_unref) struct report *first = case_judge(file, look);
	CLEANUP(chain_unref) struct chain *reversed = reverse(file->presented);
	CLEANUP(report_unref) struct report *second = NULL;
	struct chain *presented = file->presented;
	enum finding_code gone, more;

	file->presented = reversed;
	second = case_judge(file, look);
	file->presented = presented;
	gone = find_extra(first, second);
	more = find_extra(second, first);
	if (first->is_valid == second->is_valid && gone == FINDING_COUNT &&
	    more == FINDING_COUNT)
		return 0;
	fprintf(stderr, "%s:%zu: the other way round %s%s%s%s%s\n", path,
	    look->line, second->is_valid ? "valid" : "not valid",
	    gone == FINDING_COUNT ? "" : ", without ",
	    gone == FINDING_COUNT ? "" : finding_code_text(gone),
	    more == FINDING_COUNT ? "" : ", with ",
	    more == FINDING_COUNT ? "" : finding_code_text(more));
	return 1;
}

static void
the_same_is_found_in_any_order(void **state)
{
	size_t wrong = 0, tried = 0;
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/cases/*/*.case", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct error err = ERROR_INIT;
		struct case_file file;

		assert_true(case_read(found.gl_pathv[i], &file, &err));
		ARRAY_EACH (look, &file.looks) {
			if (file.lacks_something || file.presented->len < 3)
				continue;
			/* some of them do go by the order */
			file.options.is_without_clients = true;
			wrong += try_look(found.gl_pathv[i], &file, look);
			tried++;
		}
		case_clear(&file);
	}
	globfree(&found);
	assert_true(tried > 0);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_is_found_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
