/*
 * struct mail_options: one entry of notify.mail, as a value. Filled by config,
 * used by the daemon's sinks and by `chainwatch notify-test`.
 */
#pragma once

#include "base/texts.h"
#include "model/event.h"
#include "model/severity.h"
#include "net/smtp.h"

struct mail_options {
	char *name;
	char *url;
	int starttls;	/* enum smtp_starttls */
	char *ca_file;	/* NULL: the system's */
	char *page_url; /* as of webhook_options.h */
	char *username; /* NULL: nobody logs in */
	struct texts password_files, password_credentials; /* one in all */
	char *from;
	struct texts to;
	int64_t timeout_ms;
	int64_t digest_ms; /* how long an event waits for others; 0: not */
	int min_severity;  /* enum severity: what is less is not sent */
	uint64_t events;   /* bits by enum event_kind; 0: all */
};

void mail_options_clear(struct mail_options *options);
void mail_options_copy(
    struct mail_options *to, const struct mail_options *from);
bool mail_options_equal(
    const struct mail_options *a, const struct mail_options *b);
/* Is text an address that a mail can go to: local@domain, in ASCII, without
 * blanks, brackets or quotes? */
bool mail_address_is(const char *text);
