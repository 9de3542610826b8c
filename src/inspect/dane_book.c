/* What DNS says of services, kept; see dane_book.h. */
#include "inspect/dane_book.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define BUCKETS 4096			 /* a power of two */
#define IDLE_S (4 * DANE_BOOK_MAX_TTL_S) /* nobody asked: forgotten */

#define UNANSWERED_MAX 5 /* a minute apart; then it is told */

enum proof {
	PROOF_OPEN, /* not known yet */
	PROOF_WORKS,
	PROOF_FAILS,
};

struct entry {
	struct dane_book *book;
	struct entry *next; /* in its bucket */
	struct entry *next_in_line;
	char *host;
	uint16_t port;
	bool is_without_pkix, is_in_line;
	struct dane *dane; /* NULL: never answered */
	int64_t fresh_until_ms, asked_at_ms;
	struct dane_lookup *lookup; /* NULL: not under way */
	struct dane_wait *waits;
};

struct dane_wait {
	struct entry *entry; /* NULL: there is nothing to wait for */
	struct dane_wait *previous, *next;
	struct loop_timer *timer; /* a turn later; NULL while it waits */
	struct dane_book *book;
	struct dane *dane;
	dane_wait_fn fn;
	void *arg;
};

struct dane_book {
	struct loop *loop;
	struct resolver *resolver;
	struct entry *buckets[BUCKETS];
	size_t count, asking;
	struct entry *line_first, *line_last;
	enum proof proof;
	int64_t proof_until_ms;
	struct lookup *proving;
	dane_book_fn changed;
	void *changed_arg;
	unsigned unanswered; /* of the questions about proofs, in a row */
	bool was_told;	     /* that there are no proofs */
	bool is_impatient;
};

static struct entry **
bucket_of(const struct dane_book *book, const struct dane_service *service)
{
	uint64_t hash = hash_text(HASH_START, service->host);

	hash = hash_bytes(hash, &service->port, sizeof service->port);
	return (struct entry **)&book->buckets[hash & (BUCKETS - 1)];
}

static struct entry *
find(const struct dane_book *book, const struct dane_service *service)
{
	for (struct entry *entry = *bucket_of(book, service); entry != NULL;
	     entry = entry->next) {
		if (entry->port == service->port &&
		    entry->is_without_pkix == service->is_without_pkix &&
		    strcmp(entry->host, service->host) == 0)
			return entry;
	}
	return NULL;
}

static void
free_entry(struct entry *entry)
{
	assert(entry->waits == NULL);
	dane_lookup_cancel(entry->lookup);
	dane_unref(entry->dane);
	free(entry->host);
	free(entry);
}

/* Forgets what nobody has asked about for long. */
static void
sweep(struct dane_book *book)
{
	int64_t oldest_ms = loop_now_ms(book->loop) - IDLE_S * 1000;

	for (size_t i = 0; i < BUCKETS; i++) {
		struct entry **at = &book->buckets[i];

		while (*at != NULL) {
			struct entry *entry = *at;

			if (entry->asked_at_ms > oldest_ms ||
			    entry->waits != NULL || entry->is_in_line ||
			    entry->lookup != NULL) {
				at = &entry->next;
				continue;
			}
			*at = entry->next;
			free_entry(entry);
			book->count--;
		}
	}
}

/* NULL: there is no room. */
static struct entry *
find_or_add(struct dane_book *book, const struct dane_service *service)
{
	struct entry *entry = find(book, service), **bucket;

	if (entry != NULL)
		return entry;
	if (book->count >= DANE_BOOK_MAX)
		sweep(book);
	if (book->count >= DANE_BOOK_MAX)
		return NULL;
	bucket = bucket_of(book, service);
	entry = MEM_NEW(struct entry);
	entry->book = book;
	entry->host = mem_strdup(service->host);
	entry->port = service->port;
	entry->is_without_pkix = service->is_without_pkix;
	entry->next = *bucket;
	*bucket = entry;
	book->count++;
	return entry;
}

/* ---- waits ----------------------------------------------------------------
 */

static void
unlink_wait(struct dane_wait *wait)
{
	if (wait->entry == NULL)
		return;
	if (wait->next != NULL)
		wait->next->previous = wait->previous;
	if (wait->previous != NULL)
		wait->previous->next = wait->next;
	else
		wait->entry->waits = wait->next;
	wait->entry = NULL;
}

void
dane_wait_cancel(struct dane_wait *wait)
{
	if (wait == NULL)
		return;
	unlink_wait(wait);
	loop_timer_free(wait->timer);
	dane_unref(wait->dane);
	free(wait);
}

static void
on_told(void *arg)
{
	struct dane_wait *wait = arg;
	struct dane *dane = wait->dane;
	dane_wait_fn fn = wait->fn;

	arg = wait->arg;
	wait->dane = NULL;
	dane_wait_cancel(wait);
	fn(arg, dane);
	dane_unref(dane);
}

/* A turn later, so that whoever is told may do as he likes with the rest. */
static void
tell(struct dane_wait *wait, struct dane *dane)
{
	unlink_wait(wait);
	wait->dane = dane == NULL ? NULL : dane_ref(dane);
	wait->timer = loop_timer_new(wait->book->loop, on_told, wait);
	loop_timer_set(wait->timer, 0);
}

static void
tell_all(struct entry *entry, struct dane *dane)
{
	while (entry->waits != NULL)
		tell(entry->waits, dane);
}

/* ---- questions ------------------------------------------------------------
 */

static void serve_line(struct dane_book *book);

static void
on_looked_up(void *arg, struct dane *dane, int64_t ttl_s)
{
	struct entry *entry = arg;
	struct dane_book *book = entry->book;

	entry->lookup = NULL;
	book->asking--;
	if (dane->state == DANE_UNKNOWN || dane->state == DANE_BOGUS)
		ttl_s = DANE_BOOK_RETRY_S;
	if (ttl_s < DANE_BOOK_MIN_TTL_S)
		ttl_s = DANE_BOOK_MIN_TTL_S;
	if (ttl_s > DANE_BOOK_MAX_TTL_S)
		ttl_s = DANE_BOOK_MAX_TTL_S;
	entry->fresh_until_ms = loop_now_ms(book->loop) + ttl_s * 1000;
	if (dane->state != DANE_UNKNOWN || entry->dane == NULL) {
		dane_unref(entry->dane);
		entry->dane = dane_ref(dane);
	}
	tell_all(entry, entry->dane);
	serve_line(book);
}

static void
serve_line(struct dane_book *book)
{
	while (book->proof == PROOF_WORKS && book->line_first != NULL &&
	    book->asking < DANE_BOOK_MAX_ASKED) {
		struct entry *entry = book->line_first;
		const struct dane_service service = {
		    .host = entry->host,
		    .port = entry->port,
		    .is_without_pkix = entry->is_without_pkix,
		};

		book->line_first = entry->next_in_line;
		if (book->line_first == NULL)
			book->line_last = NULL;
		entry->next_in_line = NULL;
		entry->is_in_line = false;
		book->asking++;
		entry->lookup = dane_lookup_start(
		    book->resolver, &service, on_looked_up, entry);
	}
}

/* Nothing can be proven: what was known stays, and nobody waits. */
static void
drop_line(struct dane_book *book)
{
	while (book->line_first != NULL) {
		struct entry *entry = book->line_first;

		book->line_first = entry->next_in_line;
		entry->next_in_line = NULL;
		entry->is_in_line = false;
		tell_all(entry, entry->dane);
	}
	book->line_last = NULL;
}

static void
enter_line(struct dane_book *book, struct entry *entry)
{
	if (entry->is_in_line || entry->lookup != NULL)
		return;
	entry->is_in_line = true;
	if (book->line_last != NULL)
		book->line_last->next_in_line = entry;
	else
		book->line_first = entry;
	book->line_last = entry;
}

/* ---- can anything be proven? ----------------------------------------------
 */

static void
note_proof(struct dane_book *book, bool can_prove, const char *detail)
{
	book->proof = can_prove ? PROOF_WORKS : PROOF_FAILS;
	if (book->was_told == can_prove) {
		book->was_told = !can_prove;
		if (book->changed != NULL)
			book->changed(book->changed_arg, can_prove, detail);
	}
}

static void
on_proven(void *arg, const struct lookup_result *result)
{
	struct dane_book *book = arg;
	int64_t now_ms = loop_now_ms(book->loop);
	bool is_answer = result->security == LOOKUP_BOGUS ||
	    (result->status != RESOLVE_REFUSED &&
		result->status != RESOLVE_TIMEOUT);
	bool is_silence = !is_answer && book->proof != PROOF_WORKS &&
	    (++book->unanswered >= UNANSWERED_MAX || book->is_impatient);

	book->proving = NULL;
	book->proof_until_ms =
	    now_ms + (is_answer ? DANE_BOOK_PROOF_S : DANE_BOOK_RETRY_S) * 1000;
	if (is_answer)
		book->unanswered = 0;
	if (is_answer)
		note_proof(book, result->security == LOOKUP_SECURE,
		    result->security == LOOKUP_BOGUS
			? result->detail
			: "the answer comes without signatures");
	else if (is_silence)
		note_proof(book, false, result->detail);
	/* No answer says nothing of proofs, if there were some before. */
	else if (book->proof != PROOF_WORKS)
		book->proof = PROOF_FAILS;
	if (book->proof == PROOF_WORKS)
		serve_line(book);
	else
		drop_line(book);
}

static void
look_for_proof(struct dane_book *book)
{
	int64_t now_ms = loop_now_ms(book->loop);

	if (book->proving != NULL ||
	    (book->proof != PROOF_OPEN && now_ms < book->proof_until_ms))
		return;
	book->proving =
	    lookup_start(book->resolver, resolver_anchor_zone(book->resolver),
		DNS_TYPE_DNSKEY, on_proven, book);
}

/* ---- the book -------------------------------------------------------------
 */

struct dane_book *
dane_book_new(struct loop *loop, struct resolver *resolver)
{
	struct dane_book *book = MEM_NEW(struct dane_book);

	book->loop = loop;
	book->resolver = resolver;
	return book;
}

void
dane_book_free(struct dane_book *book)
{
	if (book == NULL)
		return;
	lookup_cancel(book->proving);
	for (size_t i = 0; i < BUCKETS; i++) {
		while (book->buckets[i] != NULL) {
			struct entry *entry = book->buckets[i];

			book->buckets[i] = entry->next;
			free_entry(entry);
		}
	}
	free(book);
}

void
dane_book_forget(struct dane_book *book)
{
	if (book->resolver != NULL)
		resolver_forget(book->resolver);
}

void
dane_book_set_resolver(struct dane_book *book, struct resolver *resolver)
{
	lookup_cancel(TAKE(book->proving));
	book->resolver = resolver;
	book->proof = PROOF_OPEN;
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct entry *entry = book->buckets[i]; entry != NULL;
		     entry = entry->next) {
			entry->fresh_until_ms = 0;
			if (entry->lookup == NULL)
				continue;
			dane_lookup_cancel(TAKE(entry->lookup));
			book->asking--;
			enter_line(book, entry);
		}
	}
	if (resolver == NULL)
		drop_line(book);
	else if (book->line_first != NULL)
		look_for_proof(book);
}

void
dane_book_on_change(struct dane_book *book, dane_book_fn fn, void *arg)
{
	book->changed = fn;
	book->changed_arg = arg;
}

void
dane_book_be_impatient(struct dane_book *book)
{
	book->is_impatient = true;
}

struct dane_wait *
dane_book_ask(struct dane_book *book, const struct dane_service *service,
    dane_wait_fn fn, void *arg)
{
	struct dane_wait *wait = MEM_NEW(struct dane_wait);
	int64_t now_ms = loop_now_ms(book->loop);
	struct entry *entry = NULL;

	wait->book = book;
	wait->fn = fn;
	wait->arg = arg;
	if (book->resolver != NULL) {
		entry = find_or_add(book, service);
		look_for_proof(book);
	}
	if (entry != NULL)
		entry->asked_at_ms = now_ms;
	if (entry == NULL) {
		tell(wait, NULL);
		return wait;
	}
	if (book->proof == PROOF_FAILS ||
	    (entry->dane != NULL && now_ms < entry->fresh_until_ms)) {
		tell(wait, entry->dane);
		return wait;
	}
	wait->entry = entry;
	wait->next = entry->waits;
	if (wait->next != NULL)
		wait->next->previous = wait;
	entry->waits = wait;
	enter_line(book, entry);
	serve_line(book);
	return wait;
}

struct dane *
dane_book_find(const struct dane_book *book, const struct dane_service *service)
{
	const struct entry *entry = find(book, service);

	return entry == NULL ? NULL : entry->dane;
}

/* The service that a target is of; false: nobody wants to know. */
static bool
service_of(const struct target *target, struct dane_service *ret_service)
{
	const struct endpoint *endpoint = target->endpoint;
	const struct hostname *host = &endpoint->host;
	const struct endpoint_front *front = target->via.front;
	bool is_at_front =
	    endpoint->has_dane_at_front && front != NULL && front->name != NULL;

	if (endpoint->dane == DANE_OFF || endpoint->file != NULL ||
	    (host->is_address && !is_at_front))
		return false;
	*ret_service = (struct dane_service){
	    .host = is_at_front ? front->name : host->text,
	    .port = is_at_front && target->place.address.port != 0
		? target->place.address.port
		: endpoint->port,
	    .is_without_pkix = endpoint->starttls == STARTTLS_SMTP ||
		endpoint->starttls == STARTTLS_LMTP,
	};
	return true;
}

struct dane_wait *
dane_book_ask_target(struct dane_book *book, const struct target *target,
    dane_wait_fn fn, void *arg)
{
	struct dane_service service;

	return service_of(target, &service)
	    ? dane_book_ask(book, &service, fn, arg)
	    : NULL;
}

struct dane *
dane_book_find_target(const struct dane_book *book, const struct target *target)
{
	struct dane_service service;

	return service_of(target, &service) ? dane_book_find(book, &service)
					    : NULL;
}
