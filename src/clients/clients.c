/* Every client asked, now and at the dates ahead; see clients.h. */
#include "clients/clients.h"

#include <stdlib.h>

#include "base/timestamp.h"
#include "clients/build.h"

static const client_build_fn builders[CLIENT_BUILDER_COUNT] = {
    [CLIENT_BUILDS_EVERY_PATH] = client_build_every_path,
    [CLIENT_BUILDS_TRUSTED_FIRST] = client_build_greedy,
    [CLIENT_BUILDS_SENT_FIRST] = client_build_greedy,
    [CLIENT_BUILDS_SENT_THEN_SHORTER] = client_build_greedy,
    [CLIENT_BUILDS_SORTED] = client_build_sorted,
    [CLIENT_BUILDS_FORWARD] = client_build_forward,
    [CLIENT_BUILDS_BACKWARD] = client_build_backward,
    [CLIENT_BUILDS_NEWEST] = client_build_newest,
    [CLIENT_BUILDS_STRICT] = client_build_strict,
};

struct client_verdict
client_ask(struct client_scene *scene, const struct client_profile *profile,
    int64_t at)
{
	const struct client_question question = {
	    .profile = profile,
	    .scene = scene,
	    .at = at,
	    .steps_left = &scene->steps_left,
	};
	struct client_verdict verdict;

	if (!client_rules_message(&question, &verdict))
		return verdict;
	verdict = builders[profile->builder](&question);
	if (verdict.accepts && !client_rules_name(&question, &verdict))
		return verdict;
	return verdict;
}

bool
client_is_checked(const struct client_scene *scene,
    const struct client_profile *profile, const struct client_verdict *verdict)
{
	if (!profile->is_checked || verdict->rule != NULL)
		return false;
	if (!(profile->issuers & CLIENT_PRELOADS))
		return true;
	ARRAY_EACH (cert, &scene->certs) {
		if (cert->is_disclosed && (cert->from & CLIENT_FROM_PRELOAD) &&
		    !(cert->from & (CLIENT_FROM_SENT | CLIENT_FROM_ANCHOR)))
			return false;
	}
	return true;
}

static void
add_date(struct client_dates *dates, int64_t now, int64_t at)
{
	if (at > now && dates->len < sizeof dates->at / sizeof dates->at[0])
		dates->at[dates->len++] = at;
}

static int
compare_dates(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

void
client_dates_find(
    const struct client_scene *scene, int64_t now, struct client_dates *ret)
{
	size_t kept = 0;

	ret->len = 0;
	ARRAY_EACH (cert, &scene->certs) {
		add_date(ret, now, cert->cert->not_before);
		add_date(ret, now, cert->cert->not_after);
		add_date(ret, now, cert->cert->not_after + 1);
		for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
			if (cert->refused_from[i] != TIMESTAMP_NEVER)
				add_date(ret, now, cert->refused_from[i]);
		}
	}
	qsort(ret->at, ret->len, sizeof ret->at[0], compare_dates);
	for (size_t i = 0; i < ret->len; i++) {
		if (kept == 0 || ret->at[kept - 1] != ret->at[i])
			ret->at[kept++] = ret->at[i];
	}
	ret->len = kept;
}

struct client_forecast
client_forecast(struct client_scene *scene,
    const struct client_profile *profile, const struct client_dates *dates,
    int64_t now)
{
	struct client_forecast forecast = {
	    .now = client_ask(scene, profile, now),
	};

	if (!forecast.now.accepts)
		return forecast;
	forecast.breaks_at = TIMESTAMP_NEVER;
	for (size_t i = 0; i < dates->len && scene->steps_left > 0; i++) {
		forecast.then = client_ask(scene, profile, dates->at[i]);
		if (!forecast.then.accepts && scene->steps_left > 0) {
			forecast.breaks_at = dates->at[i];
			break;
		}
	}
	return forecast;
}
