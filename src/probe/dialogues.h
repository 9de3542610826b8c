/*
 * The dialogues that one probe has before its handshake, in order: first those
 * that open the way, then the server's own STARTTLS.
 */
#pragma once

#include "base/array.h"
#include "model/target.h"
#include "probe/dialogue.h"

struct dialogues {
	ARRAY(struct dialogue *) items;
};

/* What the target's endpoint asks for; none, for most. */
void dialogues_fill(struct dialogues *dialogues, const struct target *target,
    const char *own_name);
/* Before those that are there. */
void dialogues_put_first(
    struct dialogues *dialogues, struct dialogue *take_dialogue);
void dialogues_clear(struct dialogues *dialogues);
