/*
 * Events as syslog messages. From the event's JSON (render_json_event), since
 * that is what the store keeps: what waited for days reads the same as what is
 * fresh.
 *
 * RFC 5424: MSGID is the kind of event; one structured data element, whose
 * parameters have the names of the journal's fields without CHAINWATCH_, in
 * lower case:
 *
 *   event event_id sequence severity finding finding_id title sink detail
 *   remedy endpoint host port address (repeated) incident incident_opened_at
 *   endpoint_count before after label_KEY
 *
 * MSG is the event's sentence, with a byte order mark only when it is not
 * plain ASCII. Control characters become spaces, so that a reader by lines sees
 * one line.
 *
 * The older form (RFC 3164, as syslog(3) writes it to a local socket) has no
 * such place: the same parameters stand behind the sentence, in brackets.
 */
#pragma once

#include <jansson.h>
#include <time.h>

#include "base/strbuf.h"

/* The structured data is chainwatch@NUMBER, with an enterprise number of
 * IANA's (RFC 5424 7.2.2). None is registered for this project: 32473 is the
 * one for examples (RFC 5612), which no product owns. Who has one of their own,
 * and a receiver that minds, says so in the configuration. */
#define RENDER_SYSLOG_ENTERPRISE 32473

/* Receivers take 2048 bytes at least (RFC 5424 6.1 asks them to), rsyslog 8192
 * unless told otherwise. */
#define RENDER_SYSLOG_MAX 8192
#define RENDER_SYSLOG_DATA_MAX 6144 /* of them for structured data */
#define RENDER_SYSLOG_VALUE_MAX 1024
#define RENDER_SYSLOG_ADDRESSES_MAX 16

struct render_syslog_origin {
	unsigned facility;   /* 0 to 23 */
	unsigned enterprise; /* 0: RENDER_SYSLOG_ENTERPRISE */
	const char *hostname, *app_name, *procid;
};

void render_syslog(struct strbuf *buf,
    const struct render_syslog_origin *origin, const json_t *event);
/* when: the event's time, as the local clock shows it. */
void render_syslog_bsd(struct strbuf *buf,
    const struct render_syslog_origin *origin, const json_t *event,
    const struct tm *when);
/* The event's time, seconds since 1970; 0 without one. */
int64_t render_syslog_time(const json_t *event);
