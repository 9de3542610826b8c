/* Public keys by the default provider's key management; see key_decoder.h. */
#include "pki/key_decoder.h"

#include <openssl/bn.h>
#include <openssl/core_object.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/public_key.h"

#define PUBLIC_PARTS \
	(OSSL_KEYMGMT_SELECT_PUBLIC_KEY | OSSL_KEYMGMT_SELECT_ALL_PARAMETERS)

struct key_manager key_managers[KEY_KIND_COUNT] = {
    [KEY_KIND_EC] = {.name = "EC"},
    [KEY_KIND_RSA] = {.name = "RSA"},
};

static struct {
	void *context; /* of the default provider, which its functions want */
	OSSL_FUNC_BIO_read_ex_fn *read;
	/* Of each group a key without a point: a copy of it costs a quarter of
	 * making one by name. */
	void *groups[PUBLIC_KEY_GROUP_COUNT];
} base;

/* ---- making keys ------------------------------------------------------- */

static OSSL_PARAM
text_param(const char *key, const char *text)
{
	return OSSL_PARAM_construct_utf8_string(key, (char *)text, 0);
}

static void *
import(
    const struct key_manager *manager, int selection, const OSSL_PARAM *params)
{
	void *key = manager->make(base.context);

	if (key != NULL && !manager->import(key, selection, params)) {
		manager->free(key);
		return NULL;
	}
	return key;
}

static void *
make_group(enum public_key_group group)
{
	OSSL_PARAM params[] = {
	    text_param(
		OSSL_PKEY_PARAM_GROUP_NAME, public_key_group_name(group)),
	    OSSL_PARAM_construct_end(),
	};

	return import(&key_managers[KEY_KIND_EC],
	    OSSL_KEYMGMT_SELECT_ALL_PARAMETERS, params);
}

static void *
make_ec(const struct public_key *key)
{
	const struct key_manager *ec = &key_managers[KEY_KIND_EC];
	OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_octet_string(
		OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, (void *)key->point,
		key->point_len),
	    OSSL_PARAM_construct_end(),
	};
	void *made = ec->dup(
	    base.groups[key->group], OSSL_KEYMGMT_SELECT_ALL_PARAMETERS);

	if (made != NULL && !ec->set(made, params)) {
		ec->free(made);
		return NULL;
	}
	return made;
}

/* Numbers of parameters are in the machine's own order of bytes. */
static bool
number_param(const char *key, const uint8_t *bytes, size_t len, uint8_t *room,
    OSSL_PARAM *ret_param)
{
	BIGNUM *number = BN_bin2bn(bytes, (int)len, NULL);
	bool is_ok =
	    number != NULL && BN_bn2nativepad(number, room, (int)len) > 0;

	BN_free(number);
	*ret_param = OSSL_PARAM_construct_BN(key, room, len);
	return is_ok;
}

static void *
make_rsa(const struct public_key *key)
{
	uint8_t modulus[PUBLIC_KEY_MAX_BYTES], exponent[PUBLIC_KEY_MAX_BYTES];
	OSSL_PARAM params[3];

	if (!number_param(OSSL_PKEY_PARAM_RSA_N, key->modulus, key->modulus_len,
		modulus, &params[0]) ||
	    !number_param(OSSL_PKEY_PARAM_RSA_E, key->exponent,
		key->exponent_len, exponent, &params[1]))
		return NULL;
	params[2] = OSSL_PARAM_construct_end();
	return import(&key_managers[KEY_KIND_RSA],
	    OSSL_KEYMGMT_SELECT_PUBLIC_KEY, params);
}

/* By the default context, at its price. */
static void *
make_unusual(const struct key_manager *manager, const uint8_t *der, size_t len)
{
	const unsigned char *p = der;
	EVP_PKEY *pkey = d2i_PUBKEY(NULL, &p, (long)len);
	OSSL_PARAM *params = NULL;
	void *made = NULL;

	if (pkey != NULL && EVP_PKEY_is_a(pkey, manager->name) &&
	    EVP_PKEY_todata(pkey, EVP_PKEY_PUBLIC_KEY, &params))
		made = import(manager, PUBLIC_PARTS, params);
	OSSL_PARAM_free(params);
	EVP_PKEY_free(pkey);
	return made;
}

static void *
make_key(enum key_kind kind, const uint8_t *der, size_t len)
{
	struct public_key key;
	void *made = NULL;

	if (public_key_read(der, len, &key)) {
		if (key.is_rsa != (kind == KEY_KIND_RSA))
			return NULL;
		made = key.is_rsa ? make_rsa(&key) : make_ec(&key);
	}
	if (made == NULL)
		made = make_unusual(&key_managers[kind], der, len);
	return made;
}

/* ---- the decoders: functions as libcrypto calls them ------------------- */

static void *
decoder_new(UNUSED void *provider_context)
{
	static char nothing; /* it has no state, and must not be NULL */

	return &nothing;
}

static void
decoder_free(UNUSED void *decoder)
{
}

static int
decoder_selects(UNUSED void *provider_context, int selection)
{
	return selection == 0 ||
	    (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0;
}

/* All of it; 0: nothing, or more than any key has. */
static size_t
read_all(OSSL_CORE_BIO *in, uint8_t *bytes, size_t cap)
{
	size_t len = 0, got;

	while (
	    len < cap && base.read(in, bytes + len, cap - len, &got) && got > 0)
		len += got;
	return len < cap ? len : 0;
}

/* 1: there may be others who can read it; the result is what the receiver of
 * the key says. */
static int
decode(enum key_kind kind, OSSL_CORE_BIO *in, OSSL_CALLBACK *take, void *arg)
{
	uint8_t small[PUBLIC_KEY_MAX_BYTES];
	size_t len = read_all(in, small, sizeof small);
	void *key = len > 0 ? make_key(kind, small, len) : NULL;
	int object = OSSL_OBJECT_PKEY, result;
	OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_int(OSSL_OBJECT_PARAM_TYPE, &object),
	    text_param(OSSL_OBJECT_PARAM_DATA_TYPE, key_managers[kind].name),
	    OSSL_PARAM_construct_octet_string(
		OSSL_OBJECT_PARAM_REFERENCE, &key, sizeof key),
	    OSSL_PARAM_construct_end(),
	};

	if (key == NULL) {
		crypto_error_drop();
		return 1;
	}
	result = take(params, arg);
	if (key != NULL) /* it was not taken */
		key_managers[kind].free(key);
	return result;
}

static int
decode_ec(UNUSED void *decoder, OSSL_CORE_BIO *in, UNUSED int selection,
    OSSL_CALLBACK *take, void *arg, UNUSED OSSL_PASSPHRASE_CALLBACK *ask,
    UNUSED void *ask_arg)
{
	return decode(KEY_KIND_EC, in, take, arg);
}

static int
decode_rsa(UNUSED void *decoder, OSSL_CORE_BIO *in, UNUSED int selection,
    OSSL_CALLBACK *take, void *arg, UNUSED OSSL_PASSPHRASE_CALLBACK *ask,
    UNUSED void *ask_arg)
{
	return decode(KEY_KIND_RSA, in, take, arg);
}

#define FUNCTION(id, fn) \
	{ \
		id, (void (*)(void))fn \
	}
#define DECODER(fn) \
	{ \
		FUNCTION(OSSL_FUNC_DECODER_NEWCTX, decoder_new), \
		    FUNCTION(OSSL_FUNC_DECODER_FREECTX, decoder_free), \
		    FUNCTION( \
			OSSL_FUNC_DECODER_DOES_SELECTION, decoder_selects), \
		    FUNCTION(OSSL_FUNC_DECODER_DECODE, fn), \
		{ \
			0, NULL \
		} \
	}

const OSSL_DISPATCH key_decoders[KEY_KIND_COUNT][5] = {
    [KEY_KIND_EC] = DECODER(decode_ec),
    [KEY_KIND_RSA] = DECODER(decode_rsa),
};

/* The reference is to what decode() made; it changes hands. */
static void *
load_key(const void *reference, size_t len)
{
	void *key;

	if (len != sizeof key)
		return NULL;
	memcpy(&key, reference, sizeof key);
	memset((void *)reference, 0, sizeof key);
	return key;
}

/* ---- the functions of a manager ------------------------------------------ */

/* Its functions, with our own to load a reference. */
void
key_manager_take(struct key_manager *manager, const OSSL_DISPATCH *theirs)
{
	size_t len = 0;

	while (theirs[len].function_id != 0)
		len++;
	manager->functions = mem_new(len + 1, sizeof *theirs);
	memcpy(manager->functions, theirs, (len + 1) * sizeof *theirs);
	for (OSSL_DISPATCH *f = manager->functions; f->function_id != 0; f++) {
		switch (f->function_id) {
		case OSSL_FUNC_KEYMGMT_NEW:
			manager->make = OSSL_FUNC_keymgmt_new(f);
			break;
		case OSSL_FUNC_KEYMGMT_FREE:
			manager->free = OSSL_FUNC_keymgmt_free(f);
			break;
		case OSSL_FUNC_KEYMGMT_IMPORT:
			manager->import = OSSL_FUNC_keymgmt_import(f);
			break;
		case OSSL_FUNC_KEYMGMT_DUP:
			manager->dup = OSSL_FUNC_keymgmt_dup(f);
			break;
		case OSSL_FUNC_KEYMGMT_SET_PARAMS:
			manager->set = OSSL_FUNC_keymgmt_set_params(f);
			break;
		case OSSL_FUNC_KEYMGMT_LOAD:
			f->function = (void (*)(void))load_key;
			break;
		}
	}
}

bool
key_decoders_start(void *provider_context, OSSL_FUNC_BIO_read_ex_fn *read)
{
	const struct key_manager *ec = &key_managers[KEY_KIND_EC];

	for (size_t i = 0; i < KEY_KIND_COUNT; i++) {
		const struct key_manager *m = &key_managers[i];

		if (m->make == NULL || m->free == NULL || m->import == NULL)
			return false;
	}
	base.context = provider_context;
	base.read = read;
	if (read == NULL || ec->dup == NULL || ec->set == NULL)
		return false;
	for (size_t i = 0; i < PUBLIC_KEY_GROUP_COUNT; i++) {
		base.groups[i] = make_group((enum public_key_group)i);
		if (base.groups[i] == NULL)
			return false;
	}
	return true;
}
