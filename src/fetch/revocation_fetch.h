/*
 * struct revocation_fetch: one request about revocation, to its end: a response
 * by GET or POST, or a list that goes into its file and is walked. Inside this
 * folder only.
 */
#pragma once

#include "base/clock.h"
#include "fetch/guarded.h"
#include "fetch/list_folder.h"
#include "fetch/revocation_entry.h"

struct revocation_fetch_options {
	struct http *http;
	struct list_folder *folder;
	const struct clock *clock; /* both lent until the end */
	const struct guard *guard;
	int64_t ocsp_timeout_ms, crl_timeout_ms;
	size_t max_crl_bytes;
};

/* What it came to. */
struct revocation_came {
	enum revocation_outcome outcome;
	const char *words;  /* why not, or why unproven; else NULL */
	bool is_same;	    /* GOT: the list of before still stands */
	bool is_unproven;   /* GOT: and what is kept is not, either */
	const uint8_t *der; /* GOT: a response */
	size_t der_len;
	struct crl *take_crl;	     /* GOT: a list */
	enum revocation_proof proof; /* of that */
	struct crl *take_beside; /* NOT_ONE: for who has an ended list; or NULL
				  */
	size_t file_len;
	struct http_caching caching;
	bool is_host_well;     /* it answered, whatever; or was not asked */
	int64_t retry_after_s; /* it asks for; 0: it does not */
};

struct revocation_fetch;
/* The fetch is gone when it is called; what came is lent. */
typedef void (*revocation_fetch_fn)(void *arg, struct revocation_came *came);

/* The entry is borrowed, with its request if it is no list. Never calls done
 * before it returns. */
struct revocation_fetch *revocation_fetch_start(
    const struct revocation_fetch_options *options,
    struct revocation_entry *entry, revocation_fetch_fn done, void *arg);
void revocation_fetch_cancel(struct revocation_fetch *fetch); /* NULL: fine */
