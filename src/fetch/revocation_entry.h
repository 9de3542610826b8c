/*
 * struct revocation_entry: what asking one URL about revocation came to: a
 * list, or what a responder says of one certificate. With it what is needed to
 * ask again. Inside this folder only.
 */
#pragma once

#include "fetch/revocation_proof.h"
#include "model/revocation_answer.h"
#include "net/http.h"

/* What there is of a list beside the answer. */
struct revocation_list {
	uint32_t number; /* of it among all, for subjects */
	char *file;	 /* its name in the folder; is_kept: it is there */
	bool is_kept;	 /* a list is in the file, whatever came since */
	size_t file_len; /* bytes */
	struct crl *crl; /* what is known of it; NULL: not walked yet */
	int64_t this_update;
	char etag[HTTP_TAG_MAX], last_modified[HTTP_TAG_MAX];
	/* whom it is to be walked for: crl_serial_hash, sorted */
	ARRAY(uint64_t) asked;
	bool is_walk_due;
	enum revocation_proof proof; /* is_kept: of what is in the file */
	/* the first who is trusted asked: without a proof it is asked for
	 * again, and that is due */
	bool must_prove, is_ask_due;
	struct crl *beside; /* a newer one than what has ended, without a
			     * proof, as it was walked; NULL: none */
	struct revocation_answer beside_answer; /* of that */
	int64_t walk_from_ms, walked_for_ms;	/* the loop's time */
};

struct revocation_entry {
	struct revocation_answer answer; /* what it holds is the entry's */
	bool has_answer;
	bool is_busy; /* in line, asked or walked just now: stays */
	bool is_seen; /* asked about since the hand last passed */
	int64_t next_at;
	int64_t next_update; /* 0: none */
	int64_t used_at;     /* seconds; somebody wanted it */
	uint64_t hash;	     /* of what it is found by */
	unsigned tries;	     /* in a row that came to nothing */
	uint8_t *request;    /* OCSP: the DER; NULL: it is made when asked */
	size_t request_len;
	/* whom what comes is proven for; OCSP: while there is a request */
	struct revocation_askers askers;
	struct revocation_list *list;  /* NULL: OCSP */
	struct revocation_entry *next; /* in its bucket */
};

/* sha256: of the certificate, of OCSP; NULL: a list. */
uint64_t revocation_entry_hash(const char *url, const uint8_t *sha256);
struct revocation_entry *revocation_entry_new(
    const char *url, const uint8_t *sha256);
void revocation_entry_free(struct revocation_entry *entry);
/* Is it time to ask again? Also when the clock was set back since: who was
 * asked in a year to come is not waited for until then. */
bool revocation_entry_is_due(const struct revocation_entry *entry, int64_t now);
/* It failed: what came before stays, with the words; the judge knows when it
 * has ended. */
void revocation_entry_fail(struct revocation_entry *entry,
    enum revocation_outcome outcome, const char *words, int64_t now);
/* An OCSP response came. */
void revocation_entry_set_response(struct revocation_entry *entry,
    const uint8_t *der, size_t len, int64_t now);
/* A list came, or the same was walked for others. true: it says something else
 * of those it was asked for before. */
bool revocation_entry_set_crl(
    struct revocation_entry *entry, struct crl *take_crl);
/* What there is beside the list; words: why it is not in its place. NULL: there
 * is none. */
void revocation_list_set_beside(
    struct revocation_entry *entry, struct crl *take_crl, const char *words);
/* false: it is there already. */
bool revocation_list_ask(struct revocation_list *list, uint64_t serial_hash);
