/*
 * Events as one mail (RFC 5322): text/plain, UTF-8, with what happened, for
 * whom, since when and what to paste. From their JSON (render_json.h), so that
 * what was kept can be told after a restart.
 *
 * The Message-ID comes from the first event's id and from how many there are,
 * so that a mail that was tried again is the same mail. Mails about one
 * incident refer to it, so that they stand in one thread.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/texts.h"

#define MAIL_TEXT_MAX (256u << 10) /* bytes; what is longer is cut */

struct mail_envelope {
	const char *from; /* local@domain */
	const struct texts *to;
	int64_t now; /* of Date; seconds */
};

/* At least one event. false: one of them is no event. */
bool render_mail(struct strbuf *mail, const struct mail_envelope *envelope,
    const json_t *const *events, size_t count);
