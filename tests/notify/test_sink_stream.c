/* Lines on a descriptor: for people on a terminal, for programs elsewhere. */
#include "notify/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char shown[1 << 16];

/* All that is there now. */
static const char *
read_now(int fd)
{
	ssize_t n = read(fd, shown, sizeof shown - 1);

	assert_true(n >= 0);
	shown[n] = '\0';
	return shown;
}

static void
give(struct sink *sink)
{
	struct event *event = scene_event();

	assert_true(sink->ops->deliver(sink, event));
	event_unref(event);
}

static void
elsewhere_a_line_has_its_level_in_front(void **state)
{
	struct sink *sink;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	sink = sink_stream_new(fds[1]);
	give(sink);
	assert_true(sink->ops->log(
	    sink, LOG_LEVEL_WARNING, "www.example.test", "slow"));
	assert_true(sink->ops->flush(sink, 10000));
	read_now(fds[0]);
	assert_int_equal(strncmp(shown, "<2>incident-opened: www.", 24), 0);
	assert_non_null(strstr(shown, "]\n<4>www.example.test: slow\n"));
	assert_null(strchr(shown, 0x1b));
	sink->ops->close(sink, 10000);
	close(fds[0]);
	close(fds[1]);
}

static void
what_may_not_have_been_told_comes_as_the_same_line(void **state)
{
	uint8_t fields[] = "fields";
	char line[] = "<2>incident-opened: www [severity=critical]";
	const struct untold_entry entry = {41, fields, sizeof fields, line};
	struct sink *sink;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	sink = sink_stream_new(fds[1]);
	assert_int_equal(sink->ops->told(sink), 0);
	assert_true(sink->ops->deliver_again(sink, &entry));
	assert_true(sink->ops->flush(sink, 10000));
	assert_string_equal(
	    read_now(fds[0]), "<2>incident-opened: www [severity=critical]\n");
	assert_int_equal(sink->ops->told(sink), 41);
	sink->ops->close(sink, 10000);
	close(fds[0]);
	close(fds[1]);
}

/* A terminal's other end, after one event in the environment given. */
static void
show_on_terminal(const char *no_color, const char *locale)
{
	struct winsize size = {.ws_col = 60, .ws_row = 24};
	struct sink *sink;
	int master, slave;

	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", no_color, 1);
	setenv("LC_ALL", locale, 1);
	unsetenv("COLUMNS");
	assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
	sink = sink_stream_new(slave);
	give(sink);
	assert_true(sink->ops->log(sink, LOG_LEVEL_INFO, NULL, "M\u00fcnchen"));
	shown[0] = '\0';
	for (size_t len = 0; strstr(shown, "nchen") == NULL;) {
		ssize_t n = read(master, shown + len, sizeof shown - 1 - len);

		assert_true(n > 0);
		len += (size_t)n;
		shown[len] = '\0';
	}
	sink->ops->close(sink, 10000);
	close(master);
	close(slave);
}

static void
a_terminal_gets_colour_marks_and_the_remedy(void **state)
{
	show_on_terminal("", "C.UTF-8");
	assert_non_null(strstr(shown, "\x1b["));
	assert_non_null(strstr(shown, "\u2717"));
	assert_non_null(strstr(shown, "nginx"));
	assert_non_null(strstr(shown, "M\u00fcnchen"));
}

static void
no_color_is_obeyed(void **state)
{
	show_on_terminal("1", "C.UTF-8");
	assert_null(strstr(shown, "\x1b["));
	assert_non_null(strstr(shown, "\u2717 "));
}

static void
a_terminal_that_is_not_utf8_gets_ascii(void **state)
{
	show_on_terminal("1", "C");
	for (const char *p = shown; *p != '\0'; p++)
		assert_true((unsigned char)*p < 0x80);
	assert_non_null(strstr(shown, "M\\u{fc}nchen"));
}

static void
a_reader_that_stalls_holds_up_nobody(void **state)
{
	struct event *event = scene_event();
	struct sink *sink;
	size_t given = 0;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	sink = sink_stream_new(fds[1]);
	while (sink->ops->deliver(sink, event))
		given++;
	/* Nobody has read a byte, and each call came back. */
	assert_true(given >= 4096);
	assert_false(sink->ops->flush(sink, 1));
	event_unref(event);
	sink->ops->close(sink, 1);
	/* The thread comes back with EPIPE and frees what is left. */
	close(fds[0]);
	close(fds[1]);
}

static void
a_reader_that_went_away_is_no_trouble(void **state)
{
	struct sink *sink;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	close(fds[0]);
	sink = sink_stream_new(fds[1]);
	give(sink);
	assert_true(sink->ops->flush(sink, 10000));
	sink->ops->close(sink, 10000);
	close(fds[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(elsewhere_a_line_has_its_level_in_front),
	    cmocka_unit_test(
		what_may_not_have_been_told_comes_as_the_same_line),
	    cmocka_unit_test(a_terminal_gets_colour_marks_and_the_remedy),
	    cmocka_unit_test(no_color_is_obeyed),
	    cmocka_unit_test(a_terminal_that_is_not_utf8_gets_ascii),
	    cmocka_unit_test(a_reader_that_stalls_holds_up_nobody),
	    cmocka_unit_test(a_reader_that_went_away_is_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
