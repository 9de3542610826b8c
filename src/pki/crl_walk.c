/*
 * Walks a revocation list; see crl_walk.h. What it keeps is crl_keep.c's.
 *
 *   outer -> tbs -> head (up to the dates) -> entries -> tail (extensions)
 *   -> algorithm -> signature -> end
 */
#include "pki/crl_walk.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "pki/crl_keep.h"
#include "pki/crypto_error.h"
#include "pki/signature_digest.h"

#define PIECE (64u << 10)
#define HEADER_MAX 6
#define MAX_PENDING (CRL_WALK_MAX_ELEMENT + PIECE + HEADER_MAX)

enum step {
	STEP_OUTER,
	STEP_TBS,
	STEP_HEAD,
	STEP_ENTRIES,
	STEP_TAIL,
	STEP_ALGORITHM,
	STEP_SIGNATURE,
	STEP_END,
};

struct crl_walk {
	enum step step;
	unsigned head_count;		  /* elements of the head, without */
	struct strbuf pending;		  /* came, and is not used yet */
	size_t used;			  /* of pending */
	size_t whole_len;		  /* all that was used */
	size_t list_left, tbs_left, left; /* octets to come, in each */
	struct crl_keep keep;
	EVP_MD_CTX *sha256;
	EVP_MD_CTX *digest; /* NULL: not begun, or there is none */
};

static bool
refuse(struct error *err, const char *why)
{
	return error_set(err, ERROR_INVALID, "not a revocation list: %s", why);
}

struct crl_walk *
crl_walk_new(const uint64_t *asked, size_t count)
{
	struct crl_walk *walk = MEM_NEW(struct crl_walk);

	crypto_start();
	walk->pending.max_bytes = MAX_PENDING;
	crl_keep_init(&walk->keep, asked, count);
	walk->sha256 = EVP_MD_CTX_new();
	if (walk->sha256 == NULL ||
	    EVP_DigestInit_ex(walk->sha256, EVP_sha256(), NULL) != 1)
		abort(); /* as mem.h does */
	return walk;
}

void
crl_walk_free(struct crl_walk *walk)
{
	if (walk == NULL)
		return;
	strbuf_clear(&walk->pending);
	crl_keep_clear(&walk->keep);
	EVP_MD_CTX_free(walk->digest);
	EVP_MD_CTX_free(walk->sha256);
	free(walk);
}

static struct der_slice
pending_of(const struct crl_walk *walk)
{
	return (struct der_slice){
	    .at = (const uint8_t *)strbuf_text(&walk->pending) + walk->used,
	    .len = walk->pending.len - walk->used,
	};
}

static bool
is_in_tbs(const struct crl_walk *walk)
{
	return walk->step >= STEP_TBS && walk->step <= STEP_TAIL;
}

/* Of what is signed, the part before the algorithm is known is kept. */
static void
consume(struct crl_walk *walk, size_t len)
{
	struct der_slice slice = pending_of(walk);

	EVP_DigestUpdate(walk->sha256, slice.at, len);
	if (is_in_tbs(walk) && walk->digest != NULL)
		EVP_DigestUpdate(walk->digest, slice.at, len);
	if (walk->step > STEP_OUTER)
		walk->left -= len;
	if (walk->step > STEP_TBS && walk->step <= STEP_TAIL)
		walk->tbs_left -= len;
	if (walk->step == STEP_ENTRIES)
		walk->list_left -= len;
	walk->used += len;
	walk->whole_len += len;
}

static size_t
left_in_parent(const struct crl_walk *walk)
{
	switch (walk->step) {
	case STEP_OUTER: return CRL_MAX_BYTES;
	case STEP_ENTRIES: return walk->list_left;
	case STEP_HEAD:
	case STEP_TAIL: return walk->tbs_left;
	case STEP_TBS:
	case STEP_ALGORITHM:
	case STEP_SIGNATURE:
	case STEP_END: return walk->left;
	}
	return 0;
}

/* What came of the next element. */
enum came {
	CAME_ALL,
	CAME_SOME, /* only its header, or less: wait */
	CAME_BAD,  /* err says what */
};

static enum came
look(struct crl_walk *walk, struct der_header *ret_header, struct error *err)
{
	struct der_slice slice = pending_of(walk);
	size_t left = left_in_parent(walk);

	if (slice.len > left)
		slice.len = left;
	switch (der_begin(&slice, ret_header)) {
	case DER_BEGINS: break;
	case DER_CUT:
		if (slice.len < left)
			return CAME_SOME;
		refuse(err, "it is cut off within");
		return CAME_BAD;
	case DER_NO_HEADER:
		refuse(err, "what it consists of cannot be read");
		return CAME_BAD;
	}
	if (ret_header->content_len > left - ret_header->header_len) {
		if (walk->step == STEP_OUTER)
			error_set(err, ERROR_LIMIT,
			    "a revocation list of more than %u MB",
			    CRL_MAX_BYTES >> 20);
		else
			refuse(err, "a part is longer than the whole");
		return CAME_BAD;
	}
	return CAME_ALL;
}

/* All of an element that is to be kept or read as one. */
static enum came
look_at_element(
    struct crl_walk *walk, struct der_slice *ret_whole, struct error *err)
{
	struct der_header header;
	enum came came = look(walk, &header, err);
	size_t len;

	if (came != CAME_ALL)
		return came;
	len = header.header_len + header.content_len;
	if (len > CRL_WALK_MAX_ELEMENT) {
		error_set(err, ERROR_LIMIT,
		    "a revocation list with a part of more than %u KB",
		    CRL_WALK_MAX_ELEMENT >> 10);
		return CAME_BAD;
	}
	*ret_whole = pending_of(walk);
	if (ret_whole->len < len)
		return CAME_SOME;
	ret_whole->len = len;
	return CAME_ALL;
}

/* The header of what is gone into. */
static enum came
enter(struct crl_walk *walk, size_t *ret_len, enum step next, struct error *err)
{
	struct der_header header;
	enum came came = look(walk, &header, err);

	if (came != CAME_ALL)
		return came;
	if (header.identifier != DER_SEQUENCE) {
		refuse(err, "it does not begin like one");
		return CAME_BAD;
	}
	if (walk->step == STEP_TBS)
		strbuf_add_bytes(
		    &walk->keep.outer, pending_of(walk).at, header.header_len);
	consume(walk, header.header_len);
	*ret_len = header.content_len;
	walk->step = next;
	return CAME_ALL;
}

static void
begin_digest(struct crl_walk *walk, const struct der_slice *algorithm)
{
	const unsigned char *p = algorithm->at;
	X509_ALGOR *parsed = d2i_X509_ALGOR(NULL, &p, (long)algorithm->len);
	const EVP_MD *md = parsed == NULL ? NULL : signature_digest_of(parsed);

	X509_ALGOR_free(parsed);
	if (md == NULL)
		return;
	walk->digest = EVP_MD_CTX_new();
	if (walk->digest == NULL ||
	    EVP_DigestInit_ex(walk->digest, md, NULL) != 1) {
		EVP_MD_CTX_free(TAKE(walk->digest));
		return;
	}
	EVP_DigestUpdate(
	    walk->digest, strbuf_text(&walk->keep.outer), walk->keep.outer.len);
	EVP_DigestUpdate(
	    walk->digest, strbuf_text(&walk->keep.head), walk->keep.head.len);
}

/* Version, algorithm, issuer, thisUpdate, nextUpdate; all but the first and
 * the last must be there. Then what follows is gone to. */
static enum came
do_head(struct crl_walk *walk, struct error *err)
{
	struct der_slice whole = pending_of(walk);
	uint8_t next = der_peek(&whole);
	bool is_time = next == DER_UTC_TIME || next == DER_GENERALIZED_TIME;
	enum came came;

	if (walk->tbs_left == 0 ||
	    (walk->head_count >= 3 && whole.len > 0 &&
		(walk->head_count == 4 || !is_time))) {
		if (walk->head_count < 3) {
			refuse(err, "it ends before its dates");
			return CAME_BAD;
		}
		if (walk->tbs_left > 0 && next == DER_SEQUENCE)
			return enter(walk, &walk->list_left, STEP_ENTRIES, err);
		walk->step = STEP_TAIL;
		return CAME_ALL;
	}
	came = look_at_element(walk, &whole, err);
	if (came != CAME_ALL)
		return came;
	if (walk->head_count == 0 && next == DER_INTEGER &&
	    walk->keep.head.len == 0) {
		/* the version counts for nothing */
	} else if (walk->head_count == 0) {
		begin_digest(walk, &whole);
		walk->head_count++;
	} else {
		walk->head_count++;
	}
	strbuf_add_bytes(&walk->keep.head, whole.at, whole.len);
	consume(walk, whole.len);
	return CAME_ALL;
}

static enum came
do_entries(struct crl_walk *walk, struct error *err)
{
	struct der_slice entry;
	enum came came;

	if (walk->list_left == 0) {
		walk->step = STEP_TAIL;
		return CAME_ALL;
	}
	came = look_at_element(walk, &entry, err);
	if (came != CAME_ALL)
		return came;
	if (!crl_keep_entry(&walk->keep, &entry, err))
		return CAME_BAD;
	consume(walk, entry.len);
	return CAME_ALL;
}

static enum came
do_tail(struct crl_walk *walk, struct error *err)
{
	struct der_slice whole;
	enum came came;

	if (walk->tbs_left == 0) {
		walk->step = STEP_ALGORITHM;
		return CAME_ALL;
	}
	came = look_at_element(walk, &whole, err);
	if (came != CAME_ALL)
		return came;
	if (walk->keep.tail.len > 0 || whole.at[0] != DER_CONTEXT_0) {
		refuse(err, "something follows its extensions");
		return CAME_BAD;
	}
	strbuf_add_bytes(&walk->keep.tail, whole.at, whole.len);
	consume(walk, whole.len);
	return CAME_ALL;
}

/* The signature's algorithm, and then the signature. */
static enum came
do_outer(struct crl_walk *walk, enum step next, struct error *err)
{
	struct der_slice whole;
	enum came came = look_at_element(walk, &whole, err);

	if (came != CAME_ALL)
		return came;
	if (walk->step == STEP_ALGORITHM)
		strbuf_clear(&walk->keep.outer); /* the digest has it */
	strbuf_add_bytes(&walk->keep.outer, whole.at, whole.len);
	consume(walk, whole.len);
	walk->step = next;
	return CAME_ALL;
}

static enum came
do_end(struct crl_walk *walk, struct error *err)
{
	if (pending_of(walk).len == 0 && walk->left == 0)
		return CAME_SOME;
	refuse(err, "something follows its signature");
	return CAME_BAD;
}

static enum came
do_step(struct crl_walk *walk, struct error *err)
{
	switch (walk->step) {
	case STEP_OUTER: return enter(walk, &walk->left, STEP_TBS, err);
	case STEP_TBS: return enter(walk, &walk->tbs_left, STEP_HEAD, err);
	case STEP_HEAD: return do_head(walk, err);
	case STEP_ENTRIES: return do_entries(walk, err);
	case STEP_TAIL: return do_tail(walk, err);
	case STEP_ALGORITHM: return do_outer(walk, STEP_SIGNATURE, err);
	case STEP_SIGNATURE: return do_outer(walk, STEP_END, err);
	case STEP_END: return do_end(walk, err);
	}
	return CAME_BAD;
}

/* What was used makes room. */
static void
compact(struct crl_walk *walk)
{
	struct strbuf *pending = &walk->pending;

	if (walk->used == 0)
		return;
	pending->len -= walk->used;
	memmove(pending->text, pending->text + walk->used, pending->len + 1);
	walk->used = 0;
}

static bool
feed_piece(
    struct crl_walk *walk, const uint8_t *bytes, size_t len, struct error *err)
{
	enum came came;

	strbuf_add_bytes(&walk->pending, bytes, len);
	do {
		came = do_step(walk, err);
	} while (came == CAME_ALL);
	compact(walk);
	crypto_error_drop();
	return came != CAME_BAD;
}

bool
crl_walk_feed(
    struct crl_walk *walk, const uint8_t *bytes, size_t len, struct error *err)
{
	while (len > 0) {
		size_t piece = len < PIECE ? len : PIECE;

		if (!feed_piece(walk, bytes, piece, err))
			return false;
		bytes += piece;
		len -= piece;
	}
	return true;
}

struct crl *
crl_walk_end(struct crl_walk *walk, struct error *err)
{
	struct crl *crl;

	if (walk->step == STEP_OUTER && walk->pending.len == 0) {
		refuse(err, "it is empty");
		return NULL;
	}
	if (walk->step != STEP_END) {
		refuse(err, "it is cut off");
		return NULL;
	}
	crl = crl_keep_build(&walk->keep, err);
	if (crl == NULL)
		return NULL;
	if (walk->digest != NULL)
		EVP_DigestFinal_ex(walk->digest, walk->keep.cut->digest,
		    &walk->keep.cut->digest_len);
	EVP_DigestFinal_ex(walk->sha256, crl->sha256, NULL);
	walk->keep.cut->whole_len = walk->whole_len;
	walk->keep.cut->entry_count = walk->keep.entry_count;
	crl->cut = TAKE(walk->keep.cut);
	return crl;
}
