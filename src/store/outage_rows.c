/* Outages of the monitor's own; see outage_rows.h. */
#include "store/outage_rows.h"

static const char put_sql[] =
    "INSERT OR REPLACE INTO outage (name, since, back_since, looks, bad, "
    "ended_at, was_back_at, returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char load_sql[] =
    "SELECT name, since, back_since, looks, bad, ended_at, was_back_at, "
    "returns FROM outage";

void
outage_rows_add(struct rows *rows, const struct outage *outage)
{
	rows_begin(rows, put_sql, RANK_STATE);
	rows_text(rows, names_text(&outage_names, outage->of));
	rows_key(rows);
	rows_int(rows, outage->since);
	rows_int(rows, outage->back_since);
	rows_int(rows, outage->looks);
	rows_int(rows, outage->bad);
	rows_int(rows, outage->ended_at);
	rows_int(rows, outage->was_back_at);
	rows_int(rows, outage->returns);
	rows_end(rows);
}

static void
take(const struct db_statement *row, struct outage outages[OUTAGE_COUNT])
{
	const char *name = db_text(row, 0);
	int of;

	if (name == NULL || !names_find(&outage_names, name, &of))
		return;
	outages[of] = (struct outage){
	    .of = (enum outage_of)of,
	    .since = db_int(row, 1),
	    .back_since = db_int(row, 2),
	    .looks = (unsigned)db_int(row, 3),
	    .bad = (unsigned)db_int(row, 4),
	    .ended_at = db_int(row, 5),
	    .was_back_at = db_int(row, 6),
	    .returns = (unsigned)db_int(row, 7),
	};
}

bool
outage_rows_load(
    struct db *db, struct outage ret_outages[OUTAGE_COUNT], struct error *err)
{
	struct db_statement *statement = db_statement(db, load_sql, err);
	enum db_step step;

	if (statement == NULL)
		return false;
	for (int of = 0; of < OUTAGE_COUNT; of++)
		ret_outages[of] = (struct outage){.of = (enum outage_of)of};
	while ((step = db_step(statement, err)) == DB_ROW)
		take(statement, ret_outages);
	return step == DB_END;
}
