/* Lists of transparency logs; see log_list.h. */
#include "files/log_list.h"

#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/safe_print.h"

/* Where it stands, for the words of errors. */
struct place {
	const char *name; /* the file's */
	const char *bytes;
	size_t operator_number, log_number; /* from 1; 0: at none */
	const char *key; /* a text that stands there only once; NULL */
};

/* jansson does not say where a value stood. */
static unsigned
line_of(const struct place *place)
{
	const char *found =
	    place->key == NULL ? NULL : strstr(place->bytes, place->key);
	unsigned line = 1;

	if (found == NULL)
		return 0;
	for (const char *p = place->bytes; p < found; p++)
		line += *p == '\n';
	return line;
}

/* Puts the place before the message; returns false. */
static bool
at_place(const struct place *place, struct error *err)
{
	unsigned line = line_of(place);

	if (place->log_number > 0)
		error_prefix(err, "operator %zu, log %zu",
		    place->operator_number, place->log_number);
	else if (place->operator_number > 0)
		error_prefix(err, "operator %zu", place->operator_number);
	return line > 0 ? error_prefix(err, "%s:%u", place->name, line)
			: error_prefix(err, "%s", place->name);
}

static char *
text_of(const json_t *object, const char *key, const char *fallback)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (text == NULL || *text == '\0')
		text = fallback;
	return safe_print_dup(text, strlen(text), LOG_LIST_TEXT_MAX);
}

/* What is absent leaves *into as it is. */
static bool
read_time(
    const json_t *object, const char *key, int64_t *into, struct error *err)
{
	const json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);

	if (value == NULL)
		return true;
	if (text == NULL || !timestamp_parse(text, into, NULL))
		return error_set(err, ERROR_INVALID,
		    "'%s' is no time such as \"2026-01-01T00:00:00Z\"", key);
	return true;
}

/* {"usable": {"timestamp": ...}}. Of a state that came after this was written
 * nothing is known: such a log does not count, and the rest of the list does.
 */
static bool
read_state(const json_t *item, struct ct_log *log, struct error *err)
{
	json_t *states = json_object_get(item, "state");
	const char *name;
	json_t *value;
	int state;

	log->state = CT_LOG_PENDING;
	if (states == NULL)
		return true;
	if (!json_is_object(states) || json_object_size(states) != 1)
		return error_set(
		    err, ERROR_INVALID, "'state' is not one state");
	json_object_foreach(states, name, value)
	{
		if (names_find(&ct_log_state_names, name, &state))
			log->state = (enum ct_log_state)state;
		if (!read_time(value, "timestamp", &log->state_since, err))
			return error_prefix(err, "'state'");
	}
	return true;
}

static bool
read_interval(const json_t *item, struct ct_log *log, struct error *err)
{
	const json_t *interval = json_object_get(item, "temporal_interval");

	log->until = TIMESTAMP_NEVER;
	if (interval == NULL)
		return true;
	if (!read_time(interval, "start_inclusive", &log->from, err) ||
	    !read_time(interval, "end_exclusive", &log->until, err))
		return error_prefix(err, "'temporal_interval'");
	if (log->from >= log->until)
		return error_set(err, ERROR_INVALID,
		    "'temporal_interval' ends before it begins");
	return true;
}

static bool
read_owners(const json_t *item, struct ct_log *log, struct error *err)
{
	const json_t *list = json_object_get(item, "previous_operators");
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
	{
		int64_t until = 0;

		if (i == LOG_LIST_MAX_OPERATORS)
			break;
		if (!read_time(value, "end_time", &until, err))
			return error_prefix(err, "'previous_operators'");
		*ARRAY_ADD(&log->owners) = (struct ct_log_owner){
		    .operator= text_of(value, "name", "?"), .until = until};
	}
	return true;
}

static bool
read_log(struct ct_logs *logs, const char *operator, const json_t * item,
    bool is_tiled, struct error *err)
{
	const char *key = json_string_value(json_object_get(item, "key"));
	const char *id = json_string_value(json_object_get(item, "log_id"));
	struct ct_log log = {.is_tiled = is_tiled};

	if (key == NULL || id == NULL)
		return error_set(err, ERROR_INVALID, "there is no '%s'",
		    key == NULL ? "key" : "log_id");
	if (logs->items.len == LOG_LIST_MAX_LOGS)
		return error_set(
		    err, ERROR_LIMIT, "more than %d logs", LOG_LIST_MAX_LOGS);
	log.name = text_of(item, "description", id);
	log.operator= mem_strdup(operator);
	if (!read_state(item, &log, err) || !read_interval(item, &log, err) ||
	    !read_owners(item, &log, err)) {
		ct_log_clear(&log);
		return false;
	}
	return ct_logs_add(logs, &log, id, key, err);
}

static bool
read_logs(struct ct_logs *logs, const char *operator, const json_t * entry,
    const char *list_key, struct place *place, struct error *err)
{
	const json_t *list = json_object_get(entry, list_key);
	const json_t *item;
	size_t i;

	place->log_number = 0;
	if (list == NULL)
		return true;
	if (!json_is_array(list)) {
		error_set(err, ERROR_INVALID, "'%s' is no array", list_key);
		return at_place(place, err);
	}
	json_array_foreach(list, i, item)
	{
		place->log_number = i + 1;
		place->key = json_string_value(json_object_get(item, "key"));
		if (!read_log(logs, operator, item,
			strcmp(list_key, "tiled_logs") == 0, err))
			return at_place(place, err);
	}
	place->log_number = 0;
	place->key = NULL;
	return true;
}

static bool
read_operators(struct ct_logs *logs, const json_t *root, struct place *place,
    struct error *err)
{
	const json_t *operators = json_object_get(root, "operators");
	const json_t *entry;
	size_t i;

	if (!json_is_array(operators) ||
	    json_array_size(operators) > LOG_LIST_MAX_OPERATORS) {
		error_set(err, ERROR_INVALID,
		    "a list of transparency logs has an array 'operators' of "
		    "%d at most",
		    LOG_LIST_MAX_OPERATORS);
		return at_place(place, err);
	}
	json_array_foreach(operators, i, entry)
	{
		CLEANUP(free) char *name = text_of(entry, "name", "?");

		place->operator_number = i + 1;
		if (!read_logs(logs, name, entry, "logs", place, err) ||
		    !read_logs(logs, name, entry, "tiled_logs", place, err))
			return false;
	}
	place->operator_number = 0;
	if (logs->items.len > 0)
		return true;
	error_set(err, ERROR_INVALID, "it names no log");
	return at_place(place, err);
}

static struct ct_logs *
read_root(const json_t *root, struct place *place, int64_t dated_at,
    uint64_t seed, struct error *err)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = NULL;
	int64_t made_at = dated_at;

	if (!read_time(root, "log_list_timestamp", &made_at, err)) {
		at_place(place, err);
		return NULL;
	}
	logs = ct_logs_new(place->name, made_at);
	if (!read_operators(logs, root, place, err) ||
	    !ct_logs_finish(logs, seed, err))
		return NULL;
	return TAKE(logs);
}

struct ct_logs *
log_list_read(const char *name, const char *bytes, size_t len, int64_t dated_at,
    struct error *err)
{
	CLEANUP(free) char *text = mem_strndup(bytes, len);
	struct place place = {.name = name, .bytes = text};
	struct ct_logs *logs = NULL;
	json_error_t fault;
	json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &fault);

	if (root == NULL) {
		CLEANUP(free)
		char *words = safe_print_dup(
		    fault.text, strlen(fault.text), LOG_LIST_TEXT_MAX);

		error_set(err, ERROR_INVALID, "%s:%d:%d: is no JSON: %s", name,
		    fault.line, fault.column, words);
		return NULL;
	}
	logs = read_root(
	    root, &place, dated_at, hash_bytes(HASH_START, bytes, len), err);
	json_decref(root);
	return logs;
}

struct ct_logs *
log_list_load(const char *path, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct stat now;
	size_t len;

	if (!file_read(path, LOG_LIST_MAX_BYTES, &bytes, &len, err))
		return NULL;
	if (stat(path, &now) != 0) {
		error_set_errno(err, "%s", path);
		return NULL;
	}
	return log_list_read(
	    path, (const char *)bytes, len, (int64_t)now.st_mtime, err);
}
