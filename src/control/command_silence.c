/*
 * {"command": "silence"}: what need not be told (model/silence.h). Members of
 * the request; with none of the first two a silence is set:
 *
 *	list	      true: all that last; {"command": "silences"} is the same
 *	remove	      the number of one to be lifted
 *	pattern, labels {key: value}, finding, certificate, tied
 *	reason, author
 *	ends_at	      seconds since 1970, or
 *	for_s	      how long it is to last
 *
 * The answer has a line "silence" for each (render/render_silence.h); that of
 * one that is set says at how many endpoints it fits now ("endpoints").
 */
#include "control/command.h"

#include "base/mem.h"
#include "incident/quiet.h"
#include "render/json_value.h"
#include "render/render_silence.h"

static void
list(const struct control_parts *parts, struct answer *answer)
{
	for (size_t i = 0; i < fleet_silence_count(parts->fleet); i++)
		answer_line(answer, "silence",
		    render_silence(fleet_silence_at(parts->fleet, i)));
	answer_end(answer);
}

static void
remove_one(
    const struct control_parts *parts, struct answer *answer, int64_t number)
{
	struct error err = ERROR_INIT;

	if (monitor_unsilence(parts->monitor, number, &err))
		answer_end(answer);
	else
		answer_fail(answer, &err);
}

static bool
read_labels(const json_t *request, struct scope *scope, struct error *err)
{
	json_t *labels = json_object_get(request, "labels"), *value;
	const char *key;

	if (labels == NULL || json_is_null(labels))
		return true;
	if (!json_is_object(labels) ||
	    json_object_size(labels) > SCOPE_MAX_LABELS)
		return error_set(err, ERROR_INVALID,
		    "'labels' is no map of at most %d texts", SCOPE_MAX_LABELS);
	json_object_foreach(labels, key, value)
	{
		if (!json_is_string(value))
			return error_set(err, ERROR_INVALID,
			    "a label in 'labels' is no text");
		scope_add_label(scope, key, json_string_value(value));
	}
	return true;
}

static bool
read_what(const json_t *request, struct silence *silence, struct error *err)
{
	const char *pattern = NULL, *finding = NULL, *certificate = NULL;

	if (!request_text(request, "pattern", &pattern, err) ||
	    !request_text(request, "finding", &finding, err) ||
	    !request_text(request, "certificate", &certificate, err) ||
	    !request_bool(request, "tied", &silence->is_tied, err) ||
	    !read_labels(request, &silence->scope, err))
		return false;
	silence->scope.pattern = mem_strdup(pattern);
	if (finding != NULL && !finding_find(finding, &silence->finding))
		return error_set(
		    err, ERROR_INVALID, "there is no finding of that name");
	if (pattern == NULL && finding == NULL && certificate == NULL &&
	    silence->scope.labels.len == 0)
		return error_set(err, ERROR_INVALID,
		    "it would cover everything; say what is to be quiet ('*' "
		    "for every endpoint)");
	return certificate == NULL ||
	    silence_set_certificate(silence, certificate, err);
}

static bool
read_silence(const struct control_parts *parts, const json_t *request,
    struct silence *silence, struct error *err)
{
	const char *reason = NULL, *author = NULL;
	int64_t ends_at = 0, for_s = 0;

	if (!read_what(request, silence, err) ||
	    !request_text(request, "reason", &reason, err) ||
	    !request_text(request, "author", &author, err) ||
	    !request_number(request, "ends_at", 0, INT64_MAX, &ends_at, err) ||
	    !request_number(
		request, "for_s", 0, 100 * INT64_C(366) * 86400, &for_s, err))
		return false;
	if ((ends_at == 0) == (for_s == 0))
		return error_set(err, ERROR_INVALID,
		    "either 'ends_at' or 'for_s' says when it ends");
	if (ends_at == 0)
		ends_at = clock_wall_s(parts->clock) + for_s;
	silence->ends_at = ends_at;
	silence->reason = mem_strdup(reason);
	silence->author = mem_strdup(author);
	return true;
}

static void
set(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	CLEANUP(silence_free) struct silence *silence = silence_new();
	const struct silence *made = NULL;
	json_t *line;
	struct error err = ERROR_INIT;

	if (read_silence(parts, request, silence, &err))
		made = monitor_silence(parts->monitor, TAKE(silence), &err);
	if (made == NULL) {
		answer_fail(answer, &err);
		return;
	}
	line = render_silence(made);
	json_value_set(line, "endpoints",
	    json_value_number((int64_t)fleet_silence_fits(parts->fleet, made)));
	answer_line(answer, "silence", line);
	answer_end(answer);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	bool is_list = false;
	int64_t number = 0;
	struct error err = ERROR_INIT;

	if (!request_bool(request, "list", &is_list, &err) ||
	    !request_number(request, "remove", 1, INT64_MAX, &number, &err))
		answer_fail(answer, &err);
	else if (is_list)
		list(parts, answer);
	else if (number != 0)
		remove_one(parts, answer, number);
	else
		set(parts, answer, request);
}

const struct control_command control_command_silence = {
    .name = "silence",
    .start = start,
};

static void
start_list(const struct control_parts *parts, struct answer *answer,
    UNUSED const json_t *request)
{
	list(parts, answer);
}

const struct control_command control_command_silences = {
    .name = "silences",
    .is_reading = true,
    .start = start_list,
};
