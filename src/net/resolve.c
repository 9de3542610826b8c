/*
 * Names to addresses; see resolve.h. A query is two questions, for A and for
 * AAAA.
 */
#include "net/resolve.h"

#include <stdio.h>
#include <string.h>

#include "net/dns_answer.h"
#include "net/resolver_inside.h"

enum { TYPE_A = 1, TYPE_AAAA = 28 };

enum family { FAMILY_4, FAMILY_6, FAMILY_COUNT };

static const int family_type[FAMILY_COUNT] = {TYPE_A, TYPE_AAAA};
static const char *const family_words[FAMILY_COUNT] = {
    "IPv4 (A)", "IPv6 (AAAA)"};

/* libunbound remembers a failure for 5 s, by whole seconds, also one that it
 * came to only after our deadline. That is no answer to a question of now. */
#define FAILURE_KEPT_MS 6100

/* What one of the two questions came to. */
struct half {
	struct resolve_query *query;
	int id; /* libunbound's, to cancel; 0: none */
	bool is_done;
	bool is_again; /* it was told a failure of before */
	enum resolve_status status;
	struct dns_answer answer; /* when RESOLVE_OK */
	char detail[128];
};

struct resolve_query {
	struct resolver *resolver;
	struct resolver_context *context;
	struct resolve_query *previous, *next;
	char *name;
	struct half halves[FAMILY_COUNT];
	struct loop_timer *timer; /* the deadline; 0 ms once both are done */
	int64_t deadline_ms;
	struct loop_timer *again; /* NULL: not under way */
	resolve_fn fn;
	void *arg;
};

void
resolve_cancel(struct resolve_query *query)
{
	if (query == NULL)
		return;
	for (int i = 0; i < FAMILY_COUNT; i++) {
		struct half *half = &query->halves[i];

		if (!half->is_done && half->id != 0)
			(void)ub_cancel(query->context->ctx, half->id);
		dns_answer_clear(&half->answer);
	}
	resolver_context_leave(query->context);
	if (query->next != NULL)
		query->next->previous = query->previous;
	if (query->previous != NULL)
		query->previous->next = query->next;
	else
		query->resolver->queries = query->next;
	loop_timer_free(query->timer);
	loop_timer_free(query->again);
	free(query->name);
	free(query);
}

/* The status of both without an address. NXDOMAIN holds for all types, so one
 * is enough; else what could not be learned comes before what is not there. */
static enum resolve_status
status_of_both(const struct half halves[FAMILY_COUNT])
{
	static const enum resolve_status by_weight[] = {RESOLVE_NO_NAME,
	    RESOLVE_TIMEOUT, RESOLVE_REFUSED, RESOLVE_NO_ADDRESS};

	for (size_t i = 0; i < sizeof by_weight / sizeof by_weight[0]; i++) {
		if (halves[FAMILY_4].status == by_weight[i] ||
		    halves[FAMILY_6].status == by_weight[i])
			return by_weight[i];
	}
	return RESOLVE_NO_ADDRESS;
}

/* What it would have said could not be learned. */
static bool
is_unknown(const struct half *half)
{
	return half->status == RESOLVE_REFUSED ||
	    half->status == RESOLVE_TIMEOUT;
}

static void
add_half(struct resolve_result *result, const struct half *half)
{
	ARRAY_EACH (address, &half->answer.addresses)
		*ARRAY_ADD(&result->addresses) = *address;
	if (result->aliases.len == 0)
		texts_add_all(&result->aliases, &half->answer.aliases);
	if (result->status != RESOLVE_OK || half->answer.ttl_s < result->ttl_s)
		result->ttl_s = half->answer.ttl_s;
	result->status = RESOLVE_OK;
}

/* Is the end of this half what is to be told? */
static bool
is_told(const struct half *half, enum resolve_status status)
{
	return status == RESOLVE_OK ? is_unknown(half) : half->status == status;
}

/* In words. What holds for the name, or for both questions, is said once; else
 * it is said of which addresses it holds. */
static void
tell(const struct half halves[FAMILY_COUNT], struct resolve_result *result)
{
	bool is_4 = is_told(&halves[FAMILY_4], result->status);
	bool is_6 = is_told(&halves[FAMILY_6], result->status);
	enum family family = is_4 ? FAMILY_4 : FAMILY_6;
	const char *detail = halves[family].detail;

	if (!is_4 && !is_6)
		return;
	if (result->status == RESOLVE_NO_NAME ||
	    result->status == RESOLVE_NO_ADDRESS ||
	    (is_4 && is_6 && strcmp(detail, halves[FAMILY_6].detail) == 0))
		snprintf(result->detail, sizeof result->detail, "%s", detail);
	else
		snprintf(result->detail, sizeof result->detail,
		    "its %s addresses: %s", family_words[family], detail);
}

static void
join(const struct half halves[FAMILY_COUNT], struct resolve_result *result)
{
	result->status = status_of_both(halves);
	for (int i = 0; i < FAMILY_COUNT; i++) {
		if (halves[i].status == RESOLVE_OK)
			add_half(result, &halves[i]);
	}
	for (int i = 0; i < FAMILY_COUNT; i++) {
		if (result->status == RESOLVE_OK && is_unknown(&halves[i]))
			result->is_partial = true;
	}
	tell(halves, result);
}

/* The end of a query: both are answered, or its time is over. */
static void
on_time(void *arg)
{
	struct resolve_query *query = arg;
	struct resolve_result result = {0};
	resolve_fn fn = query->fn;

	arg = query->arg;
	for (int i = 0; i < FAMILY_COUNT; i++) {
		struct half *half = &query->halves[i];

		if (half->is_done)
			continue;
		half->status = RESOLVE_TIMEOUT;
		snprintf(half->detail, sizeof half->detail,
		    "no answer within %lld ms",
		    (long long)query->resolver->timeout_ms);
	}
	join(query->halves, &result);
	resolve_cancel(query);
	fn(arg, &result);
	ARRAY_CLEAR(&result.addresses);
	texts_clear(&result.aliases);
}

static void
set_half(struct half *half, enum resolve_status status, const char *detail)
{
	half->is_done = true;
	half->status = status;
	snprintf(half->detail, sizeof half->detail, "%.*s",
	    (int)sizeof half->detail - 1, detail);
	if (half->query->halves[FAMILY_4].is_done &&
	    half->query->halves[FAMILY_6].is_done)
		loop_timer_set(half->query->timer, 0);
}

static void ask(struct half *half);

static void
on_again(void *arg)
{
	struct resolve_query *query = arg;

	for (int i = 0; i < FAMILY_COUNT; i++) {
		struct half *half = &query->halves[i];

		if (half->is_again && !half->is_done && half->id == 0)
			ask(half);
	}
}

/* What failed before is asked again once it is forgotten, if there is time. */
static bool
wait_for_more(struct half *half)
{
	struct resolve_query *query = half->query;
	struct loop *loop = query->resolver->loop;

	if (half->is_again ||
	    query->deadline_ms - loop_now_ms(loop) <= FAILURE_KEPT_MS)
		return false;
	half->is_again = true;
	half->id = 0;
	dns_answer_clear(&half->answer);
	half->answer = (struct dns_answer){0};
	if (query->again == NULL)
		query->again = loop_timer_new(loop, on_again, query);
	loop_timer_set(query->again, FAILURE_KEPT_MS);
	return true;
}

static void
read_answer(struct half *half, const uint8_t *packet, size_t len)
{
	struct error err = ERROR_INIT;

	if (!dns_answer_parse(packet, len, &half->answer, &err))
		set_half(half, RESOLVE_REFUSED, err.message);
	else if (half->answer.addresses.len > 0)
		set_half(half, RESOLVE_OK, "");
	else if (half->answer.rcode == RESOLVER_RCODE_NO_NAME)
		set_half(half, RESOLVE_NO_NAME,
		    resolver_rcode_text(RESOLVER_RCODE_NO_NAME));
	else if (half->answer.rcode == RESOLVER_RCODE_OK)
		set_half(half, RESOLVE_NO_ADDRESS,
		    "the name has no address, neither IPv4 (A) nor IPv6 "
		    "(AAAA)");
	/* out of the cache: resolver_inside.h */
	else if (!wait_for_more(half))
		set_half(half, RESOLVE_REFUSED,
		    resolver_rcode_text(half->answer.rcode));
}

static void
on_answer(void *arg, int rcode, void *packet, int len, int security, char *why,
    int was_rate_limited)
{
	struct half *half = arg;

	(void)security;
	(void)why;
	(void)was_rate_limited;
	if ((rcode != RESOLVER_RCODE_OK && rcode != RESOLVER_RCODE_NO_NAME) ||
	    packet == NULL || len <= 0 || len > RESOLVER_PACKET_MAX)
		set_half(half, RESOLVE_REFUSED, resolver_rcode_text(rcode));
	else
		read_answer(half, packet, (size_t)len);
}

static void
ask(struct half *half)
{
	struct resolve_query *query = half->query;
	int family = (int)(half - query->halves);
	int result = ub_resolve_event(query->context->ctx, query->name,
	    family_type[family], RESOLVER_CLASS_IN, half, on_answer, &half->id);

	if (result != 0)
		set_half(half, RESOLVE_REFUSED, ub_strerror(result));
}

struct resolve_query *
resolve_start(
    struct resolver *resolver, const char *name, resolve_fn fn, void *arg)
{
	struct resolve_query *query = MEM_NEW(struct resolve_query);

	query->resolver = resolver;
	query->context = resolver_context_enter(resolver);
	query->fn = fn;
	query->arg = arg;
	query->next = resolver->queries;
	if (query->next != NULL)
		query->next->previous = query;
	resolver->queries = query;
	query->name = mem_strdup(name);
	query->timer = loop_timer_new(resolver->loop, on_time, query);
	query->deadline_ms = loop_now_ms(resolver->loop) + resolver->timeout_ms;
	loop_timer_set(query->timer, resolver->timeout_ms);
	for (int i = 0; i < FAMILY_COUNT; i++) {
		query->halves[i].query = query;
		ask(&query->halves[i]);
	}
	return query;
}
