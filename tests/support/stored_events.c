/* Events in a store; see stored_events.h. */
#include "support/stored_events.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"

struct work {
	struct loop *loop;
	const char *kind, *severity, *incident, *sql;
	const char *finding, *sink; /* or NULL */
	uint64_t sequence;
	int64_t number;
	bool is_done;
};

const char *
stored_event_id(uint64_t sequence, char text[33])
{
	snprintf(text, 33, "%032" PRIx64, sequence);
	return text;
}

static bool
insert(struct db *db, void *arg, struct error *err)
{
	static const char sql[] =
	    "INSERT INTO event (sequence, id, time, kind, severity, incident, "
	    "endpoint, payload) VALUES (?1, ?2, 0, ?3, ?4, "
	    "nullif(?5, ''), iif(?5 = '', 'e' || ?1 || '.test:443', NULL), "
	    "?6)";
	struct work *work = arg;
	struct db_statement *statement = db_statement(db, sql, err);
	char id[33];
	CLEANUP(free)
	char *fault = work->finding == NULL
	    ? mem_strdup("")
	    : mem_printf("\"finding\":\"%s\",\"sink\":\"%s\",", work->finding,
		  work->sink);
	CLEANUP(free)
	char *payload = mem_printf("{\"version\":1,\"event\":\"%s\","
				   "\"severity\":\"%s\",%s"
				   "\"text\":\"event %" PRIu64 "\"}",
	    work->kind, work->severity, fault, work->sequence);

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, (int64_t)work->sequence);
	db_bind_text(statement, 2, stored_event_id(work->sequence, id));
	db_bind_text(statement, 3, work->kind);
	db_bind_text(statement, 4, work->severity);
	db_bind_text(statement, 5, work->incident);
	db_bind_text(statement, 6, payload);
	return db_run(statement, err);
}

static bool
ask(struct db *db, void *arg, struct error *err)
{
	struct work *work = arg;

	return db_ask_int(db, work->sql, -1, &work->number, err);
}

static void
done(void *arg, bool is_ok, const struct error *err)
{
	struct work *work = arg;

	assert(is_ok);
	work->is_done = true;
	loop_stop(work->loop);
}

static void
run(struct store *store, struct work *work,
    bool (*fn)(struct db *, void *, struct error *))
{
	struct store_job job = {.work = fn, .done = done, .arg = work};
	bool ok = store_run(store, &job);

	assert(ok);
	(void)ok;
	while (!work->is_done)
		loop_run(work->loop);
}

void
stored_event(struct store *store, struct loop *loop, uint64_t sequence,
    const char *kind, const char *severity, const char *incident)
{
	struct work work = {
	    .loop = loop,
	    .kind = kind,
	    .severity = severity,
	    .incident = incident,
	    .sequence = sequence,
	};

	run(store, &work, insert);
}

void
stored_fault(struct store *store, struct loop *loop, uint64_t sequence,
    const char *finding, const char *sink)
{
	struct work work = {
	    .loop = loop,
	    .kind = "monitor-fault",
	    .severity = "critical",
	    .incident = NULL, /* the monitor's own */
	    .finding = finding,
	    .sink = sink,
	    .sequence = sequence,
	};

	run(store, &work, insert);
}

int64_t
stored_number(struct store *store, struct loop *loop, const char *sql)
{
	struct work work = {.loop = loop, .sql = sql};

	run(store, &work, ask);
	return work.number;
}
