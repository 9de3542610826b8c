/*
 * Queued jobs, and a list of them written as one transaction. Private to the
 * store.
 */
#pragma once

#include "store/store.h"

struct job_item {
	struct store_job job;
	struct job_item *next;
	int64_t put_at_ms; /* into the queue */
	uint64_t after;	   /* of a read: so many jobs were written before */
	bool is_ok;
	bool is_corrupt; /* the file: a read met it */
	struct error err;
};

struct job_list {
	struct job_item *first, *last;
	size_t len;
};

void job_list_add(struct job_list *list, struct job_item *item);
struct job_item *job_list_take(struct job_list *list); /* NULL: empty */
/* When the first was put, or that time where it is earlier. */
int64_t job_list_oldest_ms(const struct job_list *list, int64_t else_ms);
void job_list_move(struct job_list *to, struct job_list *from, size_t most);

struct transaction {
	bool is_full_sync; /* as synchronous is set now */
};

/* All of them, each is_ok or not by its own fault. false: the store is at
 * fault, nothing was written, and all of it has to be tried again. */
bool transaction_run(struct transaction *transaction, struct db *db,
    struct job_list *jobs, struct error *err) MUST_CHECK;
