/*
 * What is posted to a webhook: the body by format, and the headers with the
 * signature.
 */
#pragma once

#include "files/secret.h"
#include "notify/webhook_options.h"

#define WEBHOOK_BODY_MAX (4u << 20)

struct webhook_message {
	struct texts headers;
	char *body;
	size_t body_len;
	bool is_change; /* PagerDuty has another door for these */
};

/* Is this event, by its JSON, for this receiver? Of its own dead letters it is
 * not told: it would refuse that too, without end. */
bool webhook_wants(const struct webhook_options *options, const char *payload);
/* payload: the event's JSON; id: the event's, the same at every attempt. now:
 * of this attempt, it is signed too. */
bool webhook_message_make(const struct webhook_options *options,
    const struct secrets *secrets, const char *id, const char *payload,
    int64_t now, struct webhook_message *ret_message,
    struct error *err) MUST_CHECK;
/* The same with a body that is made already. */
void webhook_message_wrap(const struct secrets *secrets, const char *id,
    char *take_body, int64_t now, struct webhook_message *ret_message);
/* Where it goes (free it), of a webhook with this URL. */
char *webhook_message_url(
    const struct webhook_message *message, const char *url);
void webhook_message_clear(struct webhook_message *message);
