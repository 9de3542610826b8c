/*
 * Reads a hosts file (hosts(5)): an address and its names a line. Lines that
 * make no sense are passed over, as the system's own resolver does. Pure.
 */
#pragma once

#include <stddef.h>

#include "base/ip_address.h"

#define HOSTS_NAME_MAX 253

/* name: as written, at most HOSTS_NAME_MAX bytes; lent for the call. */
typedef void (*hosts_fn)(
    void *arg, const struct ip_address *address, const char *name);

/* Calls fn for each pair, in order. Gives how many lines made no sense. */
size_t hosts_parse(const char *text, size_t len, hosts_fn fn, void *arg);
