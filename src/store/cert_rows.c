/* Certificates in their table; see cert_rows.h. */
#include "store/cert_rows.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "clients/profile.h"

#define WORD_MAX 64
#define USAGES_MAX 128
#define ACCEPTING_MAX 4096

static const char certificate_sql[] =
    "INSERT INTO certificate (sha256, key_sha256, not_before, not_after, "
    "label, issuer_label, der, first_seen, key_kind, key_bits, usages, "
    "has_pointer, names, more_names) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET der = ifnull(der, excluded.der), "
    "key_kind = ifnull(key_kind, excluded.key_kind), "
    "key_bits = ifnull(key_bits, excluded.key_bits), "
    "usages = ifnull(usages, excluded.usages), "
    "has_pointer = ifnull(has_pointer, excluded.has_pointer), "
    "names = ifnull(names, excluded.names), "
    "more_names = ifnull(more_names, excluded.more_names) "
    "WHERE der IS NULL OR (names IS NULL AND excluded.names IS NOT NULL)";

/* The words they are kept as. */
struct usage {
	const char *word;
	uint8_t bit;
};

static const struct usage usage_words[] = {
    {"server", CERT_EKU_SERVER_AUTH},
    {"client", CERT_EKU_CLIENT_AUTH},
    {"any", CERT_EKU_ANY},
    {"sgc", CERT_EKU_SGC},
    {"ocsp", CERT_EKU_OCSP_SIGNING},
    {"other", CERT_EKU_OTHER},
};

/* NULL: the certificate does not tell them. */
static char *
usages_text(const struct cert_details *details)
{
	struct strbuf buf = STRBUF_INIT(USAGES_MAX);

	if (!details->has_usages)
		return NULL;
	strbuf_add(&buf, "");
	for (size_t i = 0; i < sizeof usage_words / sizeof usage_words[0];
	     i++) {
		if ((details->usages & usage_words[i].bit) != 0)
			strbuf_addf(&buf, "%s%s", buf.len > 0 ? " " : "",
			    usage_words[i].word);
	}
	return strbuf_take(&buf);
}

static const struct observation_cert *
sent_cert(const struct observation *observation,
    const uint8_t sha256[CERT_SHA256_LEN])
{
	if (observation == NULL)
		return NULL;
	ARRAY_EACH (cert, &observation->certs) {
		if (memcmp(cert->sha256, sha256, CERT_SHA256_LEN) == 0)
			return cert;
	}
	return NULL;
}

static void
add_details(struct rows *to, const struct cert_details *details)
{
	CLEANUP(free) char *usages = NULL;

	if (details == NULL) {
		for (int i = 0; i < 6; i++)
			rows_null(to);
		return;
	}
	usages = usages_text(details);
	rows_text(to, names_text(&cert_details_key_names, details->key_kind));
	rows_int(to, details->key_bits);
	rows_text(to, usages);
	rows_int(to, details->has_pointer);
	rows_text(to, details->names);
	rows_int(to, details->has_more_names);
}

static void
add_row(struct rows *to, const struct cert_facts *facts, const uint8_t *der,
    size_t der_len, int64_t now)
{
	rows_begin(to, certificate_sql, RANK_STATE);
	rows_bytes(to, facts->sha256, CERT_SHA256_LEN);
	rows_key(to);
	rows_bytes(to, facts->key_sha256, sizeof facts->key_sha256);
	rows_int(to, facts->not_before);
	rows_int(to, facts->not_after);
	rows_text(to, facts->label);
	rows_text(to, facts->issuer_label);
	if (der != NULL)
		rows_bytes(to, der, der_len);
	else
		rows_null(to);
	rows_int(to, now);
	add_details(to, facts->details);
	rows_end(to);
}

void
cert_rows_add(struct rows *to, const struct cert_facts *facts,
    const struct observation *observation, int64_t now)
{
	const struct observation_cert *sent =
	    sent_cert(observation, facts->sha256);

	add_row(to, facts, sent == NULL ? NULL : sent->der,
	    sent == NULL ? 0 : sent->der_len, now);
}

void
cert_rows_add_cert(struct rows *to, const struct cert *cert, int64_t now)
{
	struct cert_facts facts = {
	    .not_before = cert->not_before,
	    .not_after = cert->not_after,
	    .label = cert->label,
	    .issuer_label = cert->issuer_label,
	};

	memcpy(facts.sha256, cert->sha256, sizeof facts.sha256);
	memcpy(facts.key_sha256, cert->key.sha256, sizeof facts.key_sha256);
	add_row(to, &facts, cert->der, cert->der_len, now);
}

/* The next word of a line; false: there is none, or it is too long. */
static bool
next_word(const char **at, char word[WORD_MAX])
{
	size_t len = strcspn(*at, " ");

	if (len == 0 || len >= WORD_MAX)
		return false;
	memcpy(word, *at, len);
	word[len] = '\0';
	*at += len + ((*at)[len] == ' ');
	return true;
}

static void
read_usages(struct cert_details *details, const char *text)
{
	char word[WORD_MAX];

	details->has_usages = text != NULL;
	while (text != NULL && next_word(&text, word)) {
		for (size_t i = 0;
		     i < sizeof usage_words / sizeof usage_words[0]; i++) {
			if (strcmp(word, usage_words[i].word) == 0)
				details->usages |= usage_words[i].bit;
		}
	}
}

struct cert_details *
cert_rows_details(const struct db_statement *row, int column)
{
	const char *names = db_text(row, column + 4);
	struct cert_details like = {0};
	int kind;

	if (names == NULL ||
	    !names_find(&cert_details_key_names, db_text(row, column), &kind))
		return NULL;
	like.key_kind = (uint8_t)kind;
	like.key_bits = (uint16_t)db_int(row, column + 1);
	read_usages(&like, db_text(row, column + 2));
	like.has_pointer = db_int(row, column + 3) != 0;
	like.has_more_names = db_int(row, column + 5) != 0;
	return cert_details_make(&like, names);
}

char *
cert_rows_accepting(const struct verdict *verdict)
{
	struct strbuf buf = STRBUF_INIT(ACCEPTING_MAX);

	strbuf_add(&buf, "");
	for (size_t i = 0; i < client_profile_count; i++) {
		if ((verdict->accepting >> i & 1) != 0)
			strbuf_addf(&buf, "%s%s", buf.len > 0 ? " " : "",
			    client_profiles[i].name);
	}
	return strbuf_take(&buf);
}

uint64_t
cert_rows_accepting_of(const char *text)
{
	uint64_t accepting = 0;
	char word[WORD_MAX];

	while (text != NULL && next_word(&text, word)) {
		const struct client_profile *profile =
		    client_profile_find(word);

		if (profile != NULL)
			accepting |= (uint64_t)1
			    << (size_t)(profile - client_profiles);
	}
	return accepting;
}
