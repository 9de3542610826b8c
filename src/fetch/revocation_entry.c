/* Single answers; see revocation_entry.h. */
#include "fetch/revocation_entry.h"

#include <string.h>

#include "base/hash.h"
#include "base/timestamp.h"
#include "pki/crl_walk.h"

uint64_t
revocation_entry_hash(const char *url, const uint8_t *sha256)
{
	uint64_t hash = hash_text(HASH_START, url);

	return sha256 == NULL ? hash
			      : hash_bytes(hash, sha256, CERT_SHA256_LEN);
}

struct revocation_entry *
revocation_entry_new(const char *url, const uint8_t *sha256)
{
	struct revocation_entry *entry = MEM_NEW(struct revocation_entry);

	entry->answer.kind =
	    sha256 == NULL ? REVOCATION_ANSWER_CRL : REVOCATION_ANSWER_OCSP;
	entry->answer.url = mem_strdup(url);
	entry->hash = revocation_entry_hash(url, sha256);
	if (sha256 != NULL)
		memcpy(entry->answer.cert_sha256, sha256, CERT_SHA256_LEN);
	else
		entry->list = MEM_NEW(struct revocation_list);
	return entry;
}

void
revocation_entry_free(struct revocation_entry *entry)
{
	if (entry == NULL)
		return;
	free((void *)entry->answer.der);
	free((void *)entry->answer.detail);
	free(entry->request);
	revocation_askers_clear(&entry->askers);
	if (entry->list != NULL) {
		free(entry->list->file);
		crl_free(entry->list->crl);
		revocation_list_set_beside(entry, NULL, NULL);
		ARRAY_CLEAR(&entry->list->asked);
	}
	free((void *)entry->answer.url);
	free(entry->list);
	free(entry);
}

bool
revocation_entry_is_due(const struct revocation_entry *entry, int64_t now)
{
	return now >= entry->next_at || now < entry->answer.asked_at;
}

static void
set_detail(struct revocation_entry *entry, const char *words)
{
	free((void *)entry->answer.detail);
	entry->answer.detail = words == NULL ? NULL : mem_strdup(words);
}

void
revocation_entry_fail(struct revocation_entry *entry,
    enum revocation_outcome outcome, const char *words, int64_t now)
{
	struct revocation_answer *answer = &entry->answer;

	answer->failures++;
	answer->asked_at = now;
	set_detail(entry, words);
	/* what has ended still says who was revoked */
	if (entry->has_answer && entry->answer.outcome == REVOCATION_GOT)
		return;
	answer->outcome = outcome;
	answer->is_unproven = false;
	free((void *)TAKE(answer->der));
	answer->der_len = 0;
	entry->has_answer = true;
}

void
revocation_entry_set_response(
    struct revocation_entry *entry, const uint8_t *der, size_t len, int64_t now)
{
	struct revocation_answer *answer = &entry->answer;

	free((void *)answer->der);
	answer->der = mem_dup(der, len);
	answer->der_len = len;
	answer->outcome = REVOCATION_GOT;
	answer->failures = 0;
	answer->asked_at = now;
	set_detail(entry, NULL);
	entry->has_answer = true;
}

static bool
same_entry(const struct crl *a, const struct crl_entry *x, const struct crl *b,
    const struct crl_entry *y)
{
	return x->serial_len == y->serial_len && x->date == y->date &&
	    x->reason == y->reason &&
	    memcmp(a->der + x->serial_at, b->der + y->serial_at,
		x->serial_len) == 0;
}

/* Of the lists' entries; a list that knows of more has more only if one of
 * those is revoked, and then somebody has to hear of it, too. */
static bool
says_the_same(const struct crl *a, const struct crl *b)
{
	if (a->entries.len != b->entries.len ||
	    a->is_consistent != b->is_consistent ||
	    (a->unknown_critical == NULL) != (b->unknown_critical == NULL))
		return false;
	for (size_t i = 0; i < a->entries.len; i++) {
		if (!same_entry(
			a, &a->entries.items[i], b, &b->entries.items[i]))
			return false;
	}
	return true;
}

bool
revocation_entry_set_crl(struct revocation_entry *entry, struct crl *take_crl)
{
	struct revocation_list *list = entry->list;
	struct revocation_answer *answer = &entry->answer;
	bool is_news = answer->outcome != REVOCATION_GOT ||
	    (list->crl != NULL && !says_the_same(list->crl, take_crl));

	crl_free(list->crl);
	list->crl = take_crl;
	list->this_update = take_crl->this_update;
	entry->next_update = take_crl->next_update;
	answer->outcome = REVOCATION_GOT;
	answer->crl = take_crl;
	entry->has_answer = true;
	return is_news;
}

void
revocation_list_set_beside(
    struct revocation_entry *entry, struct crl *take_crl, const char *words)
{
	struct revocation_list *list = entry->list;
	struct revocation_answer *answer = &list->beside_answer;

	crl_free(list->beside);
	free((void *)answer->detail);
	list->beside = take_crl;
	*answer = (struct revocation_answer){
	    .kind = REVOCATION_ANSWER_CRL,
	    .outcome = REVOCATION_GOT,
	    .url = entry->answer.url,
	    .crl = take_crl,
	    .is_unproven = true,
	    .detail = words == NULL ? NULL : mem_strdup(words),
	    .failures = entry->answer.failures,
	    .asked_at = entry->answer.asked_at,
	};
}

bool
revocation_list_ask(struct revocation_list *list, uint64_t serial_hash)
{
	size_t low = 0, high = list->asked.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->asked.items[middle] < serial_hash)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < list->asked.len && list->asked.items[low] == serial_hash)
		return false;
	/* who is asked for again is walked for again */
	if (list->asked.len == CRL_WALK_MAX_ASKED)
		list->asked.len = low = 0;
	(void)ARRAY_ADD(&list->asked);
	memmove(&list->asked.items[low + 1], &list->asked.items[low],
	    (list->asked.len - 1 - low) * sizeof *list->asked.items);
	list->asked.items[low] = serial_hash;
	return true;
}
