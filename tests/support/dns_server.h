/*
 * A scripted DNS server on loopback, UDP and TCP on one port, on the test's own
 * loop. It answers from a table; what is not there gets NXDOMAIN.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "net/loop.h"

struct dns_row {
	const char *name; /* lower case, no dot in the end */
	int type;	  /* 1 A, 28 AAAA, 0: any */
	/* "A 192.0.2.1", "AAAA ::1", "CNAME x.test", "MX 10 x.test",
	 * "SRV 0 1 993 x.test", "TLSA 3 1 1 00ff" */
	const char *answers[8];
	unsigned ttl_s;
	int rcode;
	bool is_silent;		  /* no answer at all */
	bool is_truncated_by_udp; /* TC there, the whole by TCP */
	const char *raw_answer;	  /* sent instead, behind the id */
	size_t raw_len;
};

struct dns_server;

/* rows end with a name of NULL and are borrowed. */
struct dns_server *dns_server_new(
    struct loop *loop, const struct dns_row *rows);
void dns_server_free(struct dns_server *server);
const char *dns_server_address(const struct dns_server *server); /* ip@port */
unsigned dns_server_questions(const struct dns_server *server);
unsigned dns_server_tcp_questions(const struct dns_server *server);
