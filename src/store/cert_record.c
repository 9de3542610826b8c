/* One certificate for who looks closer; see cert_record.h. */
#include "store/cert_record.h"

#include <string.h>

#include "base/mem.h"
#include "store/place_row.h"

static void
clear_beside(struct cert_beside_list *list)
{
	ARRAY_EACH (beside, &list->items) {
		free(beside->der);
		free(beside->label);
		free(beside->issuer_label);
	}
	ARRAY_CLEAR(&list->items);
}

void
cert_record_clear(struct cert_record *record)
{
	inventory_cert_clear(&record->cert);
	ARRAY_EACH (seen, &record->seen)
		free(seen->endpoint);
	ARRAY_CLEAR(&record->seen);
	clear_beside(&record->issuers);
	clear_beside(&record->issued);
	*record = (struct cert_record){0};
}

/* Digests are looked for at whole places alone: one may begin within another.
 */
static size_t
position_of(
    const uint8_t *digests, size_t len, const uint8_t sha256[CERT_SHA256_LEN])
{
	for (size_t at = 0; at + CERT_SHA256_LEN <= len;
	     at += CERT_SHA256_LEN) {
		if (memcmp(digests + at, sha256, CERT_SHA256_LEN) == 0)
			return at / CERT_SHA256_LEN + 1;
	}
	return 0;
}

static bool
count_seen(struct db *db, struct cert_record *record, struct error *err)
{
	static const char sql[] =
	    "SELECT count(*) FROM chain_certificate c "
	    "JOIN chain_seen s ON s.chain = c.chain WHERE c.certificate = ?1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, record->cert.sha256, CERT_SHA256_LEN);
	step = db_step(row, err);
	if (step == DB_ROW) {
		record->seen_count = (size_t)db_int(row, 0);
		db_reset(row);
	}
	return step != DB_FAILED;
}

static bool
read_seen(
    struct db *db, size_t from, struct cert_record *record, struct error *err)
{
	static const char sql[] =
	    "SELECT s.endpoint, s.address, s.port, s.variant, s.seen_from, "
	    "s.seen_to, chain.certificates FROM chain_certificate c "
	    "JOIN chain ON chain.id = c.chain "
	    "JOIN chain_seen s ON s.chain = c.chain WHERE c.certificate = ?1 "
	    "ORDER BY s.seen_to IS NOT NULL, s.endpoint, s.address, s.port, "
	    "s.variant, s.seen_from LIMIT ?2 OFFSET ?3";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	record->seen_from = from;
	db_bind_bytes(row, 1, record->cert.sha256, CERT_SHA256_LEN);
	db_bind_int(row, 2, CERT_RECORD_PAGE);
	db_bind_int(row, 3, (int64_t)from);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct cert_seen *seen = ARRAY_ADD(&record->seen);
		const uint8_t *digests;
		size_t len;

		seen->endpoint = mem_strdup(db_text(row, 0));
		seen->place = place_row(row, 1);
		seen->from = db_int(row, 4);
		seen->to = db_int(row, 5);
		digests = db_bytes(row, 6, &len);
		seen->position = position_of(digests, len, record->cert.sha256);
	}
	return step == DB_END;
}

/* ?1 the certificate, ?2 chains at most, ?3 a name, ?4 rows at most. */
#define BESIDE \
	"SELECT b.sha256, b.der, b.label, b.issuer_label, b.not_after " \
	"FROM certificate b WHERE b.sha256 IN (SELECT o.certificate FROM " \
	"(SELECT chain FROM chain_certificate WHERE certificate = ?1 " \
	"LIMIT ?2) c JOIN chain_certificate o ON o.chain = c.chain) "

static bool
read_beside(struct db *db, const char *sql, const char *name, size_t most,
    const struct cert_record *record, struct cert_beside_list *list,
    struct error *err)
{
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, record->cert.sha256, CERT_SHA256_LEN);
	db_bind_int(row, 2, CERT_RECORD_CHAINS);
	db_bind_text(row, 3, name);
	db_bind_int(row, 4, (int64_t)most);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct cert_beside *beside = ARRAY_ADD(&list->items);
		const uint8_t *bytes;
		size_t len;

		bytes = db_bytes(row, 0, &len);
		if (len == CERT_SHA256_LEN)
			memcpy(beside->sha256, bytes, CERT_SHA256_LEN);
		bytes = db_bytes(row, 1, &beside->der_len);
		if (beside->der_len > 0)
			beside->der = mem_dup(bytes, beside->der_len);
		beside->label = mem_strdup(db_text(row, 2));
		beside->issuer_label = mem_strdup(db_text(row, 3));
		beside->not_after = db_int(row, 4);
	}
	return step == DB_END;
}

static bool
read_neighbours(struct db *db, struct cert_record *record, struct error *err)
{
	static const char issuers_sql[] = BESIDE
	    "AND b.label = ?3 ORDER BY b.not_after DESC, b.sha256 LIMIT ?4";
	static const char issued_sql[] = BESIDE
	    "AND b.issuer_label = ?3 ORDER BY b.label, b.not_after DESC, "
	    "b.sha256 LIMIT ?4";

	if (!read_beside(db, issuers_sql, record->cert.issuer_label,
		CERT_RECORD_MAX_ISSUERS, record, &record->issuers, err) ||
	    !read_beside(db, issued_sql, record->cert.label,
		CERT_RECORD_MAX_ISSUED + 1, record, &record->issued, err))
		return false;
	if (record->issued.items.len > CERT_RECORD_MAX_ISSUED) {
		struct cert_beside *last =
		    &record->issued.items.items[--record->issued.items.len];

		free(last->der);
		free(last->label);
		free(last->issuer_label);
		record->has_more_issued = true;
	}
	return true;
}

bool
cert_record_read(struct db *db, const uint8_t sha256[CERT_SHA256_LEN],
    size_t from, struct cert_record *ret_record, struct error *err)
{
	struct cert_record record = {0};

	if (inventory_find(db, sha256, &record.cert, &record.is_known, err) &&
	    (!record.is_known ||
		(count_seen(db, &record, err) &&
		    read_seen(db, from, &record, err) &&
		    read_neighbours(db, &record, err)))) {
		*ret_record = record;
		return true;
	}
	cert_record_clear(&record);
	return false;
}
