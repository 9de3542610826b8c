/*
 * The parts of a DNS message in wire form (RFC 1035 4.1), for the readers of
 * answers in this folder: names, records, the way along the CNAMEs. Bounded:
 * foreign bytes. Pure; fuzzers feed it by its users.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "base/texts.h"

#define DNS_MESSAGE_MAX_RECORDS 512
#define DNS_MESSAGE_MAX_CNAMES 16
#define DNS_NAME_MAX_BYTES 255 /* RFC 1035 2.3.4, with the root's label */

struct dns_packet {
	const uint8_t *bytes;
	size_t len;
};

/* Decompressed and in lower case: labels with their lengths, the root's. */
struct dns_wire_name {
	uint8_t bytes[DNS_NAME_MAX_BYTES];
	size_t len;
};

struct dns_raw_record {
	size_t name_at, data_at, data_len; /* within the packet */
	unsigned type, class;
	uint32_t ttl_s;
};

/* An answer whose records are known, and where its CNAMEs lead. */
struct dns_message {
	struct dns_packet packet;
	int rcode;
	ARRAY(struct dns_raw_record) records; /* of the answer section */
	struct dns_wire_name name; /* of the question, then the last CNAME's */
	struct texts aliases;	   /* the CNAMEs' targets, in their order */
	bool has_ttl;
	uint32_t ttl_s; /* smallest of the records used; 0 when none */
};

/* The bytes are borrowed. Clear the message, also after a failure. */
bool dns_message_open(struct dns_message *message, const uint8_t *bytes,
    size_t len, struct error *err) MUST_CHECK;
void dns_message_clear(struct dns_message *message);
/* Is it one of class IN that belongs to message->name? */
bool dns_message_owns(
    const struct dns_message *message, const struct dns_raw_record *record);
/* A record was used: its TTL counts. */
void dns_message_use(
    struct dns_message *message, const struct dns_raw_record *record);

/* Reads the name at `at`; *ret_end is where the packet goes on behind it. */
bool dns_wire_name_read(const struct dns_packet *packet, size_t at,
    struct dns_wire_name *ret_name, size_t *ret_end) MUST_CHECK;
/* As people write it, without the dot in the end; "." for the root. Bytes that
 * no host name has stand as \DDD (RFC 4343). Free it. */
char *dns_wire_name_text(const struct dns_wire_name *name);
unsigned dns_read_16(const uint8_t *p);
