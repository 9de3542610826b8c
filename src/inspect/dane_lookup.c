/* The TLSA records of one service; see dane_lookup.h. */
#include "inspect/dane_lookup.h"

#include <stdlib.h>

#include "base/mem.h"

struct dane_lookup {
	struct resolver *resolver;
	struct lookup *question;
	char *host; /* that the operator means */
	uint16_t port;
	bool is_without_pkix;
	char *canonical; /* where CNAMEs lead, while that is asked; or NULL */
	dane_lookup_fn fn;
	void *arg;
};

void
dane_lookup_cancel(struct dane_lookup *lookup)
{
	if (lookup == NULL)
		return;
	lookup_cancel(lookup->question);
	free(lookup->host);
	free(lookup->canonical);
	free(lookup);
}

static enum dane_state
state_of(const struct lookup_result *result)
{
	if (result->security == LOOKUP_BOGUS)
		return DANE_BOGUS;
	switch (result->status) {
	case RESOLVE_OK:
		return result->security == LOOKUP_SECURE ? DANE_SECURE
							 : DANE_INSECURE;
	case RESOLVE_NO_NAME:
	case RESOLVE_NO_ADDRESS: return DANE_ABSENT;
	case RESOLVE_REFUSED:
	case RESOLVE_TIMEOUT: return DANE_UNKNOWN;
	}
	return DANE_UNKNOWN;
}

static struct dane *
make_dane(const struct dane_lookup *lookup, const char *host,
    const struct lookup_result *result)
{
	CLEANUP(free)
	char *name = mem_printf("_%u._tcp.%s", lookup->port, host);
	struct dane *dane = dane_new(name, state_of(result));

	dane->is_without_pkix = lookup->is_without_pkix;
	if (dane->state == DANE_BOGUS || dane->state == DANE_UNKNOWN)
		dane->reason = mem_strdup(result->detail);
	ARRAY_EACH (from, &result->records.list) {
		struct tlsa record = {
		    .usage = from->usage,
		    .selector = from->selector,
		    .matching = from->matching,
		    .data = mem_dup(from->data, from->data_len),
		    .len = from->data_len,
		};

		if (dane->records.len == DANE_MAX_RECORDS)
			tlsa_clear(&record);
		else
			dane_add(dane, &record);
	}
	return dane;
}

static void
ask(struct dane_lookup *lookup, const char *host, lookup_fn fn)
{
	CLEANUP(free)
	char *name = mem_printf("_%u._tcp.%s", lookup->port, host);

	lookup->question =
	    lookup_start(lookup->resolver, name, DNS_TYPE_TLSA, fn, lookup);
}

static void
on_records(void *arg, const struct lookup_result *result)
{
	struct dane_lookup *lookup = arg;
	CLEANUP(dane_unref) struct dane *dane = NULL;
	dane_lookup_fn fn = lookup->fn;

	lookup->question = NULL;
	dane = make_dane(lookup,
	    lookup->canonical != NULL ? lookup->canonical : lookup->host,
	    result);
	arg = lookup->arg;
	dane_lookup_cancel(lookup);
	fn(arg, dane, result->records.ttl_s);
}

/* Where the CNAMEs lead there may be records of its own; what is bogus or not
 * known there settles it, as it does for clients. */
static void
on_expanded_records(void *arg, const struct lookup_result *result)
{
	struct dane_lookup *lookup = arg;

	if (state_of(result) == DANE_ABSENT ||
	    state_of(result) == DANE_INSECURE) {
		free(TAKE(lookup->canonical));
		ask(lookup, lookup->host, on_records);
		return;
	}
	on_records(lookup, result);
}

static void
on_host(void *arg, const struct lookup_result *result)
{
	struct dane_lookup *lookup = arg;
	const char *canonical = result->records.canonical;

	if (result->security != LOOKUP_SECURE || canonical == NULL) {
		ask(lookup, lookup->host, on_records);
		return;
	}
	lookup->canonical = mem_strdup(canonical);
	ask(lookup, canonical, on_expanded_records);
}

struct dane_lookup *
dane_lookup_start(struct resolver *resolver, const struct dane_service *service,
    dane_lookup_fn fn, void *arg)
{
	struct dane_lookup *lookup = MEM_NEW(struct dane_lookup);

	lookup->resolver = resolver;
	lookup->host = mem_strdup(service->host);
	lookup->port = service->port;
	lookup->is_without_pkix = service->is_without_pkix;
	lookup->fn = fn;
	lookup->arg = arg;
	lookup->question =
	    lookup_start(resolver, service->host, DNS_TYPE_A, on_host, lookup);
	return lookup;
}
