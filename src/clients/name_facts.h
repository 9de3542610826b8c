/*
 * struct name_facts: all the ways in which a certificate answers to a name, so
 * that each client can be told apart by which of them it takes. RFC 6125 and
 * 9525 know one; software in use knows a dozen.
 */
#pragma once

#include "pki/hostname.h"

#define NAME_PLAIN 1u		 /* as RFC 9525 has it, whole labels */
#define NAME_TOP 2u		 /* "*.com" */
#define NAME_SUFFIX 4u		 /* "*.co.uk" */
#define NAME_PARTIAL 8u		 /* "f*.example.com" */
#define NAME_PARTIAL_HEAD 128u	 /* "*o.example.com" */
#define NAME_PARTIAL_MIDDLE 256u /* "f*o.example.com" */
#define NAME_PARTIAL_IDN 512u	 /* "xn--*.example.com" */
#define NAME_STAR_LOOSE 1024u	 /* "*" for a label with an underscore */
#define NAME_STAR_INSIDE 16u	 /* "www.*.com" */
#define NAME_IP_BYTES 32u	 /* iPAddress */
#define NAME_TEXT_IS_ADDRESS 64u /* the address as dNSName or common name */

struct name_facts {
	bool is_asked;			 /* is a name checked at all */
	unsigned by_san, by_common_name; /* NAME_* */
	/* of whatever common name, where there are several */
	unsigned by_any_common_name;
	unsigned common_name_count;
	bool has_san, has_dns_name, has_ip_name;
	bool has_underscore, is_ipv6; /* of the name asked for */
};

struct name_facts name_facts_of(
    const struct hostname *name, const struct cert *cert);
