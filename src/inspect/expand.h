/*
 * Endpoint -> targets: resolves the endpoint's name or the names among its
 * fronts, and gives every address. Shared by daemon and command.
 */
#pragma once

#include "model/failure.h"
#include "model/target.h"
#include "net/resolve.h"

#define EXPAND_MAX_TARGETS 256 /* addresses of one endpoint; said when cut */
#define EXPAND_DETAIL_MAX 256

struct expansion {
	ARRAY(struct target) targets; /* sorted by address, each once */
	int64_t ttl_s; /* how long the names hold; at least 1; 0: no names */
	enum failure failure; /* of the resolve stage, of the first name that
			       * failed; the others' addresses still count */
	char detail[EXPAND_DETAIL_MAX]; /* which name failed, and how */
	/* A family is unknown for some name, though others were learned:
	 * addresses of a family that shows none here may still hold. */
	bool is_partial;
	bool is_cut; /* more than EXPAND_MAX_TARGETS */
};

struct expand;
/* result is lent for the call. The expand is gone when it returns. */
typedef void (*expand_fn)(void *arg, const struct expansion *result);

/* All names of an endpoint are asked for at once. Never calls fn before it
 * returns. */
struct expand *expand_start(struct loop *loop, struct resolver *resolver,
    struct endpoint *endpoint, expand_fn fn, void *arg);
void expand_cancel(struct expand *expand);

/* Is there a name to resolve, or are all addresses listed? */
bool expand_needs_names(const struct endpoint *endpoint);
/* To keep a result: */
void expansion_copy(struct expansion *to, const struct expansion *from);
void expansion_clear(struct expansion *expansion);
