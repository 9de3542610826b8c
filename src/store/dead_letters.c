/* Dead letters, for a command; see dead_letters.h. */
#include "store/dead_letters.h"

#include <stdio.h>

#include "base/mem.h"
#include "store/reader.h"

static void
add(struct dead_letters *letters, const struct db_statement *row)
{
	struct dead_letter *letter = ARRAY_ADD(&letters->items);

	letter->sink = mem_strdup(db_text(row, 0));
	letter->sequence = (uint64_t)db_int(row, 1);
	snprintf(letter->id, sizeof letter->id, "%s", db_text(row, 2));
	letter->attempts = (unsigned)db_int(row, 3);
	letter->error =
	    mem_strdup(db_is_null(row, 4) ? "no reason" : db_text(row, 4));
	letter->payload = mem_strdup(db_text(row, 5));
}

bool
dead_letters_read(const char *directory, const char *sink,
    struct dead_letters *ret_letters, struct error *err)
{
	static const char sql[] =
	    "SELECT d.sink, d.sequence, e.id, d.attempts, d.error, e.payload "
	    "FROM delivery d JOIN event e ON e.sequence = d.sequence WHERE "
	    "d.state = 'dead' AND (?1 IS NULL OR d.sink = ?1) "
	    "ORDER BY d.sink, d.sequence LIMIT ?2";
	CLEANUP(db_close) struct db *db = reader_open(directory, true, err);
	struct dead_letters letters = {0};
	struct db_statement *row;
	enum db_step step;

	if (db == NULL || (row = db_statement(db, sql, err)) == NULL)
		return false;
	if (sink != NULL)
		db_bind_text(row, 1, sink);
	db_bind_int(row, 2, DEAD_LETTERS_MAX + 1);
	while ((step = db_step(row, err)) == DB_ROW) {
		letters.has_more = letters.items.len == DEAD_LETTERS_MAX;
		if (!letters.has_more)
			add(&letters, row);
	}
	if (step == DB_FAILED) {
		dead_letters_clear(&letters);
		return false;
	}
	*ret_letters = letters;
	return true;
}

void
dead_letters_clear(struct dead_letters *letters)
{
	ARRAY_EACH (letter, &letters->items) {
		free(letter->sink);
		free(letter->error);
		free(letter->payload);
	}
	ARRAY_CLEAR(&letters->items);
}

bool
dead_letters_retry(const char *directory, const char *sink, size_t *ret_count,
    struct error *err)
{
	static const char sql[] =
	    "UPDATE delivery SET state = 'pending', next_at = 0, refusals = 0 "
	    "WHERE state = 'dead' AND (?1 IS NULL OR sink = ?1)";
	CLEANUP(db_close) struct db *db = reader_open(directory, false, err);
	struct db_statement *statement;

	if (db == NULL || (statement = db_statement(db, sql, err)) == NULL)
		return false;
	if (sink != NULL)
		db_bind_text(statement, 1, sink);
	if (!db_run(statement, err))
		return false;
	*ret_count = (size_t)db_changes(db);
	return true;
}
