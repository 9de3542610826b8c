/* Rows as plain bytes; see rows.h. */
#include "store/rows.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* Values stand one after the other: a letter, then for 'i' eight bytes, for 't'
 * and 'b' a length of four bytes and as many, for 'n' nothing. A text ends in
 * a NUL that its length counts. */
struct row {
	struct table_item item; /* first; of rows with a key */
	struct row *prev, *next;
	const char *sql;
	uint32_t key_len, len;
	unsigned rank;
	uint8_t bytes[];
};

#define DRAFT_SIZE 512 /* at first: more than most rows take */

void
rows_clear(struct rows *rows)
{
	while (rows->first != NULL) {
		struct row *row = rows->first;

		rows->first = row->next;
		free(row);
	}
	free(rows->draft);
	table_clear(&rows->by_key);
	memset(rows, 0, sizeof *rows);
}

void
rows_begin(struct rows *rows, const char *sql, unsigned rank)
{
	if (rows->draft == NULL) {
		rows->draft = mem_new(1, DRAFT_SIZE);
		rows->draft_size = DRAFT_SIZE;
	}
	*rows->draft = (struct row){.sql = sql, .rank = rank};
}

static void
put(struct rows *rows, const void *bytes, size_t len)
{
	size_t size = sizeof(struct row) + rows->draft->len + len;

	if (size > rows->draft_size) {
		rows->draft = mem_resize(rows->draft, size, 2);
		rows->draft_size = size * 2;
	}
	memcpy(rows->draft->bytes + rows->draft->len, bytes, len);
	rows->draft->len += (uint32_t)len;
}

void
rows_int(struct rows *rows, int64_t value)
{
	put(rows, "i", 1);
	put(rows, &value, sizeof value);
}

static void
put_long(struct rows *rows, const char *letter, const void *bytes, size_t len)
{
	uint32_t short_len = (uint32_t)len;

	put(rows, letter, 1);
	put(rows, &short_len, sizeof short_len);
	if (len > 0)
		put(rows, bytes, len);
}

void
rows_text(struct rows *rows, const char *text)
{
	if (text == NULL)
		rows_null(rows);
	else
		put_long(rows, "t", text, strlen(text) + 1);
}

void
rows_bytes(struct rows *rows, const void *bytes, size_t len)
{
	put_long(rows, "b", bytes, len);
}

void
rows_null(struct rows *rows)
{
	put(rows, "n", 1);
}

void
rows_key(struct rows *rows)
{
	rows->draft->key_len = rows->draft->len;
}

static bool
has_key(const struct table_item *item, const void *arg)
{
	const struct row *row = (const struct row *)item, *wanted = arg;

	return row->sql == wanted->sql && row->key_len == wanted->key_len &&
	    memcmp(row->bytes, wanted->bytes, row->key_len) == 0;
}

static void
take_out(struct rows *rows, struct row *row)
{
	if (row->prev != NULL)
		row->prev->next = row->next;
	else
		rows->first = row->next;
	if (row->next != NULL)
		row->next->prev = row->prev;
	else
		rows->last = row->prev;
	if (row->key_len > 0)
		table_remove(&rows->by_key, &row->item);
	rows->len--;
	rows->bytes -= row->len;
	free(row);
}

/* Thousands of rows may wait: each is one block of no more than it takes. */
void
rows_end(struct rows *rows)
{
	struct row *row = mem_dup(rows->draft, sizeof *row + rows->draft->len);
	struct row *old;

	if (row->key_len > 0) {
		row->item.hash = hash_bytes(
		    HASH_START ^ (uintptr_t)row->sql, row->bytes, row->key_len);
		old = (struct row *)table_find(
		    &rows->by_key, row->item.hash, has_key, row);
		if (old != NULL)
			take_out(rows, old);
		table_add(&rows->by_key, &row->item);
	}
	row->prev = rows->last;
	if (rows->last != NULL)
		rows->last->next = row;
	else
		rows->first = row;
	rows->last = row;
	rows->len++;
	rows->bytes += row->len;
}

bool
rows_drop(struct rows *rows, unsigned most)
{
	struct row *lowest = NULL;

	for (struct row *row = rows->first; row != NULL; row = row->next) {
		if (row->rank <= most &&
		    (lowest == NULL || row->rank < lowest->rank))
			lowest = row;
		if (lowest != NULL && lowest->rank == 0)
			break;
	}
	if (lowest == NULL)
		return false;
	take_out(rows, lowest);
	return true;
}

static void
bind(struct db_statement *statement, const struct row *row)
{
	const uint8_t *p = row->bytes, *end = p + row->len;
	int at = 0;

	while (p < end) {
		char letter = (char)*p++;
		int64_t value;
		uint32_t len;

		at++;
		if (letter == 'n') {
			db_bind_null(statement, at);
			continue;
		}
		if (letter == 'i') {
			memcpy(&value, p, sizeof value);
			p += sizeof value;
			db_bind_int(statement, at, value);
			continue;
		}
		memcpy(&len, p, sizeof len);
		p += sizeof len;
		if (letter == 't')
			db_bind_text(statement, at, (const char *)p);
		else
			db_bind_bytes(statement, at, p, len);
		p += len;
	}
}

bool
rows_write(const struct rows *rows, struct db *db, struct error *err)
{
	for (const struct row *row = rows->first; row != NULL;
	     row = row->next) {
		struct db_statement *statement =
		    db_statement(db, row->sql, err);

		if (statement == NULL)
			return false;
		bind(statement, row);
		if (!db_run(statement, err))
			return false;
	}
	return true;
}
