/* The endpoints of a configuration by id; see endpoint_index.h. */
#include "config/endpoint_index.h"

#include <string.h>

#include "base/hash.h"
#include "config/loader.h"

static void
rehash(struct loader *loader)
{
	size_t count = loader->endpoint_slot_count == 0
	    ? 64
	    : loader->endpoint_slot_count * 2;

	free(loader->endpoint_slots);
	loader->endpoint_slots = mem_new(count, sizeof(uint32_t));
	loader->endpoint_slot_count = count;
	for (size_t i = 0; i < loader->config->endpoints.len; i++) {
		const char *id = loader->config->endpoints.items[i]->id;
		size_t slot = hash_text(HASH_START, id) & (count - 1);

		while (loader->endpoint_slots[slot] != 0)
			slot = (slot + 1) & (count - 1);
		loader->endpoint_slots[slot] = (uint32_t)i + 1;
	}
}

/* The place of the endpoint that has this id already, or NULL; then the slot
 * where it goes. */
static const struct loader_place *
find_place(const struct loader *loader, const char *id, size_t *ret_slot)
{
	size_t mask = loader->endpoint_slot_count - 1;
	size_t slot = hash_text(HASH_START, id) & mask;

	while (loader->endpoint_slots[slot] != 0) {
		size_t i = loader->endpoint_slots[slot] - 1;

		if (strcmp(loader->config->endpoints.items[i]->id, id) == 0)
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
	first = find_place(loader, endpoint->id, &slot);
	if (first != NULL) {
		field_fault(reader, node,
		    "%s is listed %s already; remove one, or give 'addresses' "
		    "to watch several of its servers",
		    endpoint->id, loader_where(first, reader->source, where));
		return;
	}
	loader->endpoint_slots[slot] = (uint32_t)count + 1;
	*ARRAY_ADD(&loader->endpoint_places) = loader_place(reader, node);
	*ARRAY_ADD(&loader->config->endpoints) = TAKE(endpoint);
}
