/* Connections by IP address; see address_table.h. */
#include "probe/address_table.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define BUCKETS_START 64

struct address_table {
	struct address_slot **buckets;
	size_t bucket_count; /* a power of two */
	size_t len;
};

static struct address_slot **
bucket_of(const struct address_table *table, const struct ip_address *address)
{
	uint64_t hash =
	    hash_bytes(HASH_START, address->bytes, sizeof address->bytes);

	return &table->buckets[(hash ^ hash >> 32) & (table->bucket_count - 1)];
}

struct address_table *
address_table_new(void)
{
	struct address_table *table = MEM_NEW(struct address_table);

	table->bucket_count = BUCKETS_START;
	table->buckets = mem_new(table->bucket_count, sizeof *table->buckets);
	return table;
}

void
address_table_free(struct address_table *table)
{
	if (table == NULL)
		return;
	free(table->buckets);
	free(table);
}

static void
grow(struct address_table *table)
{
	struct address_slot **old = table->buckets;
	size_t old_count = table->bucket_count;

	table->bucket_count *= 2;
	table->buckets = mem_new(table->bucket_count, sizeof *table->buckets);
	for (size_t i = 0; i < old_count; i++) {
		for (struct address_slot *slot = old[i], *next; slot != NULL;
		     slot = next) {
			struct address_slot **bucket =
			    bucket_of(table, &slot->address);

			next = slot->next;
			slot->next = *bucket;
			*bucket = slot;
		}
	}
	free(old);
}

struct address_slot *
address_table_get(struct address_table *table, const struct ip_address *address)
{
	struct address_slot **bucket = bucket_of(table, address);
	struct address_slot *slot;

	for (slot = *bucket; slot != NULL; slot = slot->next) {
		if (slot->address.family == address->family &&
		    memcmp(slot->address.bytes, address->bytes,
			sizeof address->bytes) == 0)
			return slot;
	}
	if (table->len >= table->bucket_count) {
		grow(table);
		bucket = bucket_of(table, address);
	}
	slot = MEM_NEW(struct address_slot);
	slot->address = *address;
	slot->next = *bucket;
	*bucket = slot;
	table->len++;
	return slot;
}

void
address_table_settle(struct address_table *table, struct address_slot *slot)
{
	struct address_slot **at;

	if (slot->active > 0 || slot->users > 0 || slot->waiting.first != NULL)
		return;
	at = bucket_of(table, &slot->address);
	while (*at != slot)
		at = &(*at)->next;
	*at = slot->next;
	table->len--;
	free(slot);
}

size_t
address_table_len(const struct address_table *table)
{
	return table->len;
}
