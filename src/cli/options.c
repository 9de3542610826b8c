/* Command lines by tables; see options.h. */
#include "cli/options.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "config/spelling.h"
#include "render/text_layout.h"

#define OPTIONS_MAX 64
#define HELP_INDENT 2
#define HELP_COLUMN 28
#define NARROW 60 /* columns of a terminal; below that, help starts at */
#define NARROW_COLUMN 6
#define SHOWN_MAX 100 /* characters of a bad argument in a message */

typedef bool (*take_fn)(const struct option_row *row, const char *value,
    void *into, struct error *err);

static bool
take_flag(const struct option_row *row, UNUSED const char *value, void *into,
    UNUSED struct error *err)
{
	*(bool *)((char *)into + row->offset) = true;
	return true;
}

static bool
take_text(const struct option_row *row, const char *value, void *into,
    UNUSED struct error *err)
{
	*(const char **)((char *)into + row->offset) = value;
	return true;
}

static bool
take_list(const struct option_row *row, const char *value, void *into,
    struct error *err)
{
	struct option_list *list =
	    (struct option_list *)((char *)into + row->offset);

	if (list->items.len == OPTION_LIST_MAX)
		return error_set(err, ERROR_LIMIT,
		    "--%s is given more than %d times", row->name,
		    OPTION_LIST_MAX);
	*ARRAY_ADD(&list->items) = value;
	return true;
}

static bool
take_time(const struct option_row *row, const char *value, void *into,
    struct error *err)
{
	int64_t seconds;
	CLEANUP(free) char *shown = NULL;

	if (!timestamp_parse(value, &seconds, NULL)) {
		shown = safe_print_dup(value, strlen(value), SHOWN_MAX);
		return error_set(err, ERROR_INVALID,
		    "--%s %s: not a time; write 2027-01-31 or "
		    "2027-01-31T12:00:00Z",
		    row->name, shown);
	}
	*(int64_t *)((char *)into + row->offset) = seconds;
	return true;
}

static bool
take_duration(const struct option_row *row, const char *value, void *into,
    struct error *err)
{
	int64_t seconds = 0;
	CLEANUP(free) char *shown = NULL;
	struct error why = ERROR_INIT;

	if (!duration_parse(value, &seconds, &why) || seconds < 1) {
		shown = safe_print_dup(value, strlen(value), SHOWN_MAX);
		return error_set(err, ERROR_INVALID, "--%s %s: %s", row->name,
		    shown,
		    why.kind != ERROR_NONE ? why.message
					   : "it must be 1s at least");
	}
	*(int64_t *)((char *)into + row->offset) = seconds;
	return true;
}

static bool
take_number(const struct option_row *row, const char *value, void *into,
    struct error *err)
{
	char *end = NULL;
	unsigned long number;
	CLEANUP(free) char *shown = NULL;

	errno = 0;
	number = strtoul(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' ||
	    strchr(value, '-') != NULL || number > OPTION_NUMBER_MAX) {
		shown = safe_print_dup(value, strlen(value), SHOWN_MAX);
		return error_set(err, ERROR_INVALID,
		    "--%s %s: write a number from 0 to %d", row->name, shown,
		    OPTION_NUMBER_MAX);
	}
	*(unsigned *)((char *)into + row->offset) = (unsigned)number;
	return true;
}

static bool
refuse_later(const struct option_row *row, UNUSED const char *value,
    UNUSED void *into, struct error *err)
{
	return error_set(err, ERROR_INVALID,
	    "--%s is not available in this version", row->name);
}

static const take_fn takers[] = {
    [OPTION_FLAG] = take_flag,
    [OPTION_TEXT] = take_text,
    [OPTION_LIST] = take_list,
    [OPTION_TIME] = take_time,
    [OPTION_DURATION] = take_duration,
    [OPTION_NUMBER] = take_number,
    [OPTION_LATER] = refuse_later,
};

/* Is the argument "--name=..." of an option that takes no value? */
static bool
has_value_too_much(
    const char *argument, const struct option_row *rows, size_t row_count)
{
	const char *equals = strchr(argument, '=');

	for (size_t i = 0; equals != NULL && i < row_count; i++) {
		size_t len = strlen(rows[i].name);

		if (rows[i].value == NULL &&
		    (size_t)(equals - argument) == len + 2 &&
		    strncmp(argument + 2, rows[i].name, len) == 0)
			return true;
	}
	return false;
}

static bool
refuse_unknown(const char *argument, const char *shown,
    const struct option_row *rows, size_t row_count, struct error *err)
{
	size_t dashes = strspn(argument, "-");
	CLEANUP(free)
	char *name =
	    mem_strndup(argument + dashes, strcspn(argument + dashes, "="));
	struct spelling spelling = SPELLING_INIT(name);

	for (size_t i = 0; i < row_count; i++)
		spelling_offer(&spelling, rows[i].name);
	if (spelling.best != NULL)
		return error_set(err, ERROR_INVALID,
		    "%s: there is no such option; did you mean --%s?", shown,
		    spelling.best);
	return error_set(
	    err, ERROR_INVALID, "%s: there is no such option", shown);
}

/* What getopt_long could not take; ':' is a value too little. */
static bool
refuse(int what, char **argv, const struct option_row *rows, size_t row_count,
    struct error *err)
{
	const char *argument = argv[optind - 1];
	CLEANUP(free)
	char *shown = safe_print_dup(argument, strlen(argument), SHOWN_MAX);

	if (what == ':')
		return error_set(
		    err, ERROR_INVALID, "%s needs a value after it", shown);
	if (has_value_too_much(argument, rows, row_count))
		return error_set(err, ERROR_INVALID,
		    "%s: this option takes no value", shown);
	return refuse_unknown(argument, shown, rows, row_count, err);
}

static void
list_letters(const struct option_row *rows, size_t row_count, char *letters)
{
	size_t len = 1; /* behind the ':' */

	for (size_t i = 0; i < row_count; i++) {
		if (rows[i].letter == 0)
			continue;
		letters[len++] = rows[i].letter;
		if (rows[i].value != NULL)
			letters[len++] = ':';
	}
	letters[len] = '\0';
}

static bool
find_letter(
    const struct option_row *rows, size_t row_count, int letter, int *ret_which)
{
	for (size_t i = 0; i < row_count; i++) {
		if (rows[i].letter != 0 && rows[i].letter == letter) {
			*ret_which = (int)i;
			return true;
		}
	}
	return false;
}

/* Of the option's row: may it come again? */
static bool
is_repeatable(const struct option_row *row)
{
	return row->value == NULL || row->kind == OPTION_LIST;
}

static bool
read_options(int argc, char **argv, const struct option *longs,
    const struct option_row *rows, size_t row_count, void *into,
    struct error *err)
{
	char letters[2 * OPTIONS_MAX + 2] = ":";
	bool is_given[OPTIONS_MAX] = {false};
	int which = 0, what;

	list_letters(rows, row_count, letters);
	optind = 0; /* GNU: starts anew */
	opterr = 0;
	while ((what = getopt_long(argc, argv, letters, longs, &which)) != -1) {
		if (what != 0 && !find_letter(rows, row_count, what, &which))
			return refuse(what, argv, rows, row_count, err);
		if (is_given[which] && !is_repeatable(&rows[which]))
			return error_set(err, ERROR_INVALID,
			    "--%s is given twice, and takes one %s",
			    rows[which].name, rows[which].value);
		is_given[which] = true;
		if (!takers[rows[which].kind](&rows[which],
			optarg == NULL ? rows[which].implied : optarg, into,
			err))
			return false;
	}
	return true;
}

bool
options_parse(int argc, char **argv, const struct option_row *rows,
    size_t row_count, void *into, struct option_list *operands,
    struct error *err)
{
	struct option longs[OPTIONS_MAX] = {0};

	assert(row_count < OPTIONS_MAX);
	for (size_t i = 0; i < row_count; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg = rows[i].value == NULL ? no_argument
		    : rows[i].implied == NULL		 ? required_argument
							 : optional_argument;
	}
	if (!read_options(argc, argv, longs, rows, row_count, into, err))
		return false;
	for (int i = optind; i < argc; i++)
		*ARRAY_ADD(&operands->items) = argv[i];
	return true;
}

void
option_list_clear(struct option_list *list)
{
	ARRAY_CLEAR(&list->items);
}

void
options_help(struct strbuf *buf, const struct option_row *rows,
    size_t row_count, unsigned width)
{
	struct render_style style = {.width = width == 0 ? 80 : width};
	size_t column = style.width < NARROW ? NARROW_COLUMN : HELP_COLUMN;

	for (size_t i = 0; i < row_count; i++) {
		CLEANUP(free) char *left = NULL, *letter = NULL;
		size_t len;

		if (rows[i].help == NULL)
			continue;
		if (rows[i].letter != 0)
			letter = mem_printf("-%c, ", rows[i].letter);
		left = mem_printf("%s--%s%s%s%s", letter == NULL ? "" : letter,
		    rows[i].name,
		    rows[i].implied != NULL	? "[="
			: rows[i].value == NULL ? ""
						: " ",
		    rows[i].value == NULL ? "" : rows[i].value,
		    rows[i].implied == NULL ? "" : "]");
		len = HELP_INDENT + strlen(left);
		text_pad(buf, HELP_INDENT);
		strbuf_add(buf, left);
		if (len + 2 > column) {
			strbuf_add_char(buf, '\n');
			len = 0;
		}
		text_pad(buf, column - len);
		text_wrap(
		    buf, &style, column, column, TEXT_PLAIN, rows[i].help);
	}
}
