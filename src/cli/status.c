/*
 * `chainwatch status [PATTERN]`: how endpoints stand, worst first, from the
 * daemon that runs, or from its store when none does.
 */
#include "cli/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/names.h"
#include "cli/daemon_ask.h"
#include "cli/nagios.h"
#include "cli/output.h"
#include "cli/status_nagios.h"
#include "cli/status_stored.h"
#include "cli/status_text.h"
#include "render/json_value.h"

struct status {
	struct daemon_ask ask;
	struct option_list patterns;
	bool is_json, is_nagios;
	json_t *rows;
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct status, ask),
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct status, is_json),
	.help = "as one JSON array",
    },
    {
	.name = "nagios",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct status, is_nagios),
	.help = "as monitoring plugins do: a line with performance data, then "
		"a line for each that is not well. Of a daemon that runs only; "
		"what was acknowledged, or silenced when it began, is quiet",
    },
};

static const char *
pattern(const struct status *status)
{
	return status->patterns.items.len > 0 ? status->patterns.items.items[0]
					      : NULL;
}

static bool
on_line(void *arg, const json_t *line)
{
	struct status *status = arg;
	json_t *row = json_deep_copy(line);

	json_object_del(row, "version");
	json_object_del(row, "type");
	json_value_append(status->rows, row);
	return true;
}

static int
rank(const json_t *row)
{
	const char *state = json_string_value(json_object_get(row, "state"));
	int severity = SEVERITY_OK;

	if (state == NULL || !names_find(&severity_names, state, &severity))
		return 0; /* unknown */
	return severity * 2 + (severity == SEVERITY_OK ? -1 : 0);
}

static bool
is_broken(const json_t *row)
{
	return json_is_true(json_object_get(row, "is_broken"));
}

/* Worst first, then what is broken, then what breaks first, then by id. */
static int
compare_rows(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	const char *xt, *yt;

	if (rank(x) != rank(y))
		return rank(x) > rank(y) ? -1 : 1;
	if (is_broken(x) != is_broken(y))
		return is_broken(x) ? -1 : 1;
	xt = json_string_value(json_object_get(x, "breaks_at"));
	yt = json_string_value(json_object_get(y, "breaks_at"));
	if (xt != NULL && yt != NULL && strcmp(xt, yt) != 0)
		return strcmp(xt, yt);
	if ((xt != NULL) != (yt != NULL))
		return xt != NULL ? -1 : 1;
	xt = json_string_value(json_object_get(x, "id"));
	yt = json_string_value(json_object_get(y, "id"));
	return strcmp(xt != NULL ? xt : "", yt != NULL ? yt : "");
}

static json_t *
sorted(const json_t *rows_in)
{
	size_t count = json_array_size(rows_in);
	json_t **list = mem_new(count + 1, sizeof *list);
	json_t *array = json_value_array();

	for (size_t i = 0; i < count; i++)
		list[i] = json_array_get(rows_in, i);
	qsort(list, count, sizeof *list, compare_rows);
	for (size_t i = 0; i < count; i++)
		json_value_append(array, json_incref(list[i]));
	free(list);
	return array;
}

static enum exit_code
worst_of(const json_t *sorted_rows)
{
	int worst = rank(json_array_get(sorted_rows, 0));

	if (worst >= SEVERITY_CRITICAL * 2)
		return EXIT_CODE_CRITICAL;
	return worst >= SEVERITY_WARNING * 2 ? EXIT_CODE_WARNING : EXIT_CODE_OK;
}

static bool
gather(struct status *status, struct error *err)
{
	json_t *request = json_value_object();

	if (pattern(status) != NULL)
		json_value_set(
		    request, "pattern", json_value_text(pattern(status)));
	switch (
	    daemon_ask(&status->ask, "status", request, on_line, status, err)) {
	case DAEMON_CALL_DONE: return true;
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (status->ask.socket != NULL)
		return false;
	if (status->is_nagios)
		return error_set(err, ERROR_MISSING,
		    "no daemon runs: nobody looks at any endpoint");
	fprintf(stderr,
	    "chainwatch status: no daemon runs; this is what its store has\n");
	return status_stored(
	    status->ask.config_path, pattern(status), status->rows, err);
}

static enum exit_code
show(const struct status *status)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	const struct render_style style = output_style();
	json_t *list = sorted(status->rows);
	enum exit_code code = worst_of(list);

	if (status->is_json)
		return output_json(list, code);
	if (status->is_nagios) {
		code = status_nagios(
		    &text, list, pattern(status), clock_wall_s(&clock_system));
		json_decref(list);
		return output_text(&text, code);
	}
	status_text(&text, list, clock_wall_s(&clock_system), &style);
	json_decref(list);
	return output_text(&text, code);
}

static enum exit_code
run(int argc, char **argv)
{
	struct status status = {0};
	struct error err = ERROR_INIT;
	enum exit_code code;
	bool is_clear = options_parse(argc, argv, rows,
	    sizeof rows / sizeof rows[0], &status, &status.patterns, &err);

	if (is_clear && status.patterns.items.len > 1)
		is_clear =
		    error_set(&err, ERROR_INVALID, "one PATTERN at most");
	status.rows = json_value_array();
	if (!is_clear)
		code = command_refuse(&command_status, &err);
	else if (!gather(&status, &err))
		code = status.is_nagios ? nagios_fail("chainwatchd", &err)
					: command_fail(&command_status, &err);
	else
		code = show(&status);
	json_decref(status.rows);
	option_list_clear(&status.patterns);
	return code;
}

const struct command command_status = {
    .name = "status",
    .operands = "[PATTERN]",
    .summary = "how all endpoints stand, or those that fit, worst first",
    .notes = "PATTERN is a host, or a host and port, in which * and ? stand "
	     "for any. Without a daemon that runs it is read from its store. "
	     "Exit status 0: nothing is wrong that is worth a warning; 1: a "
	     "warning is the worst; 2: something is critical; 3: it cannot be "
	     "told.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
