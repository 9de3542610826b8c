/* The chain to serve instead; see corrected.h. */
#include "control/corrected.h"

#include <string.h>

struct scene {
	struct inspector *inspector;
	struct target target;
	int64_t now;
};

static struct report *
judge_seen(const struct scene *scene, const struct target_chain *chain)
{
	CLEANUP(observation_free)
	struct observation *observation = target_chain_observation(
	    chain, (enum variant)scene->target.place.variant);

	return observation == NULL
	    ? NULL
	    : inspect_report(
		  scene->inspector, &scene->target, observation, scene->now);
}

/* As if the server sent it. */
static struct report *
judge_served(const void *arg, const struct chain *chain)
{
	struct target_chain served = {0};
	struct report *report;

	for (size_t i = 0; i < chain->len; i++) {
		struct target_chain_cert *cert = ARRAY_ADD(&served.certs);

		memcpy(cert->sha256, chain->certs[i]->sha256, CERT_SHA256_LEN);
		/* only read */
		cert->der = (uint8_t *)(uintptr_t)chain->certs[i]->der;
		cert->der_len = chain->certs[i]->der_len;
	}
	report = judge_seen(arg, &served);
	ARRAY_CLEAR(&served.certs);
	return report;
}

bool
corrected_make(const struct target_chain *chain, struct inspector *inspector,
    struct endpoint *endpoint, int64_t now, struct mended *ret_mended)
{
	const struct scene scene = {
	    .inspector = inspector,
	    .target = {.endpoint = endpoint,
		.place = *target_chain_place(chain)},
	    .now = now,
	};
	CLEANUP(report_unref)
	struct report *before = judge_seen(&scene, chain);

	if (before == NULL)
		return false;
	mended_make(before, judge_served, &scene, ret_mended);
	return true;
}
