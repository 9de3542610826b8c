/*
 * What was, as lines for people, out of its JSON (control/history_line.h):
 *
 *	2026-11-20 13:02  shop.test:443 at 192.0.2.1:443: renewed with 28 days
 *	                  left: shop.test by R11 (0a1b2c3d), until 2027-02-18
 *	2026-11-20 14:00  critical leaf-only, for 2 hours: shop.test:443
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "render/render_text.h"

/* Any time as people read it: "2026-11-20 13:02"; "?" for what is none. */
void history_text_time(struct strbuf *buf, const json_t *time);
/* An entry; has_endpoint: it says whose it is. */
void history_text(struct strbuf *buf, const json_t *entry, bool has_endpoint,
    const struct render_style *style);
/* "3 endpoints: a, b, c"; nothing where it met none. */
void history_text_endpoints(struct strbuf *buf, const json_t *entry);
/* ", not told: silenced, ..."; nothing where it is told. */
void history_text_hush(struct strbuf *buf, const json_t *entry);
/* ", acknowledged by ann at ..."; nothing where nobody has. */
void history_text_ack(struct strbuf *buf, const json_t *entry);
/* "Renews at 33% left as a rule (learned from 5 renewals, the last on
 * 2026-05-01 12:00), overdue below 26%."; of the habit in a status. */
void history_text_habit(struct strbuf *buf, const json_t *habit);
/* "192.0.2.1:443 (RSA)" of an object with address and variant. */
void history_text_place(struct strbuf *buf, const json_t *object);
