/* The resolver answered from a table; see fake_resolve.h. */
#include "support/fake_resolve.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ANSWER_MS 5

struct entry {
	char *name;
	char *addresses;
	char *aliases; /* NULL: none */
	int64_t ttl_s;
	enum resolve_status status;
	bool is_partial;
};

struct resolve_query {
	struct resolver *resolver;
	struct loop_timer *timer;
	char *name;
	resolve_fn fn; /* NULL: answered */
	void *arg;
};

struct resolver {
	struct loop *loop;
	ARRAY(struct entry) entries;
	ARRAY(struct resolve_query *) queries;
	unsigned count;
};

struct resolver *
resolver_new(struct loop *loop, const struct resolver_options *options,
    struct error *err)
{
	struct resolver *resolver = MEM_NEW(struct resolver);

	resolver->loop = loop;
	return resolver;
}

static void
free_query(struct resolve_query *query)
{
	struct resolver *resolver = query->resolver;

	for (size_t i = 0; i < resolver->queries.len; i++) {
		if (resolver->queries.items[i] == query) {
			ARRAY_REMOVE(&resolver->queries, i);
			break;
		}
	}
	loop_timer_free(query->timer);
	free(query->name);
	free(query);
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	while (resolver->queries.len > 0)
		free_query(resolver->queries.items[0]);
	ARRAY_CLEAR(&resolver->queries);
	ARRAY_EACH (entry, &resolver->entries) {
		free(entry->name);
		free(entry->addresses);
		free(entry->aliases);
	}
	ARRAY_CLEAR(&resolver->entries);
	free(resolver);
}

static struct entry *
find(struct resolver *resolver, const char *name)
{
	ARRAY_EACH (entry, &resolver->entries) {
		if (strcmp(entry->name, name) == 0)
			return entry;
	}
	return NULL;
}

static void
set(struct resolver *resolver, const char *name, const char *addresses,
    int64_t ttl_s, enum resolve_status status)
{
	struct entry *entry = find(resolver, name);

	if (entry == NULL) {
		entry = ARRAY_ADD(&resolver->entries);
		entry->name = mem_strdup(name);
	}
	free(entry->addresses);
	entry->addresses = mem_strdup(addresses);
	entry->ttl_s = ttl_s;
	entry->status = status;
}

void
fake_resolve_set(struct resolver *resolver, const char *name,
    const char *addresses, int64_t ttl_s)
{
	set(resolver, name, addresses, ttl_s,
	    addresses[0] == '\0' ? RESOLVE_NO_ADDRESS : RESOLVE_OK);
}

void
fake_resolve_set_partial(
    struct resolver *resolver, const char *name, bool is_partial)
{
	find(resolver, name)->is_partial = is_partial;
}

void
fake_resolve_set_aliases(
    struct resolver *resolver, const char *name, const char *aliases)
{
	struct entry *entry = find(resolver, name);

	free(entry->aliases);
	entry->aliases = mem_strdup(aliases);
}

void
fake_resolve_fail(
    struct resolver *resolver, const char *name, enum resolve_status status)
{
	set(resolver, name, "", 0, status);
}

unsigned
fake_resolve_count(const struct resolver *resolver)
{
	return resolver->count;
}

static void
fill(struct resolve_result *result, const char *addresses)
{
	while (*addresses != '\0') {
		size_t len = strcspn(addresses, " ");
		char text[IP_ADDRESS_TEXT_MAX];

		snprintf(text, sizeof text, "%.*s", (int)len, addresses);
		if (!ip_address_parse(text, ARRAY_ADD(&result->addresses)))
			assert(!"an address in the test");
		addresses += len + strspn(addresses + len, " ");
	}
}

static void
fill_aliases(struct resolve_result *result, const char *aliases)
{
	while (aliases != NULL && *aliases != '\0') {
		size_t len = strcspn(aliases, " ");

		texts_add_take(
		    &result->aliases, mem_printf("%.*s", (int)len, aliases));
		aliases += len + strspn(aliases + len, " ");
	}
}

static void
free_later(void *arg)
{
	struct resolver *resolver = arg;

	for (size_t i = resolver->queries.len; i-- > 0;) {
		if (resolver->queries.items[i]->fn == NULL)
			free_query(resolver->queries.items[i]);
	}
}

static void
on_answer(void *arg)
{
	struct resolve_query *query = arg;
	struct resolver *resolver = query->resolver;
	const struct entry *entry = find(resolver, query->name);
	struct resolve_result result = {.status = RESOLVE_NO_NAME};
	resolve_fn fn = query->fn;

	if (entry != NULL) {
		result.status = entry->status;
		result.ttl_s = entry->ttl_s;
		result.is_partial = entry->is_partial;
		fill(&result, entry->addresses);
		fill_aliases(&result, entry->aliases);
	}
	query->fn = NULL;
	loop_defer(resolver->loop, free_later, resolver);
	fn(query->arg, &result);
	ARRAY_CLEAR(&result.addresses);
	texts_clear(&result.aliases);
}

struct resolve_query *
resolve_start(
    struct resolver *resolver, const char *name, resolve_fn fn, void *arg)
{
	struct resolve_query *query = MEM_NEW(struct resolve_query);

	query->resolver = resolver;
	query->name = mem_strdup(name);
	query->fn = fn;
	query->arg = arg;
	query->timer = loop_timer_new(resolver->loop, on_answer, query);
	loop_timer_set(query->timer, ANSWER_MS);
	*ARRAY_ADD(&resolver->queries) = query;
	resolver->count++;
	return query;
}

void
resolve_cancel(struct resolve_query *query)
{
	if (query != NULL)
		free_query(query);
}
