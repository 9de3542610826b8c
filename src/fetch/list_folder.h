/*
 * struct list_folder: revocation lists as files, each under its name in one
 * folder, written and walked by a thread of its own: the loop hands over bytes
 * as they come and gets back what was asked for (pki/crl_walk.h). So a list of
 * 20 MB is on the disk, not in memory, and a serial number that nobody asked
 * for before costs a walk, not another fetch.
 *
 * A list that cannot be read leaves the one of before in place, and so does one
 * that is older than a proven one, or not proven itself: that is given out
 * beside one that has ended. A disk that
 * hangs holds up the walks only: whoever waits has a deadline of his own.
 */
#pragma once

#include "fetch/revocation_proof.h"
#include "net/loop.h"

/* Bytes on their way to the disk, of all writes together. */
#define LIST_FOLDER_MAX_QUEUED (24u << 20)
/* A list that is not longer is kept whole, and never walked again. */
#define LIST_FOLDER_WHOLE_BYTES (64u << 10)
#define LIST_FOLDER_NAME_MAX 80

struct list_folder;
struct list_write;
struct list_walk;

/* What a walk came to. */
struct list_walked {
	struct crl *take_crl; /* the caller's; NULL: err says why not */
	size_t len;	      /* of the list, in bytes */
	/* with a take_crl: why it is not proven, and so not believed */
	const struct error *err;
	bool was_proven; /* it was looked at: */
	enum revocation_proof proof;
	const char *fault; /* UNPROVEN: why; static. A walk's */
	bool is_beside;	   /* it was not kept: one that has ended stays */
};

/* The walk or write is gone when it is called; what it takes not is freed. */
typedef void (*list_folder_fn)(void *arg, struct list_walked *walked);

/* The folder is made when it is not there, but not its parents; what goes wrong
 * with it comes out where it is used. */
struct list_folder *list_folder_new(struct loop *loop, const char *path);
/* Its walks and writes have ended or were cancelled. */
void list_folder_free(struct list_folder *folder);
CLEANUP_DEFINE(struct list_folder, list_folder_free)

/* A list that comes, to be walked for those serials and then kept. */
struct list_write *list_write_start(
    struct list_folder *folder, const char *name);
/* false: the disk does not keep up, or failed; cancel it. */
bool list_write_take(
    struct list_write *write, const uint8_t *bytes, size_t len);
/* How a list is proven. */
struct list_proof {
	const struct revocation_askers *askers; /* NULL or none: it is not */
	int64_t now;
	int64_t newest; /* when the one of before begins; INT64_MIN: none */
};

/* All of it came: it is walked, proven, and takes the place of the one of
 * before if nothing speaks against it. The write is gone. Never calls fn before
 * it returns. */
struct list_walk *list_write_end(struct list_write *write,
    const uint64_t *asked, size_t count, const struct list_proof *proof,
    list_folder_fn fn, void *arg);
void list_write_cancel(struct list_write *write); /* NULL is fine */

/* Walks one that is there; and is it proven? */
struct list_walk *list_walk_start(struct list_folder *folder, const char *name,
    const uint64_t *asked, size_t count, const struct list_proof *proof,
    list_folder_fn fn, void *arg);
void list_walk_cancel(struct list_walk *walk); /* NULL is fine */

/* A folder for who keeps nothing: in $TMPDIR or /tmp; free its path. What goes
 * wrong comes out where it is used. */
char *list_folder_make_temporary(void);
void list_folder_remove_temporary(const char *path);

void list_folder_drop(struct list_folder *folder, const char *name);
/* Removes all but these: what a kill left behind. */
void list_folder_sweep(
    struct list_folder *folder, const char *const *names, size_t count);
