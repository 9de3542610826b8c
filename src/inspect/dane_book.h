/*
 * What DNS says of the certificates of the services that are watched, kept as
 * long as it holds. An answer that does not come leaves what was known.
 *
 * Nothing is believed before it has been seen that proofs can be had at all:
 * behind a forwarder that strips DNSSEC every signed zone looks bogus. Whether
 * they can is asked now and then, and told when it changes.
 */
#pragma once

#include "inspect/dane_lookup.h"
#include "model/target.h"

#define DANE_BOOK_MAX 200000	 /* services that are remembered */
#define DANE_BOOK_MIN_TTL_S 60	 /* answers are not asked for again sooner */
#define DANE_BOOK_MAX_TTL_S 3600 /* ... nor kept longer */
#define DANE_BOOK_RETRY_S 60	 /* after no answer */
#define DANE_BOOK_PROOF_S 600	 /* whether proofs can be had */
#define DANE_BOOK_MAX_ASKED 64	 /* at once; the others wait in line */

struct dane_book;
struct dane_wait;
/* dane is lent for the call; NULL: nothing can be said. The wait is gone when
 * fn is called. */
typedef void (*dane_wait_fn)(void *arg, struct dane *dane);
/* can_prove: as of now; detail: why not, in words. */
typedef void (*dane_book_fn)(void *arg, bool can_prove, const char *detail);

/* resolver: one that validates, borrowed; NULL: nobody knows anything. */
struct dane_book *dane_book_new(struct loop *loop, struct resolver *resolver);
void dane_book_free(struct dane_book *book); /* waits must be cancelled */
CLEANUP_DEFINE(struct dane_book, dane_book_free)
/* What its resolver remembers: the clock has jumped (net/resolve.h). */
void dane_book_forget(struct dane_book *book);
/* Another resolver: what waits is asked again. What is known stays. */
void dane_book_set_resolver(struct dane_book *book, struct resolver *resolver);
/* Told once when it is found that there are no proofs, and once when there are
 * again. */
void dane_book_on_change(struct dane_book *book, dane_book_fn fn, void *arg);
/* Silence about proofs is told the first time already: for who asks once. */
void dane_book_be_impatient(struct dane_book *book);
/* Never calls fn before it returns; then within the resolver's deadlines. */
struct dane_wait *dane_book_ask(struct dane_book *book,
    const struct dane_service *service, dane_wait_fn fn, void *arg);
void dane_wait_cancel(struct dane_wait *wait); /* NULL is fine */
/* The same of a target; NULL, and fn is not called, where nobody wants to know:
 * by its endpoint's word, or since it is an address. */
struct dane_wait *dane_book_ask_target(struct dane_book *book,
    const struct target *target, dane_wait_fn fn, void *arg);
struct dane *dane_book_find_target(
    const struct dane_book *book, const struct target *target);
/* What is known, lent; NULL: nothing. */
struct dane *dane_book_find(
    const struct dane_book *book, const struct dane_service *service);
