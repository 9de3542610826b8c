/*
 * struct dns_service: servers that DNS names: the mail exchangers of a domain
 * (MX), or the targets of an SRV record. Which protocol is spoken there and
 * which name their certificates must cover is a table.
 */
#pragma once

#include "model/endpoint.h"

#define SERVICE_MAX_HOSTS 32 /* of one; the rest is not watched, and said */

enum service_kind {
	SERVICE_MX,
	SERVICE_SRV,
};

struct dns_service {
	enum service_kind kind;
	struct hostname domain;	     /* "example.org" */
	char name[HOSTNAME_MAX + 3]; /* that is asked for in DNS */
	uint8_t starttls;	     /* enum starttls: usual there */
	/* certificates must cover the domain (as for XMPP: RFC 6120 13.7.2.1),
	 * not the server's own name */
	bool has_domain_identity;
};

/* One server that DNS names. */
struct dns_service_host {
	char *name; /* owned */
	uint16_t port;
};

/* text: "example.org", "_imaps._tcp.example.org". err reads on from the quoted
 * text: "is no ...". */
bool dns_service_parse(enum service_kind kind, const char *text,
    struct dns_service *ret_service, struct error *err) MUST_CHECK;
bool dns_service_equal(
    const struct dns_service *a, const struct dns_service *b);
/* "mx example.org", "srv _imaps._tcp.example.org": to people. Free it. */
char *dns_service_text(const struct dns_service *service);
/* Is there a row for it? Others are taken for TLS from the first byte, under
 * the server's own name. */
bool dns_service_is_known(const struct dns_service *service);

/* The endpoints of those servers, with the settings of `like`: one for each;
 * or, where certificates cover the domain, one with a front for each. Names
 * that are none are passed over. Adds a reference each. */
typedef ARRAY(struct endpoint *) dns_service_endpoints;
void dns_service_make_endpoints(const struct dns_service *service,
    const struct endpoint *like, const struct dns_service_host *hosts,
    size_t count, dns_service_endpoints *ret_endpoints);
