/* What local sinks are being told; see untold.h. */
#include "store/untold.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void
untold_row(struct rows *rows, const struct untold_entry *entry)
{
	static const char sql[] =
	    "INSERT OR REPLACE INTO untold (sequence, fields, line) "
	    "VALUES (?1, ?2, ?3)";

	rows_begin(rows, sql, 0);
	rows_int(rows, (int64_t)entry->sequence);
	rows_bytes(rows, entry->fields, entry->fields_len);
	rows_text(rows, entry->line);
	rows_end(rows);
}

void
untold_clear(struct untold *untold)
{
	ARRAY_EACH (entry, &untold->entries) {
		free(entry->fields);
		free(entry->line);
	}
	ARRAY_CLEAR(&untold->entries);
	ARRAY_CLEAR(&untold->marks);
}

static bool
load_marks(struct db *db, struct untold *untold, struct error *err)
{
	static const char sql[] =
	    "SELECT sink, sequence FROM told ORDER BY sink LIMIT ?1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_int(row, 1, UNTOLD_MAX_SINKS);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct untold_mark *mark = ARRAY_ADD(&untold->marks);

		snprintf(mark->sink, sizeof mark->sink, "%s", db_text(row, 0));
		mark->sequence = (uint64_t)db_int(row, 1);
	}
	return step == DB_END;
}

/* false: it does not fit any more. */
static bool
take_entry(struct untold *untold, const struct db_statement *row, size_t *bytes)
{
	struct untold_entry *entry;
	const uint8_t *fields;
	size_t len;

	fields = db_bytes(row, 1, &len);
	if (untold->entries.len == UNTOLD_MAX ||
	    *bytes + len > UNTOLD_MAX_BYTES)
		return false;
	*bytes += len;
	entry = ARRAY_ADD(&untold->entries);
	entry->sequence = (uint64_t)db_int(row, 0);
	entry->fields = mem_dup(fields, len);
	entry->fields_len = len;
	entry->line = mem_strdup(db_text(row, 2));
	return true;
}

static void
reverse(struct untold *untold)
{
	size_t len = untold->entries.len;

	for (size_t i = 0; i < len / 2; i++) {
		struct untold_entry entry = untold->entries.items[i];

		untold->entries.items[i] = untold->entries.items[len - 1 - i];
		untold->entries.items[len - 1 - i] = entry;
	}
}

/* The newest, should there be more than fit. */
static bool
load_entries(struct db *db, struct untold *untold, struct error *err)
{
	static const char sql[] =
	    "SELECT sequence, fields, line FROM untold ORDER BY sequence DESC";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;
	size_t bytes = 0;

	if (row == NULL)
		return false;
	while ((step = db_step(row, err)) == DB_ROW) {
		if (untold->left_out > 0 || !take_entry(untold, row, &bytes))
			untold->left_out++;
	}
	reverse(untold);
	return step == DB_END;
}

bool
untold_load(struct db *db, struct untold *ret_untold, struct error *err)
{
	struct untold untold = {0};

	if (load_marks(db, &untold, err) && load_entries(db, &untold, err)) {
		*ret_untold = untold;
		return true;
	}
	untold_clear(&untold);
	return false;
}

struct save {
	struct untold_mark marks[UNTOLD_MAX_SINKS];
	size_t count;
	uint64_t all;
	void (*done)(void *arg, bool is_ok);
	void *arg;
};

static bool
save_mark(struct db *db, const struct untold_mark *mark, struct error *err)
{
	static const char sql[] =
	    "INSERT OR REPLACE INTO told (sink, sequence) VALUES (?1, ?2)";
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, mark->sink);
	db_bind_int(statement, 2, (int64_t)mark->sequence);
	return db_run(statement, err);
}

static bool
drop(struct db *db, uint64_t all, struct error *err)
{
	static const char sql[] =
	    "DELETE FROM untold WHERE sequence <= ?1 OR sequence IN "
	    "(SELECT sequence FROM untold ORDER BY sequence DESC "
	    "LIMIT -1 OFFSET ?2)";
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, (int64_t)all);
	db_bind_int(statement, 2, UNTOLD_MAX);
	return db_run(statement, err);
}

/* On the store's thread. */
static bool
work(struct db *db, void *arg, struct error *err)
{
	const struct save *save = arg;

	for (size_t i = 0; i < save->count; i++) {
		if (!save_mark(db, &save->marks[i], err))
			return false;
	}
	return drop(db, save->all, err);
}

static void
done(void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct save *save = arg;

	save->done(save->arg, is_ok);
	free(save);
}

bool
untold_save(struct store *store, const struct untold_mark *marks, size_t count,
    uint64_t all, void (*fn)(void *arg, bool is_ok), void *arg)
{
	struct save *save = MEM_NEW(struct save);
	const struct store_job job = {.work = work, .done = done, .arg = save};

	save->count = count < UNTOLD_MAX_SINKS ? count : UNTOLD_MAX_SINKS;
	memcpy(save->marks, marks, save->count * sizeof *marks);
	save->all = all;
	save->done = fn;
	save->arg = arg;
	if (store_run(store, &job))
		return true;
	free(save);
	return false;
}
