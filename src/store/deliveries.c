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
	struct deliveries_sinks sinks;
	struct deliveries_gone_list gone;
	deliveries_count_fn counted;
	deliveries_gone_fn forgotten;
	void *arg;
};

void
deliveries_sinks_clear(struct deliveries_sinks *sinks)
{
	ARRAY_EACH (sink, &sinks->items)
		free(sink->name);
	ARRAY_CLEAR(&sinks->items);
}

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
	deliveries_sinks_clear(&job->sinks);
	texts_clear(&job->names);
	texts_clear(&job->own);
	free(job);
}

static bool
count(struct db *db, void *arg, struct error *err)
{
	static const char sql[] =
	    "SELECT name, " BEHIND " + (SELECT count(*) FROM delivery WHERE "
	    "sink = name AND state = 'pending'), (SELECT count(*) FROM "
	    "delivery WHERE sink = name AND state = 'dead'), "
	    "(SELECT time FROM event WHERE sequence = coalesce("
	    "(SELECT min(sequence) FROM delivery WHERE sink = name AND "
	    "state = 'pending'), (SELECT min(sequence) FROM event WHERE "
	    "sequence > sink.cursor))) FROM sink "
	    "WHERE name NOT LIKE '@%' OR name = '@syslog'";
	struct job *job = arg;
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	deliveries_sinks_clear(&job->sinks); /* of one that failed */
	job->counts.waiting = job->counts.dead = 0;
	while ((step = db_step(row, err)) == DB_ROW) {
		struct deliveries_sink *sink = ARRAY_ADD(&job->sinks.items);

		sink->name = mem_strdup(db_text(row, 0));
		sink->waiting = (size_t)db_int(row, 1);
		sink->dead = (size_t)db_int(row, 2);
		sink->oldest_at = db_int(row, 3);
		job->counts.waiting += sink->waiting;
		job->counts.dead += sink->dead;
	}
	return step == DB_END;
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

	job->counts.sinks = &job->sinks;
	if (job->counted != NULL)
		job->counted(job->arg, is_ok, &job->counts);
	else if (is_ok && job->gone.items.len > 0)
		job->forgotten(job->arg, &job->gone);
	free_job(job);
}

bool
deliveries_count(struct store *store, deliveries_count_fn fn, void *arg)
{
	struct job *job = MEM_NEW(struct job);
	const struct store_job stored = {
	    .work = count,
	    .done = on_done,
	    .arg = job,
	    .is_idle = true,
	};

	job->counted = fn;
	job->arg = arg;
	if (store_read(store, &stored))
		return true;
	free_job(job);
	return false;
}

bool
deliveries_keep(struct store *store, const struct texts *names,
    const struct texts *own, deliveries_gone_fn fn, void *arg)
{
	struct job *job = MEM_NEW(struct job);
	const struct store_job stored = {
	    .work = forget,
	    .done = on_done,
	    .arg = job,
	};

	texts_add_all(&job->names, names);
	texts_add_all(&job->own, own);
	job->forgotten = fn;
	job->arg = arg;
	if (store_run(store, &stored))
		return true;
	free_job(job);
	return false;
}
