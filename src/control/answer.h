/*
 * What a command says to who asked: lines of JSON, the last of which ends it.
 * Each has "version" and "type": what the command calls its lines, then "end"
 * or "error". What is long is made piece by piece, as fast as it is read.
 */
#pragma once

#include <jansson.h>

#include "base/error.h"

#define ANSWER_VERSION 1

struct answer;

/* Makes some more: calls answer_line while answer_has_room, and answer_end when
 * there is no more; or waits for answer_wake. */
typedef void (*answer_more_fn)(struct answer *answer, void *state);

/* The line is {version, type, ...object}; takes the object. */
void answer_line(struct answer *answer, const char *type, json_t *take_object);
/* The last line; nothing may be said after it. */
void answer_end(struct answer *answer);
void answer_fail(struct answer *answer, const struct error *err);

/* A command that does not end at once. free_state is called in any case, also
 * when who asked goes away. more is called on a later turn. */
void answer_go_on(struct answer *answer, answer_more_fn more,
    void (*free_state)(void *state), void *state);
bool answer_has_room(const struct answer *answer);
/* There is more to say: more is called on a later turn, once there is room. */
void answer_wake(struct answer *answer);
/* Its state; NULL when it has ended. */
void *answer_state(const struct answer *answer);
