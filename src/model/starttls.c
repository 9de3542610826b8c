/* Names and ports of what begins in the clear; see starttls.h. */
#include "model/starttls.h"

#include <string.h>

#include "base/safe_print.h"
#include "base/strbuf.h"

#define NAMES_TEXT_MAX 256
#define QUOTE_MAX_CHARS 40

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

static void
add_names(struct strbuf *buf)
{
	for (int i = STARTTLS_NONE + 1; i < STARTTLS_COUNT; i++)
		strbuf_addf(
		    buf, "%s%s", i == STARTTLS_NONE + 1 ? "" : ", ", names[i]);
}

bool
starttls_parse(const char *text, enum starttls *ret_starttls, struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(NAMES_TEXT_MAX);
	int value;

	if (names_find(&starttls_names, text, &value)) {
		*ret_starttls = (enum starttls)value;
		return true;
	}
	strbuf_add(&buf, "is '");
	safe_print(&buf, text, strlen(text), QUOTE_MAX_CHARS);
	strbuf_add(&buf, "'; it must be one of ");
	add_names(&buf);
	return error_set(err, ERROR_INVALID, "%s", strbuf_text(&buf));
}
