/* Jobs as one transaction; see transaction.h. */
#include "store/transaction.h"

void
job_list_add(struct job_list *list, struct job_item *item)
{
	item->next = NULL;
	if (list->last != NULL)
		list->last->next = item;
	else
		list->first = item;
	list->last = item;
	list->len++;
}

struct job_item *
job_list_take(struct job_list *list)
{
	struct job_item *item = list->first;

	if (item == NULL)
		return NULL;
	list->first = item->next;
	if (list->first == NULL)
		list->last = NULL;
	list->len--;
	return item;
}

int64_t
job_list_oldest_ms(const struct job_list *list, int64_t else_ms)
{
	return list->first != NULL && list->first->put_at_ms < else_ms
	    ? list->first->put_at_ms
	    : else_ms;
}

void
job_list_move(struct job_list *to, struct job_list *from, size_t most)
{
	struct job_item *item;

	while (most-- > 0 && (item = job_list_take(from)) != NULL)
		job_list_add(to, item);
}

static bool
set_sync(struct transaction *transaction, struct db *db, bool is_full,
    struct error *err)
{
	if (transaction->is_full_sync == is_full)
		return true;
	if (!db_exec(db,
		is_full ? "PRAGMA synchronous = FULL"
			: "PRAGMA synchronous = NORMAL",
		err))
		return false;
	transaction->is_full_sync = is_full;
	return true;
}

enum outcome {
	OUTCOME_WRITTEN,
	OUTCOME_FAULTY, /* a job failed by its own fault; the rest was not
			 * begun */
	OUTCOME_FAILED, /* the store is at fault: all has to be tried again */
};

static enum outcome
work(struct db *db, struct job_item *item, struct error *err)
{
	db_forget_trouble(db);
	item->is_ok = item->job.work(db, item->job.arg, &item->err);
	if (item->is_ok)
		return OUTCOME_WRITTEN;
	if (db_trouble_may_pass(db_trouble(db)) ||
	    db_trouble_is_damage(db_trouble(db)) || !db_is_in_transaction(db)) {
		*err = item->err;
		return OUTCOME_FAILED;
	}
	return OUTCOME_FAULTY;
}

static enum outcome
work_all(struct db *db, struct job_list *jobs, struct error *err)
{
	enum outcome outcome = OUTCOME_WRITTEN;

	for (struct job_item *item = jobs->first;
	     item != NULL && outcome == OUTCOME_WRITTEN; item = item->next)
		outcome = work(db, item, err);
	return outcome;
}

/* Each in a savepoint, so that what is its own fault undoes it alone. */
static enum outcome
work_each(struct db *db, struct job_list *jobs, struct error *err)
{
	for (struct job_item *item = jobs->first; item != NULL;
	     item = item->next) {
		if (!db_exec(db, "SAVEPOINT job", err))
			return OUTCOME_FAILED;
		switch (work(db, item, err)) {
		case OUTCOME_FAILED: return OUTCOME_FAILED;
		case OUTCOME_FAULTY:
			if (!db_exec(db, "ROLLBACK TO job", err))
				return OUTCOME_FAILED;
			break;
		case OUTCOME_WRITTEN: break;
		}
		if (!db_exec(db, "RELEASE job", err))
			return OUTCOME_FAILED;
	}
	return OUTCOME_WRITTEN;
}

/*
 * A savepoint keeps in memory what each page was like that is written after it:
 * of a look at each of some thousand targets that is as much as all that is
 * known of them. So there are none, as long as no job is faulty; nearly none
 * ever is. If one is, all are done again.
 */
bool
transaction_run(struct transaction *transaction, struct db *db,
    struct job_list *jobs, struct error *err)
{
	bool is_durable = false;
	enum outcome outcome;

	for (struct job_item *item = jobs->first; item != NULL;
	     item = item->next)
		is_durable |= item->job.is_durable;
	if (!set_sync(transaction, db, is_durable, err) || !db_begin(db, err))
		return false;
	outcome = work_all(db, jobs, err);
	if (outcome == OUTCOME_FAULTY) {
		db_rollback(db);
		if (!db_begin(db, err))
			return false;
		outcome = work_each(db, jobs, err);
	}
	if (outcome == OUTCOME_WRITTEN && db_commit(db, err))
		return true;
	db_rollback(db);
	return false;
}
