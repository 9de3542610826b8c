/*
 * What the thread of a list folder does: pieces written to a spool, which takes
 * the place of a list when it was walked; walks; removals. Private to
 * list_folder.c. No job knows the loop.
 */
#pragma once

#include "base/error.h"
#include "base/texts.h"
#include "fetch/revocation_proof.h"

enum list_job_kind {
	LIST_JOB_PIECE, /* bytes to a spool */
	LIST_JOB_END,	/* of a spool: walk it, and put it in its place */
	LIST_JOB_ABORT, /* of a spool */
	LIST_JOB_WALK,
	LIST_JOB_DROP,
	LIST_JOB_SWEEP,
};

struct list_walk;
struct list_spool; /* a file that grows; used by the thread alone */

struct list_job {
	enum list_job_kind kind;
	struct list_walk *owner;  /* the loop's; NULL: nobody waits */
	struct list_spool *spool; /* END and ABORT own it */
	char *name;		  /* of the list */
	uint8_t *bytes;		  /* PIECE */
	size_t len;
	uint64_t *asked; /* END, WALK */
	size_t asked_count;
	/* END, WALK: for whom it is to be proven, at that time; END: and when
	 * the one that is there begins */
	struct revocation_askers askers;
	int64_t now, newest;
	struct texts names; /* SWEEP: those that stay */
	/* what it came to: END, WALK; of END both for one without a proof */
	struct crl *crl;
	enum revocation_proof proof;
	const char *fault; /* static; UNPROVEN: why */
	bool is_beside;	   /* END: it was not put in its place */
	size_t whole_len;
	struct error err;
	struct list_job *next;
};

struct list_job *list_job_new(enum list_job_kind kind, const char *name);
void list_job_free(struct list_job *job);
/* Copies. */
void list_job_ask(struct list_job *job, const uint64_t *asked, size_t count);
/* On the thread. */
void list_job_do(struct list_job *job, const char *folder);
/* Is its end to be told? */
bool list_job_is_answered(const struct list_job *job);

struct list_spool *list_spool_new(void);
