/*
 * What DNS says of certificates, in judge cases:
 *
 *	tlsa: 3 1 1 @leaf	a record that speaks of leaf, or 3 1 1 00ff
 *	dane: secure		the records are proven; absent, insecure,
 *unknown dane: bogus signature expired	... with the reason dane: secure require
 *there must be some dane: secure mail	usages 0 and 1 are passed over
 */
#include "support/case.h"

#include <string.h>

#include "base/hex.h"

static struct dane *
dane_of(struct case_file *file)
{
	if (file->dane == NULL)
		file->dane =
		    dane_new("_443._tcp.www.example.test", DANE_SECURE);
	return file->dane;
}

/* The association is what would be published for the certificate. */
static bool
read_certificate(struct case_file *file, const char *name, struct tlsa *record,
    struct error *err)
{
	const struct case_cert *cert = case_named_cert(file, name, err);
	const uint8_t *bytes;
	unsigned char *owned = NULL;
	int len;

	if (cert == NULL)
		return false;
	bytes = cert->cert->der;
	len = (int)cert->cert->der_len;
	if (record->selector == TLSA_KEY) {
		len = i2d_X509_PUBKEY(
		    X509_get_X509_PUBKEY(cert->cert->x509), &owned);
		bytes = owned;
	}
	record->data = mem_new(1, (size_t)len + 64);
	record->len = record->matching == TLSA_EXACT ? (size_t)len
	    : record->matching == TLSA_SHA256	     ? 32
						     : 64;
	if (record->matching == TLSA_EXACT)
		memcpy(record->data, bytes, (size_t)len);
	else
		EVP_Digest(bytes, (size_t)len, record->data, NULL,
		    record->matching == TLSA_SHA256 ? EVP_sha256()
						    : EVP_sha512(),
		    NULL);
	OPENSSL_free(owned);
	return true;
}

bool
case_add_tlsa(struct case_file *file, char *line, struct error *err)
{
	struct tlsa record = {0};
	uint8_t *const numbers[] = {
	    &record.usage, &record.selector, &record.matching};
	char *word;

	for (int i = 0; i < 3; i++) {
		if ((word = case_word(&line)) == NULL)
			return error_set(
			    err, ERROR_INVALID, "tlsa: N N N @CERT");
		*numbers[i] = (uint8_t)strtoul(word, NULL, 10);
	}
	word = case_word(&line);
	if (word == NULL)
		return error_set(err, ERROR_INVALID, "tlsa: N N N @CERT");
	if (word[0] == '@') {
		if (!read_certificate(file, word + 1, &record, err))
			return false;
	} else {
		record.len = strlen(word) / 2;
		record.data = mem_new(1, record.len + 1);
		if (!hex_decode(word, record.data, record.len)) {
			tlsa_clear(&record);
			return error_set(err, ERROR_INVALID, "no hex");
		}
	}
	dane_add(dane_of(file), &record);
	return true;
}

bool
case_set_dane(struct case_file *file, char *line, struct error *err)
{
	struct dane *dane = dane_of(file);
	char *word = case_word(&line);
	int state;

	if (word == NULL || !names_find(&dane_state_names, word, &state))
		return error_set(err, ERROR_INVALID, "dane: STATE");
	dane->state = (enum dane_state)state;
	if (dane->state == DANE_BOGUS) {
		dane->reason = mem_strdup(line);
		return true;
	}
	while ((word = case_word(&line)) != NULL) {
		if (strcmp(word, "require") == 0)
			file->dane_wish = DANE_REQUIRE;
		else if (strcmp(word, "mail") == 0)
			dane->is_without_pkix = true;
		else
			return error_set(
			    err, ERROR_INVALID, "dane: what is %s?", word);
	}
	return true;
}
