/* The allocators, scope cleanup, and that exhaustion aborts. */
#include "base/mem.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
new_memory_is_zeroed_and_never_null(void **state)
{
	CLEANUP(free) uint8_t *bytes = mem_new(100, 10);
	CLEANUP(free) void *nothing = mem_new(0, 10);
	CLEANUP(free) int *number = MEM_NEW(int);

	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(bytes[i], 0);
	assert_non_null(nothing);
	assert_int_equal(*number, 0);
}

static void
resizing_keeps_the_contents(void **state)
{
	char *p = mem_resize(NULL, 4, 1);

	memcpy(p, "abc", 4);
	p = mem_resize(p, 100000, 1);
	assert_string_equal(p, "abc");
	p = mem_resize(p, 0, 1);
	assert_non_null(p);
	free(p);
}

static void
copies_are_exact_and_their_own(void **state)
{
	char original[] = "ab\0cd";
	CLEANUP(free) char *bytes = mem_dup(original, 5);
	CLEANUP(free) char *text = mem_strdup(original);
	CLEANUP(free) char *piece = mem_strndup("abcdef", 3);
	CLEANUP(free) char *whole = mem_strndup("ab", 10);
	CLEANUP(free) void *nothing = mem_dup(NULL, 0);

	original[0] = 'x';
	assert_memory_equal(bytes, "ab\0cd", 5);
	assert_string_equal(text, "ab");
	assert_string_equal(piece, "abc");
	assert_string_equal(whole, "ab");
	assert_non_null(nothing);
	assert_null(mem_strdup(NULL));
}

static void
printing_allocates_what_it_needs(void **state)
{
	CLEANUP(free) char *text = mem_printf("%s-%05d", "a", 42);
	CLEANUP(free) char *wide = mem_printf("%10000d", 1);

	assert_string_equal(text, "a-00042");
	assert_int_equal(strlen(wide), 10000);
}

static void
taking_hands_over_and_leaves_null(void **state)
{
	char *kept;

	{
		CLEANUP(free) char *mine = mem_strdup("mine");

		kept = TAKE(mine);
		assert_null(mine);
	}
	assert_string_equal(kept, "mine"); /* a freed one is caught by ASan */
	free(kept);
}

static void
ask_for_the_impossible(void)
{
	volatile size_t count = SIZE_MAX / 2;

	free(mem_resize(NULL, count, 4));
}

/* In a child: a product that overflows must not become a small block. */
static void
an_overflowing_size_aborts(void **state)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit no_core = {0, 0};

		setrlimit(RLIMIT_CORE, &no_core);
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		ask_for_the_impossible();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(new_memory_is_zeroed_and_never_null),
	    cmocka_unit_test(resizing_keeps_the_contents),
	    cmocka_unit_test(copies_are_exact_and_their_own),
	    cmocka_unit_test(printing_allocates_what_it_needs),
	    cmocka_unit_test(taking_hands_over_and_leaves_null),
	    cmocka_unit_test(an_overflowing_size_aborts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
