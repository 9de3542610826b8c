/* One question of any type; see lookup.h. */
#include "net/lookup.h"

#include <stdio.h>
#include <string.h>

#include "base/safe_print.h"
#include "net/resolver_inside.h"

enum { SECURITY_BOGUS = 1, SECURITY_SECURE = 2 }; /* of unbound-event.h */

struct lookup {
	struct resolver *resolver;
	struct resolver_context *context;
	struct lookup *previous, *next;
	enum dns_type type;
	int id; /* libunbound's, to cancel; 0: none */
	bool is_done;
	struct lookup_result result;
	struct loop_timer *timer; /* the deadline; 0 ms once it is done */
	lookup_fn fn;
	void *arg;
};

void
lookup_cancel(struct lookup *lookup)
{
	if (lookup == NULL)
		return;
	if (!lookup->is_done && lookup->id != 0)
		(void)ub_cancel(lookup->context->ctx, lookup->id);
	resolver_context_leave(lookup->context);
	if (lookup->next != NULL)
		lookup->next->previous = lookup->previous;
	if (lookup->previous != NULL)
		lookup->previous->next = lookup->next;
	else
		lookup->resolver->lookups = lookup->next;
	dns_records_clear(&lookup->result.records);
	loop_timer_free(lookup->timer);
	free(lookup);
}

static void
set_detail(struct lookup_result *result, const char *text)
{
	struct strbuf buf = STRBUF_INIT(sizeof result->detail - 1);

	safe_print(&buf, text, strlen(text), sizeof result->detail - 1);
	snprintf(
	    result->detail, sizeof result->detail, "%s", strbuf_text(&buf));
	strbuf_clear(&buf);
}

/* The end: it is answered, or its time is over. */
static void
on_time(void *arg)
{
	struct lookup *lookup = arg;
	struct lookup_result result;
	lookup_fn fn = lookup->fn;

	arg = lookup->arg;
	if (!lookup->is_done) {
		lookup->result.status = RESOLVE_TIMEOUT;
		snprintf(lookup->result.detail, sizeof lookup->result.detail,
		    "no answer within %lld ms",
		    (long long)lookup->resolver->timeout_ms);
	}
	result = lookup->result;
	memset(&lookup->result.records, 0, sizeof lookup->result.records);
	lookup_cancel(lookup);
	fn(arg, &result);
	dns_records_clear(&result.records);
}

static void
end(struct lookup *lookup, enum resolve_status status, const char *detail)
{
	lookup->is_done = true;
	lookup->result.status = status;
	set_detail(&lookup->result, detail);
	loop_timer_set(lookup->timer, 0);
}

static void
read_answer(struct lookup *lookup, const uint8_t *packet, size_t len)
{
	struct dns_records *records = &lookup->result.records;
	struct error err = ERROR_INIT;

	if (!dns_records_parse(packet, len, lookup->type, records, &err))
		end(lookup, RESOLVE_REFUSED, err.message);
	else if (records->list.len > 0)
		end(lookup, RESOLVE_OK, "");
	else if (records->rcode == RESOLVER_RCODE_NO_NAME)
		end(lookup, RESOLVE_NO_NAME,
		    resolver_rcode_text(RESOLVER_RCODE_NO_NAME));
	else if (records->rcode != RESOLVER_RCODE_OK)
		end(lookup, RESOLVE_REFUSED,
		    resolver_rcode_text(records->rcode));
	else
		end(lookup, RESOLVE_NO_ADDRESS, "no such record");
}

static void
on_answer(void *arg, int rcode, void *packet, int len, int security, char *why,
    int was_rate_limited)
{
	struct lookup *lookup = arg;

	(void)was_rate_limited;
	if (security == SECURITY_BOGUS) {
		lookup->result.security = LOOKUP_BOGUS;
		end(lookup, RESOLVE_REFUSED,
		    why != NULL && why[0] != '\0' ? why
						  : "DNSSEC validation failed");
		return;
	}
	if ((rcode != RESOLVER_RCODE_OK && rcode != RESOLVER_RCODE_NO_NAME) ||
	    packet == NULL || len <= 0 || len > RESOLVER_PACKET_MAX) {
		end(lookup, RESOLVE_REFUSED, resolver_rcode_text(rcode));
		return;
	}
	if (security == SECURITY_SECURE)
		lookup->result.security = LOOKUP_SECURE;
	read_answer(lookup, packet, (size_t)len);
}

struct lookup *
lookup_start(struct resolver *resolver, const char *name, enum dns_type type,
    lookup_fn fn, void *arg)
{
	struct lookup *lookup = MEM_NEW(struct lookup);
	int result;

	lookup->resolver = resolver;
	lookup->context = resolver_context_enter(resolver);
	lookup->type = type;
	lookup->fn = fn;
	lookup->arg = arg;
	lookup->next = resolver->lookups;
	if (lookup->next != NULL)
		lookup->next->previous = lookup;
	resolver->lookups = lookup;
	lookup->timer = loop_timer_new(resolver->loop, on_time, lookup);
	loop_timer_set(lookup->timer, resolver->timeout_ms);
	result = ub_resolve_event(lookup->context->ctx, name, (int)type,
	    RESOLVER_CLASS_IN, lookup, on_answer, &lookup->id);
	if (result != 0)
		end(lookup, RESOLVE_REFUSED, ub_strerror(result));
	return lookup;
}
