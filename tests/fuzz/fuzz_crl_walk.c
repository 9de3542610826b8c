/* Any bytes as a revocation list, walked in slices: it must end well, and for
 * the serials asked for come to what reading the whole comes to. The first
 * byte says how long the slices are. */
#include "pki/crl_walk.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static uint64_t
hash_of(const struct crl *crl, const struct crl_entry *entry)
{
	return hash_bytes(
	    HASH_START, crl->der + entry->serial_at, entry->serial_len);
}

static struct crl *
walk(const uint8_t *data, size_t size, size_t slice, const uint64_t *asked,
    size_t count, struct error *err)
{
	CLEANUP(crl_walk_free)
	struct crl_walk *walk = crl_walk_new(asked, count);

	for (size_t at = 0; at < size; at += slice) {
		size_t len = size - at < slice ? size - at : slice;

		if (!crl_walk_feed(walk, data + at, len, err))
			return NULL;
	}
	return crl_walk_end(walk, err);
}

static void
must_agree(const struct crl *whole, const struct crl *cut)
{
	must(memcmp(whole->sha256, cut->sha256, sizeof whole->sha256) == 0);
	must(X509_NAME_cmp(whole->issuer, cut->issuer) == 0);
	must(whole->this_update == cut->this_update);
	must(whole->next_update == cut->next_update);
	must(whole->is_consistent == cut->is_consistent);
	must(whole->reasons == cut->reasons);
	must((whole->number == NULL) == (cut->number == NULL));
	must((whole->unknown_critical == NULL) ==
	    (cut->unknown_critical == NULL));
	must(whole->entries.len == cut->cut->entry_count);
}

/* Each serial that was asked for has as many entries, of the same issuers. */
static void
must_have(const struct crl *whole, const struct crl *cut, uint64_t hash)
{
	size_t a = 0, b = 0;

	while (a < whole->entries.len || b < cut->entries.len) {
		const struct crl_entry *x, *y;

		while (a < whole->entries.len &&
		    hash_of(whole, &whole->entries.items[a]) != hash)
			a++;
		while (b < cut->entries.len &&
		    hash_of(cut, &cut->entries.items[b]) != hash)
			b++;
		must((a < whole->entries.len) == (b < cut->entries.len));
		if (a == whole->entries.len)
			return;
		x = &whole->entries.items[a++];
		y = &cut->entries.items[b++];
		must(x->serial_len == y->serial_len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t slice = size == 0 || data[0] == 0 ? 65536 : data[0];
	struct error err = ERROR_INIT, other_err = ERROR_INIT;
	struct crl *whole, *cut;
	uint64_t asked[2] = {0};

	if (size > 0)
		data++, size--;
	whole = crl_new(data, size, &err);
	if (whole != NULL && whole->entries.len > 0) {
		asked[0] = hash_of(whole, &whole->entries.items[0]);
		asked[1] = hash_of(
		    whole, &whole->entries.items[whole->entries.len / 2]);
	}
	cut = walk(data, size, slice, asked, 2, &other_err);
	if (whole == NULL || other_err.kind != ERROR_LIMIT)
		must((whole == NULL) == (cut == NULL));
	must(cut != NULL || other_err.kind != ERROR_NONE);
	if (whole != NULL && cut != NULL) {
		must_agree(whole, cut);
		must_have(whole, cut, asked[0]);
		must_have(whole, cut, asked[1]);
	}
	crl_free(whole);
	crl_free(cut);
	must(ERR_peek_error() == 0);
	return 0;
}
