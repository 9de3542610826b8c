/*
 * An IP address with a port, as a value: text to bytes and back, equality and
 * order. Stands in base because certificates (iPAddress names), the network
 * and the nouns all need it; it opens nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

struct ip_address {
	uint8_t family; /* 4, 6, or 0: none */
	uint8_t bytes[16];
	uint16_t port; /* host order; 0: none */
};

#define IP_ADDRESS_TEXT_MAX 56

/* A bare address: dotted quad of four decimal parts or RFC 4291 text, with or
 * without brackets around IPv6. Nothing else: no zone, no octal, no port. */
bool ip_address_parse(
    const char *text, struct ip_address *ret_address) MUST_CHECK;
size_t ip_address_len(const struct ip_address *address); /* 4, 16 or 0 */
/* Canonical (RFC 5952) text without the port. */
const char *ip_address_format(
    const struct ip_address *address, char text[IP_ADDRESS_TEXT_MAX]);
/* With the port: 192.0.2.1:443, [2001:db8::1]:443. */
const char *ip_address_format_port(
    const struct ip_address *address, char text[IP_ADDRESS_TEXT_MAX]);
/* Orders by family, bytes, port; 0 when equal. */
int ip_address_compare(const struct ip_address *a, const struct ip_address *b);
