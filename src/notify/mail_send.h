/*
 * One mail: its text out of events, the password as it is now, and the
 * transfer.
 */
#pragma once

#include "files/secret.h"
#include "notify/delivery_plan.h"
#include "notify/mail_options.h"

/* Of the options' password; read when it is needed. */
struct secrets *mail_secrets_new(const struct mail_options *options);
/* rest: to these recipients only, with a blank between; NULL: to all. payloads:
 * the events' JSON, at least one; now: seconds. NULL: the password or an event
 * cannot be read. */
struct smtp_mail *mail_send(struct smtp *smtp,
    const struct mail_options *options, struct secrets *secrets,
    const char *rest, const char *const *payloads, size_t count, int64_t now,
    smtp_fn done, void *arg, struct error *err);
/* Is anybody of the rest still a recipient? */
bool mail_has_rest(const struct mail_options *options, const char *rest);

#define MAIL_LACKING_MAX (1u << 20) /* of the buffer */

/* is_rest: it was sent to a rest. Where recipients were refused and others have
 * it, these are written into the buffer, and the outcome points there. */
struct delivery_outcome mail_outcome_of(
    const struct smtp_result *result, bool is_rest, struct strbuf *ret_lacking);
