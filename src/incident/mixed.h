/*
 * One address that alternates between chains: a pool behind a load balancer,
 * a CDN that rolls out. After mixed_changes returns to a chain shown shortly
 * before it becomes one mixed-chain incident, and the flips themselves are
 * told no more.
 *
 * It calms when one chain stands for MIXED_CALM_LOOKS looks and MIXED_CALM_S;
 * once that may be, looks are asked for at that pace.
 */
#pragma once

#include "incident/step.h"

#define MIXED_CALM_LOOKS 20
#define MIXED_CALM_S 3600
#define MIXED_LOOK_S (MIXED_CALM_S / MIXED_CALM_LOOKS)
#define MIXED_STEADY_LOOKS 3 /* of one chain: it may have calmed */
/* A chain that stood for so long was no flip: counting starts anew. */
#define MIXED_WINDOW_S 86400

enum mixed {
	MIXED_NO,
	MIXED_YES,
	MIXED_CALMED, /* by this look */
};

/* Notes that the target shows `verdict`; before current becomes it. */
void mixed_note(
    struct target_state *state, const struct verdict *verdict, int64_t now);
enum mixed mixed_look(
    struct step *step, struct watched *watched, struct target_state *state);
/* Shown shortly before the current one: before mixed_note. */
bool mixed_was_shown(
    const struct target_state *state, const struct verdict *verdict);
/* Some address of the endpoint alternates, in whatever variant. */
bool mixed_is_anywhere(const struct watched *watched);
