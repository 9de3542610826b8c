/*
 * Endpoint -> targets: resolves the endpoint's name or the names among its
 * fronts, and gives every address. Shared by daemon and command.
 */
#pragma once

#include "model/failure.h"
#include "model/target.h"
#include "net/resolve.h"

#define EXPAND_MAX_TARGETS 256 /* addresses of one endpoint; said when cut */

struct expansion {
	ARRAY(struct target) targets; /* sorted, each once */
	int64_t ttl_s; /* how long the names hold; at least 1; 0: no names */
	enum failure failure; /* of the resolve stage; NONE when all resolved */
	char detail[256];     /* which name failed, and how */
	bool is_cut;	      /* more than EXPAND_MAX_TARGETS */
};

struct expand;
/* result is lent for the call. */
typedef void (*expand_fn)(void *arg, const struct expansion *result);

struct expand *expand_start(struct loop *loop, struct resolver *resolver,
    struct endpoint *endpoint, expand_fn fn, void *arg);
void expand_cancel(struct expand *expand);
