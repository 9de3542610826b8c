/*
 * Counts the connections to each IP address (ports do not matter) and keeps
 * the line of those that wait for one. An address is known only while it is in
 * use or waited for.
 */
#pragma once

#include "base/ip_address.h"
#include "probe/line.h"

struct address_table;

struct address_slot {
	struct ip_address address;
	unsigned active;     /* connections now */
	unsigned users;	     /* others that point to it */
	struct line waiting; /* for one of them to end */
	struct address_slot *next;
};

struct address_table *address_table_new(void);
void address_table_free(struct address_table *table); /* which is empty */
/* The slot of that address, made when there is none. */
struct address_slot *address_table_get(
    struct address_table *table, const struct ip_address *address);
/* Forgets the slot when nobody uses it, waits for it or points to it. */
void address_table_settle(
    struct address_table *table, struct address_slot *slot);
size_t address_table_len(const struct address_table *table);
