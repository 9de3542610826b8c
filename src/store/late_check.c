/* The check of a file that is in use; see late_check.h. */
#include "store/late_check.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/check.h"

struct late_check {
	struct store *store;
	struct opening *opening;
	bool is_damaged;
};

/* On the thread that reads. */
static bool
look(struct db *db, void *arg, struct error *err)
{
	struct late_check *check = arg;
	bool is_ok;

	is_ok = check_file(
	    db, check->opening->whole_max_bytes, &check->is_damaged, err);
	check->is_damaged |= !is_ok && db_trouble_is_damage(db_trouble(db));
	return is_ok;
}

static bool
write_nothing(UNUSED struct db *db, UNUSED void *arg, UNUSED struct error *err)
{
	return true;
}

static void
nothing_written(
    UNUSED void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
}

static void
looked(void *arg, bool is_ok, const struct error *err)
{
	CLEANUP(free) struct late_check *check = arg;
	const struct store_job nothing = {
	    .work = write_nothing,
	    .done = nothing_written,
	};

	if (check->is_damaged) {
		opening_note_damage(check->opening, err);
		/* So that it is told now. When there is no room others are
		 * about to meet it. */
		(void)!store_run(check->store, &nothing);
	} else if (!is_ok) {
		log_debug(NULL, "the store was not checked: %s", err->message);
	}
}

void
late_check_begin(struct store *store, struct opening *opening)
{
	struct late_check *check;
	struct store_job job = {.work = look, .done = looked};

	if (!opening->is_unchecked)
		return;
	opening->is_unchecked = false;
	job.arg = check = MEM_NEW(struct late_check);
	check->store = store;
	check->opening = opening;
	if (!store_read(store, &job))
		free(check);
}
