/*
 * A provider that passes on the default provider's algorithms, less what a TLS
 * client never meets, but reads public keys by key_decoder.h; see
 * key_library.h.
 */
#include "pki/key_library.h"

#include <openssl/crypto.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/key_decoder.h"
#include "pki/key_tables.h"

#define FUNCTION(id, fn) \
	{ \
		id, (void (*)(void))fn \
	}
#define PROVIDER_NAME "chainwatch-keys"
#define SPKI_PROPERTIES \
	"provider=" PROVIDER_NAME ",input=der,structure=SubjectPublicKeyInfo"

static struct {
	OSSL_PROVIDER *provider; /* the default one */
	/* By operation; NULL: the default provider's own. */
	OSSL_ALGORITHM *tables[OSSL_OP__HIGHEST + 1];
} base;

/* ---- the tables -------------------------------------------------------- */

/* NULL: of a kind that is not ours. */
static struct key_manager *
manager_of(const OSSL_ALGORITHM *algorithm)
{
	for (size_t i = 0; i < KEY_KIND_COUNT; i++) {
		if (key_table_is_named(algorithm, key_managers[i].name))
			return &key_managers[i];
	}
	return NULL;
}

/* Ours are among them. */
static void
take_managers(OSSL_ALGORITHM *managers)
{
	for (; managers->algorithm_names != NULL; managers++) {
		struct key_manager *manager = manager_of(managers);

		if (manager == NULL)
			continue;
		key_manager_take(manager, managers->implementation);
		managers->implementation = manager->functions;
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
		if (key_table_is_named(decoder, names[i]))
			return true;
	}
	return false;
}

static OSSL_ALGORITHM *
take_decoders(const OSSL_ALGORITHM *theirs)
{
	size_t len = key_table_len(theirs), count = 0;
	OSSL_ALGORITHM *decoders = mem_new(len + 1, sizeof *theirs);

	for (size_t i = 0; i < len; i++) {
		const char *properties = theirs[i].property_definition;
		const struct key_manager *manager = manager_of(&theirs[i]);
		OSSL_ALGORITHM *decoder = &decoders[count];

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
	return decoders;
}

static void
take_tables(void)
{
	int no_cache;

	for (int i = 1; i <= OSSL_OP__HIGHEST; i++) {
		const OSSL_ALGORITHM *theirs =
		    OSSL_PROVIDER_query_operation(base.provider, i, &no_cache);

		base.tables[i] = i == OSSL_OP_DECODER
		    ? take_decoders(theirs)
		    : key_table_without_unmet(i, theirs);
	}
	if (base.tables[OSSL_OP_KEYMGMT] != NULL)
		take_managers(base.tables[OSSL_OP_KEYMGMT]);
}

/* ---- the provider ------------------------------------------------------ */

static const OSSL_ALGORITHM *
provider_query(UNUSED void *context, int operation, int *ret_no_cache)
{
	if (operation == OSSL_OP_STORE)
		return NULL;
	if (operation > 0 && operation <= OSSL_OP__HIGHEST &&
	    base.tables[operation] != NULL) {
		*ret_no_cache = 0;
		return base.tables[operation];
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

	for (; core->function_id != 0; core++) {
		if (core->function_id == OSSL_FUNC_BIO_READ_EX)
			read = OSSL_FUNC_BIO_read_ex(core);
	}
	take_tables();
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

bool
key_library_is_enabled(void)
{
	return !is_off;
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

const char *
key_library_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}
