/* The daemon's command line; see arguments.h. */
#include "daemon/arguments.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "config/config.h"
#include "render/text_layout.h"

#define HELP_MAX 8192
#define KEYS_TEXT_MAX (1u << 17)
#define HELP_COLUMN 22
#define HELP_WIDTH 78

enum argument {
	ARGUMENT_CONFIG,
	ARGUMENT_CHECK_CONFIG,
	ARGUMENT_CONFIG_KEYS,
	ARGUMENT_ONCE,
	ARGUMENT_JSON,
	ARGUMENT_FOREGROUND,
	ARGUMENT_DEBUG,
	ARGUMENT_VERSION,
	ARGUMENT_HELP,
	ARGUMENT_COUNT,
};

static const struct argument_row rows[ARGUMENT_COUNT] = {
    [ARGUMENT_CONFIG] = {"config", 'c', "FILE",
	"read this configuration instead of " ARGUMENTS_CONFIG_PATH},
    [ARGUMENT_CHECK_CONFIG] = {"check-config", 0, NULL,
	"read the configuration and the trust stores, say what is wrong with "
	"them, and end"},
    [ARGUMENT_CONFIG_KEYS] = {"config-keys", 0, NULL,
	"print every key of the configuration, with type, range, default and "
	"what it is for, and end"},
    [ARGUMENT_ONCE] = {"once", 0, NULL,
	"probe every target once, print what each showed, and end"},
    [ARGUMENT_JSON] = {"json", 0, NULL, "with --once: one JSON object a line"},
    [ARGUMENT_FOREGROUND] = {"foreground", 0, NULL,
	"events to standard error as well, readable on a terminal"},
    [ARGUMENT_DEBUG] = {"debug", 0, NULL, "log what happens in detail"},
    [ARGUMENT_VERSION] = {"version", 0, NULL, "print the version, and end"},
    [ARGUMENT_HELP] = {"help", 0, NULL, "print this, and end"},
};

static const struct daemon_exit_row exits[] = {
    {DAEMON_EXIT_DONE,
	"done; with --once: all were probed, whatever they showed"},
    {DAEMON_EXIT_FAILED, "failed"},
    {DAEMON_EXIT_UNUSABLE,
	"bad arguments or configuration, or a state that a newer one wrote"},
};

const struct argument_row *
argument_at(size_t i)
{
	return i < ARGUMENT_COUNT ? &rows[i] : NULL;
}

const struct daemon_exit_row *
daemon_exit_at(size_t i)
{
	return i < sizeof exits / sizeof exits[0] ? &exits[i] : NULL;
}

static void
add_row(struct strbuf *buf, const struct argument_row *row,
    const struct render_style *style)
{
	size_t before = buf->len, len;

	if (row->letter != 0)
		strbuf_addf(buf, "  -%c, ", row->letter);
	else
		strbuf_add(buf, "      ");
	strbuf_addf(buf, "--%s%s%s", row->name, row->value == NULL ? "" : "=",
	    row->value == NULL ? "" : row->value);
	len = buf->len - before;
	if (len + 2 > HELP_COLUMN) {
		strbuf_add_char(buf, '\n');
		len = 0;
	}
	text_pad(buf, HELP_COLUMN - len);
	text_wrap(buf, style, HELP_COLUMN, HELP_COLUMN, TEXT_PLAIN, row->help);
}

void
arguments_help(struct strbuf *buf)
{
	const struct render_style style = {.width = HELP_WIDTH};

	strbuf_add(buf,
	    "Usage: chainwatchd [OPTION]...\n"
	    "Watches the TLS certificate chains of a server fleet. It stays in "
	    "the\n"
	    "foreground; a service manager starts and stops it.\n"
	    "\n");
	for (size_t i = 0; i < ARGUMENT_COUNT; i++)
		add_row(buf, &rows[i], &style);
	strbuf_add(buf,
	    "\n"
	    "SIGHUP reads the configuration again; SIGTERM and SIGINT end it.\n"
	    "Exit codes:\n");
	for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++)
		strbuf_addf(
		    buf, "  %d  %s\n", (int)exits[i].code, exits[i].meaning);
	strbuf_add(buf, "Manuals: chainwatchd(8), chainwatchd.yaml(5).\n");
}

static void
print_help(void)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(HELP_MAX);

	arguments_help(&text);
	fputs(strbuf_text(&text), stdout);
}

static void
print_keys(void)
{
	CLEANUP(strbuf_clear) struct strbuf keys = STRBUF_INIT(KEYS_TEXT_MAX);

	config_print_keys(&keys);
	fputs(strbuf_text(&keys), stdout);
}

/* false: there is no more to do. */
static bool
take(struct arguments *a, enum argument argument, const char *value)
{
	switch (argument) {
	case ARGUMENT_CONFIG: a->daemon.config_path = value; break;
	case ARGUMENT_CHECK_CONFIG: a->is_check = true; break;
	case ARGUMENT_ONCE: a->daemon.is_once = true; break;
	case ARGUMENT_JSON: a->daemon.is_json = true; break;
	case ARGUMENT_FOREGROUND: a->daemon.is_foreground = true; break;
	case ARGUMENT_DEBUG: a->is_debug = true; break;
	case ARGUMENT_VERSION: puts(PACKAGE_STRING); return false;
	case ARGUMENT_CONFIG_KEYS: print_keys(); return false;
	case ARGUMENT_HELP: print_help(); return false;
	case ARGUMENT_COUNT: break;
	}
	return true;
}

/* getopt_long's names of the rows; val is the row, or its letter. */
static void
list_options(struct option longs[ARGUMENT_COUNT + 1],
    char letters[2 * ARGUMENT_COUNT + 1])
{
	size_t len = 0;

	for (int i = 0; i < ARGUMENT_COUNT; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg =
		    rows[i].value == NULL ? no_argument : required_argument;
		if (rows[i].letter == 0)
			continue;
		letters[len++] = rows[i].letter;
		if (rows[i].value != NULL)
			letters[len++] = ':';
	}
	letters[len] = '\0';
}

static bool
find_letter(int letter, int *ret_which)
{
	for (int i = 0; i < ARGUMENT_COUNT; i++) {
		if (rows[i].letter != 0 && rows[i].letter == letter) {
			*ret_which = i;
			return true;
		}
	}
	return false;
}

bool
arguments_read(int argc, char **argv, struct arguments *ret_arguments,
    enum daemon_exit *ret_exit)
{
	struct option longs[ARGUMENT_COUNT + 1] = {0};
	char letters[2 * ARGUMENT_COUNT + 1];
	int which = 0, what;

	*ret_exit = DAEMON_EXIT_UNUSABLE;
	list_options(longs, letters);
	optind = 0; /* GNU: starts anew */
	while ((what = getopt_long(argc, argv, letters, longs, &which)) != -1) {
		if (what != 0 && !find_letter(what, &which))
			return false; /* getopt_long has said what it is */
		if (!take(ret_arguments, (enum argument)which, optarg)) {
			*ret_exit = DAEMON_EXIT_DONE;
			return false;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: there are no arguments but options\n",
		    argv[0]);
		return false;
	}
	if (ret_arguments->daemon.is_json && !ret_arguments->daemon.is_once) {
		fprintf(stderr, "%s: --json goes with --once\n", argv[0]);
		return false;
	}
	*ret_exit = DAEMON_EXIT_DONE;
	return true;
}
