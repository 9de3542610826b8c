/* Certificates that were parsed already; see cert_reuse.h. */
#include "probe/cert_reuse.h"

#include <dlfcn.h>
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "pki/key_library.h"

/* A certificate has its place in one set of so many. */
#define SET_SIZE 4
#define SET_COUNT (CERT_REUSE_MAX / SET_SIZE)

/* Each that finds no room takes one of this from the least of its set; who has
 * none left makes way. */
#define WORTH_AT_FIRST 16
#define WORTH_OF_USE 16
#define WORTH_MAX 240

struct slot {
	X509 *x509; /* a reference; NULL: empty */
	uint8_t *der;
	size_t len;
	unsigned worth;
};

struct cert_reuse {
	struct slot sets[SET_COUNT][SET_SIZE];
	struct cert_reuse_counts counts;
};

typedef X509 *(*parse_fn)(X509 **, const unsigned char **, long);

static _Thread_local struct cert_reuse *current;

struct cert_reuse *
cert_reuse_new(void)
{
	return MEM_NEW(struct cert_reuse);
}

static void
clear_slot(struct slot *slot)
{
	X509_free(slot->x509);
	free(slot->der);
	*slot = (struct slot){0};
}

void
cert_reuse_free(struct cert_reuse *reuse)
{
	if (reuse == NULL)
		return;
	for (size_t i = 0; i < SET_COUNT; i++) {
		for (size_t k = 0; k < SET_SIZE; k++)
			clear_slot(&reuse->sets[i][k]);
	}
	free(reuse);
}

void
cert_reuse_begin(struct cert_reuse *reuse)
{
	current = reuse;
}

void
cert_reuse_end(void)
{
	current = NULL;
}

struct cert_reuse_counts
cert_reuse_counts(const struct cert_reuse *reuse)
{
	return reuse->counts;
}

/* ---- the sets ------------------------------------------------------------ */

/* The signature at its end differs between any two. */
static struct slot *
set_of(struct cert_reuse *reuse, const uint8_t *der, size_t len)
{
	size_t tail = len < 32 ? len : 32;
	uint64_t hash = hash_bytes(HASH_START, der + len - tail, tail);

	return reuse->sets[hash % SET_COUNT];
}

static struct slot *
find(struct slot *set, const uint8_t *der, size_t len)
{
	for (size_t k = 0; k < SET_SIZE; k++) {
		if (set[k].x509 != NULL && set[k].len == len &&
		    memcmp(set[k].der, der, len) == 0)
			return &set[k];
	}
	return NULL;
}

/* NULL: those who are there stay. */
static struct slot *
make_room(struct cert_reuse *reuse, struct slot *set)
{
	struct slot *least = &set[0];

	for (size_t k = 0; k < SET_SIZE; k++) {
		if (set[k].worth < least->worth)
			least = &set[k];
	}
	if (least->worth > 0) {
		least->worth--;
		return NULL;
	}
	if (least->x509 != NULL)
		reuse->counts.kept--;
	clear_slot(least);
	return least;
}

static void
keep(struct cert_reuse *reuse, X509 *x509, const uint8_t *der, size_t len)
{
	struct slot *slot = make_room(reuse, set_of(reuse, der, len));

	if (slot == NULL || !X509_up_ref(x509))
		return;
	*slot = (struct slot){
	    .x509 = x509,
	    .der = mem_dup(der, len),
	    .len = len,
	    .worth = WORTH_AT_FIRST,
	};
	reuse->counts.kept++;
}

/* A further reference; NULL: it is not there. */
static X509 *
take(struct cert_reuse *reuse, const uint8_t *der, size_t len)
{
	struct slot *slot = find(set_of(reuse, der, len), der, len);

	if (slot == NULL || !X509_up_ref(slot->x509))
		return NULL;
	slot->worth += WORTH_OF_USE;
	if (slot->worth > WORTH_MAX)
		slot->worth = WORTH_MAX;
	reuse->counts.reused++;
	return slot->x509;
}

/* ---- in libcrypto's place --------------------------------------------------
 */

static X509 *
parse(X509 **place, const unsigned char **in, long len)
{
	static _Thread_local parse_fn theirs;
	X509 *x509;

	/* A pointer to a function is no pointer to an object in C. */
	if (theirs == NULL)
		*(void **)&theirs = dlsym(RTLD_NEXT, "d2i_X509");
	if (theirs != NULL)
		return theirs(place, in, len);
	/* It is linked in: this is what it does. */
	x509 = (X509 *)ASN1_item_d2i(
	    (ASN1_VALUE **)place, in, len, ASN1_ITEM_rptr(X509));
	if (x509 != NULL && place != NULL)
		(void)X509_check_purpose(x509, -1, 0);
	return x509;
}

/* A key that the library of our own leaves out (key_library.h) libcrypto's may
 * know: then libssl goes on with that, and says of it what it says of it
 * without us. Takes x509; what it gives stands at *place. */
static X509 *
with_any_key(X509 **place, X509 *x509, const uint8_t *der, size_t len)
{
	const unsigned char *p = der;
	X509 *other = NULL;

	(void)ERR_set_mark();
	if (key_library() != NULL && X509_get0_pubkey(x509) == NULL)
		other = parse(NULL, &p, (long)len);
	if (other != NULL && X509_get0_pubkey(other) == NULL) {
		X509_free(other);
		other = NULL;
	}
	(void)ERR_pop_to_mark();
	if (other == NULL)
		return x509;
	X509_free(x509);
	*place = other;
	return other;
}

/* As d2i_X509(3) describes it. Whoever gives no place, or one
 * that is empty, is not libssl in a handshake. */
X509 *
d2i_X509(X509 **place, const unsigned char **in, long len)
{
	struct cert_reuse *reuse = current;
	const unsigned char *der = in == NULL ? NULL : *in;
	bool is_small = len <= CERT_REUSE_MAX_DER;
	X509 *x509;

	if (reuse == NULL || place == NULL || *place == NULL || der == NULL ||
	    len <= 0)
		return parse(place, in, len);
	x509 = is_small ? take(reuse, der, (size_t)len) : NULL;
	if (x509 != NULL) {
		X509_free(*place);
		*place = x509;
		*in += len;
		return x509;
	}
	x509 = parse(place, in, len);
	reuse->counts.parsed++;
	if (x509 == NULL)
		return NULL;
	x509 = with_any_key(place, x509, der, (size_t)(*in - der));
	/* With more behind it is none that libssl goes on with. */
	if (is_small && *in == der + len)
		keep(reuse, x509, der, (size_t)len);
	return x509;
}
