/*
 * A scripted SMTP server on a loopback port, in a thread of its own, without
 * TLS: it takes mails, remembers them, and refuses as told. One connection at a
 * time.
 */
#pragma once

#include <stddef.h>

/* What it answers in place of thanks; NULL: thanks. */
struct smtp_script {
	const char *greeting, *ehlo, *auth, *sender, *text;
	const char *recipient; /* that it refuses; the others are taken */
	const char *recipient_reply;
	int hangs; /* it says nothing at all */
};

struct smtp_receiver;

/* What the script points to is borrowed. */
struct smtp_receiver *smtp_receiver_start(void);
void smtp_receiver_stop(struct smtp_receiver *receiver);
/* From the next connection on. */
void smtp_receiver_plan(
    struct smtp_receiver *receiver, const struct smtp_script *script);
/* "smtp://127.0.0.1:port"; free it. */
char *smtp_receiver_url(const struct smtp_receiver *receiver);
size_t smtp_receiver_count(struct smtp_receiver *receiver); /* mails taken */
size_t smtp_receiver_tries(struct smtp_receiver *receiver); /* connections */
/* Lent until the stop; as they came, dots unstuffed. */
const char *smtp_receiver_mail(struct smtp_receiver *receiver, size_t i);
/* All commands of the last connection so far, each with a line end; lent until
 * it is asked for again. */
const char *smtp_receiver_commands(struct smtp_receiver *receiver);
