/*
 * The protocols that begin in the clear and turn to TLS when asked: the words
 * of the configuration and of `check --starttls`.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/names.h"

enum starttls {
	STARTTLS_NONE, /* TLS from the first byte */
	STARTTLS_SMTP,
	STARTTLS_LMTP,
	STARTTLS_IMAP,
	STARTTLS_POP3,
	STARTTLS_FTP,
	STARTTLS_NNTP,
	STARTTLS_SIEVE,
	STARTTLS_IRC,
	STARTTLS_LDAP,
	STARTTLS_XMPP_CLIENT,
	STARTTLS_XMPP_SERVER,
	STARTTLS_POSTGRES,
	STARTTLS_MYSQL,
	STARTTLS_COUNT,
};

extern const struct names starttls_names;
/* Where it is spoken unless told otherwise; 0 for STARTTLS_NONE. */
uint16_t starttls_port(enum starttls starttls);
/* What `openssl s_client -starttls` calls it; NULL: it does not speak it. */
const char *starttls_openssl(enum starttls starttls);
/* By its name. err reads on from what was named: "is 'xmpp'; it must be ...".
 */
bool starttls_parse(const char *text, enum starttls *ret_starttls,
    struct error *err) MUST_CHECK;
