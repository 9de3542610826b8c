/* Issuers in the store; see issuers.h. */
#include "store/issuers.h"

#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "base/strbuf.h"
#include "pki/pem.h"

#define MAX_DER (1u << 20) /* of one answer's certificates */

static const char *const kind_words[] = {
    [ISSUER_ANSWER_GOT] = "got",
    [ISSUER_ANSWER_UNREACHABLE] = "unreachable",
    [ISSUER_ANSWER_NOT_CERTS] = "not-certs",
    [ISSUER_ANSWER_REFUSED] = "refused",
};

static const struct names kind_names = NAMES_INIT(kind_words);

/* A row on its way to the store's thread: plain bytes. */
struct kept {
	uint8_t sha256[CERT_SHA256_LEN];
	struct strbuf der; /* of an answer: one after the other */
	char *url, *detail;
	const char *kind;
	int64_t not_after, at, next_at;
	unsigned failures;
};

static void
free_kept(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct kept *kept = arg;

	strbuf_clear(&kept->der);
	free(kept->url);
	free(kept->detail);
	free(kept);
}

static struct kept *
kept_new(void)
{
	struct kept *kept = MEM_NEW(struct kept);

	kept->der.max_bytes = MAX_DER;
	return kept;
}

static void
hand_over(struct store *store, struct kept *take_kept,
    bool (*work)(struct db *db, void *arg, struct error *err))
{
	const struct store_job job = {
	    .work = work,
	    .done = free_kept,
	    .arg = take_kept,
	};

	if (!store_run(store, &job))
		free_kept(take_kept, false, NULL);
}

/* Keeps the newest ?1. */
static bool
bound(struct db *db, const char *sql, int64_t most, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, most);
	return db_run(statement, err);
}

static bool
write_cert(struct db *db, void *arg, struct error *err)
{
	const struct kept *kept = arg;
	struct db_statement *statement = db_statement(db,
	    "INSERT OR IGNORE INTO issuer (sha256, not_after, learnt_at, der) "
	    "VALUES (?, ?, ?, ?)",
	    err);

	if (statement == NULL)
		return false;
	db_bind_bytes(statement, 1, kept->sha256, sizeof kept->sha256);
	db_bind_int(statement, 2, kept->not_after);
	db_bind_int(statement, 3, kept->at);
	db_bind_bytes(statement, 4, kept->der.text, kept->der.len);
	return db_run(statement, err) &&
	    bound(db,
		"DELETE FROM issuer WHERE number <= "
		"(SELECT max(number) FROM issuer) - ?",
		ISSUERS_MAX, err);
}

void
issuers_keep(struct store *store, const struct cert *cert, int64_t now)
{
	struct kept *kept = kept_new();

	memcpy(kept->sha256, cert->sha256, sizeof kept->sha256);
	strbuf_add_bytes(&kept->der, cert->der, cert->der_len);
	kept->not_after = cert->not_after;
	kept->at = now;
	hand_over(store, kept, write_cert);
}

static bool
write_answer(struct db *db, void *arg, struct error *err)
{
	const struct kept *kept = arg;
	struct db_statement *statement = db_statement(db,
	    "INSERT OR REPLACE INTO issuer_answer (url, kind, detail, "
	    "asked_at, next_at, failures, der) VALUES (?, ?, ?, ?, ?, ?, ?)",
	    err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, kept->url);
	db_bind_text(statement, 2, kept->kind);
	if (kept->detail != NULL)
		db_bind_text(statement, 3, kept->detail);
	else
		db_bind_null(statement, 3);
	db_bind_int(statement, 4, kept->at);
	db_bind_int(statement, 5, kept->next_at);
	db_bind_int(statement, 6, kept->failures);
	if (kept->der.len > 0)
		db_bind_bytes(statement, 7, kept->der.text, kept->der.len);
	else
		db_bind_null(statement, 7);
	return db_run(statement, err) &&
	    bound(db,
		"DELETE FROM issuer_answer WHERE url IN (SELECT url FROM "
		"issuer_answer ORDER BY asked_at DESC LIMIT -1 OFFSET ?)",
		ISSUERS_MAX_ANSWERS, err);
}

void
issuers_keep_answer(struct store *store, const struct issuers_answer *answer)
{
	const struct issuer_answer *came = &answer->answer;
	struct kept *kept = kept_new();

	kept->url = mem_strdup(came->url);
	kept->detail = mem_strdup(came->detail);
	kept->kind = names_text(&kind_names, came->kind);
	kept->at = answer->asked_at;
	kept->next_at = answer->next_at;
	kept->failures = came->failures;
	for (size_t i = 0; i < came->cert_count; i++)
		strbuf_add_bytes(
		    &kept->der, came->certs[i]->der, came->certs[i]->der_len);
	hand_over(store, kept, write_answer);
}

static bool
load_certs(struct db *db, struct issuers *issuers, struct error *err)
{
	struct db_statement *statement =
	    db_statement(db, "SELECT der FROM issuer ORDER BY number", err);
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		size_t len;
		const uint8_t *der = db_bytes(statement, 0, &len);
		struct cert *cert = cert_new(der, len);

		if (cert->malformed == NULL)
			*ARRAY_ADD(&issuers->certs) = cert_ref(cert);
		cert_unref(cert);
	}
	return step == DB_END;
}

/* DER in a row is what pem.h reads, too. */
static void
load_answer_certs(
    const struct db_statement *statement, struct issuer_answer *answer)
{
	struct pem_file file = {0};
	struct cert **certs;
	size_t len;
	const uint8_t *der = db_bytes(statement, 6, &len);

	if (len == 0)
		return;
	pem_file_parse(der, len, &file);
	certs = mem_new(file.certs.len, sizeof(struct cert *));
	ARRAY_EACH (cert, &file.certs) {
		if ((*cert)->malformed == NULL)
			certs[answer->cert_count++] = cert_ref(*cert);
	}
	answer->certs = certs;
	pem_file_clear(&file);
}

static bool
load_answers(struct db *db, struct issuers *issuers, struct error *err)
{
	struct db_statement *statement = db_statement(db,
	    "SELECT url, kind, detail, asked_at, next_at, failures, der "
	    "FROM issuer_answer ORDER BY asked_at",
	    err);
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		struct issuers_answer *to;
		int kind;

		if (!names_find(&kind_names, db_text(statement, 1), &kind))
			continue;
		to = ARRAY_ADD(&issuers->answers);
		to->answer.kind = (enum issuer_answer_kind)kind;
		to->answer.url = mem_strdup(db_text(statement, 0));
		if (!db_is_null(statement, 2))
			to->answer.detail = mem_strdup(db_text(statement, 2));
		to->asked_at = db_int(statement, 3);
		to->next_at = db_int(statement, 4);
		to->answer.failures = (unsigned)db_int(statement, 5);
		load_answer_certs(statement, &to->answer);
	}
	return step == DB_END;
}

bool
issuers_load(struct db *db, struct issuers *ret_issuers, struct error *err)
{
	struct issuers issuers = {0};

	if (!load_certs(db, &issuers, err) ||
	    !load_answers(db, &issuers, err)) {
		issuers_clear(&issuers);
		return false;
	}
	*ret_issuers = issuers;
	return true;
}

void
issuers_clear(struct issuers *issuers)
{
	ARRAY_EACH (cert, &issuers->certs)
		cert_unref(*cert);
	ARRAY_CLEAR(&issuers->certs);
	ARRAY_EACH (item, &issuers->answers) {
		struct issuer_answer *answer = &item->answer;

		for (size_t i = 0; i < answer->cert_count; i++)
			cert_unref(answer->certs[i]);
		free((void *)answer->certs);
		free((void *)answer->url);
		free((void *)answer->detail);
	}
	ARRAY_CLEAR(&issuers->answers);
}
