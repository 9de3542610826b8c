/*
 * The dNSName entries of certificates: whether they are written as names are
 * (RFC 5280 4.2.1.6, RFC 1034 3.5), and how much a wildcard would cover. Looks
 * at one entry alone; whether it covers a name is hostname.h's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pki/cert.h"

/* The first thing wrong with the octets of an entry. */
enum dns_name_fault dns_name_find_fault(const uint8_t *name, size_t len);
/* It follows "the name x"; "" for none. */
const char *dns_name_fault_text(enum dns_name_fault fault);

/* By the public suffix list that libpsl was built with. Only of names without
 * a fault; without that list only top levels are told. */
enum dns_name_reach dns_name_find_reach(const uint8_t *name, size_t len);
/* Is there a public suffix list in this build? */
bool dns_name_has_suffix_list(void);
