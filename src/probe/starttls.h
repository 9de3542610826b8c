/*
 * How each protocol is asked for TLS: kinds of dialogues, one for each enum
 * starttls.
 */
#pragma once

#include "model/starttls.h"
#include "probe/dialogue.h"

/* NULL for STARTTLS_NONE. */
const struct dialogue_kind *starttls_kind(enum starttls starttls);

/* What all of them have in common, for the initialiser of a kind. */
#define STARTTLS_KIND_COMMON \
	.peer = "the server", .is_upgrade = true, \
	.closed = FAILURE_STARTTLS_CLOSED, .broken = FAILURE_STARTTLS_RESET, \
	.silent = FAILURE_STARTTLS_TIMEOUT, \
	.too_long = FAILURE_STARTTLS_TOO_LONG

extern const struct dialogue_kind starttls_ldap, starttls_mysql,
    starttls_postgres;
/* starttls_lines.c */
extern const struct dialogue_kind *const starttls_smtp,
    *const starttls_lmtp, *const starttls_imap,
			      *const starttls_pop3,
				  *const starttls_ftp,
				      *const starttls_nntp,
					  *const starttls_sieve,
					      *const starttls_irc;
/* starttls_xmpp.c */
extern const struct dialogue_kind *const starttls_xmpp_client,
    *const starttls_xmpp_server;
