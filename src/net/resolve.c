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

/* What one of the two questions came to. */
struct half {
	struct resolve_query *query;
	int id; /* libunbound's, to cancel; 0: none */
	bool is_done;
	enum resolve_status status;
	struct dns_answer answer; /* when RESOLVE_OK */
	char detail[128];
};

struct resolve_query {
	struct resolver *resolver;
	struct resolve_query *previous, *next;
	struct half halves[FAMILY_COUNT];
	struct loop_timer *timer; /* the deadline; 0 ms once both are done */
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
			(void)ub_cancel(query->resolver->ctx, half->id);
		dns_answer_clear(&half->answer);
	}
	if (query->next != NULL)
		query->next->previous = query->previous;
	if (query->previous != NULL)
		query->previous->next = query->next;
	else
		query->resolver->queries = query->next;
	loop_timer_free(query->timer);
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
	else if (half->answer.rcode != RESOLVER_RCODE_OK)
		set_half(half, RESOLVE_REFUSED,
		    resolver_rcode_text(half->answer.rcode));
	else
		set_half(half, RESOLVE_NO_ADDRESS,
		    "the name has no address, neither IPv4 (A) nor IPv6 "
		    "(AAAA)");
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

struct resolve_query *
resolve_start(
    struct resolver *resolver, const char *name, resolve_fn fn, void *arg)
{
	struct resolve_query *query = MEM_NEW(struct resolve_query);

	query->resolver = resolver;
	query->fn = fn;
	query->arg = arg;
	query->next = resolver->queries;
	if (query->next != NULL)
		query->next->previous = query;
	resolver->queries = query;
	query->timer = loop_timer_new(resolver->loop, on_time, query);
	loop_timer_set(query->timer, resolver->timeout_ms);
	for (int i = 0; i < FAMILY_COUNT; i++) {
		struct half *half = &query->halves[i];
		int result;

		half->query = query;
		result = ub_resolve_event(resolver->ctx, name, family_type[i],
		    RESOLVER_CLASS_IN, half, on_answer, &half->id);
		if (result != 0)
			set_half(half, RESOLVE_REFUSED, ub_strerror(result));
	}
	return query;
}
