/* The open incidents; see book.h. */
#include "incident/book.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct book_key {
	enum finding_code code;
	const uint8_t *sha256;
	const struct endpoint *endpoint;
};

static uint64_t
key_hash(const struct book_key *key)
{
	uint64_t hash = hash_bytes(HASH_START, &key->code, sizeof key->code);

	if (key->sha256 != NULL)
		return hash_bytes(hash, key->sha256, CERT_SHA256_LEN);
	return hash_text(hash, key->endpoint->id);
}

static bool
has_key(const struct table_item *item, const void *arg)
{
	const struct incident *incident =
	    ((const struct open_incident *)item)->incident;
	const struct book_key *key = arg;

	if (incident->code != key->code ||
	    incident->has_digest != (key->sha256 != NULL))
		return false;
	if (key->sha256 != NULL)
		return memcmp(incident->sha256, key->sha256, CERT_SHA256_LEN) ==
		    0;
	return strcmp(incident->endpoint->id, key->endpoint->id) == 0;
}

static void
open_incident_free(struct open_incident *open)
{
	incident_free(open->incident);
	ARRAY_CLEAR(&open->owners);
	free(open);
}

void
book_sweep(struct book *book)
{
	ARRAY_EACH (open, &book->closed)
		open_incident_free(*open);
	ARRAY_CLEAR(&book->closed);
}

void
book_clear(struct book *book)
{
	book_sweep(book);
	ARRAY_EACH (open, &book->open)
		open_incident_free(*open);
	ARRAY_CLEAR(&book->open);
	table_clear(&book->by_key);
}

struct open_incident *
book_find(const struct book *book, enum finding_code code,
    const uint8_t *sha256, const struct endpoint *endpoint)
{
	const struct book_key key = {code, sha256, endpoint};

	return (struct open_incident *)table_find(
	    &book->by_key, key_hash(&key), has_key, &key);
}

static struct open_incident *
add(struct book *book, struct incident *take_incident)
{
	const struct book_key key = {
	    .code = take_incident->code,
	    .sha256 = take_incident->has_digest ? take_incident->sha256 : NULL,
	    .endpoint = take_incident->endpoint,
	};
	struct open_incident *open = MEM_NEW(struct open_incident);

	open->incident = take_incident;
	open->item.hash = key_hash(&key);
	open->place = book->open.len;
	*ARRAY_ADD(&book->open) = open;
	table_add(&book->by_key, &open->item);
	return open;
}

struct open_incident *
book_open(struct book *book, enum finding_code code, const uint8_t *sha256,
    struct endpoint *endpoint, int64_t now)
{
	struct incident *incident = incident_new(code, now);

	if (sha256 != NULL) {
		incident->has_digest = true;
		memcpy(incident->sha256, sha256, CERT_SHA256_LEN);
	} else {
		incident->endpoint = endpoint_ref(endpoint);
	}
	incident_make_id(incident, book->opened_count++);
	return add(book, incident);
}

struct open_incident *
book_restore(struct book *book, struct incident *take_incident)
{
	return add(book, take_incident);
}

void
book_close(struct book *book, struct open_incident *open, int64_t now)
{
	struct open_incident *last = book->open.items[book->open.len - 1];

	assert(open->incident->members.len == 0);
	open->incident->resolved_at = open->incident->changed_at = now;
	table_remove(&book->by_key, &open->item);
	book->open.items[open->place] = last;
	last->place = open->place;
	book->open.len--;
	*ARRAY_ADD(&book->closed) = open;
}

static enum severity
worst_of(const struct open_incident *open)
{
	for (int s = SEVERITY_CRITICAL; s > SEVERITY_OK; s--) {
		if (open->severity_counts[s] > 0)
			return (enum severity)s;
	}
	return SEVERITY_OK;
}

struct incident_member *
book_member(const struct membership *membership)
{
	return &membership->open->incident->members.items[membership->index];
}

void
book_join(struct open_incident *open, struct watched *watched,
    const struct place *place, enum severity severity, int64_t now)
{
	struct incident *incident = open->incident;
	struct incident_member *member;
	size_t index = incident->members.len;

	if (watched_member_anywhere(watched, open) == NULL)
		incident->endpoint_count++;
	if (incident->most_count < incident->endpoint_count)
		incident->most_count = incident->endpoint_count;
	member = ARRAY_ADD(&incident->members);
	member->endpoint = endpoint_ref(watched->endpoint);
	if (place != NULL)
		member->place = *place;
	member->since = now;
	member->severity = severity;
	*ARRAY_ADD(&open->owners) = watched;
	watched_join(watched, open, index);
	open->severity_counts[severity]++;
	incident->severity = worst_of(open);
	incident->changed_at = now;
}

/* The last member takes the freed place; its owner has to know. */
static void
move_last_member(struct open_incident *open, size_t to)
{
	size_t from = open->incident->members.len - 1;
	struct watched *owner = open->owners.items[from];

	if (from != to) {
		open->incident->members.items[to] =
		    open->incident->members.items[from];
		open->owners.items[to] = owner;
		for (uint32_t i = 0; i < owner->membership_count; i++) {
			struct membership *m = &owner->memberships[i];

			if (m->open == open && m->index == from)
				m->index = to;
		}
	}
	open->incident->members.len--;
	open->owners.len--;
}

void
book_leave(struct watched *watched, struct membership *membership)
{
	struct open_incident *open = membership->open;
	struct incident *incident = open->incident;
	struct incident_member *member = book_member(membership);
	size_t index = membership->index;

	open->severity_counts[member->severity]--;
	endpoint_unref(member->endpoint);
	watched_quit(watched, membership);
	move_last_member(open, index);
	if (watched_member_anywhere(watched, open) == NULL)
		incident->endpoint_count--;
	/* The last word on how bad it was stays when all have left. */
	if (incident->members.len > 0)
		incident->severity = worst_of(open);
}

bool
book_grade(const struct membership *membership, enum severity severity)
{
	struct open_incident *open = membership->open;
	struct incident_member *member = book_member(membership);
	enum severity before = open->incident->severity;

	open->severity_counts[member->severity]--;
	open->severity_counts[severity]++;
	member->severity = severity;
	open->incident->severity = worst_of(open);
	return open->incident->severity != before;
}

void
book_replace_endpoint(struct watched *watched, struct endpoint *endpoint)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct incident *incident =
		    watched->memberships[i].open->incident;
		struct incident_member *member =
		    book_member(&watched->memberships[i]);

		endpoint_ref(endpoint);
		endpoint_unref(member->endpoint);
		member->endpoint = endpoint;
		if (incident->endpoint == NULL)
			continue;
		endpoint_ref(endpoint);
		endpoint_unref(incident->endpoint);
		incident->endpoint = endpoint;
	}
}
