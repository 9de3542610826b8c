/* What need not be told; see config_quiet.h. */
#include "config/config_quiet.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "config/config.h"
#include "config/config_labels.h"
#include "config/loader.h"
#include "incident/flaps.h"
#include "model/silence.h"
#include "model/window.h"

#define NAME_MAX_BYTES 64
#define PATTERN_MAX_BYTES 300
#define REMINDER_MOST_S (365 * INT64_C(86400))

static const char *const zones[] = {"local", "utc", NULL};

/* What the keys fill; labels are read as an endpoint's. */
struct entry {
	struct window window;
	struct endpoint *labels;
	char *endpoints, *finding, *certificate, *author;
	int zone;
};

static bool
parse_time(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	struct error why = ERROR_INIT;

	return timestamp_parse(text, slot, &why) ||
	    error_set(err, ERROR_INVALID,
		"is %s; it must be a time such as 2026-12-01T22:00:00Z",
		fault_value(text).text);
}

static const struct field_type time_type = {
    .name = "time (RFC 3339)",
    .words = "a time such as 2026-12-01T22:00:00Z",
    .parse = parse_time,
    .shapes = FIELD_AS_TEXT,
};

static bool
parse_range(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	return window_parse_time(slot, text) ||
	    error_set(err, ERROR_INVALID,
		"is %s; it must be two times of the day such as 22:00-02:00",
		fault_value(text).text);
}

static const struct field_type range_type = {
    .name = "times of the day",
    .words = "two times of the day such as \"22:00-02:00\"",
    .parse = parse_range,
    .shapes = FIELD_AS_TEXT,
};

static void
decode_weekday(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	int day = text == NULL ? 0 : window_weekday(text);

	if (day < 0)
		field_fault(reader, node,
		    "'%s' is no day of the week; write mon, tue ... sun",
		    fault_value(text).text);
	else if (text != NULL)
		*(uint8_t *)slot |= (uint8_t)(1u << day);
}

static const struct field_type weekday_type = {
    .name = "day of the week",
    .words = "a day of the week such as tue",
    .decode = decode_weekday,
    .shapes = FIELD_AS_TEXT,
};

static void
decode_month_day(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	unsigned day = 0;

	for (const char *p = text; p != NULL && *p != '\0'; p++)
		day = *p >= '0' && *p <= '9' && day < 100
		    ? day * 10 + (unsigned)(*p - '0')
		    : 100;
	if (text == NULL)
		return;
	if (day < 1 || day > 31)
		field_fault(reader, node,
		    "%s is no day of a month; write 1 to 31",
		    fault_value(text).text);
	else
		*(uint32_t *)slot |= 1u << day;
}

static const struct field_type month_day_type = {
    .name = "day of the month",
    .words = "a day of the month such as 1",
    .decode = decode_month_day,
    .shapes = FIELD_AS_TEXT | FIELD_AS_NUMBER,
};

static void
decode_entry_labels(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct endpoint **labels = slot;

	if (*labels == NULL)
		*labels = endpoint_new();
	config_labels_type.decode(reader, field, node, *labels);
}

static const struct field_type entry_labels_type = {
    .name = "map of text",
    .words = "a map of names and texts, such as {team: web}",
    .decode = decode_entry_labels,
    .shapes = FIELD_AS_NAMED,
    .element = &field_string,
};

#define SCOPE_ROWS \
	{ \
	    .key = "endpoints", \
	    .type = &field_string, \
	    .offset = offsetof(struct entry, endpoints), \
	    .least = 1, \
	    .most = PATTERN_MAX_BYTES, \
	    .inherits = "all", \
	    .sentence = \
		"Whom it is for: a host, or a host and port, in which " \
		"* and ? stand for any.", \
	}, \
	{ \
		.key = "labels", .type = &entry_labels_type, \
		.offset = offsetof(struct entry, labels), \
		.inherits = "whatever they have", \
		.sentence = "Endpoints with all of these labels.", \
	}

enum maintenance_row {
	MAINTENANCE_NAME,
	MAINTENANCE_ENDPOINTS,
	MAINTENANCE_LABELS,
	MAINTENANCE_REASON,
	MAINTENANCE_FROM,
	MAINTENANCE_TO,
	MAINTENANCE_DAYS,
	MAINTENANCE_MONTH_DAYS,
	MAINTENANCE_TIME,
	MAINTENANCE_ZONE,
};

static const struct field maintenance_rows[] = {
    {
	.key = "name",
	.type = &field_string,
	.offset = offsetof(struct entry, window.name),
	.least = 1,
	.most = NAME_MAX_BYTES,
	.flags = FIELD_REQUIRED,
	.sentence = "By this name events speak of it.",
    },
    SCOPE_ROWS,
    {
	.key = "reason",
	.type = &field_string,
	.offset = offsetof(struct entry, window.reason),
	.least = 1,
	.most = SILENCE_TEXT_MAX,
	.sentence = "What is done then.",
    },
    {
	.key = "from",
	.type = &time_type,
	.offset = offsetof(struct entry, window.from),
	.sentence = "Of one that comes once: when it begins.",
    },
    {
	.key = "to",
	.type = &time_type,
	.offset = offsetof(struct entry, window.to),
	.sentence = "When it ends, at most 30 days later.",
    },
    {
	.key = "days",
	.type = &field_list,
	.item = &weekday_type,
	.offset = offsetof(struct entry, window.weekdays),
	.least = 1,
	.most = 7,
	.sentence = "Of one that comes again: the days of the week on which it "
		    "begins.",
    },
    {
	.key = "month_days",
	.type = &field_list,
	.item = &month_day_type,
	.offset = offsetof(struct entry, window.month_days),
	.least = 1,
	.most = 31,
	.sentence = "The days of each month on which it begins.",
    },
    {
	.key = "time",
	.type = &range_type,
	.offset = offsetof(struct entry, window),
	.sentence = "From when to when on these days; an end that is not later "
		    "is on the next day.",
    },
    {
	.key = "zone",
	.type = &field_choice,
	.choices = zones,
	.offset = offsetof(struct entry, zone),
	.fallback = "local",
	.sentence = "Whose time of the day that is: this machine's, or UTC.",
    },
};

const struct field_table config_maintenance_table =
    FIELD_TABLE("'maintenance'", maintenance_rows);

static const struct field silence_rows[] = {
    SCOPE_ROWS,
    {
	.key = "finding",
	.type = &field_string,
	.offset = offsetof(struct entry, finding),
	.least = 1,
	.most = NAME_MAX_BYTES,
	.inherits = "any",
	.sentence = "This finding only.",
    },
    {
	.key = "certificate",
	.type = &field_string,
	.offset = offsetof(struct entry, certificate),
	.least = SILENCE_DIGITS_MIN,
	.most = 3 * CERT_SHA256_LEN,
	.inherits = "any",
	.sentence = "Where this certificate is at fault or shown: the SHA-256 "
		    "of it, or at least its first 8 digits.",
    },
    {
	.key = "reason",
	.type = &field_string,
	.offset = offsetof(struct entry, window.reason),
	.least = 1,
	.most = SILENCE_TEXT_MAX,
	.flags = FIELD_REQUIRED,
	.sentence = "Why.",
    },
    {
	.key = "author",
	.type = &field_string,
	.offset = offsetof(struct entry, author),
	.least = 1,
	.most = NAME_MAX_BYTES,
	.flags = FIELD_REQUIRED,
	.sentence = "Who says so.",
    },
    {
	.key = "until",
	.type = &time_type,
	.offset = offsetof(struct entry, window.to),
	.flags = FIELD_REQUIRED,
	.sentence = "When it ends. One that has ended says nothing any more.",
    },
};

const struct field_table config_silence_table =
    FIELD_TABLE("'silences'", silence_rows);

static const struct field reminder_rows[] = {
    {
	.key = "critical",
	.type = &field_duration,
	.offset = offsetof(struct fleet_options, reminder_s),
	.least = 0,
	.most = REMINDER_MOST_S,
	.fallback = "24h",
	.sentence = "How often it is told again that something critical is "
		    "still open; 0s: never.",
    },
    {
	.key = "warning",
	.type = &field_duration,
	.offset = offsetof(struct fleet_options, reminder_warning_s),
	.least = 0,
	.most = REMINDER_MOST_S,
	.fallback = "72h",
	.sentence = "The same of warnings.",
    },
};

const struct field_table config_reminders_table =
    FIELD_TABLE("'reminders'", reminder_rows);

static const struct field flapping_rows[] = {
    {
	.key = "openings",
	.type = &field_count,
	.offset = offsetof(struct fleet_options, flap_openings),
	.least = 0,
	.most = FLAPS_OPENINGS_MAX,
	.fallback = "4",
	.sentence = "So often one incident opens within 'window' until it "
		    "flaps; 0: it never does.",
    },
    {
	.key = "window",
	.type = &field_duration,
	.offset = offsetof(struct fleet_options, flap_window_s),
	.least = 60,
	.most = 30 * INT64_C(86400),
	.fallback = "24h",
	.sentence = "Within how long.",
    },
    {
	.key = "calm",
	.type = &field_duration,
	.offset = offsetof(struct fleet_options, flap_calm_s),
	.least = 60,
	.most = 30 * INT64_C(86400),
	.fallback = "2h",
	.sentence = "So long nothing of it changes until it flaps no more, and "
		    "is told as what it came to.",
    },
};

const struct field_table config_flapping_table =
    FIELD_TABLE("'flapping'", flapping_rows);

static void
entry_clear(struct entry *entry)
{
	free(entry->window.name);
	free(entry->window.reason);
	scope_clear(&entry->window.scope);
	endpoint_unref(entry->labels);
	free(entry->endpoints);
	free(entry->finding);
	free(entry->certificate);
	free(entry->author);
}

static void
take_scope(struct entry *entry)
{
	struct scope *scope = &entry->window.scope;

	scope->pattern = TAKE(entry->endpoints);
	if (entry->labels == NULL)
		return;
	ARRAY_EACH (label, &entry->labels->settings->labels)
		scope_add_label(scope, label->key, label->value);
}

static bool
has(uint64_t seen, enum maintenance_row row)
{
	return (seen & UINT64_C(1) << row) != 0;
}

static void
check_window(struct field_reader *reader, const struct yaml_node *node,
    uint64_t seen, const struct window *window)
{
	bool is_once = has(seen, MAINTENANCE_FROM) || has(seen, MAINTENANCE_TO);
	bool recurs = has(seen, MAINTENANCE_DAYS) ||
	    has(seen, MAINTENANCE_MONTH_DAYS) || has(seen, MAINTENANCE_TIME);

	if (is_once == recurs)
		field_fault(reader, node,
		    "when is it? Give 'from' and 'to', or 'time' with 'days' "
		    "or 'month_days'");
	else if (is_once &&
	    (!has(seen, MAINTENANCE_FROM) || !has(seen, MAINTENANCE_TO) ||
		window->to <= window->from))
		field_fault(reader, node, "'from' and then 'to' are needed");
	else if (is_once && window->to - window->from > WINDOW_ONCE_MAX_S)
		field_fault(reader, node, "it is longer than 30 days");
	else if (recurs &&
	    (!has(seen, MAINTENANCE_TIME) ||
		(window->weekdays == 0 && window->month_days == 0)))
		field_fault(reader, node,
		    "'time' and 'days' or 'month_days' are needed");
}

static void
decode_maintenance(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct entry entry = {0};
	size_t before = reader->faults->added;
	uint64_t seen;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_set_defaults(&config_maintenance_table, &entry);
	seen =
	    field_decode_map(reader, &config_maintenance_table, node, &entry);
	if (reader->faults->added == before)
		check_window(reader, node, seen, &entry.window);
	if (reader->faults->added == before) {
		entry.window.is_utc = entry.zone == 1;
		take_scope(&entry);
		*ARRAY_ADD(&loader_of(reader)->config->windows) =
		    window_copy(&entry.window);
	}
	entry_clear(&entry);
}

const struct field_type config_maintenance_item = {
    .name = "maintenance window",
    .words = "a map of keys such as {name: backups, days: [sun], time: "
	     "\"02:00-04:00\"}",
    .decode = decode_maintenance,
    .shapes = FIELD_AS_MAP,
};

static void
fill_silence(struct field_reader *reader, const struct yaml_node *node,
    struct entry *entry, struct silence *silence)
{
	struct error err = ERROR_INIT;

	if (entry->finding != NULL &&
	    !finding_find(entry->finding, &silence->finding))
		field_fault(reader, yaml_map_find(node, "finding"),
		    "there is no finding '%s'; `chainwatch explain` lists them",
		    fault_value(entry->finding).text);
	if (entry->certificate != NULL &&
	    !silence_set_certificate(silence, entry->certificate, &err))
		field_fault(reader, yaml_map_find(node, "certificate"), "%s",
		    err.message);
	if (entry->endpoints == NULL && entry->labels == NULL &&
	    entry->finding == NULL && entry->certificate == NULL)
		field_fault(reader, node,
		    "it would cover everything; say what is to be quiet");
	take_scope(entry);
	scope_copy(&silence->scope, &entry->window.scope);
	silence->reason = TAKE(entry->window.reason);
	silence->author = TAKE(entry->author);
	silence->ends_at = entry->window.to;
}

static void
decode_silence(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	CLEANUP(silence_free) struct silence *silence = silence_new();
	struct entry entry = {0};
	size_t before = reader->faults->added;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_decode_map(reader, &config_silence_table, node, &entry);
	if (reader->faults->added == before)
		fill_silence(reader, node, &entry, silence);
	if (reader->faults->added == before)
		*ARRAY_ADD(&loader_of(reader)->config->silences) =
		    TAKE(silence);
	entry_clear(&entry);
}

const struct field_type config_silence_item = {
    .name = "silence",
    .words = "a map of keys such as {endpoints: \"*.test\", reason: ..., "
	     "author: ..., until: ...}",
    .decode = decode_silence,
    .shapes = FIELD_AS_MAP,
};
