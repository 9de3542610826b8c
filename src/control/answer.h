/*
 * What a command says to who asked: lines of JSON, the last of which ends it.
 * Each has "version" and "type": what the command calls its lines, then "end"
 * or "error". What is long is made piece by piece, as fast as it is read.
 *
 * Where the lines go is the outlet's: the control socket (control/peer.h) and
 * the web have one each. Who has an outlet owns the answer.
 */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "net/loop.h"

#define ANSWER_VERSION 1
/* The line of what goes on without an end; see answer_tell_stale. */
#define ANSWER_STALE "stale"
/* The line of who is not the process that was meant. */
#define ANSWER_OTHER "other-process"

struct answer;

/* ---- for commands -------------------------------------------------------- */

/* Makes some more: calls answer_line while answer_has_room, and answer_end when
 * there is no more; or waits for answer_wake. */
typedef void (*answer_more_fn)(struct answer *answer, void *state);

/* The line is {version, type, ...object}; takes the object. */
void answer_line(struct answer *answer, const char *type, json_t *take_object);
/* The last line; nothing may be said after it. */
void answer_end(struct answer *answer);
/* The same where as many were told as were asked for and there are more:
 * "next" is where these begin, to be said as "after". NULL: as answer_end. */
void answer_end_before(struct answer *answer, const char *next);
void answer_fail(struct answer *answer, const struct error *err);
/* What it says lacks what happened in the last so many seconds, which the last
 * line says as "stale_s"; 0: it does not. */
void answer_set_stale(struct answer *answer, int64_t seconds);
/* The same in a line of its own, for what may have no last one: once, until
 * that is over and it is so again. */
void answer_tell_stale(struct answer *answer, int64_t seconds);

/* A command that does not end at once. free_state is called in any case, also
 * when who asked goes away. more is called on a later turn. */
void answer_go_on(struct answer *answer, answer_more_fn more,
    void (*free_state)(void *state), void *state);
bool answer_has_room(const struct answer *answer);
/* There is more to say: more is called on a later turn, once there is room. */
void answer_wake(struct answer *answer);
/* Its state; NULL when it has ended. */
void *answer_state(const struct answer *answer);

/* ---- for who has an outlet ----------------------------------------------- */

/* No function of it may free the answer: who is gone is let go on a turn of
 * one's own. */
struct answer_outlet {
	/* A line; lent. More than there is room for may come at once. */
	void (*line)(void *arg, const json_t *line);
	/* The last line, "end" or "error"; why it failed, or NULL. */
	void (*end)(void *arg, const json_t *line, const struct error *err);
	/* Whether more is to be made; who says no wakes it again. */
	bool (*has_room)(const void *arg);
	/* More is to be made: answer_turn is to be called, on a later turn.
	 * NULL: the answer sees to that itself. */
	void (*wake)(void *arg);
};

/* The outlet is a constant. */
struct answer *answer_new(
    struct loop *loop, const struct answer_outlet *outlet, void *arg);
void answer_free(struct answer *answer);
/* Makes some more, if there is room and it goes on. */
void answer_turn(struct answer *answer);
CLEANUP_DEFINE(struct answer, answer_free)
