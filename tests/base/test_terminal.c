/* What can be shown: terminals, colour, character set, width. */
#include "base/terminal.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const variables[] = {
    "NO_COLOR", "TERM", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"};

/* A pseudo-terminal of 100 columns; both its ends. */
struct pty {
	int master, slave;
};

static int
open_pty(void **state)
{
	static struct pty pty;
	struct winsize size = {.ws_col = 100, .ws_row = 30};

	pty.master = posix_openpt(O_RDWR | O_NOCTTY);
	if (pty.master < 0 || grantpt(pty.master) != 0 ||
	    unlockpt(pty.master) != 0)
		return -1;
	pty.slave = open(ptsname(pty.master), O_RDWR | O_NOCTTY);
	*state = &pty;
	return pty.slave < 0 ? -1 : ioctl(pty.slave, TIOCSWINSZ, &size);
}

static int
close_pty(void **state)
{
	const struct pty *pty = *state;

	close(pty->slave);
	close(pty->master);
	return 0;
}

static int
clear_variables(void **state)
{
	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
		unsetenv(variables[i]);
	setenv("TERM", "xterm", 1);
	return 0;
}

static void
a_terminal_has_colour_and_its_width(void **state)
{
	const struct pty *pty = *state;
	struct terminal terminal = terminal_of(pty->slave);

	assert_true(terminal.is_terminal);
	assert_true(terminal.has_colour);
	assert_int_equal(terminal.width, 100);
	assert_false(terminal.is_utf8);
}

static void
a_pipe_has_neither(void **state)
{
	struct terminal terminal;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	terminal = terminal_of(ends[1]);
	close(ends[0]);
	close(ends[1]);
	assert_false(terminal.is_terminal);
	assert_false(terminal.has_colour);
	assert_int_equal(terminal.width, 0);
}

static void
colour_can_be_declined(void **state)
{
	const struct pty *pty = *state;

	setenv("NO_COLOR", "1", 1);
	assert_false(terminal_of(pty->slave).has_colour);
	setenv("NO_COLOR", "", 1); /* empty counts as not set */
	assert_true(terminal_of(pty->slave).has_colour);
	setenv("TERM", "dumb", 1);
	assert_false(terminal_of(pty->slave).has_colour);
	unsetenv("TERM");
	assert_false(terminal_of(pty->slave).has_colour);
}

static void
columns_are_believed_when_they_are_a_number(void **state)
{
	static const struct {
		const char *columns;
		unsigned width;
	} rows[] = {
	    {"60", 60},
	    {"1000", 1000},
	    {"0", 100},
	    {"1001", 100},
	    {"6x", 100},
	    {"99999999999999999999", 100},
	};
	const struct pty *pty = *state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		setenv("COLUMNS", rows[i].columns, 1);
		assert_int_equal(terminal_of(pty->slave).width, rows[i].width);
	}
}

static void
the_first_locale_variable_that_is_set_decides(void **state)
{
	const struct pty *pty = *state;

	setenv("LANG", "de_DE.UTF-8", 1);
	assert_true(terminal_of(pty->slave).is_utf8);
	setenv("LC_CTYPE", "C", 1);
	assert_false(terminal_of(pty->slave).is_utf8);
	setenv("LC_ALL", "en_US.utf8", 1);
	assert_true(terminal_of(pty->slave).is_utf8);
	setenv("LC_ALL", "", 1); /* empty: the next one */
	assert_false(terminal_of(pty->slave).is_utf8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(
		a_terminal_has_colour_and_its_width, clear_variables),
	    cmocka_unit_test_setup(a_pipe_has_neither, clear_variables),
	    cmocka_unit_test_setup(colour_can_be_declined, clear_variables),
	    cmocka_unit_test_setup(
		columns_are_believed_when_they_are_a_number, clear_variables),
	    cmocka_unit_test_setup(
		the_first_locale_variable_that_is_set_decides, clear_variables),
	};

	return cmocka_run_group_tests(tests, open_pty, close_pty);
}
