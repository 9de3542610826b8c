/*
 * Reads MX (RFC 1035 3.3.9), SRV (RFC 2782) and TLSA records (RFC 6698 2.1) out
 * of a DNS answer in wire form, following the CNAMEs from the question's name.
 * Of other types come the bytes alone. Bounded: foreign bytes. Pure; a fuzzer
 * feeds it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "base/error.h"

#define DNS_RECORDS_MAX 64 /* of the type asked for */
#define DNS_RECORD_MAX_DATA 8192

enum dns_type {
	DNS_TYPE_A = 1,
	DNS_TYPE_MX = 15,
	DNS_TYPE_AAAA = 28,
	DNS_TYPE_SRV = 33,
	DNS_TYPE_DNSKEY = 48,
	DNS_TYPE_TLSA = 52,
};

struct dns_record {
	uint16_t priority;		   /* MX (its preference), SRV */
	uint16_t weight, port;		   /* SRV */
	char *host;			   /* MX, SRV: lower case; ".": none */
	uint8_t usage, selector, matching; /* TLSA */
	uint8_t *data; /* TLSA: the association's; others: all */
	size_t data_len;
};

struct dns_records {
	int rcode;
	ARRAY(struct dns_record) list; /* in order */
	char *canonical; /* last name of the CNAME chain, or NULL */
	uint32_t ttl_s;	 /* smallest of the records used; 0 when none */
};

/* Records that belong to other names or types are passed over. */
bool dns_records_parse(const uint8_t *packet, size_t len, enum dns_type type,
    struct dns_records *ret_records, struct error *err) MUST_CHECK;
void dns_records_clear(struct dns_records *records);
