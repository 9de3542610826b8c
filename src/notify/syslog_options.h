/*
 * struct syslog_options: notify.syslog, as a value. Filled by config, used by
 * the sink.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "net/tls_session.h"

enum syslog_transport {
	SYSLOG_LOCAL,
	SYSLOG_TCP,
	SYSLOG_TLS,
};

enum syslog_format {
	SYSLOG_FORMAT_AUTO, /* RFC 5424, but for journald's socket */
	SYSLOG_FORMAT_RFC5424,
	SYSLOG_FORMAT_RFC3164,
};

struct syslog_options {
	int transport;	     /* enum syslog_transport */
	int format;	     /* enum syslog_format */
	int facility;	     /* 0 to 23 */
	unsigned enterprise; /* of the structured data (render_syslog.h) */
	char *socket;	     /* of SYSLOG_LOCAL */
	char *host;	     /* else; a name or an address */
	uint16_t port;
	char *ca_file;		    /* of SYSLOG_TLS; NULL: the system's */
	char *server_name;	    /* of SYSLOG_TLS; NULL: host */
	char *cert_file, *key_file; /* of SYSLOG_TLS, both or none */
};

#define SYSLOG_PORT_TCP 601  /* RFC 3195; RFC 6587 has none of its own */
#define SYSLOG_PORT_TLS 6514 /* RFC 5425 */

void syslog_options_clear(struct syslog_options *options);
void syslog_options_copy(
    struct syslog_options *to, const struct syslog_options *from);
/* What is verified and shown where transport is SYSLOG_TLS; lent by them. */
struct tls_session_options syslog_options_tls(
    const struct syslog_options *options);
bool syslog_options_equal(
    const struct syslog_options *a, const struct syslog_options *b);
