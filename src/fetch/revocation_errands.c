/* Fetches and walks, in line and running; see revocation_inside.h. */
#include "fetch/revocation_inside.h"

#include <stdio.h>

#include "base/duration.h"
#include "fetch/revocation_settle.h"

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
	if (entry->list != NULL && entry->list->is_ask_due) {
		entry->list->is_ask_due = false;
		revocation_errands_ask(revocations, entry);
	} else if (!is_unread(entry) || !entry->list->is_walk_due) {
		aia_waits_answered(revocations->waits, entry);
	}
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
	revocation_settle_came(revocations, entry, came);
	if (came->outcome != REVOCATION_GOT && is_unread(entry))
		entry->list->is_walk_due = true;
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
	revocation_settle_failed(
	    revocations, entry, REVOCATION_UNREACHABLE, words);
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
on_walked(void *arg, struct list_walked *walked)
{
	struct revocation_errand *errand = arg;
	struct revocations *revocations = errand->revocations;
	struct revocation_entry *entry = errand->entry;
	int64_t now_ms = loop_now_ms(revocations->loop);

	errand->walk = NULL;
	entry->list->walk_from_ms =
	    now_ms + WALK_SHARE * (now_ms - errand->began_ms);
	revocation_settle_walked(revocations, entry, walked);
	end(errand);
}

static void
start_walk(struct revocations *revocations, struct revocation_entry *entry)
{
	struct revocation_errand *errand = errand_new(revocations, entry);
	struct revocation_list *list = entry->list;
	const struct list_proof proof = {
	    .askers = list->proof == REVOCATION_PROVEN ? NULL : &entry->askers,
	    .now = clock_wall_s(revocations->clock),
	};

	revocations->walks++;
	list->is_walk_due = false;
	errand->began_ms = loop_now_ms(revocations->loop);
	errand->walk = list_walk_start(revocations->folder, list->file,
	    list->asked.items, list->asked.len, &proof, on_walked, errand);
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

/* It is there, and somebody has asked for it. */
static bool
is_refreshed(
    const struct revocations *revocations, const struct revocation_entry *entry)
{
	return revocations->options.is_enabled && entry->has_answer &&
	    !entry->is_busy && entry->answer.outcome == REVOCATION_GOT &&
	    /* after a restart somebody asks for it first */
	    entry->askers.items.len > 0;
}

int64_t
revocations_refresh(struct revocations *revocations)
{
	int64_t now = clock_wall_s(revocations->clock);
	int64_t next_at = INT64_MAX;

	for (size_t i = 0; i < revocation_cache_len(revocations->lists); i++) {
		struct revocation_entry *entry =
		    revocation_cache_at(revocations->lists, i);
		int64_t until;

		if (!is_refreshed(revocations, entry))
			continue;
		until = last_use(revocations, entry) + USED_S;
		if (!revocation_entry_is_due(entry, now)) {
			if (entry->next_at < until && entry->next_at < next_at)
				next_at = entry->next_at;
		} else if (until > now) {
			revocation_errands_ask(revocations, entry);
		}
	}
	return next_at;
}
