/* An answer in pages; see paged.h. */
#include "control/paged.h"

#include "base/mem.h"

struct paged {
	struct answer *answer; /* NULL: gone while a page was being read */
	struct store *store;
	const struct paged_ops *ops;
	void *arg;
	bool is_reading, is_read;
	size_t told; /* of the page */
};

static void
paged_free(struct paged *paged)
{
	paged->ops->free(paged->arg);
	free(paged);
}

static void
free_state(void *arg)
{
	struct paged *paged = arg;

	paged->answer = NULL;
	if (!paged->is_reading)
		paged_free(paged);
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct paged *paged = arg;

	return paged->ops->read(db, paged->arg, err);
}

static void
on_read(void *arg, bool is_ok, const struct error *err)
{
	struct paged *paged = arg;

	paged->is_reading = false;
	paged->is_read = true;
	paged->told = 0;
	if (paged->answer == NULL)
		paged_free(paged);
	else if (!is_ok)
		answer_fail(paged->answer, err);
	else {
		paged->ops->take(paged->arg);
		answer_set_stale(paged->answer, store_stale_s(paged->store));
		answer_wake(paged->answer);
	}
}

static void
read_page(struct paged *paged)
{
	const struct store_job job = {
	    .work = work, .done = on_read, .arg = paged};
	struct error err = ERROR_INIT;

	paged->is_read = false;
	paged->is_reading =
	    paged->store != NULL && store_read(paged->store, &job);
	if (paged->is_reading)
		return;
	error_set(&err, ERROR_LIMIT,
	    paged->store == NULL ? "this daemon keeps nothing"
				 : "the store has too much to do; try again");
	answer_fail(paged->answer, &err);
}

static void
end(struct paged *paged)
{
	CLEANUP(free)
	char *next = paged->ops->next(paged->arg);

	answer_end_before(paged->answer, next);
}

static void
more(struct answer *answer, void *arg)
{
	struct paged *paged = arg;
	size_t count;

	if (paged->is_reading)
		return;
	if (!paged->is_read) {
		read_page(paged);
		return;
	}
	count = paged->ops->count(paged->arg);
	while (paged->told < count && answer_has_room(answer))
		paged->ops->tell(answer, paged->arg, paged->told++);
	if (paged->told < count)
		return; /* more is asked for once it was read */
	if (paged->ops->is_last(paged->arg))
		end(paged);
	else
		read_page(paged);
}

void
paged_start(struct answer *answer, struct store *store,
    const struct paged_ops *ops, void *take_arg)
{
	struct paged *paged = MEM_NEW(struct paged);

	*paged = (struct paged){
	    .answer = answer,
	    .store = store,
	    .ops = ops,
	    .arg = take_arg,
	};
	answer_go_on(answer, more, free_state, paged);
}
