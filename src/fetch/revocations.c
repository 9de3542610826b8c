/*
 * Evidence of revocation: once for all, remembered, asked again in time; see
 * revocations.h.
 *
 * An entry: known or not -> in line -> asked -> (a list: in its file, walked)
 * -> answered. It is busy all the while, so that the cache keeps it. A list
 * that is there is walked again when it is asked about somebody new: then, too,
 * it is busy.
 */
#include "fetch/revocations.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/texts.h"
#include "base/timestamp.h"
#include "fetch/revocation_inside.h"
#include "net/http.h"
#include "pki/crl.h"
#include "pki/ocsp_request.h"

#define MAX_ENTRIES 100000 /* whatever is asked for */
#define REFRESH_MS 60000

const struct revocations_options revocations_options_default = {
    .is_enabled = true,
    .ocsp_timeout_ms = 5000,
    .crl_timeout_ms = 60000,
    .max_crl_bytes = 32u << 20,
    .max_running = 16,
    .max_host_running = 4,
    .max_lists = 2000,
    .max_responses = REVOCATIONS_MAX_RESPONSES,
    .max_file_bytes = (uint64_t)1 << 30,
    .max_response_bytes = 64u << 20, /* 3 kB each; most have half of it */
    .least_s = 900,
    .retry_first_s = 300,
    .retry_most_s = 6 * (int64_t)3600,
};

static void
on_dropped(void *arg, struct revocation_entry *entry)
{
	struct revocations *revocations = arg;
	struct revocation_list *list = entry->list;

	if (list == NULL) {
		revocations->response_bytes -= entry->answer.der_len;
		return;
	}
	if (list->is_kept) {
		revocations->file_bytes -= list->file_len;
		list_folder_drop(revocations->folder, list->file);
	}
	revocations->uses.items[list->number].changes++;
	*ARRAY_ADD(&revocations->free_numbers) = list->number;
}

static void
on_refresh(void *arg)
{
	struct revocations *revocations = arg;
	int64_t next_at = revocations_refresh(revocations);
	int64_t in_s = next_at - clock_wall_s(revocations->clock);

	/* Which lists there are changes by what the loop does. */
	loop_timer_set_idle(revocations->refresh_timer, REFRESH_MS, REFRESH_MS);
	if (next_at == INT64_MAX)
		loop_timer_stop(revocations->due_timer);
	else
		loop_timer_set(revocations->due_timer,
		    in_s * 1000 > REFRESH_MS ? in_s * 1000 : REFRESH_MS);
}

static size_t
at_most(size_t number, size_t most)
{
	return number < most ? number : most;
}

struct revocations *
revocations_new(struct loop *loop, const struct clock *clock,
    struct resolver *resolver, const struct revocations_options *options,
    const char *folder, const struct revocations_keeper *keeper)
{
	struct revocations *revocations = MEM_NEW(struct revocations);

	revocations->options = *options;
	revocations->loop = loop;
	revocations->clock = clock;
	revocations->http = http_new(loop, resolver);
	revocations->folder = list_folder_new(loop, folder);
	if (keeper != NULL)
		revocations->keeper = *keeper;
	revocations->lists = revocation_cache_new(
	    at_most(options->max_lists, MAX_ENTRIES), on_dropped, revocations);
	revocations->responses =
	    revocation_cache_new(at_most(options->max_responses, MAX_ENTRIES),
		on_dropped, revocations);
	revocations->subjects = revocation_subjects_new();
	(void)ARRAY_ADD(&revocations->uses); /* REVOCATION_NO_LIST */
	revocations->pace = host_pace_new(options->max_host_running);
	revocations->waits = aia_waits_new(loop);
	revocations->pump =
	    loop_timer_new(loop, revocation_errands_pump, revocations);
	revocations->walk_timer =
	    loop_timer_new(loop, revocation_errands_walk_due, revocations);
	revocations->refresh_timer =
	    loop_timer_new(loop, on_refresh, revocations);
	revocations->due_timer = loop_timer_new(loop, on_refresh, revocations);
	loop_timer_set(revocations->refresh_timer, REFRESH_MS);
	return revocations;
}

void
revocations_free(struct revocations *revocations)
{
	if (revocations == NULL)
		return;
	revocation_errands_cancel_all(revocations);
	aia_waits_free(revocations->waits);
	loop_timer_free(revocations->pump);
	loop_timer_free(revocations->walk_timer);
	loop_timer_free(revocations->refresh_timer);
	loop_timer_free(revocations->due_timer);
	revocation_cache_free(revocations->lists);
	revocation_cache_free(revocations->responses);
	revocation_subjects_free(revocations->subjects);
	host_pace_free(revocations->pace);
	list_folder_free(revocations->folder);
	http_free(revocations->http);
	ARRAY_CLEAR(&revocations->uses);
	ARRAY_CLEAR(&revocations->free_numbers);
	free(revocations);
}

void
revocations_set_resolver(
    struct revocations *revocations, struct resolver *resolver)
{
	http_set_resolver(revocations->http, resolver);
}

static void
forget_refused(struct revocation_cache *cache)
{
	for (size_t i = 0; i < revocation_cache_len(cache); i++) {
		struct revocation_entry *entry = revocation_cache_at(cache, i);

		if (entry->has_answer &&
		    entry->answer.outcome == REVOCATION_REFUSED)
			entry->next_at = 0;
	}
}

void
revocations_set_options(
    struct revocations *revocations, const struct revocations_options *options)
{
	bool is_other_guard = memcmp(&revocations->options.guard,
				  &options->guard, sizeof options->guard) != 0;

	revocations->options = *options;
	if (!is_other_guard)
		return;
	forget_refused(revocations->lists);
	forget_refused(revocations->responses);
	/* who was refused is asked about again */
	ARRAY_EACH (use, &revocations->uses)
		use->changes++;
}

bool
revocations_is_enabled(const struct revocations *revocations)
{
	return revocations->options.is_enabled;
}

void
revocations_set_response(struct revocations *revocations,
    struct revocation_entry *entry, const uint8_t *der, size_t len, int64_t now)
{
	bool was_busy = entry->is_busy;

	revocations->response_bytes -= entry->answer.der_len;
	revocation_entry_set_response(entry, der, len, now);
	revocations->response_bytes += len;
	entry->is_busy = true; /* this one stays */
	while (revocations->response_bytes >
		revocations->options.max_response_bytes &&
	    revocation_cache_shed(revocations->responses))
		;
	entry->is_busy = was_busy;
}

static bool
is_http(const char *url)
{
	return strncasecmp(url, "http:", 5) == 0;
}

static bool
has_http(const char *const *urls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (is_http(urls[i]))
			return true;
	}
	return false;
}

/* What an entry is to a want. */
enum standing {
	STANDING_GOOD,	  /* it says something, and is not to be asked yet */
	STANDING_OLD,	  /* it says something; it is time to ask again */
	STANDING_SILENT,  /* it says nothing of this one yet */
	STANDING_FAILED,  /* and is not to be asked yet */
	STANDING_FORGIVEN /* it failed, and may be asked again */
};

/* What is proven for who wanted the changes is no complete list. */
static bool
is_delta_only(const struct revocation_list *list, const struct want *want)
{
	return want->kind == WANT_CRL && list->crl != NULL &&
	    list->crl->base != NULL;
}

/* Can it be proven now, which it was not for who asked before? Or the other way
 * round? */
static bool
is_proof_due(const struct revocation_entry *entry, const struct want *want)
{
	const struct revocation_list *list = entry->list;

	return list != NULL && want->is_trusted &&
	    (list->proof != REVOCATION_PROVEN || list->beside != NULL ||
		is_delta_only(list, want)) &&
	    !revocation_askers_know(&entry->askers, want);
}

static enum standing
standing_of(
    const struct revocation_entry *entry, const struct want *want, int64_t now)
{
	bool is_old;

	if (entry == NULL || !entry->has_answer)
		return STANDING_SILENT;
	is_old = revocation_entry_is_due(entry, now);
	if (entry->answer.outcome != REVOCATION_GOT)
		return is_old ? STANDING_FORGIVEN : STANDING_FAILED;
	if (entry->list != NULL &&
	    (entry->list->crl == NULL ||
		!crl_knows(entry->list->crl, want->cert)))
		return STANDING_SILENT;
	if (is_proof_due(entry, want))
		return STANDING_FORGIVEN;
	if (entry->answer.is_unproven)
		return is_old ? STANDING_FORGIVEN : STANDING_FAILED;
	return is_old ? STANDING_OLD : STANDING_GOOD;
}

static void
add_answer(
    struct revocations_known *known, const struct revocation_entry *entry)
{
	if (known->count < REVOCATIONS_MAX_ANSWERS)
		known->answers[known->count++] = &entry->answer;
	if (entry->list != NULL && entry->list->beside != NULL &&
	    known->count < REVOCATIONS_MAX_ANSWERS)
		known->answers[known->count++] = &entry->list->beside_answer;
	if (entry->next_at < known->next_at)
		known->next_at = entry->next_at;
}

/* One URL after the other, until one says something: of several, each gives
 * the same. Returns the one to be asked (made if is_asking), or NULL. */
static struct revocation_entry *
visit(struct revocations *revocations, const struct want *want, bool is_asking,
    struct revocations_known *known)
{
	const uint8_t *sha256 =
	    want->kind == WANT_OCSP ? want->cert->sha256 : NULL;
	int64_t now = clock_wall_s(revocations->clock);
	size_t count;
	const char *const *urls = want_urls(want, &count);
	bool is_any = !has_http(urls, count); /* one that is refused, then */

	*known = (struct revocations_known){.next_at = TIMESTAMP_NEVER};
	for (size_t i = 0; i < count; i++) {
		struct revocation_entry *entry;
		enum standing standing;

		if (!is_any && !is_http(urls[i]))
			continue;
		entry = is_asking
		    ? revocations_get_entry(revocations, urls[i], sha256)
		    : revocation_cache_find(sha256 != NULL
			      ? revocations->responses
			      : revocations->lists,
			  urls[i], sha256);
		standing = standing_of(entry, want, now);
		if (entry != NULL) {
			entry->is_seen = true;
			entry->used_at = now;
		}
		known->is_open =
		    standing != STANDING_GOOD && standing != STANDING_FAILED;
		if (standing != STANDING_SILENT)
			add_answer(known, entry);
		if (entry != NULL && want->kind == WANT_CRL)
			revocation_subjects_set_list(revocations->subjects,
			    want->cert->sha256, entry->list->number);
		if (known->is_open)
			return entry;
		if (standing == STANDING_GOOD)
			return NULL;
		known->has_failed = true;
	}
	return NULL;
}

void
revocations_find(struct revocations *revocations, const struct want *want,
    struct revocations_known *ret_known)
{
	(void)visit(revocations, want, false, ret_known);
	if (!revocations->options.is_enabled)
		ret_known->is_open = false;
}

/* false: it cannot be asked for. */
static bool
ask_about(struct revocations *revocations, struct revocation_entry *entry,
    const struct want *want)
{
	int64_t now = clock_wall_s(revocations->clock);
	struct revocation_list *list = entry->list;
	bool had_trusted = revocation_askers_has_trusted(&entry->askers);
	bool is_news = revocation_askers_add(&entry->askers, want);

	if (list == NULL) {
		if (entry->request == NULL)
			entry->request = ocsp_request_new(
			    want->cert, want->issuer, &entry->request_len);
		if (entry->request != NULL)
			revocation_errands_ask(revocations, entry);
		return entry->request != NULL;
	}
	(void)revocation_list_ask(list, crl_serial_hash(want->cert));
	if (is_news && is_delta_only(list, want)) {
		list->proof = REVOCATION_UNPROVEN;
		had_trusted = false; /* nobody has asked for a complete one */
	}
	list->must_prove |= is_news && !had_trusted;
	if (!entry->has_answer || revocation_entry_is_due(entry, now) ||
	    (is_news && list->beside != NULL))
		revocation_errands_ask(revocations, entry);
	if (list->crl == NULL || !crl_knows(list->crl, want->cert) ||
	    (is_news && list->proof != REVOCATION_PROVEN))
		revocation_errands_walk(revocations, entry);
	return true;
}

struct aia_wait *
revocations_ask(struct revocations *revocations,
    const struct want *const *wants, size_t count, int64_t timeout_ms,
    loop_fn done, void *arg)
{
	const void *entries[AIA_WAIT_MAX_URLS];
	size_t asked = 0;

	for (size_t i = 0; i < count && asked < AIA_WAIT_MAX_URLS; i++) {
		struct revocations_known known;
		struct revocation_entry *entry;

		if (!revocations->options.is_enabled)
			break;
		entry = visit(revocations, wants[i], true, &known);
		if (entry != NULL && ask_about(revocations, entry, wants[i]))
			entries[asked++] = entry;
	}
	return aia_waits_add(
	    revocations->waits, entries, asked, timeout_ms, done, arg);
}

uint64_t
revocations_generation(
    struct revocations *revocations, const uint8_t *cert_sha256)
{
	struct revocation_list_use *use;
	uint32_t parts[3] = {
	    revocation_subjects_list(revocations->subjects, cert_sha256),
	    revocation_subjects_changes(revocations->subjects, cert_sha256),
	};

	use = &revocations->uses.items[parts[0]];
	use->used_at = clock_wall_s(revocations->clock);
	parts[2] = use->changes;
	return hash_bytes(HASH_START, parts, sizeof parts);
}

bool
revocations_is_busy(const struct revocations *revocations)
{
	return revocations->first != NULL;
}

struct revocations_counts
revocations_counts(const struct revocations *revocations)
{
	return (struct revocations_counts){
	    .fetches = revocations->fetches,
	    .of_lists = revocations->of_lists,
	    .of_responses = revocations->of_responses,
	    .walks = revocations->walks,
	    .lists = revocation_cache_len(revocations->lists),
	    .responses = revocation_cache_len(revocations->responses),
	    .running = revocations->running,
	    .file_bytes = revocations->file_bytes,
	    .response_bytes = revocations->response_bytes,
	};
}
