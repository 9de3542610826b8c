/* Changes that nobody heard of; see unheard.h. */
#include "incident/unheard.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "incident/announce.h"
#include "incident/flaps.h"
#include "incident/hush.h"
#include "incident/mixed.h"

static void
unheard_free(struct unheard *unheard)
{
	verdict_unref(unheard->heard);
	free(unheard->endpoint);
	free(unheard);
}

void
unheard_sweep(struct unheard_list *list)
{
	ARRAY_EACH (unheard, &list->gone)
		unheard_free(*unheard);
	ARRAY_CLEAR(&list->gone);
}

void
unheard_clear(struct unheard_list *list)
{
	unheard_sweep(list);
	ARRAY_EACH (unheard, &list->items)
		unheard_free(*unheard);
	ARRAY_CLEAR(&list->items);
}

void
unheard_restore(struct unheard_list *list, const char *endpoint_id,
    const struct place *place, struct verdict *heard)
{
	struct unheard *unheard = MEM_NEW(struct unheard);

	unheard->endpoint = mem_strdup(endpoint_id);
	unheard->place = *place;
	unheard->heard = verdict_ref(heard);
	*ARRAY_ADD(&list->items) = unheard;
}

static struct unheard *
find(const struct step *step, const struct watched *watched)
{
	ARRAY_EACH (unheard, &step->hush->unheard.items) {
		if (strcmp((*unheard)->endpoint, watched->endpoint->id) == 0)
			return *unheard;
	}
	return NULL;
}

static void
note(struct step *step, struct unheard *unheard)
{
	ARRAY_EACH (noted, &step->batch->unheard) {
		if (*noted == unheard)
			return;
	}
	*ARRAY_ADD(&step->batch->unheard) = unheard;
}

static void
forget(struct step *step, size_t at)
{
	struct unheard_list *list = &step->hush->unheard;
	struct unheard *unheard = list->items.items[at];

	ARRAY_REMOVE(&list->items, at);
	unheard->is_gone = true;
	*ARRAY_ADD(&list->gone) = unheard;
	note(step, unheard);
}

/* The first of them counts: what was there before is what people know. */
void
unheard_note(struct step *step, const struct scene *scene)
{
	struct unheard_list *list = &step->hush->unheard;

	if (scene->before == NULL || scene->place == NULL ||
	    find(step, scene->watched) != NULL)
		return;
	unheard_restore(list, scene->watched->endpoint->id, scene->place,
	    (struct verdict *)scene->before);
	note(step, list->items.items[list->items.len - 1]);
}

void
unheard_note_told(struct step *step, const struct scene *scene)
{
	struct unheard *unheard =
	    scene->after == NULL ? NULL : find(step, scene->watched);

	if (unheard == NULL)
		return;
	verdict_ref((struct verdict *)scene->after);
	verdict_unref(unheard->heard);
	unheard->heard = (struct verdict *)scene->after;
	note(step, unheard);
}

static bool
has_id(const struct table_item *item, const void *id)
{
	return strcmp(((const struct watched *)item)->endpoint->id, id) == 0;
}

/* Where it was; if DNS does not name that any more, at any address. */
static const struct target_state *
find_state(const struct watched *watched, const struct place *place)
{
	const struct target_state *state = watched_target(watched, place);

	for (uint32_t i = 0; state == NULL && i < watched->target_count; i++) {
		if (watched->targets[i].is_seen)
			state = &watched->targets[i];
	}
	return state != NULL && state->is_seen ? state : NULL;
}

static void
tell(struct step *step, const struct watched *watched,
    const struct unheard *unheard)
{
	const struct target_state *state = find_state(watched, &unheard->place);
	const struct scene scene = {
	    .watched = watched,
	    .place = state == NULL ? NULL : &state->place,
	    .before = unheard->heard,
	    .after = state == NULL ? NULL : state->current,
	};

	if (state != NULL &&
	    !verdict_same_chain(state->current, unheard->heard))
		announce(step, EVENT_CHAIN_CHANGED, SEVERITY_NOTICE, &scene,
		    words_changed_while_flapping(&scene));
}

/* It still flaps there, or shows chains by turns. */
static bool
has_to_wait(const struct step *step, const struct watched *watched)
{
	return flaps_cover(step, watched, NULL, NULL) ||
	    mixed_is_anywhere(watched);
}

void
unheard_tick(struct step *step)
{
	struct unheard_list *list = &step->hush->unheard;
	size_t i = 0;

	while (i < list->items.len) {
		const struct unheard *unheard = list->items.items[i];
		const struct watched *watched =
		    (const struct watched *)table_find(step->endpoints,
			hash_text(HASH_START, unheard->endpoint), has_id,
			unheard->endpoint);

		if (watched != NULL && has_to_wait(step, watched)) {
			i++;
			continue;
		}
		if (watched != NULL)
			tell(step, watched, unheard);
		forget(step, i);
	}
}
