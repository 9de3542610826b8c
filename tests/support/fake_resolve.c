/* The resolver answered from a table; see fake_resolve.h. */
#include "support/fake_resolve.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"

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

struct answer {
	char *name, *records;
	char *alias; /* NULL: none */
	enum dns_type type;
	int64_t ttl_s;
	enum resolve_status status;
	enum lookup_security security;
};

struct lookup {
	struct resolver *resolver;
	struct loop_timer *timer;
	char *name;
	enum dns_type type;
	lookup_fn fn;
	void *arg;
};

struct resolver {
	struct loop *loop;
	ARRAY(struct entry) entries;
	ARRAY(struct resolve_query *) queries;
	unsigned count, forgets;
	ARRAY(struct answer) answers;
	ARRAY(struct lookup *) lookups;
	unsigned lookup_count;
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

static void
free_lookup(struct lookup *lookup)
{
	struct resolver *resolver = lookup->resolver;

	for (size_t i = 0; i < resolver->lookups.len; i++) {
		if (resolver->lookups.items[i] == lookup) {
			ARRAY_REMOVE(&resolver->lookups, i);
			break;
		}
	}
	loop_timer_free(lookup->timer);
	free(lookup->name);
	free(lookup);
}

static void
free_answers(struct resolver *resolver)
{
	while (resolver->lookups.len > 0)
		free_lookup(resolver->lookups.items[0]);
	ARRAY_CLEAR(&resolver->lookups);
	ARRAY_EACH (answer, &resolver->answers) {
		free(answer->name);
		free(answer->records);
		free(answer->alias);
	}
	ARRAY_CLEAR(&resolver->answers);
}

void
resolver_forget(struct resolver *resolver)
{
	resolver->forgets++;
}

unsigned
fake_resolve_forgets(const struct resolver *resolver)
{
	return resolver->forgets;
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	while (resolver->queries.len > 0)
		free_query(resolver->queries.items[0]);
	ARRAY_CLEAR(&resolver->queries);
	free_answers(resolver);
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

/* ---- questions of other types ---------------------------------------------
 */

bool
resolver_is_validating(const struct resolver *resolver)
{
	(void)resolver;
	return true;
}

const char *
resolver_anchor_zone(const struct resolver *resolver)
{
	(void)resolver;
	return ".";
}

static struct answer *
answer_of(struct resolver *resolver, const char *name, enum dns_type type)
{
	struct answer *added;

	ARRAY_EACH (answer, &resolver->answers) {
		if (answer->type == type && strcmp(answer->name, name) == 0)
			return answer;
	}
	added = ARRAY_ADD(&resolver->answers);
	added->name = mem_strdup(name);
	added->type = type;
	added->records = mem_strdup("");
	return added;
}

void
fake_lookup_set(struct resolver *resolver, const char *name, enum dns_type type,
    const char *records, int64_t ttl_s, enum lookup_security security)
{
	struct answer *answer = answer_of(resolver, name, type);

	free(answer->records);
	answer->records = mem_strdup(records);
	answer->ttl_s = ttl_s;
	answer->security = security;
	answer->status = records[0] == '\0' ? RESOLVE_NO_ADDRESS : RESOLVE_OK;
}

void
fake_lookup_set_alias(struct resolver *resolver, const char *name,
    enum dns_type type, const char *alias)
{
	struct answer *answer = answer_of(resolver, name, type);

	free(answer->alias);
	answer->alias = mem_strdup(alias);
}

void
fake_lookup_fail(struct resolver *resolver, const char *name,
    enum dns_type type, enum resolve_status status,
    enum lookup_security security)
{
	fake_lookup_set(resolver, name, type, "", 0, security);
	answer_of(resolver, name, type)->status = status;
}

unsigned
fake_lookup_count(const struct resolver *resolver)
{
	return resolver->lookup_count;
}

static void
fill_record(struct dns_record *record, enum dns_type type, char *text)
{
	unsigned long numbers[3] = {0};
	int count = type == DNS_TYPE_MX ? 1 : 3;

	for (int i = 0; i < count; i++)
		numbers[i] = strtoul(text, &text, 10);
	text += *text == ' ';
	if (type == DNS_TYPE_TLSA) {
		record->usage = (uint8_t)numbers[0];
		record->selector = (uint8_t)numbers[1];
		record->matching = (uint8_t)numbers[2];
		record->data_len = strcspn(text, ",") / 2;
		record->data = mem_new(1, record->data_len + 1);
		text[2 * record->data_len] = '\0';
		if (!hex_decode(text, record->data, record->data_len))
			assert(!"hex in the test");
		return;
	}
	record->priority = (uint16_t)numbers[0];
	record->weight = (uint16_t)numbers[1];
	record->port = (uint16_t)numbers[2];
	record->host = mem_strndup(text, strcspn(text, ","));
}

static void
fill_records(struct lookup_result *result, const struct answer *answer)
{
	CLEANUP(free) char *copy = mem_strdup(answer->records);
	char *next = copy;

	result->status = answer->status;
	result->security = answer->security;
	result->records.ttl_s = (uint32_t)answer->ttl_s;
	result->records.canonical = mem_strdup(answer->alias);
	if (answer->security == LOOKUP_BOGUS)
		snprintf(
		    result->detail, sizeof result->detail, "signature expired");
	else if (answer->status == RESOLVE_TIMEOUT)
		snprintf(result->detail, sizeof result->detail, "no answer");
	while (answer->type != DNS_TYPE_A && next != NULL && *next != '\0') {
		char *record = next;

		next = strstr(next, ", ");
		if (next != NULL) {
			*next = '\0';
			next += 2;
		}
		fill_record(
		    ARRAY_ADD(&result->records.list), answer->type, record);
	}
}

static void
on_lookup(void *arg)
{
	struct lookup *lookup = arg;
	struct resolver *resolver = lookup->resolver;
	struct lookup_result result = {.status = RESOLVE_NO_NAME};
	lookup_fn fn = lookup->fn;

	if (lookup->type == DNS_TYPE_DNSKEY) {
		result.status = RESOLVE_OK;
		result.security = LOOKUP_SECURE;
	}
	ARRAY_EACH (answer, &resolver->answers) {
		if (answer->type == lookup->type &&
		    strcmp(answer->name, lookup->name) == 0)
			fill_records(&result, answer);
	}
	arg = lookup->arg;
	free_lookup(lookup);
	fn(arg, &result);
	dns_records_clear(&result.records);
}

struct lookup *
lookup_start(struct resolver *resolver, const char *name, enum dns_type type,
    lookup_fn fn, void *arg)
{
	struct lookup *lookup = MEM_NEW(struct lookup);

	lookup->resolver = resolver;
	lookup->name = mem_strdup(name);
	lookup->type = type;
	lookup->fn = fn;
	lookup->arg = arg;
	lookup->timer = loop_timer_new(resolver->loop, on_lookup, lookup);
	loop_timer_set(lookup->timer, ANSWER_MS);
	*ARRAY_ADD(&resolver->lookups) = lookup;
	resolver->lookup_count++;
	return lookup;
}

void
lookup_cancel(struct lookup *lookup)
{
	if (lookup != NULL)
		free_lookup(lookup);
}
