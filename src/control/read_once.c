/* An answer that needs the store once; see read_once.h. */
#include "control/read_once.h"

#include "base/mem.h"

struct read_once {
	struct answer *answer; /* NULL: gone while the store was read */
	struct store *store;
	const struct read_once_ops *ops;
	void *arg;
	bool is_read;
};

static void
read_once_free(struct read_once *once)
{
	once->ops->free(once->arg);
	free(once);
}

static void
free_state(void *arg)
{
	struct read_once *once = arg;

	once->answer = NULL;
	if (once->is_read)
		read_once_free(once);
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct read_once *once = arg;

	return once->ops->read(db, once->arg, err);
}

static void
on_read(void *arg, bool is_ok, const struct error *err)
{
	struct read_once *once = arg;

	once->is_read = true;
	if (once->answer == NULL)
		read_once_free(once);
	else if (!is_ok)
		answer_fail(once->answer, err);
	else {
		answer_set_stale(once->answer, store_stale_s(once->store));
		answer_wake(once->answer);
	}
}

static void
more(struct answer *answer, void *arg)
{
	struct read_once *once = arg;

	if (once->is_read)
		once->ops->tell(answer, once->arg);
}

bool
read_once_start(struct answer *answer, struct store *store,
    const struct read_once_ops *ops, void *take_arg)
{
	struct read_once *once = MEM_NEW(struct read_once);
	const struct store_job job = {
	    .work = work, .done = on_read, .arg = once};
	struct error err = ERROR_INIT;

	*once = (struct read_once){
	    .answer = answer,
	    .store = store,
	    .ops = ops,
	    .arg = take_arg,
	};
	if (store != NULL && store_read(store, &job)) {
		answer_go_on(answer, more, free_state, once);
		return true;
	}
	error_set(&err, ERROR_LIMIT,
	    store == NULL ? "this daemon keeps nothing"
			  : "the store has too much to do; try again");
	read_once_free(once);
	answer_fail(answer, &err);
	return false;
}
