/*
 * The zones of the names that are asked for: a public suffix and one label
 * more. Where all names of one zone fail and none of it is answered, its
 * servers are at fault: one incident, about the zone, with all its endpoints.
 */
#pragma once

#include "base/strbuf.h"
#include "incident/step.h"

#define ZONES_LEAST 3	  /* names of a zone that fail */
#define ZONES_FAILING 64  /* zones with failures that are remembered */
#define ZONES_NAMES 1000  /* looked at for how many zones there are */
#define ZONES_CALM_S 3600 /* without an answer, to be without any */

/* A zone of which a name failed. */
struct zone {
	uint64_t hash;
	int64_t failing_since, answered_at; /* 0: not since then */
};

struct zones {
	struct zone items[ZONES_FAILING];
	size_t len;
};

/* The name that is asked for of an endpoint; NULL: none is. */
const char *zones_name(const struct endpoint *endpoint);
/* "www.example.co.uk": "example.co.uk". Lent by the name. */
const char *zones_of(const char *name);
/* Up to most of them, in the whole fleet. */
size_t zones_count(const struct step *step, size_t most);
/* Nobody answered; that a name does not exist is an answer. */
bool zones_is_silence(enum failure failure);
/* No answer came when the name was asked for last. */
bool zones_is_failing(const struct watched *watched);

/* A name of the endpoint was asked for: it was answered, if only by that there
 * is no such name; or not. */
void zones_note(
    struct step *step, const struct watched *watched, enum failure failure);
/* Is it the zone's fault? Then what its incident is about (CERT_SHA256_LEN
 * bytes). */
bool zones_blames(const struct step *step, const struct watched *watched,
    enum failure failure, uint8_t *ret_digest);
/* Is the incident one about a zone? */
bool zones_is_about(const struct incident *incident);
