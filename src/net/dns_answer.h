/*
 * Reads A and AAAA records out of a DNS answer in wire form (RFC 1035 4.1),
 * following the CNAMEs from the question's name. Bounded: foreign bytes. Pure;
 * a fuzzer feeds it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "base/ip_address.h"
#include "base/texts.h"
#include "net/dns_message.h"

#define DNS_ANSWER_MAX_RECORDS DNS_MESSAGE_MAX_RECORDS

struct dns_answer {
	int rcode;
	ARRAY(struct ip_address) addresses; /* each once, in order; port 0 */
	struct texts aliases;		    /* where the CNAMEs led, in order */
	uint32_t ttl_s; /* smallest of the records used; 0 when none */
};

/* Records that belong to other names or types are passed over. */
bool dns_answer_parse(const uint8_t *packet, size_t len,
    struct dns_answer *ret_answer, struct error *err) MUST_CHECK;
void dns_answer_clear(struct dns_answer *answer);
