/*
 * {"command": "inventory"}: every certificate that is known, by its end, a line
 * "certificate" each, {entry: control/inventory_line.h}. Members of the
 * request:
 *
 *	pattern		  of endpoints that serve it, or of its names
 *	issuer		  text in its issuer's name
 *	ends_from, ends_to  seconds: it ends between them
 *	used		  true: those that are served or needed now
 */
#include "control/command.h"

#include "base/mem.h"
#include "control/inventory_line.h"
#include "control/paged.h"
#include "render/json_value.h"

struct state {
	struct inventory_query query;
	struct inventory_filter filter;
	char *pattern, *issuer; /* of these */
	struct name_set watched;
	struct inventory_cursor taken, read; /* up to where */
	struct inventory_page page;
};

static void
state_free(void *arg)
{
	struct state *state = arg;

	inventory_page_clear(&state->page);
	name_set_clear(&state->watched);
	free(state->pattern);
	free(state->issuer);
	free(state);
}

static bool
read_page(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	state->read = state->taken;
	return inventory_read(
	    db, &state->query, &state->read, &state->page, err);
}

static void
take(void *arg)
{
	struct state *state = arg;

	state->taken = state->read;
}

static size_t
count(const void *arg)
{
	return ((const struct state *)arg)->page.items.len;
}

static bool
is_last(const void *arg)
{
	return !((const struct state *)arg)->page.has_more;
}

static void
tell(struct answer *answer, void *arg, size_t i)
{
	struct state *state = arg;
	json_t *entry = inventory_line(
	    &state->page.items.items[i], &state->filter, &state->watched);
	json_t *object;

	if (entry == NULL)
		return;
	object = json_value_object();
	json_value_set(object, "entry", entry);
	answer_line(answer, "certificate", object);
}

static const struct paged_ops ops = {
    .read = read_page,
    .take = take,
    .count = count,
    .is_last = is_last,
    .tell = tell,
    .free = state_free,
};

static bool
read_request(struct state *state, const json_t *request, struct error *err)
{
	const char *pattern = NULL, *issuer = NULL;
	struct inventory_query *query = &state->query;

	query->ends_from = INT64_MIN;
	query->ends_to = INT64_MAX;
	if (!request_text(request, "pattern", &pattern, err) ||
	    !request_text(request, "issuer", &issuer, err) ||
	    !request_number(request, "ends_from", INT64_MIN, INT64_MAX,
		&query->ends_from, err) ||
	    !request_number(request, "ends_to", INT64_MIN, INT64_MAX,
		&query->ends_to, err) ||
	    !request_bool(request, "used", &query->is_used_only, err))
		return false;
	if (pattern != NULL)
		state->pattern = mem_strdup(pattern);
	if (issuer != NULL)
		state->issuer = mem_strdup(issuer);
	query->pattern = state->filter.pattern = state->pattern;
	state->filter.issuer = state->issuer;
	return true;
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	if (!read_request(state, request, &err)) {
		state_free(state);
		answer_fail(answer, &err);
		return;
	}
	for (size_t i = 0; parts->monitor != NULL &&
	     i < monitor_endpoint_count(parts->monitor);
	     i++)
		name_set_add(&state->watched,
		    monitor_endpoint_at(parts->monitor, i)->host.text);
	paged_start(answer, parts->store, &ops, state);
}

const struct control_command control_command_inventory = {
    .name = "inventory",
    .is_reading = true,
    .start = start,
};
