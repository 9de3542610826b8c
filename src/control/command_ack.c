/*
 * {"command": "ack", "what": ...}: somebody sees to an incident (the start of
 * its id), or to all that is open at an endpoint (model/ack.h). Members of the
 * request: reason, author, until (seconds since 1970), tied.
 */
#include "control/command.h"

#include "base/mem.h"
#include "incident/quiet.h"

#define TEXT_MAX_BYTES 500

static bool
is_short(const char *text, const char *what, struct error *err)
{
	return text == NULL ||
	    strnlen(text, TEXT_MAX_BYTES + 1) <= TEXT_MAX_BYTES ||
	    error_set(err, ERROR_LIMIT, "%s is longer than %d bytes", what,
		TEXT_MAX_BYTES);
}

static bool
acknowledge(
    const struct control_parts *parts, const json_t *request, struct error *err)
{
	const char *what = NULL, *reason = NULL, *author = NULL;
	struct ack ack = {0};
	bool ok;

	if (!request_text(request, "what", &what, err) ||
	    !request_text(request, "reason", &reason, err) ||
	    !request_text(request, "author", &author, err) ||
	    !request_bool(request, "tied", &ack.is_tied, err) ||
	    !request_number(request, "until", 0, INT64_MAX, &ack.until, err) ||
	    !is_short(reason, "the reason", err) ||
	    !is_short(author, "who says so", err))
		return false;
	if (what == NULL || author == NULL)
		return error_set(err, ERROR_INVALID,
		    "'what' names an incident or an endpoint, and 'author' who "
		    "sees to it");
	if (ack.until != 0 && ack.until <= clock_wall_s(parts->clock))
		return error_set(
		    err, ERROR_INVALID, "it would have ended already");
	ack.reason = mem_strdup(reason);
	ack.author = mem_strdup(author);
	ok = monitor_ack(parts->monitor, what, &ack, err);
	free(ack.reason);
	free(ack.author);
	return ok;
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct error err = ERROR_INIT;

	if (acknowledge(parts, request, &err))
		answer_end(answer);
	else
		answer_fail(answer, &err);
}

const struct control_command control_command_ack = {
    .name = "ack",
    .start = start,
};
