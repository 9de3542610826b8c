/* Any bytes as a certificate: reading, matching and checking them must end
 * well, and what is shown must be fit for a terminal. */
#include <openssl/err.h>
#include <stdlib.h>

#include "base/mem.h"
#include "pki/cert_set.h"
#include "pki/chain.h"
#include "pki/hostname.h"
#include "pki/sct_verify.h"
#include "pki/signature.h"

#define BUDGET 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* NULL is fine; a control byte or DEL is not. */
static void
must_be_printable(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		must((unsigned char)*text >= 0x20 && *text != 0x7f);
}

static void
look_at_texts(const struct cert *cert)
{
	must(cert->label != NULL && cert->label[0] != '\0');
	must(cert->subject != NULL && cert->issuer != NULL);
	must(cert->serial != NULL && cert->issuer_label != NULL);
	must(cert->key.text != NULL && cert->signature.text != NULL);
	must_be_printable(cert->malformed);
	must_be_printable(cert->label);
	must_be_printable(cert->subject);
	must_be_printable(cert->issuer);
	must_be_printable(cert->issuer_label);
	must_be_printable(cert->common_name);
	must_be_printable(cert->serial);
	must_be_printable(cert->key.text);
	must_be_printable(cert->signature.text);
	for (size_t i = 0; i < cert->name_count; i++)
		must_be_printable(cert->names[i].text);
	for (size_t i = 0; i < cert->aia_issuer_count; i++)
		must_be_printable(cert->aia_issuers[i]);
}

static void
match(const struct cert *cert)
{
	static const char *const names[] = {
	    "www.example.test", "192.0.2.1", "2001:db8::1"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct hostname name;

		must(hostname_parse(names[i], &name, NULL));
		(void)hostname_matches_cert(&name, cert);
		(void)hostname_is_address_as_dns(&name, cert);
	}
}

static void
check(struct cert *cert)
{
	struct signature_cache *cache = signature_cache_new(BUDGET);
	struct cert_set *set = cert_set_new();
	struct chain *chain = chain_new(&cert, 1);
	size_t cursor = 0;

	must(cert_set_add(set, cert) == (cert->malformed == NULL));
	must((cert_set_next_issuer(set, cert, &cursor) != NULL) ==
	    (cert->malformed == NULL && cert->is_self_issued));
	must(chain_find(chain, cert->sha256) == 0);
	if (cert->malformed == NULL)
		sct_entry_free(sct_entry_of_precert(cert, cert, NULL));
	(void)signature_is_self_signed(cache, cert);
	chain_unref(chain);
	cert_set_free(set);
	signature_cache_free(cache);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cert *cert = cert_new(data, size);

	look_at_texts(cert);
	match(cert);
	check(cert);
	must(ERR_peek_error() == 0);
	cert_unref(cert);
	return 0;
}
