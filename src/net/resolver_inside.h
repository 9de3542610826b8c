/*
 * The inside of struct resolver, for the files of this folder that ask
 * libunbound. What it wants to be known:
 *
 *  - its callback may run before ub_resolve_event returns, and running user
 *    code inside it would let that code delete the context under its feet: a
 *    query always ends in its own timer, a turn later;
 *  - it gives up on a silent server only after 17 s: the deadline is ours;
 *  - the packet means something only when the rcode is 0 or 3, and has one of
 *    its own: a failure out of the cache comes as SERVFAIL in a packet, with 0;
 *  - all options must be set before the first query, and before zones and
 *    data are touched.
 */
#pragma once

#include <unbound.h>

/* wants unbound.h */
#include <unbound-event.h>

#include "net/lookup.h"
#include "net/resolve.h"

#define RESOLVER_PACKET_MAX 65535

enum { RESOLVER_CLASS_IN = 1 };
enum { RESOLVER_RCODE_OK = 0, RESOLVER_RCODE_NO_NAME = 3 };

/* libunbound, and what it remembers. Whoever asks holds it: it goes with the
 * last question once the resolver has another. */
struct resolver_context {
	struct ub_ctx *ctx;
	size_t asked; /* questions under way */
	bool is_left;
};

struct resolver {
	struct loop *loop;
	struct resolver_options options; /* its texts are lent */
	struct resolver_context *context;
	int64_t timeout_ms;
	bool is_validating;
	char *anchor_zone; /* of the first trust anchor; NULL: the root */
	struct resolve_query *queries;
	struct lookup *lookups;
};

struct resolver_context *resolver_context_enter(struct resolver *resolver);
/* Not out of libunbound's callback. */
void resolver_context_leave(struct resolver_context *context);
const char *resolver_rcode_text(int rcode);
