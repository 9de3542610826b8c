/* Answers about revocation in the store; see revocation_rows.h. */
#include "store/revocation_rows.h"

#include <string.h>

#include "base/mem.h"
#include "base/names.h"

/* How often the number is looked at: at each second that this divides. */
#define BOUND_EVERY_S 64
/* GOT, without a proof; an outcome of its own in the table. */
#define UNPROVEN "unproven"

static const char *const outcome_words[] = {
    [REVOCATION_GOT] = "got",
    [REVOCATION_UNREACHABLE] = "unreachable",
    [REVOCATION_NOT_ONE] = "not-one",
    [REVOCATION_REFUSED] = "refused",
};

static const struct names outcome_names = NAMES_INIT(outcome_words);

static char *
copy_of(const char *text)
{
	return text == NULL ? NULL : mem_strdup(text);
}

static void
clear_row(struct revocation_row *row)
{
	free((void *)row->answer.url);
	free((void *)row->answer.detail);
	free((void *)row->answer.der);
	free(row->file);
	free(row->etag);
	free(row->last_modified);
}

static void
free_row(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	clear_row(arg);
	free(arg);
}

static void
bind_text(struct db_statement *statement, int i, const char *text)
{
	if (text == NULL)
		db_bind_null(statement, i);
	else
		db_bind_text(statement, i, text);
}

static bool
bound(struct db *db, struct error *err)
{
	struct db_statement *statement = db_statement(db,
	    "DELETE FROM revocation_answer WHERE asked_at < (SELECT asked_at "
	    "FROM revocation_answer ORDER BY asked_at DESC LIMIT 1 OFFSET ?)",
	    err);

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, REVOCATION_ROWS_MAX);
	return db_run(statement, err);
}

/* A list is of no certificate: the key has an empty one. */
static bool
write_row(struct db *db, void *arg, struct error *err)
{
	const struct revocation_row *row = arg;
	const struct revocation_answer *answer = &row->answer;
	struct db_statement *statement = db_statement(db,
	    "INSERT OR REPLACE INTO revocation_answer (url, certificate, "
	    "outcome, detail, asked_at, next_at, failures, this_update, "
	    "next_update, file, file_len, etag, last_modified, response) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, answer->url);
	db_bind_bytes(statement, 2, answer->cert_sha256,
	    answer->kind == REVOCATION_ANSWER_OCSP ? CERT_SHA256_LEN : 0);
	db_bind_text(statement, 3,
	    answer->is_unproven ? UNPROVEN
				: names_text(&outcome_names, answer->outcome));
	bind_text(statement, 4, answer->detail);
	db_bind_int(statement, 5, answer->asked_at);
	db_bind_int(statement, 6, row->next_at);
	db_bind_int(statement, 7, answer->failures);
	db_bind_int(statement, 8, row->this_update);
	db_bind_int(statement, 9, row->next_update);
	bind_text(statement, 10, row->file);
	db_bind_int(statement, 11, (int64_t)row->file_len);
	bind_text(statement, 12, row->etag);
	bind_text(statement, 13, row->last_modified);
	if (answer->der_len > 0)
		db_bind_bytes(statement, 14, answer->der, answer->der_len);
	else
		db_bind_null(statement, 14);
	return db_run(statement, err) &&
	    (answer->asked_at % BOUND_EVERY_S != 0 || bound(db, err));
}

void
revocation_rows_keep(struct store *store, const struct revocation_row *row)
{
	struct revocation_row *copy = MEM_NEW(struct revocation_row);
	const struct store_job job = {
	    .work = write_row,
	    .done = free_row,
	    .arg = copy,
	};

	*copy = *row;
	copy->answer.url = mem_strdup(row->answer.url);
	copy->answer.detail = copy_of(row->answer.detail);
	copy->answer.der = row->answer.der_len == 0
	    ? NULL
	    : mem_dup(row->answer.der, row->answer.der_len);
	copy->answer.crl = NULL;
	copy->file = copy_of(row->file);
	copy->etag = copy_of(row->etag);
	copy->last_modified = copy_of(row->last_modified);
	if (!store_run(store, &job))
		free_row(copy, false, NULL);
}

static char *
text_of(const struct db_statement *statement, int i)
{
	return db_is_null(statement, i) ? NULL
					: mem_strdup(db_text(statement, i));
}

static bool
load_row(const struct db_statement *statement, struct revocation_row *row)
{
	size_t len;
	const uint8_t *bytes = db_bytes(statement, 1, &len);
	const char *text = db_text(statement, 2);
	int outcome = REVOCATION_GOT;

	row->answer.is_unproven = strcmp(text, UNPROVEN) == 0;
	if ((!row->answer.is_unproven &&
		!names_find(&outcome_names, text, &outcome)) ||
	    (len != 0 && len != CERT_SHA256_LEN))
		return false;
	row->answer.outcome = (enum revocation_outcome)outcome;
	row->answer.kind =
	    len == 0 ? REVOCATION_ANSWER_CRL : REVOCATION_ANSWER_OCSP;
	if (len > 0)
		memcpy(row->answer.cert_sha256, bytes, len);
	row->answer.url = mem_strdup(db_text(statement, 0));
	row->answer.detail = text_of(statement, 3);
	row->answer.asked_at = db_int(statement, 4);
	row->next_at = db_int(statement, 5);
	row->answer.failures = (unsigned)db_int(statement, 6);
	row->this_update = db_int(statement, 7);
	row->next_update = db_int(statement, 8);
	row->file = text_of(statement, 9);
	row->file_len = (size_t)db_int(statement, 10);
	row->etag = text_of(statement, 11);
	row->last_modified = text_of(statement, 12);
	bytes = db_bytes(statement, 13, &len);
	if (len > 0) {
		row->answer.der = mem_dup(bytes, len);
		row->answer.der_len = len;
	}
	return true;
}

bool
revocation_rows_load(
    struct db *db, struct revocation_rows *ret_rows, struct error *err)
{
	struct revocation_rows rows = {0};
	enum db_step step;
	struct db_statement *statement = db_statement(db,
	    "SELECT url, certificate, outcome, detail, asked_at, next_at, "
	    "failures, this_update, next_update, file, file_len, etag, "
	    "last_modified, response FROM revocation_answer "
	    "ORDER BY asked_at",
	    err);

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		struct revocation_row row = {.file = NULL};

		if (load_row(statement, &row))
			*ARRAY_ADD(&rows.items) = row;
	}
	if (step != DB_END) {
		revocation_rows_clear(&rows);
		return false;
	}
	*ret_rows = rows;
	return true;
}

void
revocation_rows_clear(struct revocation_rows *rows)
{
	ARRAY_EACH (row, &rows->items)
		clear_row(row);
	ARRAY_CLEAR(&rows->items);
}
