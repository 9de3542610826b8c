/* Certificates that were asked about; see revocation_subjects.h. */
#include "fetch/revocation_subjects.h"

#include <string.h>

#include "base/mem.h"

#define SLOTS_MIN 64
#define SLOTS_MOST (1u << 20) /* 16 MB; at most half full */

struct slot {
	uint64_t key; /* of the digest; 0: free */
	uint32_t list, changes;
};

struct revocation_subjects {
	struct slot *slots; /* open addressing */
	size_t slot_count, used;
	uint32_t floor; /* changes begin after those of the forgotten */
};

struct revocation_subjects *
revocation_subjects_new(void)
{
	struct revocation_subjects *subjects =
	    MEM_NEW(struct revocation_subjects);

	subjects->slot_count = SLOTS_MIN;
	subjects->slots = mem_new(SLOTS_MIN, sizeof *subjects->slots);
	return subjects;
}

void
revocation_subjects_free(struct revocation_subjects *subjects)
{
	if (subjects == NULL)
		return;
	free(subjects->slots);
	free(subjects);
}

static uint64_t
key_of(const uint8_t *sha256)
{
	uint64_t key;

	memcpy(&key, sha256, sizeof key);
	return key == 0 ? 1 : key;
}

static struct slot *
find_slot(struct slot *slots, size_t count, uint64_t key)
{
	size_t i = key & (count - 1);

	while (slots[i].key != 0 && slots[i].key != key)
		i = (i + 1) & (count - 1);
	return &slots[i];
}

static void
forget_all(struct revocation_subjects *subjects)
{
	for (size_t i = 0; i < subjects->slot_count; i++) {
		if (subjects->slots[i].changes > subjects->floor)
			subjects->floor = subjects->slots[i].changes;
	}
	memset(
	    subjects->slots, 0, subjects->slot_count * sizeof *subjects->slots);
	subjects->used = 0;
}

static void
grow(struct revocation_subjects *subjects)
{
	size_t count = subjects->slot_count * 2;
	struct slot *slots;

	if (count > SLOTS_MOST) {
		forget_all(subjects);
		return;
	}
	slots = mem_new(count, sizeof *slots);
	for (size_t i = 0; i < subjects->slot_count; i++) {
		if (subjects->slots[i].key != 0)
			*find_slot(slots, count, subjects->slots[i].key) =
			    subjects->slots[i];
	}
	free(subjects->slots);
	subjects->slots = slots;
	subjects->slot_count = count;
}

static struct slot *
get_slot(struct revocation_subjects *subjects, const uint8_t *sha256)
{
	uint64_t key = key_of(sha256);
	struct slot *slot =
	    find_slot(subjects->slots, subjects->slot_count, key);

	if (slot->key != 0)
		return slot;
	if (2 * (subjects->used + 1) > subjects->slot_count) {
		grow(subjects);
		slot = find_slot(subjects->slots, subjects->slot_count, key);
	}
	slot->key = key;
	slot->changes = subjects->floor + 1;
	subjects->used++;
	return slot;
}

void
revocation_subjects_set_list(struct revocation_subjects *subjects,
    const uint8_t *cert_sha256, uint32_t list)
{
	get_slot(subjects, cert_sha256)->list = list;
}

uint32_t
revocation_subjects_list(
    const struct revocation_subjects *subjects, const uint8_t *cert_sha256)
{
	return find_slot(
	    subjects->slots, subjects->slot_count, key_of(cert_sha256))
	    ->list;
}

void
revocation_subjects_touch(
    struct revocation_subjects *subjects, const uint8_t *cert_sha256)
{
	get_slot(subjects, cert_sha256)->changes++;
}

uint32_t
revocation_subjects_changes(
    const struct revocation_subjects *subjects, const uint8_t *cert_sha256)
{
	return find_slot(
	    subjects->slots, subjects->slot_count, key_of(cert_sha256))
	    ->changes;
}
