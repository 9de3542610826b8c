/*
 * Endpoints that DNS names ("mx", "srv"): asked at the start, and again when
 * the answer has ended, within bounds. An answer that does not come leaves the
 * servers that were named last; that it does not is told after a few times.
 */
#pragma once

#include "config/config.h"
#include "net/resolve.h"

#define SERVICES_LEAST_S 60  /* not asked more often */
#define SERVICES_MOST_S 3600 /* ... nor less */
#define SERVICES_RETRY_S 60  /* after no answer */
#define SERVICES_FAILURES_TOLD 3

struct services;

struct services_hooks {
	/* All have been asked once. Called a turn or more after services_new,
	 * once. */
	void (*ready)(void *arg);
	/* The endpoints of the configuration are others now; words: what came
	 * and went in DNS. */
	void (*changed)(void *arg, const char *words);
	/* No answer, several times in a row; or one again. */
	void (*failing)(
	    void *arg, const char *service, bool is_failing, const char *words);
	void *arg;
};

/* Configuration and resolver are borrowed; the former's endpoints are changed
 * in place. */
struct services *services_new(struct loop *loop, struct resolver *resolver,
    struct config *config, const struct services_hooks *hooks);
void services_free(struct services *services);
CLEANUP_DEFINE(struct services, services_free)
/* Another configuration, which has adopted what the last one knew. */
void services_reset(struct services *services, struct resolver *resolver,
    struct config *config);
