/*
 * Walks DER element by element without making anything of it: for what is too
 * long to be decoded as a whole (the entries of a revocation list). Says
 * nothing about the form of values; see der.h for that.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DER_BOOLEAN 0x01
#define DER_INTEGER 0x02
#define DER_BIT_STRING 0x03
#define DER_OCTET_STRING 0x04
#define DER_NULL 0x05
#define DER_OID 0x06
#define DER_ENUMERATED 0x0a
#define DER_UTC_TIME 0x17
#define DER_GENERALIZED_TIME 0x18
#define DER_SEQUENCE 0x30
#define DER_CONTEXT_0 0xa0 /* [0], constructed */

/* Bytes that somebody else owns; `at` moves as elements are taken. */
struct der_slice {
	const uint8_t *at;
	size_t len;
};

struct der_element {
	uint8_t identifier;
	struct der_slice content;
	struct der_slice whole; /* with its header */
};

/* The next element. false: there is none, or its header makes no sense, and
 * nothing is taken. Identifiers of more than one octet are refused. */
bool der_take(struct der_slice *from, struct der_element *ret_element);
/* The same when it has that identifier; else nothing is taken. */
bool der_take_as(struct der_slice *from, uint8_t identifier,
    struct der_element *ret_element);
/* The identifier of the next element; 0: there is none. */
uint8_t der_peek(const struct der_slice *from);

/* What begins with these bytes, of which more may be to come. */
enum der_begin {
	DER_BEGINS,    /* ret_ is set; the content may not be there yet */
	DER_CUT,       /* more of its header is needed */
	DER_NO_HEADER, /* it makes no sense */
};

struct der_header {
	uint8_t identifier;
	size_t header_len, content_len;
};

enum der_begin der_begin(
    const struct der_slice *from, struct der_header *ret_header);
