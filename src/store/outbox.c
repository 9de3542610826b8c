/*
 * One sink's cursor and rows; see outbox.h. A job is a copy of all it needs:
 * the store's thread reads it while the loop goes on.
 */
#include "store/outbox.h"

#include <stdio.h>
#include <string.h>

#define MOVE_MAX 256 /* events taken up by one transaction */

/* Names with a space between; what is the monitor's own begins with "@". */
#define IS_FOR_SINK \
	"(sinks IS NULL OR instr(' ' || sinks || ' ', ' ' || ltrim(?1, '@') " \
	"|| ' ') > 0)"

struct outbox {
	struct store *store;
	char *sink;
	size_t jobs; /* under way: they point here */
	bool is_freed;
};

struct job {
	struct outbox *outbox;
	char *sink;
	/* what is asked for */
	size_t max;
	int64_t now, next_at;
	uint64_t sequence;
	uint64_t under_way[OUTBOX_MAX_UNDER_WAY];
	size_t under_way_len;
	bool is_refusal;
	char *lacking; /* NULL: as it was */
	char error[OUTBOX_ERROR_MAX + 1];
	bool (*work)(struct db *db, struct job *job, struct error *err);
	/* what comes of it */
	struct outbox_batch batch;
	outbox_take_fn taken;
	outbox_done_fn done;
	void *arg;
};

void
outbox_item_clear(struct outbox_item *item)
{
	free(item->payload);
	free(item->lacking);
}

static void
clear_batch(struct outbox_batch *batch)
{
	ARRAY_EACH (item, &batch->items)
		outbox_item_clear(item);
	ARRAY_CLEAR(&batch->items);
	*batch = (struct outbox_batch){0};
}

static bool
run_for_sink(struct db *db, const char *sql, const struct job *job,
    int64_t number, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, job->sink);
	if (number >= 0)
		db_bind_int(statement, 2, number);
	return db_run(statement, err);
}

static bool
ask_for_sink(struct db *db, const char *sql, const struct job *job,
    int64_t number, int64_t *ret_value, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);
	enum db_step step;

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, job->sink);
	if (number >= 0)
		db_bind_int(statement, 2, number);
	step = db_step(statement, err);
	*ret_value = step == DB_ROW ? db_int(statement, 0) : 0;
	db_reset(statement);
	return step != DB_FAILED;
}

/* Rows for what was kept since the cursor stood still, while there is room. A
 * row's incident is what it keeps its order with: where there is none, the
 * endpoint, or the monitor itself (""). What is hushed is passed over. */
static bool
move_cursor(struct db *db, struct job *job, struct error *err)
{
	static const char begin[] =
	    "INSERT OR IGNORE INTO sink (name, cursor) "
	    "SELECT ?1, coalesce(max(sequence), 0) FROM event";
	static const char count[] =
	    "SELECT count(*) FROM (SELECT 1 FROM delivery "
	    "WHERE sink = ?1 AND state = 'pending' LIMIT ?2)";
	static const char take[] =
	    "INSERT OR IGNORE INTO delivery (sink, sequence, incident) "
	    "SELECT ?1, sequence, coalesce(incident, endpoint, '') "
	    "FROM (SELECT * FROM event WHERE sequence > "
	    "(SELECT cursor FROM sink WHERE name = ?1) "
	    "ORDER BY sequence LIMIT ?2) WHERE hushed IS NULL "
	    "AND " IS_FOR_SINK;
	static const char move[] =
	    "UPDATE sink SET cursor = coalesce((SELECT max(sequence) FROM "
	    "(SELECT sequence FROM event WHERE sequence > cursor "
	    "ORDER BY sequence LIMIT ?2)), cursor) WHERE name = ?1";
	int64_t pending = 0;

	if (!run_for_sink(db, begin, job, -1, err) ||
	    !ask_for_sink(db, count, job, OUTBOX_MAX_PENDING, &pending, err))
		return false;
	job->batch.pending = (size_t)pending;
	if (pending >= OUTBOX_MAX_PENDING)
		return true;
	if (!run_for_sink(db, take, job, MOVE_MAX, err))
		return false;
	job->batch.pending += (size_t)db_changes(db);
	return run_for_sink(db, move, job, MOVE_MAX, err);
}

static bool
is_under_way(const struct job *job, uint64_t sequence)
{
	for (size_t i = 0; i < job->under_way_len; i++) {
		if (job->under_way[i] == sequence)
			return true;
	}
	return false;
}

static void
add_item(struct job *job, const struct db_statement *row)
{
	uint64_t sequence = (uint64_t)db_int(row, 0);
	struct outbox_item *item;

	if (is_under_way(job, sequence))
		return;
	if (job->batch.items.len == job->max) {
		job->batch.has_more = true;
		return;
	}
	item = ARRAY_ADD(&job->batch.items);
	item->sequence = sequence;
	snprintf(item->id, sizeof item->id, "%s", db_text(row, 1));
	item->attempts = (unsigned)db_int(row, 2);
	item->refusals = (unsigned)db_int(row, 3);
	item->payload = mem_strdup(db_text(row, 4));
	item->lacking = mem_strdup(db_text(row, 5));
}

static bool
read_due(struct db *db, struct job *job, struct error *err)
{
	static const char sql[] =
	    "SELECT d.sequence, e.id, d.attempts, d.refusals, e.payload, "
	    "d.lacking "
	    "FROM delivery d JOIN event e ON e.sequence = d.sequence "
	    "WHERE d.sink = ?1 AND d.state = 'pending' "
	    "AND (d.next_at <= ?2 OR d.next_at > ?2 + ?3) "
	    "AND NOT EXISTS (SELECT 1 FROM delivery b WHERE b.sink = d.sink "
	    "AND b.incident = d.incident AND b.sequence < d.sequence "
	    "AND b.state = 'pending' AND b.lacking IS NULL) ORDER BY "
	    "d.sequence LIMIT ?4";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, job->sink);
	db_bind_int(row, 2, job->now);
	db_bind_int(row, 3, OUTBOX_LATEST_S);
	db_bind_int(row, 4, (int64_t)(job->max + job->under_way_len + 1));
	while ((step = db_step(row, err)) == DB_ROW)
		add_item(job, row);
	return step == DB_END;
}

static bool
work_take(struct db *db, struct job *job, struct error *err)
{
	static const char next[] =
	    "SELECT min(next_at) FROM delivery WHERE sink = ?1 "
	    "AND state = 'pending' AND next_at > ?2";
	static const char dead[] =
	    "SELECT count(*) FROM delivery WHERE sink = ?1 "
	    "AND state = 'dead'";
	static const char more[] =
	    "SELECT EXISTS (SELECT 1 FROM event WHERE sequence > "
	    "(SELECT cursor FROM sink WHERE name = ?1))";
	int64_t count = 0, has_more = 0;

	clear_batch(&job->batch); /* of a transaction that failed */
	if (!move_cursor(db, job, err) || !read_due(db, job, err) ||
	    !ask_for_sink(db, next, job, job->now, &job->batch.next_at, err) ||
	    !ask_for_sink(db, dead, job, -1, &count, err) ||
	    !ask_for_sink(db, more, job, -1, &has_more, err))
		return false;
	job->batch.dead = (size_t)count;
	job->batch.has_more |= has_more != 0;
	return true;
}

static bool
work_delivered(struct db *db, struct job *job, struct error *err)
{
	static const char sql[] =
	    "DELETE FROM delivery WHERE sink = ?1 AND sequence = ?2";

	return run_for_sink(db, sql, job, (int64_t)job->sequence, err);
}

static bool
update(struct db *db, const char *sql, struct job *job, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, job->sink);
	db_bind_int(statement, 2, (int64_t)job->sequence);
	db_bind_text(statement, 3, job->error);
	db_bind_int(statement, 4, job->next_at);
	db_bind_int(statement, 5, job->is_refusal);
	db_bind_text(statement, 6, job->lacking);
	return db_run(statement, err);
}

static bool
work_retry(struct db *db, struct job *job, struct error *err)
{
	return update(db,
	    "UPDATE delivery SET attempts = attempts + 1, "
	    "refusals = refusals + ?5, error = ?3, next_at = ?4, "
	    "lacking = coalesce(?6, lacking) WHERE sink = ?1 AND sequence = ?2",
	    job, err);
}

static bool
work_bury(struct db *db, struct job *job, struct error *err)
{
	return update(db,
	    "UPDATE delivery SET attempts = attempts + 1, "
	    "refusals = refusals + ?5, error = ?3, next_at = ?4, "
	    "lacking = coalesce(?6, lacking), state = 'dead' WHERE sink = ?1 "
	    "AND sequence = ?2",
	    job, err);
}

static bool
work_hurry(struct db *db, struct job *job, struct error *err)
{
	static const char sql[] =
	    "UPDATE delivery SET next_at = 0 WHERE sink = ?1 "
	    "AND state = 'pending' AND next_at > 0";

	return run_for_sink(db, sql, job, -1, err);
}

static bool
run_work(struct db *db, void *arg, struct error *err)
{
	struct job *job = arg;

	return job->work(db, job, err);
}

static void
free_job(struct job *job)
{
	clear_batch(&job->batch);
	free(job->lacking);
	free(job->sink);
	free(job);
}

/* The last job of a freed outbox frees it. */
static void
on_done(void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct job *job = arg;
	struct outbox *outbox = job->outbox;

	outbox->jobs--;
	if (outbox->is_freed) {
		if (outbox->jobs == 0)
			free(outbox);
	} else if (job->taken != NULL) {
		job->taken(job->arg, is_ok, &job->batch);
	} else if (job->done != NULL) {
		job->done(job->arg, is_ok);
	}
	free_job(job);
}

static struct job *
job_new(struct outbox *outbox, uint64_t sequence, outbox_done_fn fn, void *arg)
{
	struct job *job = MEM_NEW(struct job);

	job->outbox = outbox;
	job->sink = mem_strdup(outbox->sink);
	job->sequence = sequence;
	job->done = fn;
	job->arg = arg;
	return job;
}

static bool
run(struct job *job)
{
	const struct store_job stored = {
	    .work = run_work,
	    .done = on_done,
	    .arg = job,
	};

	job->outbox->jobs++;
	if (store_run(job->outbox->store, &stored))
		return true;
	job->outbox->jobs--;
	free_job(job);
	return false;
}

bool
outbox_take(struct outbox *outbox, size_t max, int64_t now,
    const uint64_t *under_way, size_t under_way_len, outbox_take_fn fn,
    void *arg)
{
	struct job *job = job_new(outbox, 0, NULL, arg);

	job->work = work_take;
	job->taken = fn;
	job->max = max < OUTBOX_MAX_TAKEN ? max : OUTBOX_MAX_TAKEN;
	job->now = now;
	job->under_way_len = under_way_len < OUTBOX_MAX_UNDER_WAY
	    ? under_way_len
	    : OUTBOX_MAX_UNDER_WAY;
	if (job->under_way_len > 0)
		memcpy(job->under_way, under_way,
		    job->under_way_len * sizeof *under_way);
	return run(job);
}

bool
outbox_delivered(
    struct outbox *outbox, uint64_t sequence, outbox_done_fn fn, void *arg)
{
	struct job *job = job_new(outbox, sequence, fn, arg);

	job->work = work_delivered;
	return run(job);
}

bool
outbox_retry(struct outbox *outbox, uint64_t sequence, int64_t next_at,
    bool is_refusal, const char *error, outbox_done_fn fn, void *arg)
{
	struct job *job = job_new(outbox, sequence, fn, arg);

	job->work = work_retry;
	job->next_at = next_at;
	job->is_refusal = is_refusal;
	snprintf(job->error, sizeof job->error, "%s", error);
	return run(job);
}

bool
outbox_retry_rest(struct outbox *outbox, uint64_t sequence, int64_t next_at,
    const char *lacking, const char *error, outbox_done_fn fn, void *arg)
{
	struct job *job = job_new(outbox, sequence, fn, arg);

	job->work = work_retry;
	job->next_at = next_at;
	job->is_refusal = true;
	job->lacking = mem_strdup(lacking);
	snprintf(job->error, sizeof job->error, "%s", error);
	return run(job);
}

bool
outbox_bury(struct outbox *outbox, uint64_t sequence, const char *lacking,
    const char *error, outbox_done_fn fn, void *arg)
{
	struct job *job = job_new(outbox, sequence, fn, arg);

	job->lacking = mem_strdup(lacking);

	job->work = work_bury;
	job->is_refusal = true;
	snprintf(job->error, sizeof job->error, "%s", error);
	return run(job);
}

bool
outbox_hurry(struct outbox *outbox, outbox_done_fn fn, void *arg)
{
	struct job *job = job_new(outbox, 0, fn, arg);

	job->work = work_hurry;
	return run(job);
}

struct outbox *
outbox_new(struct store *store, const char *sink)
{
	struct outbox *outbox = MEM_NEW(struct outbox);

	outbox->store = store;
	outbox->sink = mem_strdup(sink);
	return outbox;
}

void
outbox_free(struct outbox *outbox)
{
	if (outbox == NULL)
		return;
	free(TAKE(outbox->sink));
	outbox->is_freed = true;
	if (outbox->jobs == 0)
		free(outbox);
}

bool
outbox_is_due(int64_t next_at, int64_t now)
{
	return next_at <= now || next_at > now + OUTBOX_LATEST_S;
}
