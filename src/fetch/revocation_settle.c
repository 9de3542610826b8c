/* What came, in its entry; see revocation_settle.h. */
#include "fetch/revocation_settle.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "fetch/revocation_life.h"
#include "pki/ocsp_request.h"

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

void
revocation_settle_failed(struct revocations *revocations,
    struct revocation_entry *entry, enum revocation_outcome outcome,
    const char *words)
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
clear_failure(struct revocation_entry *entry)
{
	entry->answer.failures = 0;
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
	list->proof = came->proof;
	entry->answer.is_unproven = came->is_unproven;
	if (revocation_entry_set_crl(entry, TAKE(came->take_crl)) ||
	    had_ended || was_unproven != came->is_unproven)
		note_change(revocations, entry);
	bound_files(revocations, entry);
}

/* What is not proven has no place in a file, but may be right: the judge reads
 * it beside one that has ended. NULL: there is none any more. */
static void
set_beside(struct revocations *revocations, struct revocation_entry *entry,
    struct crl *take_crl, const char *words)
{
	if (take_crl != NULL || entry->list->beside != NULL)
		note_change(revocations, entry);
	revocation_list_set_beside(entry, take_crl, words);
}

static void
take_list(struct revocations *revocations, struct revocation_entry *entry,
    struct revocation_came *came)
{
	clear_failure(entry);
	entry->answer.asked_at = clock_wall_s(revocations->clock);
	if (entry->list->beside != NULL)
		set_beside(revocations, entry, NULL, NULL);
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

void
revocation_settle_came(struct revocations *revocations,
    struct revocation_entry *entry, struct revocation_came *came)
{
	if (came->outcome != REVOCATION_GOT) {
		revocation_settle_failed(
		    revocations, entry, came->outcome, came->words);
		if (came->take_beside != NULL)
			set_beside(revocations, entry, TAKE(came->take_beside),
			    came->words);
	} else if (entry->list != NULL) {
		take_list(revocations, entry, came);
	} else {
		take_response(revocations, entry, came);
	}
	keep(revocations, entry);
}

/* It was not proven for who asked then; it is now. */
static void
believe(struct revocations *revocations, struct revocation_entry *entry,
    enum revocation_proof proof)
{
	entry->list->proof = proof;
	entry->list->must_prove = false;
	if (!entry->answer.is_unproven)
		return;
	entry->answer.is_unproven = false;
	clear_failure(entry);
	set_next(revocations, entry, entry->list->this_update, -1);
	note_change(revocations, entry);
	keep(revocations, entry);
}

/* It is a stranger's, or nobody's. It stays for the judge until something
 * better is there, which is asked for at once where nobody who is trusted had
 * asked before. */
static void
disbelieve(struct revocations *revocations, struct revocation_entry *entry,
    const struct list_walked *walked)
{
	struct revocation_list *list = entry->list;
	CLEANUP(free)
	char *words = mem_printf("what is there is a revocation list that "
				 "cannot be believed: %s",
	    walked->proof == REVOCATION_UNPROVEN ? walked->fault
						 : "its issuer is not trusted");

	list->proof = walked->proof;
	list->is_ask_due = list->must_prove;
	list->must_prove = false;
	free((void *)TAKE(entry->answer.detail));
	if (entry->answer.is_unproven) {
		entry->answer.detail = TAKE(words);
		return;
	}
	entry->answer.is_unproven = true;
	doubt(revocations, entry, words);
	note_change(revocations, entry);
	keep(revocations, entry);
}

void
revocation_settle_walked(struct revocations *revocations,
    struct revocation_entry *entry, struct list_walked *walked)
{
	bool is_for_trusted = revocation_askers_has_trusted(&entry->askers);

	if (walked->take_crl == NULL) {
		/* the file is not what it was: it is fetched again */
		revocations->file_bytes -= entry->list->file_len;
		entry->list->is_kept = false;
		entry->has_answer = false;
		note_change(revocations, entry);
		return;
	}
	if (revocation_entry_set_crl(entry, TAKE(walked->take_crl)))
		note_change(revocations, entry);
	if (!walked->was_proven)
		return;
	if (walked->proof == REVOCATION_PROVEN ||
	    (walked->proof == REVOCATION_PROVEN_OF_STRANGER && !is_for_trusted))
		believe(revocations, entry, walked->proof);
	else if (is_for_trusted)
		disbelieve(revocations, entry, walked);
}
