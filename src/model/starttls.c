/* Names and ports of what begins in the clear; see starttls.h. */
#include "model/starttls.h"

static const struct row {
	uint16_t port;
	const char *openssl;
} rows[STARTTLS_COUNT] = {
    [STARTTLS_SMTP] = {25, "smtp"},
    [STARTTLS_LMTP] = {24, "lmtp"},
    [STARTTLS_IMAP] = {143, "imap"},
    [STARTTLS_POP3] = {110, "pop3"},
    [STARTTLS_FTP] = {21, "ftp"},
    [STARTTLS_NNTP] = {119, "nntp"},
    [STARTTLS_SIEVE] = {4190, "sieve"},
    [STARTTLS_IRC] = {6667, "irc"},
    [STARTTLS_LDAP] = {389, "ldap"},
    [STARTTLS_XMPP_CLIENT] = {5222, "xmpp"},
    [STARTTLS_XMPP_SERVER] = {5269, "xmpp-server"},
    [STARTTLS_POSTGRES] = {5432, "postgres"},
    [STARTTLS_MYSQL] = {3306, "mysql"},
};

static const char *const names[STARTTLS_COUNT] = {
    [STARTTLS_SMTP] = "smtp",
    [STARTTLS_LMTP] = "lmtp",
    [STARTTLS_IMAP] = "imap",
    [STARTTLS_POP3] = "pop3",
    [STARTTLS_FTP] = "ftp",
    [STARTTLS_NNTP] = "nntp",
    [STARTTLS_SIEVE] = "sieve",
    [STARTTLS_IRC] = "irc",
    [STARTTLS_LDAP] = "ldap",
    [STARTTLS_XMPP_CLIENT] = "xmpp-client",
    [STARTTLS_XMPP_SERVER] = "xmpp-server",
    [STARTTLS_POSTGRES] = "postgres",
    [STARTTLS_MYSQL] = "mysql",
};

const struct names starttls_names = NAMES_INIT(names);

uint16_t
starttls_port(enum starttls starttls)
{
	return rows[starttls].port;
}

const char *
starttls_openssl(enum starttls starttls)
{
	return rows[starttls].openssl;
}
