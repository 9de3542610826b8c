/* Servers that DNS names; see dns_service.h. */
#include "model/dns_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

enum identity {
	IDENTITY_TARGET, /* the server's own name */
	IDENTITY_DOMAIN, /* the domain that was asked for */
};

/*
 * By the first label of the SRV record's name. Mail programs check the server's
 * name where they were told it, and the record is how they are told (RFC 6186
 * 6, RFC 7817 3); LDAP clients the name they connect to (RFC 4513 3.1.3); the
 * same do those of calendars (RFC 6764 8). XMPP (RFC 6120 13.7.2.1), SIP (RFC
 * 5922 4), Matrix and TURN or STUN (RFC 8489 8.1) go by the domain.
 */
static const struct row {
	const char *label;
	enum starttls starttls;
	enum identity identity;
} rows[] = {
    {"_submission", STARTTLS_SMTP, IDENTITY_TARGET},
    {"_submissions", STARTTLS_NONE, IDENTITY_TARGET},
    {"_smtp", STARTTLS_SMTP, IDENTITY_TARGET},
    {"_smtps", STARTTLS_NONE, IDENTITY_TARGET},
    {"_imap", STARTTLS_IMAP, IDENTITY_TARGET},
    {"_imaps", STARTTLS_NONE, IDENTITY_TARGET},
    {"_pop3", STARTTLS_POP3, IDENTITY_TARGET},
    {"_pop3s", STARTTLS_NONE, IDENTITY_TARGET},
    {"_sieve", STARTTLS_SIEVE, IDENTITY_TARGET},
    {"_nntp", STARTTLS_NNTP, IDENTITY_TARGET},
    {"_nntps", STARTTLS_NONE, IDENTITY_TARGET},
    {"_ftp", STARTTLS_FTP, IDENTITY_TARGET},
    {"_ldap", STARTTLS_LDAP, IDENTITY_TARGET},
    {"_ldaps", STARTTLS_NONE, IDENTITY_TARGET},
    {"_postgresql", STARTTLS_POSTGRES, IDENTITY_TARGET},
    {"_mysql", STARTTLS_MYSQL, IDENTITY_TARGET},
    {"_irc", STARTTLS_IRC, IDENTITY_TARGET},
    {"_ircs", STARTTLS_NONE, IDENTITY_TARGET},
    {"_ircs-u", STARTTLS_NONE, IDENTITY_TARGET},
    {"_caldavs", STARTTLS_NONE, IDENTITY_TARGET},
    {"_carddavs", STARTTLS_NONE, IDENTITY_TARGET},
    {"_jmap", STARTTLS_NONE, IDENTITY_TARGET},
    {"_https", STARTTLS_NONE, IDENTITY_TARGET},
    {"_xmpp-client", STARTTLS_XMPP_CLIENT, IDENTITY_DOMAIN},
    {"_xmpps-client", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_xmpp-server", STARTTLS_XMPP_SERVER, IDENTITY_DOMAIN},
    {"_xmpps-server", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_sips", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_matrix", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_matrix-fed", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_turns", STARTTLS_NONE, IDENTITY_DOMAIN},
    {"_stuns", STARTTLS_NONE, IDENTITY_DOMAIN},
};

static const struct row *
find_row(const char *name)
{
	size_t len = strcspn(name, ".");

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strlen(rows[i].label) == len &&
		    strncasecmp(rows[i].label, name, len) == 0)
			return &rows[i];
	}
	return NULL;
}

/* "_imaps._tcp.example.org": what is behind the two labels; NULL: no such. */
static const char *
srv_domain(const char *text)
{
	const char *second = strchr(text, '.');

	if (text[0] != '_' || second == NULL || second == text + 1 ||
	    strncasecmp(second, "._tcp.", 6) != 0)
		return NULL;
	return second + 6;
}

bool
dns_service_parse(enum service_kind kind, const char *text,
    struct dns_service *ret_service, struct error *err)
{
	const char *domain = kind == SERVICE_MX ? text : srv_domain(text);
	struct dns_service service = {.kind = kind};
	const struct row *row;

	if (domain == NULL)
		return error_set(err, ERROR_INVALID,
		    "is no name of an SRV record; write it as "
		    "_imaps._tcp.example.org");
	if (!hostname_parse(domain, &service.domain, err))
		return false;
	if (service.domain.is_address)
		return error_set(err, ERROR_INVALID,
		    "is an address; a domain is wanted, such as example.org");
	if ((size_t)snprintf(service.name, sizeof service.name, "%.*s%s",
		(int)(domain - text), text,
		service.domain.text) >= sizeof service.name)
		return error_set(err, ERROR_INVALID, "is too long for a name");
	row = find_row(service.name);
	if (kind == SERVICE_MX)
		service.starttls = STARTTLS_SMTP;
	else if (row != NULL)
		service.starttls = (uint8_t)row->starttls;
	service.has_domain_identity = kind == SERVICE_SRV && row != NULL &&
	    row->identity == IDENTITY_DOMAIN;
	*ret_service = service;
	return true;
}

bool
dns_service_equal(const struct dns_service *a, const struct dns_service *b)
{
	return a->kind == b->kind && strcasecmp(a->name, b->name) == 0;
}

char *
dns_service_text(const struct dns_service *service)
{
	return mem_printf(
	    "%s %s", service->kind == SERVICE_MX ? "mx" : "srv", service->name);
}

bool
dns_service_is_known(const struct dns_service *service)
{
	return service->kind == SERVICE_MX || find_row(service->name) != NULL;
}

static struct endpoint *
make(const struct dns_service *service, const struct endpoint *like,
    const struct hostname *host, uint16_t port)
{
	struct endpoint *endpoint = endpoint_like(like);

	endpoint->host = *host;
	endpoint->port = port;
	free(TAKE(endpoint->sni));
	free(endpoint->source);
	endpoint->source = dns_service_text(service);
	return endpoint;
}

/* One endpoint under the domain; the servers are its fronts. */
static void
make_domain(const struct dns_service *service, const struct endpoint *like,
    const struct dns_service_host *hosts, size_t count,
    dns_service_endpoints *ret_endpoints)
{
	struct endpoint *endpoint = NULL;

	for (size_t i = 0; i < count; i++) {
		struct endpoint_front *front;
		struct hostname name;

		if (!hostname_parse(hosts[i].name, &name, NULL))
			continue;
		if (endpoint == NULL)
			endpoint = make(
			    service, like, &service->domain, hosts[i].port);
		endpoint->has_dane_at_front = true;
		front = ARRAY_ADD(&endpoint->fronts);
		front->name = mem_strdup(name.text);
		front->port = hosts[i].port;
	}
	if (endpoint == NULL)
		return;
	endpoint_finish(endpoint);
	*ARRAY_ADD(ret_endpoints) = endpoint;
}

void
dns_service_make_endpoints(const struct dns_service *service,
    const struct endpoint *like, const struct dns_service_host *hosts,
    size_t count, dns_service_endpoints *ret_endpoints)
{
	if (count > SERVICE_MAX_HOSTS)
		count = SERVICE_MAX_HOSTS;
	if (service->has_domain_identity) {
		make_domain(service, like, hosts, count, ret_endpoints);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		struct endpoint *endpoint;
		struct hostname name;

		if (!hostname_parse(hosts[i].name, &name, NULL))
			continue;
		endpoint = make(service, like, &name,
		    service->kind == SERVICE_MX ? like->port : hosts[i].port);
		endpoint_finish(endpoint);
		*ARRAY_ADD(ret_endpoints) = endpoint;
	}
}
