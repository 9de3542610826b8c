/* What can be shown on a descriptor; see terminal.h. */
#include "base/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_MAX 1000

static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? "" : value;
}

/* The locale's character set, without setlocale(): the first variable that is
 * set decides, as in locale(7). */
static bool
is_utf8_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = variable(names[i]);

		if (*value != '\0')
			return strcasestr(value, "utf-8") != NULL ||
			    strcasestr(value, "utf8") != NULL;
	}
	return false;
}

static unsigned
width_of(int fd, bool is_terminal)
{
	const char *columns = variable("COLUMNS");
	struct winsize size = {0};

	if (*columns != '\0') {
		char *end = NULL;
		unsigned long n;

		errno = 0;
		n = strtoul(columns, &end, 10);
		if (errno == 0 && *end == '\0' && n > 0 && n <= WIDTH_MAX)
			return (unsigned)n;
	}
	if (is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

struct terminal
terminal_of(int fd)
{
	struct terminal terminal = {.is_terminal = isatty(fd) == 1};
	const char *term = variable("TERM");

	/* no-color.org: any value that is not empty. */
	terminal.has_colour = terminal.is_terminal &&
	    *variable("NO_COLOR") == '\0' && *term != '\0' &&
	    strcmp(term, "dumb") != 0;
	terminal.is_utf8 = is_utf8_locale();
	terminal.width = width_of(fd, terminal.is_terminal);
	return terminal;
}
