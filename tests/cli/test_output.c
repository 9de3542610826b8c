/* Standard output. */
#include "cli/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Runs with standard output on that path. */
static enum exit_code
write_to(const char *path, bool is_json)
{
	int saved = dup(STDOUT_FILENO);
	int fd = open(path, O_WRONLY);
	struct strbuf text = STRBUF_INIT(100);
	enum exit_code code;

	assert_true(fd >= 0);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	strbuf_add(&text, "text");
	code = is_json ? output_json(json_object(), EXIT_CODE_WARNING)
		       : output_text(&text, EXIT_CODE_WARNING);
	fflush(stdout);
	clearerr(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	strbuf_clear(&text);
	return code;
}

static void
what_was_written_keeps_its_exit_code(void **state)
{
	assert_int_equal(write_to("/dev/null", false), EXIT_CODE_WARNING);
	assert_int_equal(write_to("/dev/null", true), EXIT_CODE_WARNING);
}

static void
what_could_not_be_written_is_unknown(void **state)
{
	assert_int_equal(write_to("/dev/full", false), EXIT_CODE_UNKNOWN);
	assert_int_equal(write_to("/dev/full", true), EXIT_CODE_UNKNOWN);
}

static void
json_is_ascii_whatever_strangers_wrote(void **state)
{
	char path[] = "/tmp/test_output.XXXXXX", text[100] = "";
	int fd = mkstemp(path), saved = dup(STDOUT_FILENO);

	assert_true(fd >= 0);
	unlink(path);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	(void)output_json(
	    json_pack("{s:s}", "a", "\xe2\x80\xae"), EXIT_CODE_OK);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_true(pread(fd, text, sizeof text - 1, 0) > 0);
	close(fd);
	assert_string_equal(text, "{\n  \"a\": \"\\u202E\"\n}\n");
}

static void
a_pipe_is_plain_and_wraps_at_80(void **state)
{
	int fds[2], saved = dup(STDOUT_FILENO);
	struct render_style style;

	unsetenv("COLUMNS");
	assert_int_equal(pipe(fds), 0);
	fflush(stdout);
	dup2(fds[1], STDOUT_FILENO);
	style = output_style();
	dup2(saved, STDOUT_FILENO);
	assert_false(style.has_colour);
	assert_false(style.has_boxes);
	assert_int_equal(style.width, 80);
	close(saved);
	close(fds[0]);
	close(fds[1]);
}

static void
severities_have_exit_codes(void **state)
{
	assert_int_equal(exit_code_of(SEVERITY_OK), 0);
	assert_int_equal(exit_code_of(SEVERITY_NOTICE), 0);
	assert_int_equal(exit_code_of(SEVERITY_WARNING), 1);
	assert_int_equal(exit_code_of(SEVERITY_CRITICAL), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_written_keeps_its_exit_code),
	    cmocka_unit_test(what_could_not_be_written_is_unknown),
	    cmocka_unit_test(json_is_ascii_whatever_strangers_wrote),
	    cmocka_unit_test(a_pipe_is_plain_and_wraps_at_80),
	    cmocka_unit_test(severities_have_exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
