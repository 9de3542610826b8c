/* Missing issuers for one command; see issuer_fetch.h. */
#include "cli/issuer_fetch.h"

#include "base/mem.h"
#include "net/resolve.h"

#define MAX_URLS 16   /* in all rounds together; aia_ask takes as many */
#define WAIT_MS 15000 /* for one round */

struct issuer_fetch {
	struct loop *loop;
	struct resolver *resolver;
	struct aia *aia;
	struct texts asked;
	ARRAY(struct issuer_answer) answers; /* of asked; lent by aia */
};

bool
issuer_fetch_allow(
    struct guard *guard, const struct option_list *allowed, struct error *err)
{
	ARRAY_EACH (text, &allowed->items) {
		if (guard->allowed_count == GUARD_MAX_RANGES)
			return error_set(err, ERROR_LIMIT,
			    "--aia-allow is given more than %d times",
			    GUARD_MAX_RANGES);
		if (!guard_range_parse(
			*text, &guard->allowed[guard->allowed_count], err))
			return error_prefix(err, "--aia-allow %.100s", *text);
		guard->allowed_count++;
	}
	return true;
}

struct issuer_fetch *
issuer_fetch_new(const struct option_list *allowed, struct error *err)
{
	static const struct resolver_options resolver_options = {0};
	struct aia_options options = aia_options_default;
	struct issuer_fetch *fetch;

	if (!issuer_fetch_allow(&options.guard, allowed, err))
		return NULL;
	fetch = MEM_NEW(struct issuer_fetch);
	fetch->loop = loop_new();
	fetch->resolver = resolver_new(fetch->loop, &resolver_options, err);
	if (fetch->resolver == NULL) {
		issuer_fetch_free(fetch);
		return NULL;
	}
	fetch->aia = aia_new(
	    fetch->loop, &clock_system, fetch->resolver, &options, NULL);
	return fetch;
}

void
issuer_fetch_free(struct issuer_fetch *fetch)
{
	if (fetch == NULL)
		return;
	aia_free(fetch->aia);
	resolver_free(fetch->resolver);
	loop_free(fetch->loop);
	texts_clear(&fetch->asked);
	ARRAY_CLEAR(&fetch->answers);
	free(fetch);
}

static void
stop(void *arg)
{
	struct issuer_fetch *fetch = arg;

	loop_stop(fetch->loop);
}

static void
collect_answers(struct issuer_fetch *fetch)
{
	bool is_stale;
	int64_t next_at;

	fetch->answers.len = 0;
	for (size_t i = 0; i < fetch->asked.len; i++) {
		const struct issuer_answer *answer = aia_find(
		    fetch->aia, fetch->asked.items[i], &is_stale, &next_at);

		if (answer != NULL)
			*ARRAY_ADD(&fetch->answers) = *answer;
	}
}

bool
issuer_fetch_ask(struct issuer_fetch *fetch, const struct report *report)
{
	struct texts urls = {0};

	ARRAY_EACH (want, &report->wants) {
		for (size_t i = 0; i < want->cert->aia_issuer_count; i++) {
			const char *url = want->cert->aia_issuers[i];

			if (fetch->asked.len == MAX_URLS ||
			    texts_has(&fetch->asked, url))
				continue;
			texts_add(&urls, url);
			texts_add(&fetch->asked, url);
		}
	}
	if (urls.len == 0)
		return false;
	aia_ask(fetch->aia, &urls, WAIT_MS, stop, fetch);
	loop_run(fetch->loop);
	texts_clear(&urls);
	collect_answers(fetch);
	return true;
}

const struct cert_set *
issuer_fetch_certs(const struct issuer_fetch *fetch)
{
	return aia_certs(fetch->aia);
}

const struct issuer_answer *
issuer_fetch_answers(const struct issuer_fetch *fetch, size_t *ret_count)
{
	*ret_count = fetch->answers.len;
	return fetch->answers.items;
}
