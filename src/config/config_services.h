/*
 * Endpoints that DNS names: "mx" and "srv" in place of "host". Who they are is
 * asked while the daemon runs, and given to config_services_set.
 */
#pragma once

#include "config/config.h"
#include "config/field.h"

extern const struct field_type config_service_type;

#define CONFIG_SERVICE_ROWS \
	{ \
	    .key = "mx", \
	    .type = &config_service_type, \
	    .offset = SERVICE_MX, \
	    .sentence = \
		"In place of 'host': the mail exchangers of this domain, " \
		"each under its own name, on port 25 with starttls smtp " \
		"and dane verify unless said otherwise. They come and go " \
		"with DNS.", \
	}, \
	{ \
		.key = "srv", .type = &config_service_type, \
		.offset = SERVICE_SRV, \
		.sentence = \
		    "In place of 'host': the servers that an SRV record " \
		    "names, such as _imaps._tcp.example.org; 'starttls' as " \
		    "is usual for the service. Certificates must cover the " \
		    "server's name, with XMPP, SIP, Matrix, TURN and STUN " \
		    "the domain.", \
	}

/* Has the map "mx" or "srv"? */
bool config_service_is(const struct yaml_node *map);
void config_service_decode(
    struct field_reader *reader, const struct yaml_node *map);

/* Other servers for a service; true when they differ from those it had. Then
 * the endpoints of the configuration are made anew. */
bool config_services_set(struct config *config, size_t service,
    const struct dns_service_host *hosts, size_t count) MUST_CHECK;
/* After a reload: what was known of the same services stays. */
void config_services_adopt(struct config *config, const struct config *old);
void config_services_clear(struct config *config);
