/* Sequence numbers that are spoken for; see sequence.h. */
#include "store/sequence.h"

static const char reserve_sql[] =
    "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)";
static const char reserved_name[] = "reserved_sequence";

bool
sequence_reserve(struct db *db, uint64_t up_to, struct error *err)
{
	struct db_statement *statement = db_statement(db, reserve_sql, err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, reserved_name);
	db_bind_int(statement, 2, (int64_t)up_to);
	return db_run(statement, err);
}

void
sequence_reserve_row(struct rows *rows, uint64_t up_to)
{
	rows_begin(rows, reserve_sql, 0);
	rows_text(rows, reserved_name);
	rows_key(rows);
	rows_int(rows, (int64_t)up_to);
	rows_end(rows);
}

bool
sequence_last(struct db *db, uint64_t *ret_last, struct error *err)
{
	static const char sql[] =
	    "SELECT max(coalesce((SELECT max(sequence) FROM event), 0), "
	    "coalesce((SELECT max(value) FROM meta WHERE name IN "
	    "('last_sequence', 'reserved_sequence')), 0))";
	int64_t last = 0;

	if (!db_ask_int(db, sql, 0, &last, err))
		return false;
	*ret_last = (uint64_t)last;
	return true;
}
