/* All sinks' deliveries; see deliveries.h. */
#include "store/deliveries.h"

#include <string.h>

#include "base/mem.h"

/* Events of one sink that lie behind its cursor. */
#define BEHIND \
	"(SELECT count(*) FROM (SELECT 1 FROM event WHERE sequence > " \
	"sink.cursor LIMIT 100000))"

_Static_assert(DELIVERIES_COUNT_MAX == 100000, "it stands in BEHIND");

struct job {
	struct texts names, own; /* to keep; to look at */
	struct deliveries_counts counts;
	struct deliveries_gone_list gone;
	deliveries_count_fn counted;
	deliveries_gone_fn forgotten;
	void *arg;
};

static void
clear_gone(struct job *job)
{
	ARRAY_EACH (gone, &job->gone.items)
		free(gone->sink);
	ARRAY_CLEAR(&job->gone.items);
}

static void
free_job(struct job *job)
{
	clear_gone(job);
	texts_clear(&job->names);
	texts_clear(&job->own);
	free(job);
}

static bool
count(struct db *db, void *arg, struct error *err)
{
	static const char waiting_sql[] =
	    "SELECT (SELECT count(*) FROM delivery WHERE state = 'pending') + "
	    "(SELECT coalesce(sum(" BEHIND "), 0) FROM sink "
	    "WHERE name NOT LIKE '@%' OR name = '@syslog')";
	static const char dead_sql[] =
	    "SELECT count(*) FROM delivery WHERE state = 'dead'";
	struct job *job = arg;
	int64_t waiting = 0, dead = 0;

	if (!db_ask_int(db, waiting_sql, 0, &waiting, err) ||
	    !db_ask_int(db, dead_sql, 0, &dead, err))
		return false;
	job->counts.waiting = (size_t)waiting;
	job->counts.dead = (size_t)dead;
	return true;
}

static bool
is_gone(const struct job *job, const char *sink)
{
	bool is_own = strncmp(sink, DELIVERIES_OWN_PREFIX,
			  sizeof DELIVERIES_OWN_PREFIX - 1) == 0;

	return !texts_has(&job->names, sink) &&
	    (!is_own || texts_has(&job->own, sink));
}

static bool
find_gone(struct db *db, struct job *job, struct error *err)
{
	static const char sql[] =
	    "SELECT name, " BEHIND " + (SELECT count(*) FROM delivery WHERE "
	    "sink = name AND state = 'pending'), (SELECT count(*) FROM "
	    "delivery WHERE sink = name AND state = 'dead') FROM sink";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	while ((step = db_step(row, err)) == DB_ROW) {
		if (!is_gone(job, db_text(row, 0)))
			continue;
		*ARRAY_ADD(&job->gone.items) = (struct deliveries_gone){
		    .sink = mem_strdup(db_text(row, 0)),
		    .waiting = (size_t)db_int(row, 1),
		    .dead = (size_t)db_int(row, 2),
		};
	}
	return step == DB_END;
}

static bool
run_for(struct db *db, const char *sql, const char *sink, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, sink);
	return db_run(statement, err);
}

static bool
forget(struct db *db, void *arg, struct error *err)
{
	static const char rows[] = "DELETE FROM delivery WHERE sink = ?1";
	static const char cursor[] = "DELETE FROM sink WHERE name = ?1";
	struct job *job = arg;

	clear_gone(job); /* of a transaction that failed */
	if (!find_gone(db, job, err))
		return false;
	ARRAY_EACH (gone, &job->gone.items) {
		if (!run_for(db, rows, gone->sink, err) ||
		    !run_for(db, cursor, gone->sink, err))
			return false;
	}
	return true;
}

static void
on_done(void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct job *job = arg;

	if (job->counted != NULL)
		job->counted(job->arg, is_ok, &job->counts);
	else if (is_ok && job->gone.items.len > 0)
		job->forgotten(job->arg, &job->gone);
	free_job(job);
}

static bool
run(struct store *store, struct job *job,
    bool (*work)(struct db *db, void *arg, struct error *err))
{
	const struct store_job stored = {
	    .work = work,
	    .done = on_done,
	    .arg = job,
	};

	if (store_run(store, &stored))
		return true;
	free_job(job);
	return false;
}

bool
deliveries_count(struct store *store, deliveries_count_fn fn, void *arg)
{
	struct job *job = MEM_NEW(struct job);

	job->counted = fn;
	job->arg = arg;
	return run(store, job, count);
}

bool
deliveries_keep(struct store *store, const struct texts *names,
    const struct texts *own, deliveries_gone_fn fn, void *arg)
{
	struct job *job = MEM_NEW(struct job);

	texts_add_all(&job->names, names);
	texts_add_all(&job->own, own);
	job->forgotten = fn;
	job->arg = arg;
	return run(store, job, forget);
}
