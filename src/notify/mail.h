/*
 * A mail as a sink: events that were kept are sent by SMTP, one a mail or
 * several that come soon after each other, until the server has taken them
 * (notify/courier.h). Whoever gets one twice sees the same Message-ID.
 */
#pragma once

#include "notify/courier.h"
#include "notify/mail_options.h"
#include "notify/sink.h"

#define MAIL_DIGEST_MOST COURIER_MOST_ITEMS /* events in one */

/* A sink; closing it frees it. smtp is borrowed. */
struct sink *mail_new(const struct courier_parts *parts, struct smtp *smtp,
    const struct mail_options *options);
struct courier_counts mail_counts(const struct sink *sink);
/* As courier_is_idle. */
bool mail_is_idle(const struct sink *sink);
