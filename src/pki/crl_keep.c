/* What is kept of a list that is walked; see crl_keep.h. */
#include "pki/crl_keep.h"

#include <openssl/x509.h>
#include <stdlib.h>

#include "base/hash.h"
#include "pki/crl_parts.h"

#define HEADER_LEN 6
#define MAX_PARTS (4 * CRL_WALK_MAX_ELEMENT)
#define MAX_CUT (CRL_WALK_MAX_KEPT + 4 * MAX_PARTS)

static bool
refuse(struct error *err, const char *why)
{
	return error_set(err, ERROR_INVALID, "not a revocation list: %s", why);
}

static int
compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void
set_asked(struct crl_cut *cut, const uint64_t *asked, size_t count)
{
	size_t kept = 0;

	if (count == 0)
		return;
	ARRAY_RESERVE(&cut->asked, count);
	memcpy(cut->asked.items, asked, count * sizeof *asked);
	qsort(cut->asked.items, count, sizeof *asked, compare_hashes);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || cut->asked.items[i] != cut->asked.items[kept - 1])
			cut->asked.items[kept++] = cut->asked.items[i];
	}
	cut->asked.len = kept < CRL_WALK_MAX_ASKED ? kept : CRL_WALK_MAX_ASKED;
}

void
crl_keep_init(struct crl_keep *keep, const uint64_t *asked, size_t count)
{
	*keep = (struct crl_keep){
	    .head.max_bytes = MAX_PARTS,
	    .tail.max_bytes = MAX_PARTS,
	    .outer.max_bytes = MAX_PARTS,
	    .issuer_entry.max_bytes = MAX_PARTS,
	    .entries.max_bytes = CRL_WALK_MAX_KEPT,
	    .cut = MEM_NEW(struct crl_cut),
	};
	set_asked(keep->cut, asked, count);
	*ARRAY_ADD(&keep->scratch.issuers) = NULL;
}

void
crl_keep_clear(struct crl_keep *keep)
{
	strbuf_clear(&keep->head);
	strbuf_clear(&keep->entries);
	strbuf_clear(&keep->tail);
	strbuf_clear(&keep->outer);
	strbuf_clear(&keep->issuer_entry);
	ARRAY_CLEAR(&keep->scratch.issuers);
	ARRAY_CLEAR(&keep->scratch.entries);
	free((void *)keep->scratch.unknown_critical);
	if (keep->cut != NULL)
		ARRAY_CLEAR(&keep->cut->asked);
	free(keep->cut);
}

static void
add(struct crl_keep *keep, const struct der_slice *entry)
{
	if (!keep->is_issuer_kept) {
		strbuf_add_bytes(&keep->entries,
		    strbuf_text(&keep->issuer_entry), keep->issuer_entry.len);
		keep->is_issuer_kept = true;
	}
	strbuf_add_bytes(&keep->entries, entry->at, entry->len);
}

/* An entry is kept if it was asked for, if it is the first with an unknown
 * critical extension, or if one that is kept needs it to know its CA. */
static void
choose(struct crl_keep *keep, const struct der_slice *entry)
{
	struct crl *scratch = &keep->scratch;
	const struct crl_entry *read = &scratch->entries.items[0];
	bool names_issuer = scratch->issuers.len > 1;
	uint64_t hash = hash_bytes(
	    HASH_START, scratch->der + read->serial_at, read->serial_len);

	if (names_issuer) {
		keep->is_issuer_kept = false;
		strbuf_clear(&keep->issuer_entry);
		strbuf_add_bytes(&keep->issuer_entry, entry->at, entry->len);
	}
	if (crl_asked_has(keep->cut->asked.items, keep->cut->asked.len, hash) ||
	    (scratch->unknown_critical != NULL && !keep->is_unknown_kept)) {
		keep->is_unknown_kept |= scratch->unknown_critical != NULL;
		if (names_issuer) {
			keep->is_issuer_kept = true;
			strbuf_add_bytes(&keep->entries, entry->at, entry->len);
		} else {
			add(keep, entry);
		}
	}
}

static void
clear_scratch(struct crl *scratch)
{
	for (size_t i = 1; i < scratch->issuers.len; i++)
		X509_NAME_free(scratch->issuers.items[i]);
	scratch->issuers.len = 1;
	scratch->entries.len = 0;
	free((void *)TAKE(scratch->unknown_critical));
}

bool
crl_keep_entry(
    struct crl_keep *keep, const struct der_slice *entry, struct error *err)
{
	struct crl *scratch = &keep->scratch;
	bool ok;

	if (entry->at[0] != DER_SEQUENCE)
		return refuse(err, "an entry cannot be read");
	if (++keep->entry_count > CRL_MAX_ENTRIES)
		return error_set(err, ERROR_LIMIT,
		    "a revocation list of more than %d entries",
		    CRL_MAX_ENTRIES);
	scratch->der = entry->at;
	ok = crl_read_entries(scratch, *entry, err);
	keep->issuer_count += scratch->issuers.len - 1;
	if (ok && keep->issuer_count >= CRL_MAX_ISSUERS)
		ok = refuse(err, "an entry cannot be read");
	if (ok)
		choose(keep, entry);
	clear_scratch(scratch);
	if (ok && strbuf_is_truncated(&keep->entries))
		ok = error_set(err, ERROR_LIMIT,
		    "a revocation list with too many entries of one serial");
	return ok;
}

static void
add_element(struct strbuf *to, uint8_t identifier, const struct strbuf *content)
{
	unsigned char header[HEADER_LEN], *p = header;

	*p++ = identifier;
	*p++ = 0x84;
	for (int shift = 24; shift >= 0; shift -= 8)
		*p++ = (unsigned char)(content->len >> shift);
	strbuf_add_bytes(to, header, sizeof header);
	strbuf_add_bytes(to, strbuf_text(content), content->len);
}

/* The same list, with the entries that were kept. */
struct crl *
crl_keep_build(const struct crl_keep *keep, struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf tbs = STRBUF_INIT(MAX_CUT);
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(MAX_CUT);
	CLEANUP(strbuf_clear) struct strbuf whole = STRBUF_INIT(MAX_CUT);

	strbuf_add_bytes(&tbs, strbuf_text(&keep->head), keep->head.len);
	if (keep->entries.len > 0)
		add_element(&tbs, DER_SEQUENCE, &keep->entries);
	strbuf_add_bytes(&tbs, strbuf_text(&keep->tail), keep->tail.len);
	add_element(&list, DER_SEQUENCE, &tbs);
	strbuf_add_bytes(&list, strbuf_text(&keep->outer), keep->outer.len);
	add_element(&whole, DER_SEQUENCE, &list);
	return crl_new((const uint8_t *)strbuf_text(&whole), whole.len, err);
}
