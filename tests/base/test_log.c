/* The log: levels let through, the subject handed on, the default's form. */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"

struct seen {
	unsigned count;
	enum log_level level;
	char subject[32], message[32];
};

static void
remember(
    void *arg, enum log_level level, const char *subject, const char *message)
{
	struct seen *seen = arg;

	seen->count++;
	seen->level = level;
	snprintf(seen->subject, sizeof seen->subject, "%s",
	    subject == NULL ? "(none)" : subject);
	snprintf(seen->message, sizeof seen->message, "%s", message);
}

static void
each_level_reaches_the_writer_as_itself(void **state)
{
	struct seen seen = {0};

	log_set_writer(remember, &seen);
	log_set_level(LOG_LEVEL_DEBUG);
	log_error("a:443", "%d", 1);
	assert_int_equal(seen.level, LOG_LEVEL_ERROR);
	assert_string_equal(seen.subject, "a:443");
	assert_string_equal(seen.message, "1");
	log_warning(NULL, "two");
	assert_int_equal(seen.level, LOG_LEVEL_WARNING);
	assert_string_equal(seen.subject, "(none)");
	log_notice(NULL, "three");
	assert_int_equal(seen.level, LOG_LEVEL_NOTICE);
	log_info(NULL, "four");
	assert_int_equal(seen.level, LOG_LEVEL_INFO);
	log_debug(NULL, "five");
	assert_int_equal(seen.level, LOG_LEVEL_DEBUG);
	assert_int_equal(seen.count, 5);
	log_set_writer(NULL, NULL);
	log_set_level(LOG_LEVEL_INFO);
}

static void
what_is_above_the_level_is_dropped(void **state)
{
	struct seen seen = {0};

	log_set_writer(remember, &seen);
	log_debug(NULL, "not by default");
	assert_int_equal(seen.count, 0);
	log_set_level(LOG_LEVEL_ERROR);
	log_warning(NULL, "no");
	assert_int_equal(seen.count, 0);
	log_error(NULL, "yes");
	assert_int_equal(seen.count, 1);
	log_set_writer(NULL, NULL);
	log_set_level(LOG_LEVEL_INFO);
}

static void
priorities_are_those_of_syslog(void **state)
{
	assert_int_equal(log_syslog_priority(LOG_LEVEL_ERROR), 3);
	assert_int_equal(log_syslog_priority(LOG_LEVEL_WARNING), 4);
	assert_int_equal(log_syslog_priority(LOG_LEVEL_NOTICE), 5);
	assert_int_equal(log_syslog_priority(LOG_LEVEL_INFO), 6);
	assert_int_equal(log_syslog_priority(LOG_LEVEL_DEBUG), 7);
}

static void
the_default_writes_priority_subject_and_words_to_stderr(void **state)
{
	char text[128] = "";
	int saved = dup(STDERR_FILENO);
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	log_warning("a:443", "late by %d s", 7);
	log_info(NULL, "started");
	dup2(saved, STDERR_FILENO);
	close(saved);
	assert_true(read(ends[0], text, sizeof text - 1) > 0);
	close(ends[0]);
	assert_string_equal(text, "<4>a:443: late by 7 s\n<6>started\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_level_reaches_the_writer_as_itself),
	    cmocka_unit_test(what_is_above_the_level_is_dropped),
	    cmocka_unit_test(priorities_are_those_of_syslog),
	    cmocka_unit_test(
		the_default_writes_priority_subject_and_words_to_stderr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
