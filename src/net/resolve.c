/*
 * Names to addresses; see resolve.h. What libunbound wants to be known:
 *
 *  - its callback may run before ub_resolve_event returns, and running user
 *    code inside it would let that code delete the context under its feet: a
 *    query always ends in its own timer, a turn later;
 *  - it gives up on a silent server only after 17 s: the deadline is ours;
 *  - the packet means something only when the rcode is 0 or 3;
 *  - all options must be set before the first query, and before zones and
 *    data are touched.
 */
#include "net/resolve.h"

#include <stdio.h>
#include <string.h>
#include <unbound.h>

/* wants unbound.h */
#include <unbound-event.h>

#include "base/file.h"
#include "net/dns_answer.h"
#include "net/hosts.h"

#define RESOLV_CONF_DEFAULT "/etc/resolv.conf"
#define RESOLV_CONF_MAX_BYTES (256u << 10)
#define LOCAL_SERVER "127.0.0.1"
#define HOSTS_DEFAULT "/etc/hosts"
#define HOSTS_MAX_BYTES (16u << 20)
#define PACKET_MAX_BYTES 65535

enum { TYPE_A = 1, TYPE_AAAA = 28, CLASS_IN = 1 };
enum { RCODE_OK = 0, RCODE_NO_NAME = 3 };

static const struct option {
	const char *key, *value;
} options_always[] = {
    {"module-config:", "iterator"},
    {"do-not-query-localhost:", "no"}, /* a resolver on this machine */
    {"outgoing-range:", "512"},	       /* questions under way; was 16 */
    {"num-queries-per-thread:", "4096"},
    {"outgoing-num-tcp:", "32"}, /* was 2 */
    /* A monitor comes back to ask whether it is any better. */
    {"cache-max-negative-ttl:", "30"},
    {"infra-host-ttl:", "60"},
    {"infra-keep-probing:", "yes"},
    /* As the server sent them: nobody balances load here. */
    {"rrset-roundrobin:", "no"},
};

/* Names kept for tests and homes (RFC 6761, RFC 8375) which libunbound answers
 * itself. Private networks do use them: ask the server. */
static const char *const zones_to_ask[] = {"test.", "home.arpa."};

enum family { FAMILY_4, FAMILY_6, FAMILY_COUNT };

static const int family_type[FAMILY_COUNT] = {TYPE_A, TYPE_AAAA};
static const char *const family_name[FAMILY_COUNT] = {"A", "AAAA"};

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

struct resolver {
	struct loop *loop;
	struct ub_ctx *ctx;
	int64_t timeout_ms;
	struct resolve_query *queries;
};

/* ---- making a resolver --------------------------------------------------- */

static bool
check(int result, struct error *err, const char *what)
{
	if (result == 0)
		return true;
	return error_set(
	    err, ERROR_INVALID, "resolver: %s: %s", what, ub_strerror(result));
}

static bool
set_options(struct ub_ctx *ctx, struct error *err)
{
	for (size_t i = 0; i < sizeof options_always / sizeof options_always[0];
	     i++) {
		const struct option *o = &options_always[i];

		if (!check(
			ub_ctx_set_option(ctx, o->key, o->value), err, o->key))
			return false;
	}
	return true;
}

static bool
has_name_server(const char *text)
{
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		line += strspn(line, " \t\r\n");
		if (strncmp(line, "nameserver", 10) == 0 &&
		    (line[10] == ' ' || line[10] == '\t'))
			return true;
		if (*line == '\0')
			return false;
	}
	return false;
}

static bool
read_resolv_conf(struct ub_ctx *ctx, const char *path, struct error *err)
{
	uint8_t *text = NULL;
	size_t len;
	bool has_server;

	if (!file_read(path, RESOLV_CONF_MAX_BYTES, &text, &len, err))
		return error_prefix(err, "resolver");
	has_server = has_name_server((char *)text);
	free(text);
	if (!has_server)
		return error_set(err, ERROR_MISSING,
		    "resolver: %s names no nameserver", path);
	return check(ub_ctx_resolvconf(ctx, path), err, path);
}

static bool
set_servers(struct ub_ctx *ctx, const struct resolver_options *options,
    struct error *err)
{
	const char *path = options->resolv_conf;

	if (options->server != NULL)
		return check(
		    ub_ctx_set_fwd(ctx, options->server), err, options->server);
	if (path != NULL)
		return path[0] == '\0' || read_resolv_conf(ctx, path, err);
	if (read_resolv_conf(ctx, RESOLV_CONF_DEFAULT, err))
		return true;
	if (!check(ub_ctx_set_fwd(ctx, LOCAL_SERVER), err, LOCAL_SERVER))
		return false;
	return true;
}

static bool
set_zones(struct ub_ctx *ctx, struct error *err)
{
	for (size_t i = 0; i < sizeof zones_to_ask / sizeof zones_to_ask[0];
	     i++) {
		if (!check(ub_ctx_zone_remove(ctx, zones_to_ask[i]), err,
			zones_to_ask[i]))
			return false;
	}
	return true;
}

static void
add_host(void *arg, const struct ip_address *address, const char *name)
{
	char record[HOSTS_NAME_MAX + IP_ADDRESS_TEXT_MAX + 16];
	char text[IP_ADDRESS_TEXT_MAX];

	snprintf(record, sizeof record, "%s %s %s", name,
	    address->family == 4 ? "A" : "AAAA",
	    ip_address_format(address, text));
	(void)ub_ctx_data_add(arg, record);
}

/* libunbound's own reader gives up a file for one bad line. */
static bool
add_hosts(struct ub_ctx *ctx, const struct resolver_options *options,
    struct error *err)
{
	const char *path =
	    options->hosts != NULL ? options->hosts : HOSTS_DEFAULT;
	uint8_t *text = NULL;
	size_t len, bad;

	if (path[0] == '\0')
		return true;
	if (!file_read(path, HOSTS_MAX_BYTES, &text, &len, err)) {
		error_prefix(err, "resolver");
		return options->hosts == NULL;
	}
	bad = hosts_parse((char *)text, len, add_host, ctx);
	free(text);
	if (bad > 0)
		error_set(err, ERROR_INVALID,
		    "resolver: %s: lines that make no sense are ignored: %zu",
		    path, bad);
	return true;
}

struct resolver *
resolver_new(struct loop *loop, const struct resolver_options *options,
    struct error *err)
{
	CLEANUP(resolver_free)
	struct resolver *resolver = MEM_NEW(struct resolver);

	resolver->loop = loop;
	resolver->timeout_ms = options->timeout_ms > 0
	    ? options->timeout_ms
	    : RESOLVER_TIMEOUT_MS_DEFAULT;
	resolver->ctx = ub_ctx_create_event(loop_base(loop));
	if (resolver->ctx == NULL) {
		error_set(err, ERROR_SYSTEM, "cannot create the resolver");
		return NULL;
	}
	(void)ub_ctx_debugout(resolver->ctx, NULL);
	if (!set_options(resolver->ctx, err) ||
	    !set_servers(resolver->ctx, options, err) ||
	    !set_zones(resolver->ctx, err) ||
	    !add_hosts(resolver->ctx, options, err))
		return NULL;
	return TAKE(resolver);
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	while (resolver->queries != NULL)
		resolve_cancel(resolver->queries);
	if (resolver->ctx != NULL)
		ub_ctx_delete(resolver->ctx);
	free(resolver);
}

/* ---- one query ----------------------------------------------------------- */

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

static void
add_half(struct resolve_result *result, const struct half *half)
{
	ARRAY_EACH (address, &half->answer.addresses)
		*ARRAY_ADD(&result->addresses) = *address;
	if (result->status != RESOLVE_OK || half->answer.ttl_s < result->ttl_s)
		result->ttl_s = half->answer.ttl_s;
	result->status = RESOLVE_OK;
}

static void
join(const struct half halves[FAMILY_COUNT], struct resolve_result *result)
{
	result->status = status_of_both(halves);
	for (int i = 0; i < FAMILY_COUNT; i++) {
		const struct half *half = &halves[i];

		if (half->status == RESOLVE_OK)
			add_half(result, half);
	}
	for (int i = 0; i < FAMILY_COUNT; i++) {
		const struct half *half = &halves[i];
		bool is_unknown = half->status == RESOLVE_REFUSED ||
		    half->status == RESOLVE_TIMEOUT;

		if (result->status == RESOLVE_OK && is_unknown)
			result->is_partial = true;
		if (result->detail[0] == '\0' &&
		    (result->status == half->status || is_unknown) &&
		    half->status != RESOLVE_OK)
			snprintf(result->detail, sizeof result->detail,
			    "%s: %s", family_name[i], half->detail);
	}
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

static const char *
rcode_text(int rcode)
{
	static const char *const names[] = {"no error",
	    "the server found the question malformed (FORMERR)",
	    "the server failed (SERVFAIL)", "no such name (NXDOMAIN)",
	    "the server cannot do that (NOTIMP)",
	    "the server refused (REFUSED)"};

	if (rcode >= 0 && (size_t)rcode < sizeof names / sizeof names[0])
		return names[rcode];
	return "the server answered with an unknown code";
}

static void
read_answer(struct half *half, const uint8_t *packet, size_t len)
{
	struct error err = ERROR_INIT;

	if (!dns_answer_parse(packet, len, &half->answer, &err))
		set_half(half, RESOLVE_REFUSED, err.message);
	else if (half->answer.addresses.len > 0)
		set_half(half, RESOLVE_OK, "");
	else if (half->answer.rcode == RCODE_NO_NAME)
		set_half(half, RESOLVE_NO_NAME, rcode_text(RCODE_NO_NAME));
	else
		set_half(half, RESOLVE_NO_ADDRESS, "no such record");
}

static void
on_answer(void *arg, int rcode, void *packet, int len, int security, char *why,
    int was_rate_limited)
{
	struct half *half = arg;

	(void)security;
	(void)why;
	(void)was_rate_limited;
	if ((rcode != RCODE_OK && rcode != RCODE_NO_NAME) || packet == NULL ||
	    len <= 0 || len > PACKET_MAX_BYTES)
		set_half(half, RESOLVE_REFUSED, rcode_text(rcode));
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
		    CLASS_IN, half, on_answer, &half->id);
		if (result != 0)
			set_half(half, RESOLVE_REFUSED, ub_strerror(result));
	}
	return query;
}
