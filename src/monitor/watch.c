/* An endpoint that is being watched; see watch.h. */
#include "monitor/watch.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct watch *
watch_new(struct monitor *monitor, struct endpoint *endpoint)
{
	struct watch *watch = MEM_NEW(struct watch);

	watch->due.item.kind = DUE_ADDRESSES;
	watch->monitor = monitor;
	watch->endpoint = endpoint_ref(endpoint);
	watch->refs = 1;
	return watch;
}

struct watch *
watch_ref(struct watch *watch)
{
	watch->refs++;
	return watch;
}

struct watch_target **
watch_list_items(const struct watch_list *list)
{
	return list->cap == 0 ? (struct watch_target **)&list->only
			      : list->many;
}

static void
list_clear(struct watch_list *list)
{
	if (list->cap > 0)
		free(list->many);
	*list = (struct watch_list){0};
}

/* Room for one more, as for ever more of them. */
static void
list_grow(struct watch_list *list)
{
	uint32_t len = list->len, cap = len < 4 ? 4 : len * 2;
	struct watch_target **many =
	    mem_new(cap, sizeof(struct watch_target *));

	memcpy(many, watch_list_items(list), len * sizeof *many);
	list_clear(list);
	*list = (struct watch_list){.many = many, .len = len, .cap = cap};
}

static void
list_add(struct watch_list *list, struct watch_target *target)
{
	if (list->len > 0 && list->len >= list->cap)
		list_grow(list);
	watch_list_items(list)[list->len++] = target;
}

static void
list_remove(struct watch_list *list, const struct watch_target *target)
{
	struct watch_target **items = watch_list_items(list);

	for (uint32_t i = 0; i < list->len; i++) {
		if (items[i] != target)
			continue;
		list->len--;
		memmove(
		    &items[i], &items[i + 1], (list->len - i) * sizeof *items);
		return;
	}
}

void
watch_unref(struct watch *watch)
{
	if (watch == NULL || --watch->refs > 0)
		return;
	assert(watch->targets.len == 0 && watch->variants.len == 0);
	assert(watch->transitions == NULL);
	list_clear(&watch->targets);
	list_clear(&watch->variants);
	endpoint_unref(watch->endpoint);
	free(watch);
}

uint64_t
watch_key(const struct watch *watch)
{
	return hash_text(HASH_START, watch->endpoint->id);
}

uint64_t
watch_target_key(const struct watch_target *target)
{
	return place_hash(watch_key(target->watch), &target->place);
}

int64_t
watch_interval_ms(const struct watch *watch)
{
	return watch->endpoint->settings->interval_s * 1000;
}

static struct watch_list *
list_of(struct watch *watch, const struct place *place)
{
	return place->variant == VARIANT_USUAL ? &watch->targets
					       : &watch->variants;
}

struct watch_target *
watch_find(const struct watch *watch, const struct place *place)
{
	const struct watch_list *list = list_of((struct watch *)watch, place);

	WATCH_LIST_EACH (target, list) {
		if (place_compare(&(*target)->place, place) == 0)
			return *target;
	}
	return NULL;
}

struct watch_target *
watch_add(struct watch *watch, const struct place *place,
    const struct endpoint_via *via)
{
	struct watch_target *target = MEM_NEW(struct watch_target);
	struct watch_list *list = list_of(watch, place);

	target->due.item.kind = DUE_LOOK;
	target->watch = watch;
	target->place = *place;
	if (via != NULL)
		watch_target_set_via(target, via);
	list_add(list, target);
	return target;
}

struct endpoint_via
watch_target_via(const struct watch_target *target)
{
	return (struct endpoint_via){
	    .front = target->front,
	    .provider = (enum provider_id)target->provider,
	};
}

void
watch_target_set_via(
    struct watch_target *target, const struct endpoint_via *via)
{
	target->front = via->front;
	target->provider = (uint8_t)via->provider;
}

void
watch_drop(struct watch *watch, struct watch_target *target)
{
	struct watch_list *list = list_of(watch, &target->place);

	assert(target->inspect == NULL && target->due.item.slot == 0);
	list_remove(list, target);
	free(target);
}

void
watch_target_value(const struct watch_target *target, struct target *ret_value)
{
	const struct endpoint_via via = watch_target_via(target);

	*ret_value = (struct target){0};
	target_set(ret_value, target->watch->endpoint, &target->place, &via);
}

static void
follow_endpoint(const struct watch_list *list, const struct endpoint *endpoint)
{
	WATCH_LIST_EACH (target, list) {
		struct endpoint_via via = watch_target_via(*target);

		via = endpoint_same_via(endpoint, &via);
		watch_target_set_via(*target, &via);
	}
}

void
watch_set_endpoint(struct watch *watch, struct endpoint *endpoint)
{
	struct endpoint *old = watch->endpoint;

	follow_endpoint(&watch->targets, endpoint);
	follow_endpoint(&watch->variants, endpoint);
	watch->endpoint = endpoint_ref(endpoint);
	endpoint_unref(old);
}
