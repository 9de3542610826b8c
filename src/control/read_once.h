/*
 * An answer that needs the store once: it is read on a thread of the store's,
 * then told on the loop. What is longer than a page: control/paged.h.
 */
#pragma once

#include "control/answer.h"
#include "store/store.h"

struct read_once_ops {
	/* On the thread that reads the store. */
	bool (*read)(struct db *db, void *arg, struct error *err);
	/* On the loop, when it was read: says all, or some and answer_wake, and
	 * ends it. */
	void (*tell)(struct answer *answer, void *arg);
	void (*free)(void *arg); /* in any case, in the end */
};

/* Takes arg. ops is a constant. false: there is no store, or no room in its
 * queue; the answer has failed with that, and arg is gone. */
bool read_once_start(struct answer *answer, struct store *store,
    const struct read_once_ops *ops, void *take_arg);
