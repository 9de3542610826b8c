/* What a command says, all of it; see gather.h. */
#include "web/gather.h"

#include <string.h>

#include "base/mem.h"
#include "render/json_value.h"
#include "web/member.h"

struct gather {
	struct web_request *request; /* NULL: gone */
	struct answer *answer;
	struct loop *loop;
	json_t *lines;
	char *failure;
	bool is_cut, is_missing, is_whole;
	gather_fn fn;
	void *arg;
	void (*free_arg)(void *arg);
};

static void
gather_free(void *arg)
{
	struct gather *gather = arg;

	answer_free(gather->answer);
	json_decref(gather->lines);
	free(gather->failure);
	if (gather->free_arg != NULL)
		gather->free_arg(gather->arg);
	free(gather);
}

/* The answer may not be freed by what it calls: on a turn of its own. */
static void
on_whole(void *arg)
{
	struct gather *gather = arg;
	const struct gathered gathered = {
	    .lines = gather->lines,
	    .is_cut = gather->is_cut,
	    .failure = gather->failure,
	    .is_missing = gather->is_missing,
	};

	if (gather->request != NULL)
		gather->fn(gather->request, gather->arg, &gathered);
	gather_free(gather);
}

static void
on_line(void *arg, const json_t *line)
{
	struct gather *gather = arg;

	if (json_array_size(gather->lines) == GATHER_MAX_LINES)
		gather->is_cut = true;
	else
		json_value_append(
		    gather->lines, json_incref((json_t *)(uintptr_t)line));
}

static void
on_end(void *arg, UNUSED const json_t *line, const struct error *err)
{
	struct gather *gather = arg;

	if (err != NULL) {
		gather->failure = mem_strdup(err->message);
		gather->is_missing = err->kind == ERROR_MISSING;
	}
	gather->is_whole = true;
	loop_defer(gather->loop, on_whole, gather);
}

static bool
has_room(UNUSED const void *arg)
{
	return true;
}

static const struct answer_outlet outlet = {
    .line = on_line,
    .end = on_end,
    .has_room = has_room,
};

/* Who asked is gone: what is being made is let go. */
static void
on_gone(void *arg)
{
	struct gather *gather = arg;

	gather->request = NULL;
	if (!gather->is_whole)
		gather_free(gather);
}

void
gather_lines(struct web_request *request, const char *command, json_t *take_ask,
    gather_fn fn, void *arg, void (*free_arg)(void *arg))
{
	const struct control_parts *parts = web_control(request);
	struct gather *gather = MEM_NEW(struct gather);

	gather->request = request;
	gather->loop = parts->loop;
	gather->lines = json_value_array();
	gather->fn = fn;
	gather->arg = arg;
	gather->free_arg = free_arg;
	gather->answer = answer_new(parts->loop, &outlet, gather);
	web_wait(request, on_gone, gather);
	if (!control_read(parts, gather->answer, command, take_ask)) {
		gather->failure = mem_strdup("there is no such question");
		gather->is_whole = true;
		loop_defer(parts->loop, on_whole, gather);
	}
	json_decref(take_ask);
}

const json_t *
gathered_first(const struct gathered *gathered, const char *type)
{
	const json_t *line;
	size_t i;

	json_array_foreach(gathered->lines, i, line)
	{
		if (strcmp(member_text(line, "type"), type) == 0)
			return line;
	}
	return NULL;
}

void
gathered_fail(struct web_request *request, const struct gathered *gathered)
{
	const char *words = gathered->failure != NULL
	    ? gathered->failure
	    : "there is nothing to show";

	web_fail(request, gathered->is_missing ? 404 : 503, words);
}
