/*
 * struct place: where a target is looked at: an IP address with port, or a path
 * (a Unix socket, a file on disk), and in which variant. A plain value; with
 * its endpoint it is the key of a target everywhere: in state, incidents, the
 * schedule and the store.
 */
#pragma once

#include "base/ip_address.h"
#include "model/variant.h"

struct place {
	/* With port. Family 0: it has a path, which stands in the bytes and is
	 * read by place_path, or is nowhere. */
	struct ip_address address;
	uint8_t variant; /* enum variant */
};

#define PLACE_PATH_SHOWN 200 /* characters of a path; the rest is cut */
/* Each may come out as \u{NNNNNN}. */
#define PLACE_TEXT_MAX (10 * PLACE_PATH_SHOWN + 32)

struct place place_at(const struct ip_address *address);
/* The path is kept, once, for the life of the process. */
struct place place_at_path(const char *path);
/* Lives as long as the process; NULL: it has an address, or is nowhere. */
const char *place_path(const struct place *place);
/* The same place in another variant. */
struct place place_in_variant(const struct place *place, enum variant variant);
/* Nowhere: stands for an endpoint as a whole. All zero. */
bool place_is_none(const struct place *place);
/* Addresses first, then paths; then by variant. 0 when equal. */
int place_compare(const struct place *a, const struct place *b);
/* Equal but for the variant. */
bool place_is_beside(const struct place *a, const struct place *b);
/* Same over restarts. The usual variant adds nothing. */
uint64_t place_hash(uint64_t start, const struct place *place);

/* "192.0.2.1:443", "192.0.2.1:443 (RSA)", "/run/x.sock"; "-": nowhere. Safe to
 * print. */
const char *place_format(const struct place *place, char text[PLACE_TEXT_MAX]);
/* Without the port where it is this one, as in sentences about an endpoint. */
const char *place_format_brief(
    const struct place *place, uint16_t port, char text[PLACE_TEXT_MAX]);
/* Without the variant: what one connects to. */
const char *place_format_where(
    const struct place *place, char text[PLACE_TEXT_MAX]);
