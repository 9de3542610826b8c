/*
 * Plays the dialogues of a probe over its socket, one after the other, until
 * TLS may begin or one of them failed.
 */
#pragma once

#include "net/loop.h"
#include "probe/dialogues.h"

struct talk;
/* is_done: TLS may begin, all was sent. Else observation says what went wrong.
 * The talk may be freed here. */
typedef void (*talk_fn)(void *arg, bool is_done);

/* Takes the dialogues, at least one; fd and observation are lent as long as the
 * talk lives. Never calls fn before it returns, and once. */
struct talk *talk_start(struct loop *loop, int fd,
    struct dialogues *take_dialogues, struct observation *observation,
    talk_fn fn, void *arg);
void talk_free(struct talk *talk); /* NULL is fine */
CLEANUP_DEFINE(struct talk, talk_free)
/* The time is over: tells it in the observation; fn is not called. */
void talk_give_up(struct talk *talk, int64_t waited_ms);
/* Just before TLS begins: what the other side has said already. False: that
 * must not be, and observation says so. Else it is for the handshake. */
bool talk_rest(struct talk *talk, const uint8_t **ret_bytes, size_t *ret_len);
/* What is to be said inside TLS before the end. */
struct farewell talk_farewell(const struct talk *talk);
