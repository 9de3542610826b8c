/*
 * struct ack: somebody has seen an incident and sees to it: neither reminders
 * nor growth are told until it ends or gets worse. Owned by its incident.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/severity.h"
#include "pki/cert.h"

struct ack {
	char *reason, *author; /* the reason may be NULL */
	int64_t at;
	int64_t until;		/* 0: as long as the incident lasts */
	enum severity severity; /* that it had: worse is news */
	/* Of a server's own certificate that was shown then: it lapses when
	 * another is. */
	bool is_tied;
	uint8_t sha256[CERT_SHA256_LEN];
};

void ack_free(struct ack *ack);
struct ack *ack_copy(const struct ack *ack);
/* "acknowledged by anna at 2026-11-22 10:00 UTC: on it" */
void ack_add_words(const struct ack *ack, struct strbuf *buf);
