/*
 * How the clients of a root programme see the chain, by the dated rules of the
 * policy: a chain with several valid paths is lost to them only when every one
 * of these is.
 */
#pragma once

#include "judge/judgement.h"
#include "model/policy.h"

struct programme_view {
	/* the first second at which they refuse the chain by a rule;
	 * TIMESTAMP_NEVER: not before it breaks for everybody */
	int64_t refused_from;
	const struct policy_rule *rule; /* by which; NULL: by none */
	const struct cert *root;	/* under which the chain stood last */
};

struct programme_view programme_view(
    const struct judgement *judgement, enum policy_programme programme);
/* Is it a public CA's: does some path end at a root that the policy names as
 * public? */
bool programme_is_public(const struct judgement *judgement);
/* The same of one path. */
bool programme_is_path_public(
    const struct judgement *judgement, const struct path *path);
/* How long before a refusal it is worth a warning, in seconds. */
#define PROGRAMME_NEAR_S ((int64_t)90 * 86400)
