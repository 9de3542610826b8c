/* Which dialogues a probe has; see dialogues.h. */
#include "probe/dialogues.h"

#include "probe/starttls.h"

void
dialogues_fill(struct dialogues *dialogues, const struct target *target,
    const char *own_name)
{
	const struct endpoint *endpoint = target->endpoint;
	const char *sni = endpoint_sni(endpoint);
	const struct dialogue_kind *kind =
	    starttls_kind((enum starttls)endpoint->starttls);

	if (kind != NULL)
		*ARRAY_ADD(&dialogues->items) = dialogue_new(kind,
		    sni[0] != '\0' ? sni : endpoint->host.text, endpoint->port,
		    own_name, NULL);
}

void
dialogues_put_first(struct dialogues *dialogues, struct dialogue *take_dialogue)
{
	(void)ARRAY_ADD(&dialogues->items);
	memmove(&dialogues->items.items[1], &dialogues->items.items[0],
	    (dialogues->items.len - 1) * sizeof take_dialogue);
	dialogues->items.items[0] = take_dialogue;
}

void
dialogues_clear(struct dialogues *dialogues)
{
	ARRAY_EACH (dialogue, &dialogues->items)
		dialogue_free(*dialogue);
	ARRAY_CLEAR(&dialogues->items);
}
