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
/* payloads: the events' JSON, at least one; now: seconds. NULL: the password
 * or an event cannot be read. */
struct smtp_mail *mail_send(struct smtp *smtp,
    const struct mail_options *options, struct secrets *secrets,
    const char *const *payloads, size_t count, int64_t now, smtp_fn done,
    void *arg, struct error *err);
struct delivery_outcome mail_outcome_of(const struct smtp_result *result);
