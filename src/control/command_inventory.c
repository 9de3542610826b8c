/*
 * {"command": "inventory"}: every certificate that is known, by its end, a line
 * "certificate" each, {entry: control/inventory_line.h}. Members of the
 * request:
 *
 *	pattern		  of endpoints that serve it, or of its names
 *	issuer		  text in its issuer's name
 *	ends_from, ends_to  seconds: it ends between them
 *	used		  true: those that are served or needed now
 *	limit		  so many at most; no limit
 *	after		  where the "next" of an answer begins
 */
#include "control/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "control/inventory_line.h"
#include "control/paged.h"
#include "render/json_value.h"

struct state {
	struct inventory_query query;
	struct inventory_filter filter;
	char *pattern, *issuer; /* of these */
	struct name_set watched;
	uint8_t sha256[CERT_SHA256_LEN]; /* of the query */
	int64_t left;			 /* of the limit; -1: there is none */
	struct inventory_cursor taken, read; /* up to where */
	struct inventory_cursor told;
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
	const struct state *state = arg;

	return !state->page.has_more || state->left == 0;
}

/* A cursor as text, and back. */
static char *
next(const void *arg)
{
	const struct state *state = arg;
	char sha256[2 * CERT_SHA256_LEN + 1];

	if (!state->told.is_set)
		return NULL;
	hex_encode(state->told.sha256, CERT_SHA256_LEN, sha256);
	return mem_printf("%" PRId64 ".%s", state->told.not_after, sha256);
}

static bool
read_cursor(
    const char *text, struct inventory_cursor *ret_cursor, struct error *err)
{
	struct inventory_cursor at = {.is_set = true};
	char *end;

	errno = 0;
	at.not_after = strtoll(text, &end, 10);
	if (end == text || *end != '.' || errno != 0 ||
	    !hex_decode(end + 1, at.sha256, CERT_SHA256_LEN))
		return error_set(
		    err, ERROR_INVALID, "'after' is no \"next\" of an answer");
	*ret_cursor = at;
	return true;
}

/* The limit is reached, and this is not the last there is. */
static void
stop_behind(struct state *state, size_t i)
{
	const struct inventory_cert *cert = &state->page.items.items[i];

	if (i + 1 == state->page.items.len && !state->page.has_more)
		return;
	state->told = (struct inventory_cursor){
	    .is_set = true, .not_after = cert->not_after};
	memcpy(state->told.sha256, cert->sha256, CERT_SHA256_LEN);
}

static void
tell(struct answer *answer, void *arg, size_t i)
{
	struct state *state = arg;
	json_t *entry, *object;

	if (state->left == 0)
		return;
	entry = inventory_line(
	    &state->page.items.items[i], &state->filter, &state->watched);
	if (entry == NULL)
		return;
	object = json_value_object();
	json_value_set(object, "entry", entry);
	answer_line(answer, "certificate", object);
	if (state->left > 0 && --state->left == 0)
		stop_behind(state, i);
}

static const struct paged_ops ops = {
    .read = read_page,
    .take = take,
    .count = count,
    .is_last = is_last,
    .tell = tell,
    .next = next,
    .free = state_free,
};

static bool
read_portion(struct state *state, const json_t *request, struct error *err)
{
	const char *after = NULL;

	state->left = -1;
	return request_text(request, "after", &after, err) &&
	    request_number(
		request, "limit", 1, REQUEST_LIMIT_MAX, &state->left, err) &&
	    (after == NULL || read_cursor(after, &state->taken, err));
}

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
	query->issuer = state->filter.issuer = state->issuer;
	return true;
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	if (!read_request(state, request, &err) ||
	    !read_portion(state, request, &err)) {
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
