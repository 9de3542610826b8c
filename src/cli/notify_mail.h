/* `chainwatch notify-test` for a mail of the configuration. */
#pragma once

#include "notify/mail_options.h"

/* Sends a test event and adds what came of it to text. false: it could not even
 * be begun. payload: the event's JSON. */
bool notify_mail_test(const struct mail_options *options, const char *payload,
    struct strbuf *text, bool *ret_was_taken, struct error *err) MUST_CHECK;
