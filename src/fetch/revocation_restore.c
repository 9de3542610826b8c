/*
 * Entries of the cache, and what is known of them from before; see
 * revocations.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "fetch/revocation_inside.h"
#include "net/http.h"

static uint32_t
number_for_list(struct revocations *revocations)
{
	if (revocations->free_numbers.len > 0)
		return revocations->free_numbers
		    .items[--revocations->free_numbers.len];
	(void)ARRAY_ADD(&revocations->uses);
	return (uint32_t)revocations->uses.len - 1;
}

struct revocation_entry *
revocations_get_entry(
    struct revocations *revocations, const char *url, const uint8_t *sha256)
{
	struct revocation_entry *entry;

	if (sha256 != NULL)
		return revocation_cache_get(
		    revocations->responses, url, sha256);
	entry = revocation_cache_get(revocations->lists, url, NULL);
	if (entry != NULL && entry->list->file == NULL) {
		entry->list->number = number_for_list(revocations);
		/* a name of its own, whatever else lies there */
		entry->list->file = mem_printf("%016llx-%llx-%llx.crl",
		    (unsigned long long)entry->hash,
		    (unsigned long long)clock_wall_s(revocations->clock),
		    (unsigned long long)++revocations->names);
	}
	return entry;
}

void
revocations_restore(
    struct revocations *revocations, const struct revocations_record *record)
{
	const struct revocation_answer *answer = &record->answer;
	struct revocation_entry *entry = revocations_get_entry(
	    revocations, answer->url, record->cert_sha256);
	int64_t now = clock_wall_s(revocations->clock);

	if (entry == NULL || entry->is_busy || entry->has_answer)
		return;
	/* the clock may have been set back since */
	if (answer->asked_at > now)
		return;
	entry->answer.outcome = answer->outcome;
	entry->answer.failures = answer->failures;
	entry->answer.is_unproven = answer->is_unproven;
	entry->answer.asked_at = answer->asked_at;
	entry->answer.detail = mem_strdup(answer->detail);
	entry->tries = answer->failures;
	entry->next_at = record->next_at;
	entry->next_update = record->next_update;
	entry->used_at = now;
	entry->has_answer = true;
	if (entry->list == NULL) {
		if (answer->outcome == REVOCATION_GOT && answer->der_len > 0)
			revocations_set_response(revocations, entry,
			    answer->der, answer->der_len, answer->asked_at);
		return;
	}
	entry->list->this_update = record->this_update;
	if (record->file == NULL)
		return;
	free(entry->list->file);
	entry->list->file = mem_strdup(record->file);
	entry->list->is_kept = true;
	/* by whom is not known any more: who is trusted has it looked at */
	entry->list->proof = answer->is_unproven
	    ? REVOCATION_UNPROVEN
	    : REVOCATION_PROVEN_OF_STRANGER;
	entry->list->file_len = record->file_len;
	revocations->file_bytes += record->file_len;
	snprintf(entry->list->etag, HTTP_TAG_MAX, "%s", record->etag);
	snprintf(entry->list->last_modified, HTTP_TAG_MAX, "%s",
	    record->last_modified);
}

void
revocations_restored(struct revocations *revocations)
{
	size_t len = revocation_cache_len(revocations->lists);
	const char **names = mem_new(len + 1, sizeof *names);
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		const struct revocation_list *list =
		    revocation_cache_at(revocations->lists, i)->list;

		if (list->is_kept)
			names[count++] = list->file;
	}
	list_folder_sweep(revocations->folder, names, count);
	free(names);
}
