/* What the operator lists; see endpoint.h. */
#include "model/endpoint.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "model/endpoint_file.h"

/* All but the settings. */
static struct endpoint_draft *
draft_new(void)
{
	struct endpoint_draft *draft = MEM_NEW(struct endpoint_draft);

	draft->endpoint.settings = &draft->settings;
	draft->endpoint.refs = 1;
	return draft;
}

struct endpoint *
endpoint_new(void)
{
	struct endpoint_draft *draft = draft_new();

	draft->endpoint.port = ENDPOINT_PORT_DEFAULT;
	endpoint_settings_init(&draft->settings);
	return &draft->endpoint;
}

static bool
is_packed(const struct endpoint *endpoint)
{
	return endpoint->settings->refs > 0;
}

/* What is no plain value is copied below, or forgotten here. */
struct endpoint *
endpoint_like(const struct endpoint *endpoint)
{
	struct endpoint_draft *draft = draft_new();
	struct endpoint *like = &draft->endpoint;

	memcpy(like, endpoint, offsetof(struct endpoint, host));
	hostname_copy(&like->host, &endpoint->host);
	like->settings = &draft->settings;
	endpoint_settings_copy(like->settings, endpoint->settings);
	like->id = NULL;
	like->source = mem_strdup(endpoint->source);
	like->sni = mem_strdup(endpoint->sni);
	like->refs = 1;
	memset(&like->fronts, 0, sizeof like->fronts);
	if (like->file != NULL)
		endpoint_file_ref(like->file);
	return like;
}

struct endpoint *
endpoint_ref(struct endpoint *endpoint)
{
	endpoint->refs++;
	return endpoint;
}

void
endpoint_unref(struct endpoint *endpoint)
{
	if (endpoint == NULL || --endpoint->refs > 0)
		return;
	if (!is_packed(endpoint))
		free(endpoint->id);
	free(endpoint->source);
	free(endpoint->sni);
	ARRAY_EACH (front, &endpoint->fronts)
		endpoint_front_clear(front);
	if (endpoint->fronts.cap > 0)
		free(endpoint->fronts.items);
	endpoint_file_unref(endpoint->file);
	if (is_packed(endpoint))
		endpoint_settings_unref(endpoint->settings);
	else
		endpoint_settings_clear(endpoint->settings);
	free(endpoint);
}

static void
name_dns_front(const struct endpoint *endpoint, struct endpoint_front *front)
{
	if (front->role != ENDPOINT_ROLE_DNS || front->name != NULL ||
	    front->address.family != 0)
		return;
	if (endpoint->host.is_address)
		front->address = endpoint->host.address;
	else
		front->name = mem_strdup(endpoint->host.text);
}

void
endpoint_finish(struct endpoint *endpoint)
{
	const struct hostname *host = &endpoint->host;
	bool is_v6 = host->is_address && host->address.family == 6;

	free(endpoint->id);
	if (endpoint->file != NULL) {
		endpoint->id = mem_strdup(endpoint->file->path);
		return;
	}
	endpoint->id = mem_printf(
	    is_v6 ? "[%s]:%u" : "%s:%u", host->text, (unsigned)endpoint->port);
	ARRAY_EACH (front, &endpoint->fronts)
		name_dns_front(endpoint, front);
	ARRAY_FIT(&endpoint->fronts);
}

static size_t
aligned(size_t size)
{
	size_t to = _Alignof(struct endpoint_front);

	return (size + to - 1) / to * to;
}

/* Nearly all of a host's room is empty: a name may have 253 characters. What
 * follows its text is the id, then the fronts. */
struct endpoint *
endpoint_pack(struct endpoint *endpoint, struct settings_pool *pool)
{
	size_t id_at = offsetof(struct endpoint, host.text) +
	    strlen(endpoint->host.text) + 1;
	size_t id_size = strlen(endpoint->id) + 1;
	size_t fronts_at = aligned(id_at + id_size);
	size_t fronts_size =
	    endpoint->fronts.len * sizeof *endpoint->fronts.items;
	char *block = mem_new(1, fronts_at + fronts_size);
	struct endpoint *packed = (struct endpoint *)block;

	assert(endpoint->refs == 1 && !is_packed(endpoint));
	memcpy(block, endpoint, id_at);
	packed->id = memcpy(block + id_at, endpoint->id, id_size);
	if (endpoint->fronts.len > 0)
		packed->fronts.items = memcpy(
		    block + fronts_at, endpoint->fronts.items, fronts_size);
	packed->fronts.cap = 0;
	packed->settings = settings_pool_share(pool, endpoint->settings);
	ARRAY_CLEAR(&endpoint->fronts);
	free(endpoint->id);
	free(endpoint);
	return packed;
}

struct endpoint_settings *
endpoint_own_settings(struct endpoint *endpoint)
{
	struct endpoint_settings *shared = endpoint->settings;

	if (shared->refs > 1) {
		endpoint->settings = MEM_NEW(struct endpoint_settings);
		endpoint->settings->refs = 1;
		endpoint_settings_copy(endpoint->settings, shared);
		endpoint_settings_unref(shared);
	}
	return endpoint->settings;
}

/* RFC 6066 3: no addresses in SNI. */
const char *
endpoint_sni(const struct endpoint *endpoint)
{
	if (endpoint->sni != NULL)
		return endpoint->sni;
	if (endpoint->file != NULL || endpoint->host.is_address)
		return "";
	return endpoint->host.text;
}

static bool
fronts_equal(const struct endpoint *a, const struct endpoint *b)
{
	if (a->fronts.len != b->fronts.len)
		return false;
	for (size_t i = 0; i < a->fronts.len; i++) {
		if (!endpoint_front_equal(
			&a->fronts.items[i], &b->fronts.items[i]))
			return false;
	}
	return true;
}

bool
endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return strcmp(a->id, b->id) == 0 &&
	    strcmp(endpoint_sni(a), endpoint_sni(b)) == 0 &&
	    fronts_equal(a, b) && endpoint_file_equal(a->file, b->file) &&
	    endpoint_settings_equal(a->settings, b->settings) &&
	    a->starttls == b->starttls && a->dane == b->dane &&
	    a->revocation == b->revocation &&
	    a->has_dane_at_front == b->has_dane_at_front &&
	    a->is_transparency_off == b->is_transparency_off &&
	    a->sample == b->sample && a->variants == b->variants;
}

const struct endpoint_front *
endpoint_find_front(const struct endpoint *endpoint, const char *key)
{
	char own[ENDPOINT_FRONT_KEY_MAX];
	struct ip_address address;
	bool is_address = endpoint_front_key_address(key, &address);

	ARRAY_EACH (front, &endpoint->fronts) {
		/* Keys are made where they can be the same only: there may be
		 * hundreds of fronts, each looked up at the start. */
		if (front->name != NULL
			? strncmp(key, front->name, strlen(front->name)) != 0
			: !is_address ||
			    memcmp(address.bytes, front->address.bytes,
				sizeof address.bytes) != 0)
			continue;
		if (strcmp(endpoint_front_key(front, own), key) == 0)
			return front;
	}
	return NULL;
}

const struct endpoint_front *
endpoint_same_front(
    const struct endpoint *endpoint, const struct endpoint_front *wanted)
{
	if (wanted == NULL)
		return NULL;
	ARRAY_EACH (front, &endpoint->fronts) {
		if (endpoint_front_same_way(front, wanted))
			return front;
	}
	return NULL;
}

struct endpoint_via
endpoint_same_via(
    const struct endpoint *endpoint, const struct endpoint_via *via)
{
	struct endpoint_via same = *via;

	same.front = endpoint_same_front(endpoint, via->front);
	if (same.front != NULL && same.front->provider != PROVIDER_NONE)
		same.provider = same.front->provider;
	return same;
}

bool
endpoint_via_is_named(
    const struct endpoint *endpoint, const struct endpoint_via *via)
{
	if (via->front == NULL)
		return endpoint->fronts.len == 0 && endpoint->file == NULL &&
		    !endpoint->host.is_address;
	return via->front->name != NULL;
}

static uint64_t
rounded_up(uint64_t value, uint64_t by)
{
	return (value + by - 1) / by;
}

unsigned
endpoint_turns(const struct endpoint *endpoint, size_t named)
{
	uint64_t sample =
	    endpoint->sample == 0 ? ENDPOINT_SAMPLE_DEFAULT : endpoint->sample;
	int64_t given_s = endpoint->settings->interval_s;
	uint64_t interval_s = given_s <= 0 ? 1 : (uint64_t)given_s;
	uint64_t turns = rounded_up(named, sample);
	uint64_t by_minute =
	    rounded_up(named * 60, interval_s * ENDPOINT_LOOKS_PER_MINUTE);

	if (turns < by_minute)
		turns = by_minute;
	return turns < 1 ? 1 : (unsigned)turns;
}
