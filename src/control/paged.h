/*
 * An answer that is read from the store page by page, as fast as who asked
 * reads it. A page is read on a thread of the store's and told on the loop; the
 * next is read when all of it was told.
 */
#pragma once

#include "control/answer.h"
#include "store/store.h"

struct paged_ops {
	/* Reads the next page, on the thread that reads the store. */
	bool (*read)(struct db *db, void *arg, struct error *err);
	void (*take)(void *arg); /* on the loop: it stands behind it now */
	/* How many were read, and the line of each; is_last: no further page
	 * follows. */
	size_t (*count)(const void *arg);
	bool (*is_last)(const void *arg);
	void (*tell)(struct answer *answer, void *arg, size_t i);
	/* Where more begins, if is_last for as many as were asked for; the
	 * caller frees it. NULL: there is no more. */
	char *(*next)(const void *arg);
	void (*free)(void *arg);
};

/* Takes arg. ops is a constant. */
void paged_start(struct answer *answer, struct store *store,
    const struct paged_ops *ops, void *take_arg);
