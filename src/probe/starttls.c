/* The kinds of dialogues by protocol; see starttls.h. */
#include "probe/starttls.h"

#include <stddef.h>

const struct dialogue_kind *
starttls_kind(enum starttls starttls)
{
	switch (starttls) {
	case STARTTLS_SMTP: return starttls_smtp;
	case STARTTLS_LMTP: return starttls_lmtp;
	case STARTTLS_IMAP: return starttls_imap;
	case STARTTLS_POP3: return starttls_pop3;
	case STARTTLS_FTP: return starttls_ftp;
	case STARTTLS_NNTP: return starttls_nntp;
	case STARTTLS_SIEVE: return starttls_sieve;
	case STARTTLS_IRC: return starttls_irc;
	case STARTTLS_LDAP: return &starttls_ldap;
	case STARTTLS_XMPP_CLIENT: return starttls_xmpp_client;
	case STARTTLS_XMPP_SERVER: return starttls_xmpp_server;
	case STARTTLS_POSTGRES: return &starttls_postgres;
	case STARTTLS_MYSQL: return &starttls_mysql;
	case STARTTLS_NONE:
	case STARTTLS_COUNT: break;
	}
	return NULL;
}
