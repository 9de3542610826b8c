/*
 * How a fleet stands, for Nagios; see status_nagios.h.
 *
 *	CHAINWATCH CRITICAL - shop.test:443: leaf-only; 1 critical, 39 ok | ...
 *	shop.test:443: critical: leaf-only
 */
#include "cli/status_nagios.h"

#include <inttypes.h>
#include <string.h>

#include "base/names.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "cli/nagios.h"
#include "model/severity.h"

#define DAY_S 86400
#define TEXT_MAX_BYTES 1024
#define ROWS_SHOWN 50 /* a line each, below the first */

enum standing {
	STANDING_CRITICAL,
	STANDING_WARNING,
	STANDING_OK,
	STANDING_UNKNOWN, /* not looked at yet */
	STANDING_QUIET,
	STANDING_COUNT,
};

static const struct {
	const char *label;
	enum exit_code code;
} standings[STANDING_COUNT] = {
    [STANDING_CRITICAL] = {"critical", EXIT_CODE_CRITICAL},
    [STANDING_WARNING] = {"warning", EXIT_CODE_WARNING},
    [STANDING_OK] = {"ok", EXIT_CODE_OK},
    [STANDING_UNKNOWN] = {"unknown", EXIT_CODE_OK},
    [STANDING_QUIET] = {"quiet", EXIT_CODE_OK},
};

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* Of all that is open, nothing is told to anybody. */
static bool
is_quiet(const json_t *row)
{
	const json_t *incidents = json_object_get(row, "incidents"), *incident;
	size_t i;

	json_array_foreach(incidents, i, incident)
	{
		if (*member(incident, "hushed") == '\0')
			return false;
	}
	return json_array_size(incidents) > 0;
}

static enum standing
standing_of(const json_t *row)
{
	int severity;

	if (!names_find(&severity_names, member(row, "state"), &severity))
		return STANDING_UNKNOWN;
	if (severity < SEVERITY_WARNING)
		return STANDING_OK;
	if (is_quiet(row))
		return STANDING_QUIET;
	return severity >= SEVERITY_CRITICAL ? STANDING_CRITICAL
					     : STANDING_WARNING;
}

static void
add_safe(struct strbuf *buf, const char *text)
{
	CLEANUP(strbuf_clear) struct strbuf safe = STRBUF_INIT(TEXT_MAX_BYTES);

	safe_print(&safe, text, strlen(text), TEXT_MAX_BYTES);
	nagios_add(buf, strbuf_text(&safe));
}

/* What is worst there; the monitor's own faults have a subject. */
static void
add_what(struct strbuf *buf, const json_t *row)
{
	add_safe(buf, member(row, "finding"));
	if (*member(row, "subject") == '\0')
		return;
	strbuf_add(buf, " ");
	add_safe(buf, member(row, "subject"));
}

static void
add_row(struct strbuf *buf, const json_t *row, enum standing standing)
{
	add_safe(buf, member(row, "id"));
	strbuf_addf(buf, ": %s: ",
	    standing == STANDING_QUIET ? member(row, "state")
				       : standings[standing].label);
	add_what(buf, row);
	if (standing == STANDING_QUIET) {
		strbuf_add(buf, " (");
		add_safe(buf,
		    member(json_array_get(json_object_get(row, "incidents"), 0),
			"hushed"));
		strbuf_add(buf, ")");
	}
	strbuf_add_char(buf, '\n');
}

static void
add_rows(struct strbuf *buf, const json_t *rows)
{
	size_t shown = 0, i;
	const json_t *row;

	json_array_foreach(rows, i, row)
	{
		enum standing standing = standing_of(row);

		if (standing == STANDING_OK || standing == STANDING_UNKNOWN)
			continue;
		if (shown++ < ROWS_SHOWN)
			add_row(buf, row, standing);
	}
	if (shown > ROWS_SHOWN)
		strbuf_addf(buf, "and %zu more\n", shown - ROWS_SHOWN);
}

/* Until the first of those that are fine breaks, rounded down. */
static void
add_days(struct strbuf *buf, const json_t *rows, int64_t now)
{
	int64_t least = INT64_MAX, breaks_at;
	struct error odd = ERROR_INIT;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (timestamp_parse(member(row, "breaks_at"), &breaks_at, &odd))
			least = breaks_at < least ? breaks_at : least;
	}
	if (least != INT64_MAX)
		strbuf_addf(buf, " days_left=%" PRId64 ";;;;",
		    least > now ? (least - now) / DAY_S : 0);
}

static void
add_counts(struct strbuf *buf, const size_t counts[STANDING_COUNT])
{
	const char *between = "";

	for (int i = 0; i < STANDING_COUNT; i++) {
		if (counts[i] == 0)
			continue;
		strbuf_addf(
		    buf, "%s%zu %s", between, counts[i], standings[i].label);
		between = ", ";
	}
}

/* The first that counts for that exit code. */
static const json_t *
worst_row(const json_t *rows, enum exit_code code)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (standings[standing_of(row)].code == code)
			return row;
	}
	return NULL;
}

static enum exit_code
code_of(const size_t counts[STANDING_COUNT], size_t all)
{
	if (counts[STANDING_UNKNOWN] == all)
		return EXIT_CODE_UNKNOWN;
	if (counts[STANDING_CRITICAL] > 0)
		return EXIT_CODE_CRITICAL;
	return counts[STANDING_WARNING] > 0 ? EXIT_CODE_WARNING : EXIT_CODE_OK;
}

static void
add_nothing(struct strbuf *buf, const char *pattern)
{
	nagios_begin(buf, EXIT_CODE_UNKNOWN);
	if (pattern == NULL) {
		strbuf_add(buf, "no endpoint is listed\n");
		return;
	}
	strbuf_add(buf, "no endpoint fits ");
	add_safe(buf, pattern);
	strbuf_add_char(buf, '\n');
}

enum exit_code
status_nagios(
    struct strbuf *buf, const json_t *rows, const char *pattern, int64_t now)
{
	size_t counts[STANDING_COUNT] = {0}, i;
	enum exit_code code;
	const json_t *row;

	json_array_foreach(rows, i, row) counts[standing_of(row)]++;
	if (json_array_size(rows) == 0) {
		add_nothing(buf, pattern);
		return EXIT_CODE_UNKNOWN;
	}
	code = code_of(counts, json_array_size(rows));
	nagios_begin(buf, code);
	if (code == EXIT_CODE_CRITICAL || code == EXIT_CODE_WARNING) {
		row = worst_row(rows, code);
		add_safe(buf, member(row, "id"));
		strbuf_add(buf, ": ");
		add_what(buf, row);
		strbuf_add(buf, "; ");
	}
	add_counts(buf, counts);
	strbuf_add(buf, " |");
	for (int s = 0; s < STANDING_COUNT; s++)
		strbuf_addf(buf, " %s=%zu;;;0;", standings[s].label, counts[s]);
	add_days(buf, rows, now);
	strbuf_add_char(buf, '\n');
	add_rows(buf, rows);
	return code;
}
