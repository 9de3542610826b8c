/*
 * One who asks at the control socket: a request, one line of JSON, comes in;
 * the lines of its answer go out. One request a connection.
 */
#pragma once

#include "control/answer.h"
#include "net/loop.h"

#define PEER_REQUEST_MAX (64u << 10)  /* bytes of a line */
#define PEER_REQUEST_TIMEOUT_MS 10000 /* until it is there */
#define PEER_LINE_MAX (4u << 20)      /* bytes of a line of an answer */
#define PEER_QUEUE_MARK (256u << 10)  /* what waits; then nothing is made */
#define PEER_STALL_MS 30000	      /* without anything being read */

struct peer;

struct peer_events {
	/* The request is lent. It answers by answer_*. */
	void (*asked)(void *arg, struct answer *answer, const json_t *request);
	/* It is gone after this call. */
	void (*gone)(void *arg, const struct peer *peer);
	void *arg;
};

/* Takes fd. */
struct peer *peer_new(
    struct loop *loop, int fd, const struct peer_events *events);
/* Without a word to events. */
void peer_free(struct peer *peer);
/* What it hears; lent. */
struct answer *peer_answer(const struct peer *peer);
