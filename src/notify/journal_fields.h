/*
 * Events and log lines as journal fields, in one block of plain bytes that a
 * thread may send. The names are written against by queries and scripts: they
 * stay.
 *
 * MESSAGE_ID is that of the event's kind, so that one id finds all openings or
 * all regressions, and the catalogue entry of a kind (render_catalog.h) shows
 * what to do in this case by @CHAINWATCH_REMEDY@. The finding's own fixed id
 *stands in CHAINWATCH_FINDING_ID beside its code in CHAINWATCH_FINDING. (An
 *entry with two MESSAGE_IDs is no way out: which of them `journalctl -x` takes
 *depends on where they lie on disk.)
 *
 * PRIORITY MESSAGE MESSAGE_ID
 * CHAINWATCH_EVENT, _EVENT_ID, _SEQUENCE, _TIME, _SEVERITY
 * CHAINWATCH_FINDING, _FINDING_ID, _TITLE, _EXPLANATION, _DETAIL, _CERTIFICATE
 *	(fingerprint at fault), _FINDINGS (all codes of the chain), _REMEDY
 * CHAINWATCH_ENDPOINT (host:port), _HOST, _PORT, _ADDRESS (repeated),
 *	_LABEL_<KEY>
 * CHAINWATCH_INCIDENT, _INCIDENT_OPENED_AT, _ENDPOINT_COUNT, _ENDPOINTS (lines)
 * CHAINWATCH_BEFORE, _AFTER (fingerprint of the server's certificate),
 *	_BEFORE_CHAIN, _AFTER_CHAIN (lines: fingerprint label)
 * CHAINWATCH_SUBJECT in log lines: what they are about
 */
#pragma once

#include "base/log.h"
#include "base/strbuf.h"
#include "model/event.h"

#define JOURNAL_FIELDS_MAX 256 /* of one entry */
#define JOURNAL_FIELDS_BYTES_MAX (1u << 20)
#define JOURNAL_FIELDS_ADDRESSES_MAX 64 /* the rest is only counted */

void journal_fields_event(struct strbuf *buf, const struct event *event);
void journal_fields_log(struct strbuf *buf, enum log_level level,
    const char *subject, const char *message);

/* One "NAME=value" inside the block. */
struct journal_field {
	const char *bytes;
	size_t len;
};

/* Takes a block apart; gives how many fields there are. */
size_t journal_fields_split(const void *block, size_t len,
    struct journal_field ret_fields[JOURNAL_FIELDS_MAX]);
