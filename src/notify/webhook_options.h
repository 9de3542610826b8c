/*
 * struct webhook_options: one entry of notify.webhooks, as a value. Filled by
 * config, used by the daemon's sinks and by `chainwatch notify-test`.
 */
#pragma once

#include "base/texts.h"
#include "model/event.h"
#include "model/severity.h"

enum webhook_format {
	WEBHOOK_JSON,
	WEBHOOK_SLACK,
	WEBHOOK_ALERTMANAGER,
	WEBHOOK_PAGERDUTY, /* its secret is the routing key, and signs nothing
			    */
};

extern const struct names webhook_format_names;

#define WEBHOOK_NAME_MAX 64
#define WEBHOOK_PAGERDUTY_URL "https://events.pagerduty.com/v2/enqueue"

struct webhook_options {
	char *name;
	char *url; /* often a secret itself: never shown, but for its origin */
	char *url_file, *url_credential; /* one of them where url is NULL */
	int format;			 /* enum webhook_format */
	struct texts secret_files, secret_credentials;
	char *ca_file;	/* NULL: the system's */
	char *page_url; /* of the web server, with a '/' at its end: links go
			 * below it; NULL: there are none */
	int64_t timeout_ms;
	int min_severity; /* enum severity: what is less is not sent */
	uint64_t events; /* bits by enum event_kind; 0: what suits the format */
};

void webhook_options_clear(struct webhook_options *options);
void webhook_options_copy(
    struct webhook_options *to, const struct webhook_options *from);
bool webhook_options_equal(
    const struct webhook_options *a, const struct webhook_options *b);
/* Is this event for this receiver? worst: the event's severity, or that of its
 * incident if it is worse, so that who heard it begin hears it end. */
bool webhook_options_want(const struct webhook_options *options,
    enum event_kind kind, enum severity worst);
