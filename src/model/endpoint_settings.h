/*
 * struct endpoint_settings: how an endpoint is watched and judged, as far as it
 * takes room. Nearly all of 100,000 endpoints have the same, so those that are
 * finished share them (endpoint_pack); until then each has its own, which may
 * be changed.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/texts.h"
#include "model/allowed.h"
#include "model/approach.h"
#include "model/client_choice.h"
#include "model/expectation.h"
#include "model/thresholds.h"

#define ENDPOINT_ROLLOUT_GRACE_S 900
#define ENDPOINT_ROLLOUT_DEADLINE_S 86400

struct endpoint_label {
	char *key, *value;
};

/* Old and new certificate side by side: so long it is not told, and after so
 * long it is a fault. */
struct endpoint_rollout {
	int64_t grace_s, deadline_s;
};

struct endpoint_settings {
	ARRAY(struct endpoint_label) labels;
	struct texts trust;	      /* names of trust stores; a union */
	struct texts compared;	      /* ... judged by one by one; or none */
	struct expectation *expected; /* a reference; NULL: nothing */
	struct approach *approach;    /* a reference; NULL: plain */
	struct client_choice clients; /* those that matter */
	struct texts serves;	 /* ids of the files that it loads, if said */
	int64_t deploy_grace_s;	 /* how long these may be newer than what is
				  * served */
	struct allowed *allowed; /* a reference; NULL: addresses agree */
	struct endpoint_rollout rollout;
	struct thresholds thresholds; /* of what nears its end */
	int64_t interval_s;
	int64_t timeout_ms;	    /* for a whole probe */
	int64_t variant_interval_s; /* of each of the endpoint's variants */
	unsigned refs; /* 0: one endpoint's own, and part of its memory */
};

/* All empty, but for what is usual. */
void endpoint_settings_init(struct endpoint_settings *settings);
/* What is in them is freed, whoever's they are. */
void endpoint_settings_clear(struct endpoint_settings *settings);
/* to: empty, or with plain values only; its refs are left alone. */
void endpoint_settings_copy(
    struct endpoint_settings *to, const struct endpoint_settings *from);
bool endpoint_settings_equal(
    const struct endpoint_settings *a, const struct endpoint_settings *b);
/* Of those that are shared. */
void endpoint_settings_unref(struct endpoint_settings *settings);

/*
 * What was shared last, kept by whoever reads endpoints. It holds a reference
 * to each, forgets, and has a bound: that equal settings are shared saves
 * memory and is no promise. All zero is empty.
 */
#define SETTINGS_POOL_SLOTS 256

struct settings_pool {
	struct endpoint_settings *slots[SETTINGS_POOL_SLOTS];
	struct endpoint_settings **last; /* the slot used last, or NULL */
};

/* One reference to settings like these, whose content is taken over. */
struct endpoint_settings *settings_pool_share(
    struct settings_pool *pool, struct endpoint_settings *take_content);
void settings_pool_clear(struct settings_pool *pool);
