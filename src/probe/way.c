/* From a place to a connected socket; see way.h. */
#include "probe/way.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "net/dial.h"
#include "net/resolve.h"
#include "probe/diagnose.h"
#include "probe/proxy.h"

#define PROXY_MAX_ADDRESSES 8 /* that are tried; then it is unreachable */

struct way {
	struct prober *prober;
	const struct approach *approach;
	struct dial_way to;
	bool is_to_proxy;
	struct ip_address proxies[PROXY_MAX_ADDRESSES];
	size_t proxy_count, next_proxy;
	int64_t end_at_ms;
	struct resolve_query *query;
	struct dial *dial;
	struct loop_timer
	    *timer; /* of the question; or: tell it a turn later */
	struct observation *observation;
	way_fn fn;
	void *arg;
};

static void dial_next_proxy(struct way *way);

/* A path that is none of a file is the name and port that a proxy resolves. */
static bool
is_unix(const struct place *place)
{
	const char *path = place_path(place);

	return path != NULL && path[0] == '/';
}

static bool
has_proxy(const struct approach *approach, const struct place *place)
{
	return approach_has_proxy(approach) && !is_unix(place);
}

/* ---- to the proxy -------------------------------------------------------- */

static void
tell_proxy(struct way *way, const char *words)
{
	const struct approach_proxy *proxy = &way->approach->proxy;

	way->observation->failure = FAILURE_PROXY_UNREACHABLE;
	snprintf(way->observation->detail, sizeof way->observation->detail,
	    "the proxy %.120s port %u cannot be reached: %.90s",
	    proxy->host.text, proxy->port, words);
}

static int64_t
left_ms(const struct way *way)
{
	int64_t left = way->end_at_ms - loop_now_ms(way->prober->loop);

	return left > 1 ? left : 1;
}

static void
on_answer(void *arg, const struct resolve_result *result)
{
	struct way *way = arg;

	way->query = NULL;
	ARRAY_EACH (address, &result->addresses) {
		struct ip_address *to = &way->proxies[way->proxy_count];

		if (way->proxy_count == PROXY_MAX_ADDRESSES)
			break;
		/* From our own address only its family is within reach. */
		if (way->to.source.family != 0 &&
		    way->to.source.family != address->family)
			continue;
		*to = *address;
		to->port = way->approach->proxy.port;
		way->proxy_count++;
	}
	if (way->proxy_count > 0) {
		loop_timer_stop(way->timer);
		dial_next_proxy(way);
		return;
	}
	tell_proxy(way,
	    result->detail[0] != '\0' ? result->detail
				      : "its name has no usable address");
	way->fn(way->arg, -1);
}

/* The question takes too long; or there was none to ask. */
static void
on_time(void *arg)
{
	struct way *way = arg;

	tell_proxy(way,
	    way->query == NULL ? "there is no resolver for its name"
			       : "its name is not resolved in time");
	way->fn(way->arg, -1);
}

static void
resolve_proxy(struct way *way)
{
	struct resolver *resolver = way->prober->resolver;

	if (resolver == NULL) {
		loop_timer_set(way->timer, 0);
		return;
	}
	loop_timer_set(way->timer, left_ms(way));
	way->query = resolve_start(
	    resolver, way->approach->proxy.host.text, on_answer, way);
}

void
way_resolver_changed(struct way *way)
{
	if (way == NULL || way->query == NULL)
		return;
	resolve_cancel(TAKE(way->query));
	resolve_proxy(way);
}

/* ---- dialling ------------------------------------------------------------ */

static void
on_dialed(void *arg, int fd, int error_number)
{
	struct way *way = arg;

	way->dial = NULL;
	if (fd >= 0) {
		way->fn(way->arg, fd);
		return;
	}
	if (way->is_to_proxy && way->next_proxy < way->proxy_count) {
		dial_next_proxy(way);
		return;
	}
	if (way->is_to_proxy)
		tell_proxy(way, strerror(error_number));
	else
		diagnose_dial(error_number, way->observation);
	way->fn(way->arg, -1);
}

static void
dial(struct way *way, int64_t limit_ms)
{
	way->dial = dial_start_way(
	    way->prober->loop, &way->to, limit_ms, on_dialed, way);
}

/* Those still to be tried share the time that is left. */
static void
dial_next_proxy(struct way *way)
{
	int64_t others = (int64_t)(way->proxy_count - way->next_proxy);

	way->to.address = way->proxies[way->next_proxy++];
	dial(way, left_ms(way) / others + 1);
}

struct way *
way_start(struct prober *prober, const struct approach *approach,
    const struct place *place, int64_t limit_ms,
    struct observation *observation, way_fn fn, void *arg)
{
	struct way *way = MEM_NEW(struct way);

	way->prober = prober;
	way->approach = approach;
	way->observation = observation;
	way->fn = fn;
	way->arg = arg;
	way->end_at_ms = loop_now_ms(prober->loop) + limit_ms;
	way->timer = loop_timer_new(prober->loop, on_time, way);
	way->is_to_proxy = has_proxy(approach, place);
	if (approach != NULL)
		way->to.source = approach->source;
	if (!way->is_to_proxy) {
		way->to.address = place->address;
		way->to.path = place_path(place);
		dial(way, limit_ms);
	} else if (approach->proxy.host.is_address) {
		way->proxies[0] = approach->proxy.host.address;
		way->proxies[0].port = approach->proxy.port;
		way->proxy_count = 1;
		dial_next_proxy(way);
	} else {
		resolve_proxy(way);
	}
	return way;
}

void
way_free(struct way *way)
{
	if (way == NULL)
		return;
	resolve_cancel(way->query);
	dial_cancel(way->dial);
	loop_timer_free(way->timer);
	free(way);
}

/* ---- what is said there -------------------------------------------------- */

static bool
get_credentials(struct prober *prober, const struct approach *approach,
    struct credentials *ret_credentials, struct observation *observation)
{
	const struct probe_secrets *secrets = &prober->secrets;

	if (secrets->credentials != NULL &&
	    secrets->credentials(secrets->arg, approach, ret_credentials))
		return true;
	observation->failure = FAILURE_PROXY_CREDENTIALS;
	snprintf(observation->detail, sizeof observation->detail,
	    "the credentials for the proxy were not read: %.180s",
	    approach->credentials_file);
	return false;
}

static bool
add_proxy(struct prober *prober, const struct approach *approach,
    const struct place *place, struct dialogues *dialogues,
    struct observation *observation)
{
	struct credentials credentials;
	bool has_credentials = approach->credentials_file != NULL;
	char text[IP_ADDRESS_TEXT_MAX];
	CLEANUP(free) char *name = NULL;
	const char *path = place_path(place);
	uint16_t port = place->address.port;

	if (has_credentials &&
	    !get_credentials(prober, approach, &credentials, observation))
		return false;
	if (path != NULL) {
		const char *colon = strrchr(path, ':');

		name = mem_strndup(path, (size_t)(colon - path));
		port = (uint16_t)strtoul(colon + 1, NULL, 10);
	}
	dialogues_put_first(dialogues,
	    proxy_dialogue(approach->proxy.kind,
		name != NULL ? name : ip_address_format(&place->address, text),
		port, has_credentials ? &credentials : NULL));
	if (has_credentials)
		credentials_clear(&credentials);
	return true;
}

bool
way_fill(struct prober *prober, const struct approach *approach,
    const struct place *place, int fd, struct dialogues *dialogues,
    struct observation *observation)
{
	struct ip_address from = {0};
	struct dialogue *header;

	if (approach == NULL)
		return true;
	(void)dial_local_address(fd, &from);
	header = proxy_header_dialogue(
	    (enum proxy_header)approach->header, &from, &place->address);
	if (header != NULL)
		dialogues_put_first(dialogues, header);
	return !has_proxy(approach, place) ||
	    add_proxy(prober, approach, place, dialogues, observation);
}

struct ip_address
way_key(const struct place *place)
{
	struct ip_address key = place->address;
	const char *path = place_path(place);
	uint64_t hash;

	if (path == NULL)
		return key;
	hash = hash_text(HASH_START, path);
	key = (struct ip_address){.family = 6};
	memcpy(key.bytes, &hash, sizeof hash);
	return key;
}
