/*
 * What clients say of a chain, and until when: every profile asked about one
 * scene. Used by the judge.
 */
#pragma once

#include "clients/profile.h"
#include "clients/reason.h"
#include "clients/scene.h"

/* At that second. */
struct client_verdict client_ask(struct client_scene *scene,
    const struct client_profile *profile, int64_t at);

/* Does the answer hang on nothing but what was asked of the real stack? Dated
 * rules and intermediates known beforehand are modelled. */
bool client_is_checked(const struct client_scene *scene,
    const struct client_profile *profile, const struct client_verdict *verdict);

struct client_forecast {
	struct client_verdict now;
	int64_t breaks_at;	    /* the first second at which it refuses;
				     * TIMESTAMP_NEVER; 0: it does now */
	struct client_verdict then; /* what it says then */
};

#define CLIENT_DATES_MAX ((3 + POLICY_PROGRAMME_COUNT) * CLIENT_SCENE_MAX_CERTS)

/* Seconds at which some answer can change, after `now`, in order. */
struct client_dates {
	int64_t at[CLIENT_DATES_MAX];
	size_t len;
};

void client_dates_find(
    const struct client_scene *scene, int64_t now, struct client_dates *ret);
struct client_forecast client_forecast(struct client_scene *scene,
    const struct client_profile *profile, const struct client_dates *dates,
    int64_t now);
