/*
 * From a state directory to an open, whole, current database. Private to the
 * store.
 *
 * A disk that is full, or fails to write, is no reason not to begin: what was
 * stored is read, and opened for writing when that can be done. What cannot be
 * read is one: who begins without it would tell all of it again.
 */
#pragma once

#include <pthread.h>

#include "store/store.h"

struct opening {
	int lock_fd;
	struct db *db;
	char *set_aside; /* where a corrupt file went; or NULL */
	char *path, *vfs;
	int64_t whole_max_bytes; /* store/check.h */
	int64_t first_max_bytes; /* the same; 0: all are checked at once */
	bool is_unchecked;	 /* as yet: late_check.h */
	bool is_read_only;	 /* as yet: opening_finish */
	/* db, as long as is_read_only: who reads shares it, since its lock
	 * keeps every other connection out. After that it is the writer's. */
	pthread_mutex_t guard;
	/* Guarded: found when it had been opened already. */
	bool is_damaged;
	struct error damage;
};

bool opening_do(const struct store_options *options,
    struct opening *ret_opening, struct error *err) MUST_CHECK;
/* Before db is written, on the thread that writes: opens for good what could
 * only be read so far. false, too, for one that is damaged: ERROR_INVALID, and
 * marked so. Takes the guard. */
bool opening_finish(struct opening *opening, struct error *err) MUST_CHECK;
/* Guarded, while is_read_only: db is there to be read, even if the last
 * opening_finish has failed. */
bool opening_read_again(struct opening *opening, struct error *err) MUST_CHECK;
/* It is, err says where: it is not written any more, and set aside by the next
 * start. Takes the guard. */
void opening_note_damage(struct opening *opening, const struct error *err);
void opening_clear(struct opening *opening);
