/* Which servers DNS names; see service_lookup.h. */
#include "inspect/service_lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define SMTP_PORT 25

struct service_lookup {
	struct lookup *question;
	struct dns_service service;
	service_lookup_fn fn;
	void *arg;
};

/* The order of names settles what neither priority nor weight does, so that
 * one answer is like the next. */
static int
compare(const void *a, const void *b)
{
	const struct dns_record *x = a, *y = b;

	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->host, y->host);
}

static void
add(struct service_answer *answer, const char *name, uint16_t port)
{
	struct dns_service_host *host;

	ARRAY_EACH (known, &answer->hosts) {
		if (known->port == port && strcmp(known->name, name) == 0)
			return;
	}
	host = ARRAY_ADD(&answer->hosts);
	host->name = mem_strdup(name);
	host->port = port;
}

static void
take_records(const struct dns_service *service,
    const struct dns_records *records, struct service_answer *answer)
{
	struct dns_record *sorted = mem_new(records->list.len, sizeof *sorted);

	memcpy(sorted, records->list.items, records->list.len * sizeof *sorted);
	qsort(sorted, records->list.len, sizeof *sorted, compare);
	for (size_t i = 0; i < records->list.len; i++) {
		if (strcmp(sorted[i].host, ".") != 0)
			add(answer, sorted[i].host,
			    service->kind == SERVICE_MX ? SMTP_PORT
							: sorted[i].port);
	}
	free(sorted);
	answer->is_known = true;
	answer->is_denied = answer->hosts.len == 0;
}

static void
take(const struct dns_service *service, const struct lookup_result *result,
    struct service_answer *answer)
{
	answer->ttl_s = result->records.ttl_s;
	if (result->status == RESOLVE_OK) {
		take_records(service, &result->records, answer);
	} else if (result->status == RESOLVE_NO_ADDRESS &&
	    service->kind == SERVICE_MX) {
		/* RFC 5321 5.1: the domain itself takes the mail then. */
		add(answer, service->domain.text, SMTP_PORT);
		answer->is_known = true;
	} else {
		snprintf(answer->detail, sizeof answer->detail, "%s",
		    result->detail);
	}
}

static void
on_records(void *arg, const struct lookup_result *result)
{
	struct service_lookup *lookup = arg;
	struct service_answer answer = {.is_known = false};
	service_lookup_fn fn = lookup->fn;

	lookup->question = NULL;
	take(&lookup->service, result, &answer);
	arg = lookup->arg;
	free(lookup);
	fn(arg, &answer);
	ARRAY_EACH (host, &answer.hosts)
		free(host->name);
	ARRAY_CLEAR(&answer.hosts);
}

struct service_lookup *
service_lookup_start(struct resolver *resolver,
    const struct dns_service *service, service_lookup_fn fn, void *arg)
{
	struct service_lookup *lookup = MEM_NEW(struct service_lookup);

	lookup->service = *service;
	lookup->fn = fn;
	lookup->arg = arg;
	lookup->question = lookup_start(resolver, service->name,
	    service->kind == SERVICE_MX ? DNS_TYPE_MX : DNS_TYPE_SRV,
	    on_records, lookup);
	return lookup;
}

void
service_lookup_cancel(struct service_lookup *lookup)
{
	if (lookup == NULL)
		return;
	lookup_cancel(lookup->question);
	free(lookup);
}
