/*
 * Issuers fetched from caIssuers URLs; see aia.h.
 *
 * A fetch: in line -> running -> answered; its entry is busy all the while, so
 * that the cache keeps it. It has a struct http of its own, so that it never
 * writes into a connection that a webhook opened.
 */
#include "fetch/aia.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "fetch/aia_cache.h"
#include "fetch/aia_wait.h"
#include "fetch/guarded.h"
#include "pki/cert_body.h"

#define MINUTE_S 60
#define DAY_S 86400
#define MAX_URLS_LIMIT 10000 /* whatever is asked for */

const struct aia_options aia_options_default = {
    .is_enabled = true,
    .timeout_ms = 5000,
    .max_bytes = 128u << 10,
    .max_running = 8,
    .max_urls = 500,
    .fresh_s = (int64_t)7 * DAY_S,
    .retry_first_s = (int64_t)5 * MINUTE_S,
    .retry_most_s = DAY_S,
};

struct fetch {
	struct aia *aia;
	struct fetch *previous, *next; /* of all, in line or running */
	struct aia_entry *entry;
	struct guarded *request; /* NULL: in line */
};

struct aia {
	struct aia_options options;
	const struct clock *clock;
	struct http *http;
	struct aia_keeper keeper;
	struct aia_cache *cache;
	struct aia_waits *waits;
	struct fetch *first, *last; /* the running ones come first */
	size_t running;
	uint64_t fetches;
	struct fetch_counts outcomes;
	struct loop_timer *pump; /* starts what is in line */
};

static void
free_fetch(struct fetch *fetch)
{
	struct aia *aia = fetch->aia;

	if (fetch->previous != NULL)
		fetch->previous->next = fetch->next;
	else
		aia->first = fetch->next;
	if (fetch->next != NULL)
		fetch->next->previous = fetch->previous;
	else
		aia->last = fetch->previous;
	guarded_cancel(fetch->request);
	fetch->entry->is_busy = false;
	free(fetch);
}

/* Doubling from the first to the most. */
static int64_t
retry_s(const struct aia_options *options, unsigned failures)
{
	int64_t wait_s = options->retry_first_s;

	for (unsigned i = 1; i < failures && wait_s < options->retry_most_s;
	     i++)
		wait_s *= 2;
	return wait_s < options->retry_most_s ? wait_s : options->retry_most_s;
}

static void
keep(struct aia *aia, const struct aia_entry *entry)
{
	struct aia_record record = {
	    .answer = entry->answer,
	    .asked_at = entry->asked_at,
	    .next_at = entry->next_at,
	};

	if (aia->keeper.keep != NULL)
		aia->keeper.keep(aia->keeper.arg, &record);
}

static void
count(struct fetch_counts *counts, enum issuer_answer_kind kind)
{
	switch (kind) {
	case ISSUER_ANSWER_GOT: counts->got++; break;
	case ISSUER_ANSWER_UNREACHABLE: counts->unreachable++; break;
	case ISSUER_ANSWER_NOT_CERTS: counts->unusable++; break;
	case ISSUER_ANSWER_REFUSED: counts->refused++; break;
	}
}

/* What a fetch came to: remembered, kept, and told to those who wait. */
static void
end_fetch(struct fetch *take_fetch, struct issuer_answer *answer)
{
	struct aia *aia = take_fetch->aia;
	struct aia_entry *entry = take_fetch->entry;
	const struct aia_options *options = &aia->options;

	aia->running--;
	take_fetch->request = NULL;
	free_fetch(take_fetch);
	count(&aia->outcomes, answer->kind);
	entry->asked_at = clock_wall_s(aia->clock);
	answer->failures =
	    answer->kind == ISSUER_ANSWER_GOT ? 0 : entry->answer.failures + 1;
	switch (answer->kind) {
	case ISSUER_ANSWER_GOT:
		entry->next_at = entry->asked_at + options->fresh_s;
		break;
	case ISSUER_ANSWER_UNREACHABLE:
	case ISSUER_ANSWER_NOT_CERTS:
		entry->next_at =
		    entry->asked_at + retry_s(options, answer->failures);
		break;
	case ISSUER_ANSWER_REFUSED: /* what a name leads to may change */
		entry->next_at = entry->asked_at + options->retry_most_s;
		break;
	}
	aia_cache_set(aia->cache, entry, answer);
	keep(aia, entry);
	aia_waits_answered(aia->waits, entry);
	loop_timer_set(aia->pump, 0);
}

static void
fail_fetch(struct fetch *fetch, enum issuer_answer_kind kind, const char *words)
{
	struct issuer_answer answer = {.kind = kind, .detail = words};

	end_fetch(fetch, &answer);
}

static void
take_body(struct fetch *fetch, const struct http_result *result)
{
	struct error err = ERROR_INIT;
	struct cert_body body;
	struct issuer_answer answer = {.kind = ISSUER_ANSWER_GOT};

	if (!cert_body_parse(
		result->body, result->body_len, AIA_MAX_CERTS, &body, &err)) {
		CLEANUP(free)
		char *words = mem_printf("what comes is %s", err.message);

		fail_fetch(fetch, ISSUER_ANSWER_NOT_CERTS, words);
		return;
	}
	answer.certs = body.certs.items;
	answer.cert_count = body.certs.len;
	end_fetch(fetch, &answer);
	cert_body_clear(&body);
}

static void
on_fetched(void *arg, const struct guarded_result *result)
{
	struct fetch *fetch = arg;

	fetch->request = NULL;
	switch (result->outcome) {
	case GUARDED_GOT: take_body(fetch, result->http); break;
	case GUARDED_SAME: /* nobody asked for that */
		fail_fetch(fetch, ISSUER_ANSWER_UNREACHABLE,
		    "it answers with status 304");
		break;
	case GUARDED_UNREACHABLE:
		fail_fetch(fetch, ISSUER_ANSWER_UNREACHABLE, result->words);
		break;
	case GUARDED_TOO_LARGE:
		fail_fetch(fetch, ISSUER_ANSWER_NOT_CERTS, result->words);
		break;
	case GUARDED_REFUSED:
		fail_fetch(fetch, ISSUER_ANSWER_REFUSED, result->words);
		break;
	}
}

static void
start(struct fetch *fetch)
{
	struct aia *aia = fetch->aia;
	const struct guarded_options options = {
	    .guard = &aia->options.guard,
	    .url = fetch->entry->url,
	    .timeout_ms = aia->options.timeout_ms,
	    .max_bytes = aia->options.max_bytes,
	};

	aia->running++;
	aia->fetches++;
	fetch->request = guarded_start(aia->http, &options, on_fetched, fetch);
}

static void
on_pump(void *arg)
{
	struct aia *aia = arg;

	for (struct fetch *fetch = aia->first;
	     fetch != NULL && aia->running < aia->options.max_running;
	     fetch = fetch->next) {
		if (fetch->request == NULL)
			start(fetch);
	}
}

/* Also when the clock was set back since it was asked for. */
static bool
is_due(const struct aia_entry *entry, int64_t now)
{
	return now >= entry->next_at || now < entry->asked_at;
}

static void
get_in_line(struct aia *aia, struct aia_entry *entry)
{
	struct fetch *fetch = MEM_NEW(struct fetch);

	fetch->aia = aia;
	fetch->entry = entry;
	entry->is_busy = true;
	fetch->previous = aia->last;
	if (aia->last != NULL)
		aia->last->next = fetch;
	else
		aia->first = fetch;
	aia->last = fetch;
	loop_timer_set(aia->pump, 0);
}

struct aia_wait *
aia_ask(struct aia *aia, const struct texts *urls, int64_t timeout_ms,
    loop_fn done, void *arg)
{
	const void *entries[AIA_WAIT_MAX_URLS];
	int64_t now = clock_wall_s(aia->clock);
	size_t count = 0;

	for (size_t i = 0; i < urls->len && count < AIA_WAIT_MAX_URLS; i++) {
		struct aia_entry *entry =
		    aia_cache_get(aia->cache, urls->items[i]);

		if (entry == NULL || !aia->options.is_enabled)
			continue;
		if (!entry->is_busy) {
			if (entry->has_answer && !is_due(entry, now))
				continue;
			get_in_line(aia, entry);
		}
		entries[count++] = entry;
	}
	return aia_waits_add(aia->waits, entries, count, timeout_ms, done, arg);
}

const struct issuer_answer *
aia_find(
    struct aia *aia, const char *url, bool *ret_is_stale, int64_t *ret_next_at)
{
	const struct aia_entry *entry = aia_cache_find(aia->cache, url);

	if (entry == NULL || !entry->has_answer)
		return NULL;
	*ret_is_stale = is_due(entry, clock_wall_s(aia->clock));
	*ret_next_at = entry->next_at;
	return &entry->answer;
}

void
aia_restore(struct aia *aia, const struct aia_record *record)
{
	struct aia_entry *entry = aia_cache_get(aia->cache, record->answer.url);
	int64_t latest = clock_wall_s(aia->clock) + aia->options.fresh_s;

	if (entry == NULL || entry->is_busy)
		return;
	entry->asked_at = record->asked_at;
	/* the clock may have been set back since */
	entry->next_at = record->next_at < latest ? record->next_at : latest;
	aia_cache_set(aia->cache, entry, &record->answer);
}

const struct cert_set *
aia_certs(struct aia *aia)
{
	return aia_cache_certs(aia->cache);
}

uint64_t
aia_generation(const struct aia *aia)
{
	return aia_cache_generation(aia->cache);
}

bool
aia_is_enabled(const struct aia *aia)
{
	return aia->options.is_enabled;
}

void
aia_set_options(struct aia *aia, const struct aia_options *options)
{
	if (memcmp(&aia->options, options, sizeof *options) == 0)
		return;
	aia->options = *options;
	aia_cache_forget_refused(aia->cache);
}

void
aia_set_resolver(struct aia *aia, struct resolver *resolver)
{
	http_set_resolver(aia->http, resolver);
}

struct aia_counts
aia_counts(const struct aia *aia)
{
	return (struct aia_counts){
	    .fetches = aia->fetches,
	    .outcomes = aia->outcomes,
	    .urls = aia_cache_len(aia->cache),
	    .running = aia->running,
	};
}

struct aia *
aia_new(struct loop *loop, const struct clock *clock, struct resolver *resolver,
    const struct aia_options *options, const struct aia_keeper *keeper)
{
	struct aia *aia = MEM_NEW(struct aia);
	size_t max_urls = options->max_urls;

	aia->options = *options;
	aia->clock = clock;
	if (keeper != NULL)
		aia->keeper = *keeper;
	aia->http = http_new(loop, resolver);
	aia->cache = aia_cache_new(
	    max_urls < MAX_URLS_LIMIT ? max_urls : MAX_URLS_LIMIT);
	aia->waits = aia_waits_new(loop);
	aia->pump = loop_timer_new(loop, on_pump, aia);
	return aia;
}

void
aia_free(struct aia *aia)
{
	if (aia == NULL)
		return;
	while (aia->first != NULL)
		free_fetch(aia->first);
	loop_timer_free(aia->pump);
	aia_waits_free(aia->waits);
	aia_cache_free(aia->cache);
	http_free(aia->http);
	free(aia);
}
