/*
 * struct book: the open incidents, found by key, by number and from each of
 * their members, all in O(1): a certificate at fault under 100,000 endpoints
 * is one incident with 100,000 members, and each look touches one of them.
 *
 * It opens, joins, leaves and closes as it is told; the rules are elsewhere.
 */
#pragma once

#include "incident/watched.h"
#include "model/incident.h"

struct open_incident {
	struct table_item item; /* hash of the key */
	struct incident *incident;
	size_t place;			/* in the book's list */
	ARRAY(struct watched *) owners; /* beside incident->members */
	size_t severity_counts[SEVERITY_CRITICAL + 1]; /* of the members */
	uint64_t noted_in; /* the transition that named it dirty last */
};

struct book {
	struct table by_key;
	ARRAY(struct open_incident *) open;
	ARRAY(struct open_incident *) closed; /* kept until book_sweep */
	uint64_t opened_count;
};

void book_clear(struct book *book);
/* Frees what was closed: at the start of a transition. */
void book_sweep(struct book *book);

/* sha256: of the certificate it is about; NULL: it is about the endpoint. */
struct open_incident *book_find(const struct book *book, enum finding_code code,
    const uint8_t *sha256, const struct endpoint *endpoint);
struct open_incident *book_open(struct book *book, enum finding_code code,
    const uint8_t *sha256, struct endpoint *endpoint, int64_t now);
/* Removes it from the book; it stays readable until book_sweep. Its members
 * have left. */
void book_close(struct book *book, struct open_incident *open, int64_t now);

/* Takes one that was open before a restart, still without members. */
struct open_incident *book_restore(
    struct book *book, struct incident *take_incident);

/* address NULL: the endpoint as a whole. It is no member yet. */
void book_join(struct open_incident *open, struct watched *watched,
    const struct place *place, enum severity severity, int64_t now);
void book_leave(struct watched *watched, struct membership *membership);
/* Sets how bad a member shows it to be; true when that changed how bad the
 * incident is. */
bool book_grade(const struct membership *membership, enum severity severity);
struct incident_member *book_member(const struct membership *membership);
/* The members of this endpoint point to its new self. */
void book_replace_endpoint(struct watched *watched, struct endpoint *endpoint);
