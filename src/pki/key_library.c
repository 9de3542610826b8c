/*
 * A provider that passes on the default provider's algorithms, but reads
 * public keys by key_decoder.h; see key_library.h.
 */
#include "pki/key_library.h"

#include <openssl/crypto.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/key_decoder.h"

#define FUNCTION(id, fn) \
	{ \
		id, (void (*)(void))fn \
	}
#define PROVIDER_NAME "chainwatch-keys"
#define SPKI_PROPERTIES \
	"provider=" PROVIDER_NAME ",input=der,structure=SubjectPublicKeyInfo"

static struct {
	OSSL_PROVIDER *provider; /* the default one */
	OSSL_ALGORITHM *key_managers, *decoders;
} base;

/* ---- the tables -------------------------------------------------------- */

static size_t
table_len(const OSSL_ALGORITHM *table)
{
	size_t len = 0;

	while (table != NULL && table[len].algorithm_names != NULL)
		len++;
	return len;
}

/* Tables begin with the name: "EC:id-ecPublicKey". */
static bool
is_named(const OSSL_ALGORITHM *algorithm, const char *name)
{
	size_t len = strcspn(algorithm->algorithm_names, ":");

	return strlen(name) == len &&
	    strncmp(name, algorithm->algorithm_names, len) == 0;
}

/* NULL: of a kind that is not ours. */
static struct key_manager *
manager_of(const OSSL_ALGORITHM *algorithm)
{
	for (size_t i = 0; i < KEY_KIND_COUNT; i++) {
		if (is_named(algorithm, key_managers[i].name))
			return &key_managers[i];
	}
	return NULL;
}

static void
take_managers(const OSSL_ALGORITHM *theirs)
{
	size_t len = table_len(theirs);

	base.key_managers = mem_new(len + 1, sizeof *theirs);
	for (size_t i = 0; i < len; i++) {
		struct key_manager *manager = manager_of(&theirs[i]);

		base.key_managers[i] = theirs[i];
		if (manager != NULL) {
			key_manager_take(manager, theirs[i].implementation);
			base.key_managers[i].implementation =
			    manager->functions;
		}
	}
}

/* What a server can sign with besides. Each costs 2 us for each certificate,
 * whatever its key. */
static bool
is_wanted(const OSSL_ALGORITHM *decoder)
{
	static const char *const names[] = {
	    "RSA-PSS", "ED25519", "ED448", "DSA"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (is_named(decoder, names[i]))
			return true;
	}
	return false;
}

static void
take_decoders(const OSSL_ALGORITHM *theirs)
{
	size_t len = table_len(theirs), count = 0;

	base.decoders = mem_new(len + 1, sizeof *theirs);
	for (size_t i = 0; i < len; i++) {
		const char *properties = theirs[i].property_definition;
		const struct key_manager *manager = manager_of(&theirs[i]);
		OSSL_ALGORITHM *decoder = &base.decoders[count];

		if (strstr(properties, "input=der") == NULL ||
		    strstr(properties, "structure=SubjectPublicKeyInfo") ==
			NULL ||
		    (manager == NULL && !is_wanted(&theirs[i])))
			continue;
		*decoder = theirs[i];
		if (manager != NULL) {
			decoder->property_definition = SPKI_PROPERTIES;
			decoder->implementation =
			    key_decoders[manager - key_managers];
		}
		count++;
	}
}

/* ---- the provider ------------------------------------------------------ */

static const OSSL_ALGORITHM *
provider_query(UNUSED void *context, int operation, int *ret_no_cache)
{
	switch (operation) {
	case OSSL_OP_KEYMGMT: *ret_no_cache = 0; return base.key_managers;
	case OSSL_OP_DECODER: *ret_no_cache = 0; return base.decoders;
	case OSSL_OP_STORE: return NULL;
	}
	return OSSL_PROVIDER_query_operation(
	    base.provider, operation, ret_no_cache);
}

static int
provider_capabilities(UNUSED void *context, const char *capability,
    OSSL_CALLBACK *take, void *arg)
{
	return OSSL_PROVIDER_get_capabilities(
	    base.provider, capability, take, arg);
}

static const OSSL_DISPATCH provider_functions[] = {
    FUNCTION(OSSL_FUNC_PROVIDER_QUERY_OPERATION, provider_query),
    FUNCTION(OSSL_FUNC_PROVIDER_GET_CAPABILITIES, provider_capabilities),
    {0, NULL},
};

static int
provider_init(UNUSED const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core,
    const OSSL_DISPATCH **ret_functions, void **ret_context)
{
	void *context = OSSL_PROVIDER_get0_provider_ctx(base.provider);
	OSSL_FUNC_BIO_read_ex_fn *read = NULL;
	int no_cache;

	for (; core->function_id != 0; core++) {
		if (core->function_id == OSSL_FUNC_BIO_READ_EX)
			read = OSSL_FUNC_BIO_read_ex(core);
	}
	take_managers(OSSL_PROVIDER_query_operation(
	    base.provider, OSSL_OP_KEYMGMT, &no_cache));
	take_decoders(OSSL_PROVIDER_query_operation(
	    base.provider, OSSL_OP_DECODER, &no_cache));
	*ret_functions = provider_functions;
	*ret_context = context;
	return key_decoders_start(context, read);
}

/* OpenSSL 3.5 seeds no generator that another context's provider lends; there
 * decoding costs a sixth of what it did, so nothing is lost. */
static bool
has_randomness(OSSL_LIB_CTX *library)
{
	unsigned char octet;

	return RAND_bytes_ex(library, &octet, sizeof octet, 0) == 1;
}

static OSSL_LIB_CTX *
make_library(void)
{
	OSSL_LIB_CTX *library;

	crypto_start();
	base.provider = OSSL_PROVIDER_load(NULL, "default");
	library = base.provider != NULL ? OSSL_LIB_CTX_new() : NULL;
	if (library != NULL &&
	    OSSL_PROVIDER_add_builtin(library, PROVIDER_NAME, provider_init) &&
	    OSSL_PROVIDER_load(library, PROVIDER_NAME) != NULL &&
	    has_randomness(library))
		return library;
	OSSL_LIB_CTX_free(library);
	crypto_error_drop();
	return NULL;
}

static bool is_off;

void
key_library_enable(bool is_enabled)
{
	is_off = !is_enabled;
}

OSSL_LIB_CTX *
key_library(void)
{
	static OSSL_LIB_CTX *library;
	static bool is_made;

	if (is_off)
		return NULL;
	if (!is_made) {
		is_made = true;
		library = make_library();
	}
	return library;
}
