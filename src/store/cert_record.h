/*
 * One certificate for who looks closer: what the inventory has of it,
 * everywhere it was ever served and from when to when, and the certificates
 * beside it that may be its issuers or its subjects, by their names. For who
 * asks; on the store's thread, or by a reader.
 */
#pragma once

#include "store/inventory.h"

#define CERT_RECORD_PAGE 100	/* places of a page */
#define CERT_RECORD_CHAINS 1000 /* in which neighbours are looked for */
#define CERT_RECORD_MAX_ISSUERS 16
#define CERT_RECORD_MAX_ISSUED 50

/* A place that showed a chain with it. */
struct cert_seen {
	char *endpoint;
	struct place place;
	int64_t from, to; /* to 0: it does still */
	size_t position;  /* in the chain sent, from 1; 0: it was not sent,
			   * and the chain needs it */
};

/* A certificate that stands in a chain with it. */
struct cert_beside {
	uint8_t sha256[CERT_SHA256_LEN];
	uint8_t *der; /* NULL: it was not kept */
	size_t der_len;
	char *label, *issuer_label;
	int64_t not_after;
};

struct cert_beside_list {
	ARRAY(struct cert_beside) items;
};

struct cert_record {
	bool is_known; /* else all below is empty */
	struct inventory_cert cert;
	size_t seen_count, seen_from; /* all places; number of the first */
	ARRAY(struct cert_seen) seen; /* those that show it first, by name */
	/* By names alone: who has the keys must look. */
	struct cert_beside_list issuers, issued;
	bool has_more_issued;
};

/* from: so many places are passed over. */
bool cert_record_read(struct db *db, const uint8_t sha256[CERT_SHA256_LEN],
    size_t from, struct cert_record *ret_record, struct error *err) MUST_CHECK;
void cert_record_clear(struct cert_record *record);
