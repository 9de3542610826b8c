/* Iterations as algorithms name them; see pkcs12_cost.h. */
#include "pki/pkcs12_cost.h"

#include <limits.h>

#include "pki/crypto_error.h"

/* Fetching the algorithms of a part takes as long as hashing so often. */
#define PART_WORK 100
#define PBMAC1_MAX_KEY 64 /* octets: the longest digest */

/* How a key is derived (RFC 8018 5.2, RFC 7914). */
struct derivation {
	long iterations;    /* 0: not known; -1: beyond any limit */
	bool has_usual_key; /* of a length that is said, its salt given */
};

static void
read_pbkdf2(const ASN1_TYPE *parameter, struct derivation *derivation)
{
	PBKDF2PARAM *pbkdf2 =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameter);
	long key_len;

	if (pbkdf2 == NULL)
		return;
	derivation->iterations = ASN1_INTEGER_get(pbkdf2->iter);
	key_len =
	    pbkdf2->keylength == NULL ? 0 : ASN1_INTEGER_get(pbkdf2->keylength);
	derivation->has_usual_key = pbkdf2->salt->type == V_ASN1_OCTET_STRING &&
	    key_len > 0 && key_len <= PBMAC1_MAX_KEY;
	PBKDF2PARAM_free(pbkdf2);
}

/* A block of one round costs about what an iteration does; -1: too many. */
static long
scrypt_work(const SCRYPT_PARAMS *scrypt)
{
	const ASN1_INTEGER *const factors[] = {
	    scrypt->costParameter,
	    scrypt->blockSize,
	    scrypt->parallelizationParameter,
	};
	long work = 1;

	for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
		long factor = ASN1_INTEGER_get(factors[i]);

		if (factor <= 0 || factor > PKCS12_MAX_ITERATIONS / work)
			return -1;
		work *= factor;
	}
	return work;
}

static void
read_scrypt(const ASN1_TYPE *parameter, struct derivation *derivation)
{
	SCRYPT_PARAMS *scrypt =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameter);

	if (scrypt == NULL)
		return;
	derivation->iterations = scrypt_work(scrypt);
	SCRYPT_PARAMS_free(scrypt);
}

/* PBES2 and PBMAC1 (RFC 9579) both begin with the way of deriving the key. */
static void
read_scheme(const ASN1_TYPE *parameter, struct derivation *derivation)
{
	PBE2PARAM *scheme =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameter);
	const X509_ALGOR *key = scheme == NULL ? NULL : scheme->keyfunc;

	if (key != NULL && key->parameter != NULL) {
		if (OBJ_obj2nid(key->algorithm) == NID_id_scrypt)
			read_scrypt(key->parameter, derivation);
		else
			read_pbkdf2(key->parameter, derivation);
	}
	PBE2PARAM_free(scheme);
}

static void
read_old(const ASN1_TYPE *parameter, struct derivation *derivation)
{
	PBEPARAM *old =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), parameter);

	if (old != NULL)
		derivation->iterations = ASN1_INTEGER_get(old->iter);
	PBEPARAM_free(old);
}

static struct derivation
derivation_of(const X509_ALGOR *algorithm)
{
	struct derivation derivation = {0};
	int nid = OBJ_obj2nid(algorithm->algorithm);

	if (algorithm->parameter == NULL)
		return derivation;
	if (nid == NID_pbes2 || nid == NID_pbmac1)
		read_scheme(algorithm->parameter, &derivation);
	else
		read_old(algorithm->parameter, &derivation);
	crypto_error_drop();
	return derivation;
}

/* Adds up; false: it is too much. */
static bool
add(long *work, long iterations, unsigned tries, struct error *err)
{
	if (iterations < 0 || iterations > PKCS12_MAX_ITERATIONS)
		return error_set(err, ERROR_LIMIT,
		    "its password is hashed more than %d times",
		    PKCS12_MAX_ITERATIONS);
	*work += iterations * (long)tries;
	return *work <= PKCS12_MAX_WORK ||
	    error_set(err, ERROR_LIMIT,
		"its parts together have passwords hashed more than %d times",
		PKCS12_MAX_WORK);
}

/* OpenSSL 3.4 and later knows PBMAC1, where the count beside the MAC means
 * nothing; before 3.4.4, 3.5.5 and 3.6.1 a key longer than a digest was written
 * past its room (CVE-2025-11187). */
static bool
add_seal(long *work, const PKCS12 *file, unsigned tries, struct error *err)
{
	const ASN1_INTEGER *iterations = NULL;
	const X509_ALGOR *algorithm = NULL;
	struct derivation derivation;
	long count;

	PKCS12_get0_mac(NULL, &algorithm, NULL, &iterations, file);
	if (algorithm == NULL)
		return true;
	count = iterations == NULL ? 1 : ASN1_INTEGER_get(iterations);
	crypto_error_drop();
	if (!add(work, count, tries, err))
		return false;
	if (OBJ_obj2nid(algorithm->algorithm) != NID_pbmac1)
		return true;
	derivation = derivation_of(algorithm);
	if (!add(work, derivation.iterations, tries, err))
		return false;
	return derivation.has_usual_key ||
	    error_set(err, ERROR_INVALID,
		"its seal (PBMAC1) asks for a key that no digest takes");
}

bool
pkcs12_cost_check(const PKCS12 *file, const STACK_OF(PKCS7) * parts,
    unsigned tries, struct error *err)
{
	long work = 0;

	if (!add_seal(&work, file, tries, err))
		return false;
	if (PKCS12_mac_present(file))
		tries = 1; /* it tells which one it is */
	for (int i = 0; i < sk_PKCS7_num(parts); i++) {
		PKCS7 *part = sk_PKCS7_value(parts, i);

		if (!PKCS7_type_is_encrypted(part) || part->d.encrypted == NULL)
			continue;
		if (!add(&work,
			derivation_of(part->d.encrypted->enc_data->algorithm)
			    .iterations,
			tries, err) ||
		    !add(&work, PART_WORK, tries, err))
			return false;
	}
	return true;
}
