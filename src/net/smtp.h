/*
 * Mails by SMTP (RFC 5321), by libcurl on our loop: bounded in time, TLS
 * verified, STARTTLS required unless it is told otherwise. Names are resolved
 * by our resolver and pinned. A connection carries one mail.
 *
 * Several recipients: those that are taken get it, though others are not; who
 * these are and what the server said stands in the result. A mail that all
 * refuse is refused.
 */
#pragma once

#include "base/texts.h"
#include "net/http_url.h"
#include "net/loop.h"
#include "net/resolve.h"

#define SMTP_TIMEOUT_MS_DEFAULT 30000
#define SMTP_MESSAGE_MAX (1u << 20)
#define SMTP_REPLIES_MAX_BYTES (64u << 10)

enum smtp_starttls {
	SMTP_STARTTLS_REQUIRED,
	SMTP_STARTTLS_IF_OFFERED,
	SMTP_STARTTLS_NONE,
};

/* Copied when it starts. */
struct smtp_options {
	const char *url; /* smtp://HOST[:PORT] or smtps://, see http_url.h */
	int starttls;	 /* enum smtp_starttls; of smtp:// */
	const char *ca_file;		 /* NULL: the system's bundle */
	const char *username, *password; /* NULL: nobody logs in */
	const char *from;		 /* addresses: local@domain */
	const struct texts *to;
	const void *message; /* RFC 5322, lines end in CR LF */
	size_t message_len;  /* at most SMTP_MESSAGE_MAX */
	int64_t timeout_ms;  /* for the whole, names too; 0: default */
};

enum smtp_outcome {
	SMTP_TAKEN,
	SMTP_TROUBLE, /* of the server or the way there, or for now (4xx) */
	SMTP_REFUSED, /* this mail: 5xx to sender, all recipients or text */
};

struct smtp_result {
	enum smtp_outcome outcome;
	int status;	       /* the last reply's; 0: none was seen */
	bool is_taken_by_some; /* SMTP_TAKEN, but not by all recipients */
	/* Recipients that were refused themselves: some, where the others got
	 * it, or all. Lent. */
	const struct texts *lacking;
	char detail[256]; /* what went wrong, in words, safe to print */
};

struct smtp;
struct smtp_mail;
/* result is lent for the call. The mail is gone when done is called. */
typedef void (*smtp_fn)(void *arg, const struct smtp_result *result);

/* The resolver is borrowed. */
struct smtp *smtp_new(struct loop *loop, struct resolver *resolver);
void smtp_free(struct smtp *smtp); /* cancels what runs */
CLEANUP_DEFINE(struct smtp, smtp_free)
/* Another resolver; nothing is asked of the old one when this returns. */
void smtp_set_resolver(struct smtp *smtp, struct resolver *resolver);
/* Never calls done before it returns; always calls it once, unless cancelled.
 */
struct smtp_mail *smtp_start(struct smtp *smtp,
    const struct smtp_options *options, smtp_fn done, void *arg);
void smtp_cancel(struct smtp_mail *mail); /* NULL is fine */
