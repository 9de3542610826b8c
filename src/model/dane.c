/* What DNS says of certificates; see dane.h. */
#include "model/dane.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

static const char *const wish_texts[] = {
    [DANE_OFF] = "off",
    [DANE_VERIFY] = "verify",
    [DANE_REQUIRE] = "require",
};

const struct names dane_wish_names = NAMES_INIT(wish_texts);

static const char *const state_texts[] = {
    [DANE_UNKNOWN] = "unknown",
    [DANE_ABSENT] = "absent",
    [DANE_INSECURE] = "insecure",
    [DANE_BOGUS] = "bogus",
    [DANE_SECURE] = "secure",
};

const struct names dane_state_names = NAMES_INIT(state_texts);

struct dane *
dane_new(const char *name, enum dane_state state)
{
	struct dane *dane = MEM_NEW(struct dane);

	dane->name = mem_strdup(name);
	dane->state = state;
	dane->refs = 1;
	return dane;
}

struct dane *
dane_ref(struct dane *dane)
{
	dane->refs++;
	return dane;
}

void
dane_unref(struct dane *dane)
{
	if (dane == NULL || --dane->refs > 0)
		return;
	ARRAY_EACH (record, &dane->records)
		tlsa_clear(record);
	ARRAY_CLEAR(&dane->records);
	free(dane->name);
	free(dane->reason);
	free(dane);
}

void
dane_add(struct dane *dane, const struct tlsa *take_record)
{
	*ARRAY_ADD(&dane->records) = *take_record;
}

uint64_t
dane_hash(const struct dane *dane)
{
	uint64_t records = 0, hash;
	int state;

	if (dane == NULL)
		return 0;
	state = dane->state;
	ARRAY_EACH (record, &dane->records) {
		const uint8_t head[] = {
		    record->usage, record->selector, record->matching};

		/* Name servers turn the order round. */
		records += hash_bytes(hash_bytes(HASH_START, head, sizeof head),
		    record->data, record->len);
	}
	hash = hash_text(HASH_START, dane->name);
	hash = hash_bytes(hash, &state, sizeof state);
	hash = hash_bytes(hash, &records, sizeof records);
	hash = hash_text(hash, dane->reason == NULL ? "" : dane->reason);
	return hash_bytes(
	    hash, &dane->is_without_pkix, sizeof dane->is_without_pkix);
}

const char *
dane_fault(const struct dane *dane, const struct tlsa *record)
{
	const char *fault = tlsa_fault(record);

	if (fault == NULL && dane->is_without_pkix &&
	    record->usage < TLSA_DANE_TA)
		return "has a usage that mail servers do not know";
	return fault;
}
