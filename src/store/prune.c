/* Retention; see prune.h. */
#include "store/prune.h"

#include "base/mem.h"

#define DAY_S 86400

const struct prune_options prune_options_default = {
    .event_age_s = 400 * DAY_S,
    .event_max = 1000000,
    .history_age_s = 400 * DAY_S,
    .history_max = 1000000,
    .slice = 500,
    .pause_ms = 250,
    .every_ms = 3600 * 1000,
};

enum limit {
	LIMIT_EVENT_AGE,
	LIMIT_EVENT_NUMBER,
	LIMIT_HISTORY_AGE,
	LIMIT_HISTORY_NUMBER,
	LIMIT_NONE,
};

/* ?1 is the limit: a time, or a number of rows; ?2 the slice. Each looks for
 * its rows by an index, but for certificates and silences, of which few are
 * candidates. */
static const struct step {
	enum limit limit;
	bool is_certificates;
	const char *sql;
} steps[] = {
    {
	.limit = LIMIT_EVENT_AGE,
	.sql = "DELETE FROM event WHERE sequence IN (SELECT sequence FROM "
	       "event WHERE time < ?1 AND NOT EXISTS (SELECT 1 FROM sink "
	       "WHERE cursor < event.sequence) AND NOT EXISTS (SELECT 1 FROM "
	       "delivery d WHERE d.sequence = event.sequence AND "
	       "d.sink IN (SELECT name FROM sink) AND d.state = 'pending') "
	       "ORDER BY time LIMIT ?2)",
    },
    {
	.limit = LIMIT_EVENT_NUMBER,
	/* Sequences have gaps (monitor/numbering.h). */
	.sql = "DELETE FROM event WHERE sequence IN (SELECT sequence FROM "
	       "event ORDER BY sequence LIMIT max(0, min(?2, "
	       "(SELECT count(*) FROM event) - ?1)))",
    },
    {
	.limit = LIMIT_NONE,
	.sql = "DELETE FROM delivery WHERE (sink, sequence) IN (SELECT sink, "
	       "sequence FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM event "
	       "WHERE event.sequence = d.sequence) LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.sql = "DELETE FROM chain_seen WHERE number IN (SELECT number FROM "
	       "chain_seen WHERE seen_to < ?1 LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_NUMBER,
	.sql = "DELETE FROM chain_seen WHERE number IN (SELECT number FROM "
	       "chain_seen WHERE seen_to IS NOT NULL ORDER BY seen_to LIMIT "
	       "max(0, min(?2, (SELECT count(*) FROM chain_seen WHERE seen_to "
	       "IS NOT NULL) - ?1)))",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.sql = "DELETE FROM incident WHERE id IN (SELECT id FROM incident "
	       "WHERE resolved_at < ?1 LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.sql = "DELETE FROM chain WHERE id IN (SELECT id FROM chain WHERE "
	       "first_seen < ?1 AND NOT EXISTS (SELECT 1 FROM chain_seen "
	       "WHERE chain_seen.chain = chain.id) AND NOT EXISTS (SELECT 1 "
	       "FROM verdict WHERE verdict.chain = chain.id) LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.is_certificates = true,
	.sql = "DELETE FROM certificate WHERE rowid IN (SELECT rowid FROM "
	       "(SELECT rowid, sha256 FROM certificate WHERE first_seen < ?1 "
	       "AND not_after < ?1 LIMIT ?2) c WHERE NOT EXISTS (SELECT 1 FROM "
	       "chain WHERE instr(chain.certificates, c.sha256) > 0))",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.sql = "DELETE FROM issuer WHERE number IN (SELECT number FROM issuer "
	       "WHERE not_after < ?1 LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	.sql = "DELETE FROM issuer_answer WHERE url IN (SELECT url FROM "
	       "issuer_answer WHERE asked_at < ?1 LIMIT ?2)",
    },
    {
	.limit = LIMIT_HISTORY_AGE,
	/* The last stays: the next is numbered by it. */
	.sql = "DELETE FROM silence WHERE number IN (SELECT number FROM "
	       "silence WHERE ended_at < ?1 AND number < (SELECT max(number) "
	       "FROM silence) LIMIT ?2)",
    },
    {
	.limit = LIMIT_NONE,
	.sql = "PRAGMA incremental_vacuum(256)",
    },
};

#define STEP_COUNT (sizeof steps / sizeof steps[0])
#define VACUUM_STEP (STEP_COUNT - 1)
/* Each costs a walk over all chains. */
#define CERTIFICATE_SLICE 20

struct prune {
	struct store *store;
	struct prune_options options;
	const struct clock *clock;
	struct loop_timer *timer;
	loop_fn forgot;
	void *forgot_arg;
	struct round *round; /* with the store; NULL: none */
};

/* One job: a slice of each step. */
struct round {
	struct prune *prune; /* NULL: it is gone */
	struct prune_options options;
	int64_t now;
	bool has_more, has_dropped_certificates;
};

static int64_t
limit_of(const struct round *round, enum limit limit)
{
	switch (limit) {
	case LIMIT_EVENT_AGE: return round->now - round->options.event_age_s;
	case LIMIT_EVENT_NUMBER: return round->options.event_max;
	case LIMIT_HISTORY_AGE:
		return round->now - round->options.history_age_s;
	case LIMIT_HISTORY_NUMBER: return round->options.history_max;
	case LIMIT_NONE: break;
	}
	return 0;
}

static bool
run_step(struct round *round, struct db *db, const struct step *step,
    struct error *err)
{
	struct db_statement *statement = db_statement(db, step->sql, err);
	int64_t slice = round->options.slice;

	if (statement == NULL)
		return false;
	if (step->is_certificates && slice > CERTIFICATE_SLICE)
		slice = CERTIFICATE_SLICE;
	if (step != &steps[VACUUM_STEP]) {
		if (step->limit != LIMIT_NONE)
			db_bind_int(statement, 1, limit_of(round, step->limit));
		db_bind_int(statement, 2, slice);
	}
	if (!db_run(statement, err))
		return false;
	if (step == &steps[VACUUM_STEP])
		return true;
	round->has_more |= db_changes(db) >= slice;
	round->has_dropped_certificates |=
	    step->is_certificates && db_changes(db) > 0;
	return true;
}

/* On the store's thread. */
static bool
work(struct db *db, void *arg, struct error *err)
{
	struct round *round = arg;

	round->has_more = round->has_dropped_certificates = false;
	for (size_t i = 0; i < STEP_COUNT; i++) {
		if (!run_step(round, db, &steps[i], err))
			return false;
	}
	return true;
}

static void
done(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct round *round = arg;
	struct prune *prune = round->prune;

	if (prune != NULL) {
		prune->round = NULL;
		if (round->has_dropped_certificates && prune->forgot != NULL)
			prune->forgot(prune->forgot_arg);
		loop_timer_set(prune->timer,
		    round->has_more ? prune->options.pause_ms
				    : prune->options.every_ms);
	}
	free(round);
}

static void
on_timer(void *arg)
{
	struct prune *prune = arg;
	struct round *round = MEM_NEW(struct round);
	const struct store_job job = {.work = work, .done = done, .arg = round};

	round->prune = prune;
	round->options = prune->options;
	round->now = clock_wall_s(prune->clock);
	/* What is noted as stored from here on might be deleted under it. */
	if (prune->forgot != NULL)
		prune->forgot(prune->forgot_arg);
	if (store_run(prune->store, &job)) {
		prune->round = round;
		return;
	}
	free(round);
	loop_timer_set(prune->timer, prune->options.every_ms);
}

struct prune *
prune_new(struct store *store, struct loop *loop, const struct clock *clock,
    const struct prune_options *options, loop_fn forgot, void *arg)
{
	struct prune *prune = MEM_NEW(struct prune);

	prune->store = store;
	prune->options = *options;
	prune->clock = clock;
	prune->forgot = forgot;
	prune->forgot_arg = arg;
	prune->timer = loop_timer_new(loop, on_timer, prune);
	/* Not among all that a start has to do. */
	loop_timer_set(prune->timer, options->every_ms / 10);
	return prune;
}

void
prune_set_options(struct prune *prune, const struct prune_options *options)
{
	prune->options = *options;
}

void
prune_free(struct prune *prune)
{
	if (prune == NULL)
		return;
	if (prune->round != NULL)
		prune->round->prune = NULL;
	loop_timer_free(prune->timer);
	free(prune);
}
