/* Bounded reading: limits, folders, missing files, pipes. */
#include "base/file.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"

static char folder[] = "/tmp/test-file-XXXXXX";

static const char *
in_folder(const char *name)
{
	static char path[64];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void
write_file(const char *path, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < len; i++)
		fputc((int)(i & 0xff), f);
	fclose(f);
}

static int
make_folder(void **state)
{
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
drop_folder(void **state)
{
	return rmdir(folder);
}

static void
all_bytes_are_read_with_a_nul_behind_them(void **state)
{
	static const size_t lengths[] = {
	    0, 1, 255, 16383, 16384, 16385, 100000};

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		CLEANUP(free) uint8_t *bytes = NULL;
		struct error err = ERROR_INIT;
		size_t len = 1;

		write_file(in_folder("a"), lengths[i]);
		assert_true(
		    file_read(in_folder("a"), 100000, &bytes, &len, &err));
		assert_int_equal(len, lengths[i]);
		assert_int_equal(bytes[len], 0);
		for (size_t k = 0; k < len; k++)
			assert_int_equal(bytes[k], k & 0xff);
	}
	unlink(in_folder("a"));
}

static void
the_limit_is_the_last_size_that_passes(void **state)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	uint8_t *untouched = NULL;
	struct error err = ERROR_INIT;
	size_t len = 0;

	write_file(in_folder("a"), 1000);
	assert_true(file_read(in_folder("a"), 1000, &bytes, &len, &err));
	assert_false(file_read(in_folder("a"), 999, &untouched, &len, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	assert_non_null(strstr(err.message, "larger than 999 bytes"));
	assert_null(untouched);
	unlink(in_folder("a"));
}

static void
what_is_not_there_and_folders_are_refused_by_name(void **state)
{
	struct error err = ERROR_INIT;
	uint8_t *bytes = NULL;
	size_t len = 0;

	assert_false(file_read(in_folder("none"), 10, &bytes, &len, &err));
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_non_null(strstr(err.message, "/none: No such file"));
	assert_false(file_read(folder, 10, &bytes, &len, &err));
	assert_non_null(strstr(err.message, ": Is a directory"));
	assert_null(bytes);
}

static void
a_pipe_without_a_writer_is_empty_and_does_not_hang(void **state)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	size_t len = 1;

	assert_int_equal(mkfifo(in_folder("p"), 0600), 0);
	assert_true(file_read(in_folder("p"), 10, &bytes, &len, &err));
	assert_int_equal(len, 0);
	unlink(in_folder("p"));
}

/* Gives the reader every chance to come first and find the pipe empty; the
 * claim holds in either order. */
static void *
write_slowly(void *arg)
{
	int *fd = arg;
	ssize_t n;

	for (int i = 0; i < 20000; i++)
		sched_yield();
	n = write(*fd, "late", 4);
	close(*fd);
	return n == 4 ? NULL : arg;
}

/* As `lint <(command)` reads it. */
static void
a_pipe_whose_writer_is_slow_is_waited_for(void **state)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	pthread_t thread;
	char path[32];
	void *failed;
	size_t len = 0;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	assert_int_equal(
	    pthread_create(&thread, NULL, write_slowly, &ends[1]), 0);
	assert_true(file_read(path, 10, &bytes, &len, &err));
	assert_int_equal(len, 4);
	assert_memory_equal(bytes, "late", 5);
	pthread_join(thread, &failed);
	assert_null(failed);
	close(ends[0]);
}

static void
a_dash_is_standard_input(void **state)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	int saved = dup(STDIN_FILENO);
	size_t len = 0;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	assert_true(file_read("-", 10, &bytes, &len, &err));
	assert_memory_equal(bytes, "abc", 4);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_bytes_are_read_with_a_nul_behind_them),
	    cmocka_unit_test(the_limit_is_the_last_size_that_passes),
	    cmocka_unit_test(what_is_not_there_and_folders_are_refused_by_name),
	    cmocka_unit_test(
		a_pipe_without_a_writer_is_empty_and_does_not_hang),
	    cmocka_unit_test(a_pipe_whose_writer_is_slow_is_waited_for),
	    cmocka_unit_test(a_dash_is_standard_input),
	};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
