/* The endpoints of a configuration by id; see endpoint_index.h. */
#include "config/endpoint_index.h"

#include <string.h>

#include "base/hash.h"
#include "config/loader.h"

static uint32_t
id_hash(const char *id)
{
	return (uint32_t)hash_words(HASH_START, id, strlen(id));
}

static void
rehash(struct loader *loader)
{
	struct endpoint_slot *old = loader->endpoint_slots;
	size_t old_count = loader->endpoint_slot_count;
	size_t count = old_count == 0 ? 64 : old_count * 2;

	loader->endpoint_slots = mem_new(count, sizeof *old);
	loader->endpoint_slot_count = count;
	for (size_t i = 0; i < old_count; i++) {
		size_t slot = old[i].hash & (count - 1);

		if (old[i].number == 0)
			continue;
		while (loader->endpoint_slots[slot].number != 0)
			slot = (slot + 1) & (count - 1);
		loader->endpoint_slots[slot] = old[i];
	}
	free(old);
}

/* The place of the endpoint that has this id already, or NULL; then the slot
 * where it goes. */
static const struct loader_place *
find_place(const struct loader *loader, const char *id, uint32_t hash,
    size_t *ret_slot)
{
	size_t mask = loader->endpoint_slot_count - 1;
	size_t slot = hash & mask;

	while (loader->endpoint_slots[slot].number != 0) {
		const struct endpoint_slot *other =
		    &loader->endpoint_slots[slot];
		size_t i = other->number - 1;

		if (other->hash == hash &&
		    strcmp(loader->config->endpoints.items[i]->id, id) == 0)
			return &loader->endpoint_places.items[i];
		slot = (slot + 1) & mask;
	}
	*ret_slot = slot;
	return NULL;
}

void
endpoint_index_add(struct field_reader *reader, const struct yaml_node *node,
    struct endpoint *take_endpoint)
{
	CLEANUP(endpoint_unref) struct endpoint *endpoint = take_endpoint;
	struct loader *loader = loader_of(reader);
	size_t count = loader->config->endpoints.len, slot = 0;
	const struct loader_place *first;
	char where[LOADER_WHERE_MAX];
	uint32_t hash;

	if (count == CONFIG_MAX_ENDPOINTS) {
		if (!loader->is_full)
			field_fault(reader, node,
			    "more than %d endpoints; spread them over several "
			    "daemons",
			    CONFIG_MAX_ENDPOINTS);
		loader->is_full = true;
		return;
	}
	endpoint_finish(endpoint);
	/* The host of a file may be that of who serves it: config_serves.h */
	if (endpoint->file == NULL)
		endpoint = endpoint_pack(endpoint, &loader->settings);
	if (count * 2 >= loader->endpoint_slot_count)
		rehash(loader);
	hash = id_hash(endpoint->id);
	first = find_place(loader, endpoint->id, hash, &slot);
	if (first != NULL) {
		field_fault(reader, node,
		    "%s is listed %s already; remove one, or give 'addresses' "
		    "to watch several of its servers",
		    endpoint->id, loader_where(first, reader->source, where));
		return;
	}
	loader->endpoint_slots[slot] =
	    (struct endpoint_slot){.number = (uint32_t)count + 1, .hash = hash};
	*ARRAY_ADD(&loader->endpoint_places) = loader_place(reader, node);
	*ARRAY_ADD(&loader->config->endpoints) = TAKE(endpoint);
}
