/* Endpoint -> targets; see expand.h. */
#include "inspect/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/endpoint_file.h"

struct question {
	struct expand *expand;
	struct resolve_query *query;	    /* NULL: answered */
	const char *name;		    /* lent by the endpoint */
	const struct endpoint_front *front; /* lent by it too; or NULL */
	uint16_t port;
};

struct expand {
	struct loop *loop;
	struct endpoint *endpoint;
	struct expansion result;
	struct question *questions;
	size_t question_count, open_count;
	expand_fn fn; /* NULL: cancelled */
	void *arg;
};

static const enum failure failure_of_status[] = {
    [RESOLVE_OK] = FAILURE_NONE,
    [RESOLVE_NO_NAME] = FAILURE_RESOLVE_NO_NAME,
    [RESOLVE_NO_ADDRESS] = FAILURE_RESOLVE_NO_ADDRESS,
    [RESOLVE_REFUSED] = FAILURE_RESOLVE_REFUSED,
    [RESOLVE_TIMEOUT] = FAILURE_RESOLVE_TIMEOUT,
};

static void
add_place(struct expand *expand, const struct place *place,
    const struct endpoint_via *via)
{
	struct expansion *result = &expand->result;

	if (result->targets.len >= EXPAND_MAX_TARGETS) {
		result->is_cut = true;
		return;
	}
	ARRAY_EACH (known, &result->targets) {
		if (place_compare(&known->place, place) == 0)
			return;
	}
	target_set(ARRAY_ADD(&result->targets), expand->endpoint, place, via);
}

static void
add_target(struct expand *expand, const struct ip_address *address,
    uint16_t port, const struct endpoint_via *via)
{
	struct place place = place_at(address);

	place.address.port = port != 0 ? port : expand->endpoint->port;
	add_place(expand, &place, via);
}

static void
add_file(struct expand *expand)
{
	const struct place place = place_at_path(expand->endpoint->file->path);

	target_set(
	    ARRAY_ADD(&expand->result.targets), expand->endpoint, &place, NULL);
}

static int
compare_targets(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	return place_compare(&x->place, &y->place);
}

static void
free_expand(struct expand *expand)
{
	expansion_clear(&expand->result);
	free(expand->questions);
	endpoint_unref(expand->endpoint);
	free(expand);
}

static void
finish(void *arg)
{
	struct expand *expand = arg;
	struct expansion *result = &expand->result;

	if (result->targets.len > 1)
		qsort(result->targets.items, result->targets.len,
		    sizeof *result->targets.items, compare_targets);
	if (expand->fn != NULL)
		expand->fn(expand->arg, result);
	free_expand(expand);
}

static void
note_failure(struct expansion *result, const struct question *question,
    const struct resolve_result *answer)
{
	if (result->failure != FAILURE_NONE)
		return;
	result->failure = failure_of_status[answer->status];
	snprintf(result->detail, sizeof result->detail, "%.80s: %.160s",
	    question->name,
	    answer->detail[0] != '\0' ? answer->detail
				      : failure_text(result->failure));
}

/* Whose product it is: what the operator says, else the first of the names that
 * lead there. */
static struct endpoint_via
via_of(const struct question *question, const struct resolve_result *answer)
{
	struct endpoint_via via = {.front = question->front};

	if (via.front != NULL)
		via.provider = via.front->provider;
	if (via.provider == PROVIDER_NONE)
		via.provider = provider_of_name(question->name);
	if (via.provider == PROVIDER_NONE)
		via.provider = provider_of_names(
		    (const char *const *)answer->aliases.items,
		    answer->aliases.len);
	return via;
}

/* Of the addresses those that come into question. */
static void
add_answer(struct expand *expand, const struct question *question,
    const struct resolve_result *answer)
{
	struct expansion *result = &expand->result;
	const struct approach *approach = expand->endpoint->settings->approach;
	const struct endpoint_via via = via_of(question, answer);
	size_t count = 0;

	ARRAY_EACH (address, &answer->addresses) {
		if (!approach_takes(approach, address))
			continue;
		add_target(expand, address, question->port, &via);
		count++;
	}
	/* One that is merely unknown may come yet. */
	if (count > 0 || answer->is_partial || result->failure != FAILURE_NONE)
		return;
	result->failure = FAILURE_RESOLVE_NO_ADDRESS;
	snprintf(result->detail, sizeof result->detail,
	    "%.80s: has no IPv%c address, and no other is wanted",
	    question->name,
	    approach_takes(approach, &(struct ip_address){.family = 4}) ? '4'
									: '6');
}

static void
on_answer(void *arg, const struct resolve_result *answer)
{
	struct question *question = arg;
	struct expand *expand = question->expand;
	struct expansion *result = &expand->result;

	question->query = NULL;
	if (answer->status == RESOLVE_OK) {
		int64_t ttl_s = answer->ttl_s > 0 ? answer->ttl_s : 1;

		if (result->ttl_s == 0 || ttl_s < result->ttl_s)
			result->ttl_s = ttl_s;
		result->is_partial |= answer->is_partial;
		add_answer(expand, question, answer);
	} else {
		note_failure(result, question, answer);
	}
	if (--expand->open_count == 0)
		finish(expand);
}

static void
ask(struct expand *expand, const char *name, uint16_t port,
    const struct endpoint_front *front)
{
	expand->questions[expand->question_count++] = (struct question){
	    .expand = expand,
	    .name = name,
	    .front = front,
	    .port = port,
	};
}

static void
add_listed(struct expand *expand, const struct endpoint_front *front)
{
	const struct endpoint_via via = {
	    .front = front, .provider = front->provider};

	add_target(expand, &front->address, front->address.port, &via);
}

/* A place without an address: a Unix socket, or what a proxy resolves. */
static void
add_path(
    struct expand *expand, const char *path, const struct endpoint_front *front)
{
	const struct endpoint_via via = {
	    .front = front,
	    .provider = front == NULL ? PROVIDER_NONE : front->provider,
	};
	const struct place place = place_at_path(path);

	add_place(expand, &place, &via);
}

/* A name is asked for, unless that is left to a proxy. */
static void
seek(struct expand *expand, const char *name, uint16_t port,
    const struct endpoint_front *front)
{
	const struct endpoint *endpoint = expand->endpoint;
	char place[HOSTNAME_MAX + 8];

	if (!approach_leaves_names(endpoint->settings->approach)) {
		ask(expand, name, port, front);
		return;
	}
	snprintf(place, sizeof place, "%s:%u", name,
	    (unsigned)(port != 0 ? port : endpoint->port));
	add_path(expand, place, front);
}

static void
seek_front(struct expand *expand, const struct endpoint_front *front)
{
	const char *path = endpoint_front_path(front);

	if (path != NULL)
		add_path(expand, path, front);
	else if (front->name != NULL)
		seek(expand, front->name, front->port, front);
	else
		add_listed(expand, front);
}

struct expand *
expand_start(struct loop *loop, struct resolver *resolver,
    struct endpoint *endpoint, expand_fn fn, void *arg)
{
	struct expand *expand = MEM_NEW(struct expand);

	expand->loop = loop;
	expand->endpoint = endpoint_ref(endpoint);
	expand->fn = fn;
	expand->arg = arg;
	expand->questions =
	    mem_new(endpoint->fronts.len + 1, sizeof *expand->questions);

	if (endpoint->file != NULL)
		add_file(expand);
	else if (endpoint->fronts.len == 0 && endpoint->host.is_address)
		add_target(expand, &endpoint->host.address, 0, NULL);
	else if (endpoint->fronts.len == 0)
		seek(expand, endpoint->host.text, 0, NULL);
	ARRAY_EACH (front, &endpoint->fronts)
		seek_front(expand, front);

	expand->open_count = expand->question_count;
	for (size_t i = 0; i < expand->question_count; i++) {
		struct question *question = &expand->questions[i];

		question->query = resolve_start(
		    resolver, question->name, on_answer, question);
	}
	if (expand->question_count == 0)
		loop_defer(loop, finish, expand);
	return expand;
}

void
expand_cancel(struct expand *expand)
{
	if (expand == NULL)
		return;
	for (size_t i = 0; i < expand->question_count; i++) {
		if (expand->questions[i].query != NULL)
			resolve_cancel(expand->questions[i].query);
	}
	/* Without a question its end is deferred already and frees it. */
	expand->fn = NULL;
	if (expand->question_count > 0)
		free_expand(expand);
}

bool
expand_needs_names(const struct endpoint *endpoint)
{
	if (endpoint->file != NULL ||
	    approach_leaves_names(endpoint->settings->approach))
		return false;
	if (endpoint->fronts.len == 0)
		return !endpoint->host.is_address;
	ARRAY_EACH (front, &endpoint->fronts) {
		if (front->name != NULL && endpoint_front_path(front) == NULL)
			return true;
	}
	return false;
}

void
expansion_copy(struct expansion *to, const struct expansion *from)
{
	*to = *from;
	to->targets.items = NULL;
	to->targets.len = to->targets.cap = 0;
	ARRAY_EACH (target, &from->targets)
		target_set(ARRAY_ADD(&to->targets), target->endpoint,
		    &target->place, &target->via);
}

void
expansion_clear(struct expansion *expansion)
{
	ARRAY_EACH (target, &expansion->targets)
		target_clear(target);
	ARRAY_CLEAR(&expansion->targets);
}
