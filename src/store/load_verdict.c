/* Verdicts read back; see load_verdict.h. */
#include "store/load_verdict.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "model/observation.h"
#include "store/cert_rows.h"

#define MAX_FINDINGS 1000
#define WORD_MAX 128

/* A verdict being put together: the lists it points into. */
struct parts {
	struct verdict verdict;
	ARRAY(struct cert_facts *) certs;
	ARRAY(struct verdict_finding) findings;
};

static void
parts_clear(struct parts *parts)
{
	ARRAY_EACH (facts, &parts->certs) {
		free((char *)(*facts)->label);
		free((char *)(*facts)->issuer_label);
		free((struct cert_details *)(uintptr_t)(*facts)->details);
		free(*facts);
	}
	ARRAY_CLEAR(&parts->certs);
	ARRAY_CLEAR(&parts->findings);
}

static const char facts_sql[] =
    "SELECT key_sha256, not_before, not_after, label, issuer_label, "
    "key_kind, key_bits, usages, has_pointer, names, more_names "
    "FROM certificate WHERE sha256 = ?";

/* *ret_is_there: it is stored. */
static bool
add_cert(struct parts *parts, struct db *db, const uint8_t *sha256,
    bool *ret_is_there, struct error *err)
{
	struct db_statement *row = db_statement(db, facts_sql, err);
	struct cert_facts *facts;
	const uint8_t *key;
	enum db_step step;
	size_t len;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, sha256, CERT_SHA256_LEN);
	step = db_step(row, err);
	*ret_is_there = step == DB_ROW;
	if (step != DB_ROW)
		return step == DB_END;
	facts = MEM_NEW(struct cert_facts);
	memcpy(facts->sha256, sha256, CERT_SHA256_LEN);
	key = db_bytes(row, 0, &len);
	if (len == sizeof facts->key_sha256)
		memcpy(facts->key_sha256, key, len);
	facts->not_before = db_int(row, 1);
	facts->not_after = db_int(row, 2);
	facts->label = mem_strdup(db_text(row, 3));
	facts->issuer_label = mem_strdup(db_text(row, 4));
	facts->details = cert_rows_details(row, 5);
	*ARRAY_ADD(&parts->certs) = facts;
	db_reset(row);
	return true;
}

/* The next word of a line; false: there is none, or it is too long. */
static bool
next_word(const char **at, char word[WORD_MAX])
{
	size_t len = strcspn(*at, " \n");

	if (len == 0 || len >= WORD_MAX)
		return false;
	memcpy(word, *at, len);
	word[len] = '\0';
	*at += len + ((*at)[len] == ' ');
	return true;
}

static void
add_finding(struct parts *parts, const char *line)
{
	char code[WORD_MAX], severity[WORD_MAX], digest[WORD_MAX];
	struct verdict_finding finding = {0};
	enum finding_code known;
	int value;

	if (!next_word(&line, code) || !next_word(&line, severity) ||
	    !next_word(&line, digest) || !finding_find(code, &known) ||
	    !names_find(&severity_names, severity, &value))
		return;
	finding.code = (uint16_t)known;
	finding.severity = (uint8_t)value;
	finding.has_fingerprint =
	    hex_decode(digest, finding.sha256, CERT_SHA256_LEN);
	*ARRAY_ADD(&parts->findings) = finding;
}

static void
add_findings(struct parts *parts, const char *text)
{
	while (*text != '\0' && parts->findings.len < MAX_FINDINGS) {
		add_finding(parts, text);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
}

static bool
add_certs(struct parts *parts, struct db *db, const uint8_t *digests,
    size_t len, bool *ret_is_whole, struct error *err)
{
	*ret_is_whole = len % CERT_SHA256_LEN == 0 &&
	    len / CERT_SHA256_LEN <= OBSERVATION_MAX_CERTS;
	for (size_t i = 0; *ret_is_whole && i < len; i += CERT_SHA256_LEN) {
		if (!add_cert(parts, db, digests + i, ret_is_whole, err))
			return false;
	}
	return true;
}

static const char chain_sql[] = "SELECT certificates FROM chain WHERE id = ?";

/* *ret_is_whole: the chain is stored, with all of its certificates. Asked for
 * each verdict that is made rather than for each row: most rows say what
 * another has said. */
static bool
add_chain(
    struct parts *parts, struct db *db, bool *ret_is_whole, struct error *err)
{
	struct db_statement *row = db_statement(db, chain_sql, err);
	const uint8_t *digests;
	enum db_step step;
	size_t len;
	bool is_ok;

	*ret_is_whole = false;
	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, parts->verdict.chain_id, CERT_SHA256_LEN);
	step = db_step(row, err);
	if (step != DB_ROW)
		return step == DB_END;
	digests = db_bytes(row, 0, &len);
	is_ok = add_certs(parts, db, digests, len, ret_is_whole, err);
	db_reset(row);
	return is_ok;
}

bool
load_verdict(struct db *db, const struct db_statement *row, int column,
    struct verdict **ret_verdict, struct error *err)
{
	struct parts parts = {0};
	struct verdict *like = &parts.verdict;
	const uint8_t *chain;
	size_t chain_len;
	const char *findings = db_text(row, column + 3);
	bool is_whole = false, is_ok;
	int severity = SEVERITY_OK;

	chain = db_bytes(row, column, &chain_len);
	*ret_verdict = NULL;
	if (chain_len != CERT_SHA256_LEN || findings == NULL)
		return true;
	memcpy(like->chain_id, chain, CERT_SHA256_LEN);
	is_ok = add_chain(&parts, db, &is_whole, err);
	if (is_ok && is_whole &&
	    names_find(&severity_names, db_text(row, column + 2), &severity)) {
		add_findings(&parts, findings);
		like->is_valid = db_int(row, column + 1) != 0;
		like->severity = (uint8_t)severity;
		like->breaks_at = db_int(row, column + 4);
		like->holds_until = db_int(row, column + 5);
		like->accepting =
		    cert_rows_accepting_of(db_text(row, column + 6));
		/* lent: it is copied */
		like->refused_by = (char *)db_text(row, column + 7);
		like->cert_count = (uint16_t)parts.certs.len;
		like->finding_count = (uint16_t)parts.findings.len;
		like->certs = parts.certs.items;
		like->findings = parts.findings.items;
		*ret_verdict = verdict_copy(like);
	}
	parts_clear(&parts);
	return is_ok;
}

static bool
is_same_finding(
    const struct verdict_finding *a, const struct verdict_finding *b)
{
	return a->code == b->code && a->severity == b->severity &&
	    a->has_fingerprint == b->has_fingerprint &&
	    memcmp(a->sha256, b->sha256, CERT_SHA256_LEN) == 0;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
load_verdict_is_same(const struct verdict *a, const struct verdict *b)
{
	if (a == b)
		return true;
	if (!verdict_same_chain(a, b) || a->is_valid != b->is_valid ||
	    a->severity != b->severity ||
	    a->finding_count != b->finding_count ||
	    !is_same_text(a->refused_by, b->refused_by))
		return false;
	for (size_t i = 0; i < a->finding_count; i++) {
		if (!is_same_finding(&a->findings[i], &b->findings[i]))
			return false;
	}
	return true;
}
