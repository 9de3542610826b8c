/*
 * HOST[:PORT] of a command line, and the options that say how to get there: the
 * endpoint that they make.
 */
#pragma once

#include "cli/approach_options.h"
#include "cli/options.h"
#include "model/endpoint.h"

#define HOST_OPERAND_TIMEOUT_S 10
#define HOST_OPERAND_STARTTLS_HELP \
	"begin in the clear and ask for TLS: smtp, lmtp, imap, pop3, ftp, " \
	"nntp, sieve, irc, ldap, xmpp-client, xmpp-server, postgres or " \
	"mysql. The port is that of the protocol, unless given"

struct host_options {
	const char *sni;	      /* NULL: the host */
	const char *starttls;	      /* NULL: TLS from the first byte */
	struct option_list addresses; /* empty: those that DNS gives */
	struct approach_options approach;
	int64_t timeout_s;
};

/* *ret_endpoint is the caller's. Its trust is empty. */
bool host_operand(const char *operand, const struct host_options *options,
    struct endpoint **ret_endpoint, struct error *err) MUST_CHECK;
