/* Fetches and walks, in line and running; see revocation_inside.h. */
#include "fetch/revocation_inside.h"

#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"
#include "fetch/revocation_fetch.h"
#include "fetch/revocation_life.h"
#include "pki/ocsp_request.h"

#define WALK_SHARE 10 /* of its time a list is walked, at most */
#define WORDS_MAX 200
#define USED_S (7 * (int64_t)86400) /* a list is refreshed for so long */

struct revocation_errand {
	struct revocations *revocations;
	struct revocation_errand *previous, *next;
	struct revocation_entry *entry;
	struct revocation_fetch *fetch; /* NULL: in line, or a walk */
	struct list_walk *walk;
	int64_t began_ms;
};

static struct revocation_errand *
errand_new(struct revocations *revocations, struct revocation_entry *entry)
{
	struct revocation_errand *errand = MEM_NEW(struct revocation_errand);

	errand->revocations = revocations;
	errand->entry = entry;
	entry->is_busy = true;
	errand->previous = revocations->last;
	if (revocations->last != NULL)
		revocations->last->next = errand;
	else
		revocations->first = errand;
	revocations->last = errand;
	return errand;
}

static void
errand_free(struct revocation_errand *errand)
{
	struct revocations *revocations = errand->revocations;

	if (errand->previous != NULL)
		errand->previous->next = errand->next;
	else
		revocations->first = errand->next;
	if (errand->next != NULL)
		errand->next->previous = errand->previous;
	else
		revocations->last = errand->previous;
	revocation_fetch_cancel(errand->fetch);
	list_walk_cancel(errand->walk);
	errand->entry->is_busy = false;
	free(errand);
}

void
revocation_errands_cancel_all(struct revocations *revocations)
{
	while (revocations->first != NULL)
		errand_free(revocations->first);
}

static void
keep(struct revocations *revocations, const struct revocation_entry *entry)
{
	const struct revocation_list *list = entry->list;
	struct revocations_record record = {
	    .answer = entry->answer,
	    .cert_sha256 = list == NULL ? entry->answer.cert_sha256 : NULL,
	    .next_at = entry->next_at,
	    .next_update = entry->next_update,
	};

	if (list != NULL) {
		record.this_update = list->this_update;
		record.file = list->is_kept ? list->file : NULL;
		record.file_len = list->file_len;
		record.etag = list->etag;
		record.last_modified = list->last_modified;
	}
	if (revocations->keeper.keep != NULL)
		revocations->keeper.keep(revocations->keeper.arg, &record);
}

/* Whoever rests on it is judged anew. */
static void
note_change(
    struct revocations *revocations, const struct revocation_entry *entry)
{
	if (entry->list != NULL)
		revocations->uses.items[entry->list->number].changes++;
	else
		revocation_subjects_touch(
		    revocations->subjects, entry->answer.cert_sha256);
}

static void
set_next(struct revocations *revocations, struct revocation_entry *entry,
    int64_t this_update, int64_t max_age_s)
{
	const struct revocation_life life = {
	    .this_update = this_update,
	    .next_update = entry->next_update,
	    .max_age_s = max_age_s,
	    .spread = entry->hash,
	};

	entry->tries = 0;
	entry->next_at = revocation_life_next(&life,
	    clock_wall_s(revocations->clock), revocations->options.least_s);
}

static void
fail(struct revocations *revocations, struct revocation_entry *entry,
    enum revocation_outcome outcome, const char *words)
{
	const struct revocations_options *options = &revocations->options;
	int64_t now = clock_wall_s(revocations->clock);
	bool had_answer = entry->has_answer;
	enum revocation_outcome before = entry->answer.outcome;

	revocation_entry_fail(entry, outcome, words, now);
	entry->tries++;
	entry->next_at = outcome == REVOCATION_REFUSED
	    ? now + options->retry_most_s /* what a name leads to may change */
	    : revocation_life_retry(entry->tries, now, options->retry_first_s,
		  options->retry_most_s);
	if (!had_answer || entry->answer.outcome != before)
		note_change(revocations, entry);
}

/* The oldest lists make room for one that came. */
static void
bound_files(
    struct revocations *revocations, const struct revocation_entry *stays)
{
	while (revocations->file_bytes > revocations->options.max_file_bytes) {
		struct revocation_entry *oldest = NULL;

		for (size_t i = 0; i < revocation_cache_len(revocations->lists);
		     i++) {
			struct revocation_entry *entry =
			    revocation_cache_at(revocations->lists, i);

			if (entry != stays && !entry->is_busy &&
			    entry->list->is_kept &&
			    (oldest == NULL ||
				entry->used_at < oldest->used_at))
				oldest = entry;
		}
		if (oldest == NULL)
			return;
		revocation_cache_drop(revocations->lists, oldest);
	}
}

static void
clear_failure(struct revocations *revocations, struct revocation_entry *entry)
{
	entry->answer.failures = 0;
	entry->answer.asked_at = clock_wall_s(revocations->clock);
	free((void *)TAKE(entry->answer.detail));
}

/* It is there so that the judge can say what is wrong with it; it is asked for
 * again as after a failure. */
static void
doubt(struct revocations *revocations, struct revocation_entry *entry,
    const char *words)
{
	entry->answer.failures = ++entry->tries;
	entry->answer.detail = mem_strdup(words);
	entry->next_at = revocation_life_retry(entry->tries,
	    entry->answer.asked_at, revocations->options.retry_first_s,
	    revocations->options.retry_most_s);
}

static void
take_new_list(struct revocations *revocations, struct revocation_entry *entry,
    struct revocation_came *came)
{
	struct revocation_list *list = entry->list;
	bool had_ended = list->is_kept &&
	    entry->next_update < clock_wall_s(revocations->clock);
	bool was_unproven = entry->answer.is_unproven;

	revocations->file_bytes +=
	    came->file_len - (list->is_kept ? list->file_len : 0);
	list->file_len = came->file_len;
	list->is_kept = true;
	memcpy(list->etag, came->caching.etag, sizeof list->etag);
	memcpy(list->last_modified, came->caching.last_modified,
	    sizeof list->last_modified);
	entry->answer.is_unproven = came->is_unproven;
	if (revocation_entry_set_crl(entry, TAKE(came->take_crl)) ||
	    had_ended || was_unproven != came->is_unproven)
		note_change(revocations, entry);
	bound_files(revocations, entry);
}

static void
take_list(struct revocations *revocations, struct revocation_entry *entry,
    struct revocation_came *came)
{
	clear_failure(revocations, entry);
	if (!came->is_same)
		take_new_list(revocations, entry, came);
	if (entry->answer.is_unproven)
		doubt(revocations, entry, came->words);
	else
		set_next(revocations, entry, entry->list->this_update,
		    came->caching.max_age_s);
}

/* "Try later" and the like are an answer where there was none before. */
static void
take_response(struct revocations *revocations, struct revocation_entry *entry,
    const struct revocation_came *came)
{
	struct ocsp_life life;

	(void)ocsp_life_read(came->der, came->der_len, &life);
	revocations_set_response(revocations, entry, came->der, came->der_len,
	    clock_wall_s(revocations->clock));
	entry->answer.is_unproven = came->is_unproven;
	entry->next_update = life.next_update;
	note_change(revocations, entry);
	if (came->is_unproven)
		doubt(revocations, entry, came->words);
	else
		set_next(revocations, entry, life.this_update,
		    came->caching.max_age_s);
}

/* After a restart: it is in its file, and nobody has looked yet. */
static bool
is_unread(const struct revocation_entry *entry)
{
	return entry->list != NULL && entry->list->is_kept &&
	    entry->list->crl == NULL;
}

/* It is over: whoever waits is woken, and the next one in line has room. */
static void
end(struct revocation_errand *take_errand)
{
	struct revocations *revocations = take_errand->revocations;
	struct revocation_entry *entry = take_errand->entry;

	errand_free(take_errand);
	if (entry->list == NULL) {
		free(TAKE(entry->request));
		revocation_askers_clear(&entry->askers);
	} else if (entry->list->is_walk_due) {
		revocation_errands_walk(revocations, entry);
	}
	if (!is_unread(entry) || !entry->list->is_walk_due)
		aia_waits_answered(revocations->waits, entry);
	loop_timer_set(revocations->pump, 0);
}

static void
count(struct fetch_counts *counts, const struct revocation_came *came)
{
	switch (came->outcome) {
	case REVOCATION_GOT:
		if (came->is_unproven)
			counts->unusable++;
		else if (came->is_same)
			counts->same++;
		else
			counts->got++;
		break;
	case REVOCATION_UNREACHABLE: counts->unreachable++; break;
	case REVOCATION_NOT_ONE: counts->unusable++; break;
	case REVOCATION_REFUSED: counts->refused++; break;
	}
}

static void
on_came(void *arg, struct revocation_came *came)
{
	struct revocation_errand *errand = arg;
	struct revocations *revocations = errand->revocations;
	struct revocation_entry *entry = errand->entry;

	errand->fetch = NULL;
	revocations->running--;
	count(entry->list != NULL ? &revocations->of_lists
				  : &revocations->of_responses,
	    came);
	host_pace_end(revocations->pace, entry->answer.url, came->is_host_well,
	    came->retry_after_s, clock_wall_s(revocations->clock));
	if (came->outcome != REVOCATION_GOT) {
		fail(revocations, entry, came->outcome, came->words);
		if (is_unread(entry))
			entry->list->is_walk_due = true;
	} else if (entry->list != NULL) {
		take_list(revocations, entry, came);
	} else {
		take_response(revocations, entry, came);
	}
	keep(revocations, entry);
	end(errand);
}

static void
start(struct revocation_errand *errand)
{
	struct revocations *revocations = errand->revocations;
	const struct revocation_fetch_options options = {
	    .http = revocations->http,
	    .folder = revocations->folder,
	    .clock = revocations->clock,
	    .guard = &revocations->options.guard,
	    .ocsp_timeout_ms = revocations->options.ocsp_timeout_ms,
	    .crl_timeout_ms = revocations->options.crl_timeout_ms,
	    .max_crl_bytes = revocations->options.max_crl_bytes,
	};

	revocations->running++;
	revocations->fetches++;
	host_pace_begin(revocations->pace, errand->entry->answer.url);
	errand->fetch =
	    revocation_fetch_start(&options, errand->entry, on_came, errand);
}

static void
leave_alone(struct revocation_errand *errand, int64_t until)
{
	struct revocations *revocations = errand->revocations;
	struct revocation_entry *entry = errand->entry;
	char when[DURATION_TEXT_MAX], words[WORDS_MAX];

	snprintf(words, sizeof words,
	    "its server failed again and again and is left alone for %s",
	    duration_words(until - clock_wall_s(revocations->clock), when));
	fail(revocations, entry, REVOCATION_UNREACHABLE, words);
	if (entry->next_at < until)
		entry->next_at = until;
	end(errand);
}

void
revocation_errands_pump(void *arg)
{
	struct revocations *revocations = arg;
	int64_t now = clock_wall_s(revocations->clock);
	struct revocation_errand *next;

	for (struct revocation_errand *errand = revocations->first;
	     errand != NULL &&
	     revocations->running < revocations->options.max_running;
	     errand = next) {
		const char *url = errand->entry->answer.url;
		int64_t not_before;

		next = errand->next;
		if (errand->fetch != NULL || errand->walk != NULL)
			continue;
		not_before = host_pace_not_before(revocations->pace, url, now);
		if (not_before != 0)
			leave_alone(errand, not_before);
		else if (host_pace_has_room(revocations->pace, url))
			start(errand);
	}
}

void
revocation_errands_ask(
    struct revocations *revocations, struct revocation_entry *entry)
{
	if (entry->is_busy)
		return;
	(void)errand_new(revocations, entry);
	loop_timer_set(revocations->pump, 0);
}

static void
on_walked(void *arg, struct crl *take_crl, UNUSED size_t len,
    UNUSED const struct error *err)
{
	struct revocation_errand *errand = arg;
	struct revocations *revocations = errand->revocations;
	struct revocation_entry *entry = errand->entry;
	int64_t now_ms = loop_now_ms(revocations->loop);

	errand->walk = NULL;
	entry->list->walk_from_ms =
	    now_ms + WALK_SHARE * (now_ms - errand->began_ms);
	if (take_crl != NULL) {
		if (revocation_entry_set_crl(entry, take_crl))
			note_change(revocations, entry);
	} else { /* the file is not what it was: it is fetched again */
		revocations->file_bytes -= entry->list->file_len;
		entry->list->is_kept = false;
		entry->has_answer = false;
		note_change(revocations, entry);
	}
	end(errand);
}

static void
start_walk(struct revocations *revocations, struct revocation_entry *entry)
{
	struct revocation_errand *errand = errand_new(revocations, entry);
	struct revocation_list *list = entry->list;

	revocations->walks++;
	list->is_walk_due = false;
	errand->began_ms = loop_now_ms(revocations->loop);
	errand->walk = list_walk_start(revocations->folder, list->file,
	    list->asked.items, list->asked.len, on_walked, errand);
}

/* Those asked about in the meantime share the next walk. */
void
revocation_errands_walk_due(void *arg)
{
	struct revocations *revocations = arg;
	int64_t now_ms = loop_now_ms(revocations->loop);
	int64_t wait_ms = INT64_MAX;

	for (size_t i = 0; i < revocation_cache_len(revocations->lists); i++) {
		struct revocation_entry *entry =
		    revocation_cache_at(revocations->lists, i);
		const struct revocation_list *list = entry->list;

		if (!list->is_walk_due || entry->is_busy)
			continue;
		if (list->walk_from_ms <= now_ms)
			start_walk(revocations, entry);
		else if (list->walk_from_ms - now_ms < wait_ms)
			wait_ms = list->walk_from_ms - now_ms;
	}
	if (wait_ms != INT64_MAX)
		loop_timer_set(revocations->walk_timer, wait_ms);
}

void
revocation_errands_walk(
    struct revocations *revocations, struct revocation_entry *entry)
{
	entry->list->is_walk_due = entry->is_busy || entry->list->is_kept;
	if (!entry->is_busy)
		loop_timer_set(revocations->walk_timer, 0);
}

static int64_t
last_use(
    const struct revocations *revocations, const struct revocation_entry *entry)
{
	int64_t used_at = revocations->uses.items[entry->list->number].used_at;

	return used_at > entry->used_at ? used_at : entry->used_at;
}

void
revocations_refresh(struct revocations *revocations)
{
	int64_t now = clock_wall_s(revocations->clock);

	for (size_t i = 0; i < revocation_cache_len(revocations->lists); i++) {
		struct revocation_entry *entry =
		    revocation_cache_at(revocations->lists, i);

		if (entry->has_answer && !entry->is_busy &&
		    entry->answer.outcome == REVOCATION_GOT &&
		    revocation_entry_is_due(entry, now) &&
		    last_use(revocations, entry) + USED_S > now &&
		    /* after a restart somebody asks for it first */
		    entry->askers.items.len > 0 &&
		    revocations->options.is_enabled)
			revocation_errands_ask(revocations, entry);
	}
}
