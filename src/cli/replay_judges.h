/*
 * The two judges of a replay, and by which settings an endpoint is judged:
 * those of the configuration, or what is usual where it does not list it any
 * more.
 */
#pragma once

#include "cli/store_judge.h"
#include "cli/trust.h"

struct replay_judges {
	struct config *config; /* lent */
	struct store_judge now, then;
	struct texts given; /* names of the stores given instead; or none */
	ARRAY(struct endpoint *) by_id; /* lent by the configuration */
};

bool replay_judges_open(struct replay_judges *judges, struct config *config,
    const struct trust_options *options, struct db *db,
    struct error *err) MUST_CHECK;
void replay_judges_close(struct replay_judges *judges);
/* One reference; then: with the stores given. NULL: the id makes no sense. */
struct endpoint *replay_judges_endpoint(
    const struct replay_judges *judges, const char *id, bool is_then);
