/* Chains of an endpoint's targets; see target_chains.h. */
#include "store/target_chains.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "model/verdict.h"
#include "store/place_row.h"

#define FINDINGS_MAX 4096

void
target_chains_clear(struct target_chains *chains)
{
	ARRAY_EACH (chain, &chains->items) {
		ARRAY_EACH (cert, &chain->certs) {
			free(cert->der);
			free(cert->label);
		}
		ARRAY_CLEAR(&chain->certs);
		ARRAY_CLEAR(&chain->places);
		free(chain->findings);
	}
	ARRAY_CLEAR(&chains->items);
	chains->omitted = 0;
}

/* The first word of each line. */
static char *
codes_of(const char *findings)
{
	struct strbuf buf = STRBUF_INIT(FINDINGS_MAX);

	strbuf_add(&buf, "");
	while (findings != NULL && *findings != '\0') {
		size_t len = strcspn(findings, "\n");

		if (buf.len > 0)
			strbuf_add(&buf, ", ");
		strbuf_add_bytes(&buf, findings, strcspn(findings, " \n"));
		findings += len + (findings[len] == '\n');
	}
	return strbuf_take(&buf);
}

static struct target_chain *
find(const struct target_chains *chains, const uint8_t *id)
{
	ARRAY_EACH (chain, &chains->items) {
		if (memcmp(chain->id, id, CERT_SHA256_LEN) == 0)
			return chain;
	}
	return NULL;
}

static void
add_chain(struct target_chains *chains, const uint8_t *id,
    const struct db_statement *row)
{
	struct target_chain *chain = ARRAY_ADD(&chains->items);
	const uint8_t *digests;
	size_t len;

	memcpy(chain->id, id, CERT_SHA256_LEN);
	chain->findings = codes_of(db_text(row, 4));
	chain->since = db_int(row, 6);
	digests = db_bytes(row, 5, &len);
	for (size_t i = 0; i + CERT_SHA256_LEN <= len &&
	     chain->certs.len < OBSERVATION_MAX_CERTS;
	     i += CERT_SHA256_LEN)
		memcpy(ARRAY_ADD(&chain->certs)->sha256, digests + i,
		    CERT_SHA256_LEN);
}

static void
take_row(struct target_chains *chains, const struct db_statement *row)
{
	struct target_chain *chain;
	const uint8_t *id;
	size_t len;

	id = db_bytes(row, 3, &len);
	if (len != CERT_SHA256_LEN)
		return;
	chain = find(chains, id);
	if (chain == NULL && chains->items.len < TARGET_CHAINS_MAX) {
		add_chain(chains, id, row);
		chain = &chains->items.items[chains->items.len - 1];
	}
	if (chain == NULL || chain->places.len == TARGET_CHAINS_MAX_PLACES) {
		chains->omitted++;
		return;
	}
	*ARRAY_ADD(&chain->places) = place_row(row, 0);
	if (db_int(row, 6) < chain->since)
		chain->since = db_int(row, 6);
}

static bool
read_places(struct db *db, const char *endpoint_id,
    struct target_chains *chains, struct error *err)
{
	/* What DNS names no more is not shown. */
	static const char sql[] =
	    "SELECT v.address, v.port, v.variant, v.chain, v.findings, "
	    "chain.certificates, t.chain_since FROM verdict v "
	    "JOIN chain ON chain.id = v.chain "
	    "JOIN target t USING (endpoint, address, port, variant) "
	    "WHERE v.endpoint = ?1 AND v.role = 'current' AND t.gone_at = 0 "
	    "ORDER BY v.address, v.port, v.variant = 'usual' DESC, v.variant";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, endpoint_id);
	while ((step = db_step(row, err)) == DB_ROW)
		take_row(chains, row);
	return step == DB_END;
}

static bool
read_cert(struct db *db, struct target_chain_cert *cert, struct error *err)
{
	static const char sql[] =
	    "SELECT der, label FROM certificate WHERE sha256 = ?1";
	struct db_statement *row = db_statement(db, sql, err);
	const uint8_t *der;
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, cert->sha256, CERT_SHA256_LEN);
	step = db_step(row, err);
	if (step == DB_ROW) {
		der = db_bytes(row, 0, &cert->der_len);
		if (cert->der_len > 0)
			cert->der = mem_dup(der, cert->der_len);
		cert->label = mem_strdup(db_text(row, 1));
		db_reset(row);
	}
	return step != DB_FAILED;
}

bool
target_chains_read(struct db *db, const char *endpoint_id,
    struct target_chains *ret_chains, struct error *err)
{
	bool ok;

	*ret_chains = (struct target_chains){0};
	ok = read_places(db, endpoint_id, ret_chains, err);
	ARRAY_EACH (chain, &ret_chains->items) {
		ARRAY_EACH (cert, &chain->certs)
			ok = ok && read_cert(db, cert, err);
	}
	if (!ok)
		target_chains_clear(ret_chains);
	return ok;
}

bool
target_chains_next(
    struct db *db, const char *after, char **ret_id, struct error *err)
{
	static const char sql[] =
	    "SELECT endpoint FROM verdict WHERE role = 'current' "
	    "AND endpoint > ?1 ORDER BY endpoint LIMIT 1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, after == NULL ? "" : after);
	step = db_step(row, err);
	*ret_id = step == DB_ROW ? mem_strdup(db_text(row, 0)) : NULL;
	if (step == DB_ROW)
		db_reset(row);
	return step != DB_FAILED;
}

struct observation *
target_chain_observation(const struct target_chain *chain, enum variant variant)
{
	struct observation *observation;
	size_t len = 0;

	ARRAY_EACH (cert, &chain->certs) {
		if (cert->der == NULL)
			return NULL;
		len += cert->der_len;
	}
	observation = observation_new();
	observation->variant = variant;
	observation->message = mem_new(len + 1, 1);
	ARRAY_EACH (cert, &chain->certs) {
		struct observation_cert *sent = ARRAY_ADD(&observation->certs);

		memcpy(observation->message + observation->message_len,
		    cert->der, cert->der_len);
		sent->der = observation->message + observation->message_len;
		sent->der_len = cert->der_len;
		memcpy(sent->sha256, cert->sha256, CERT_SHA256_LEN);
		observation->message_len += cert->der_len;
	}
	return observation;
}

const struct place *
target_chain_place(const struct target_chain *chain)
{
	ARRAY_EACH (place, &chain->places) {
		if (place->variant == VARIANT_USUAL)
			return place;
	}
	return chain->places.items;
}
