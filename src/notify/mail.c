/* Mails as a sink; see mail.h. */
#include "notify/mail.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "notify/mail_send.h"
#include "notify/payload.h"

struct sending {
	struct mail *mail;
	struct smtp_mail *request;
	bool is_rest; /* for who does not have it yet */
};

struct mail {
	struct sink sink; /* first */
	const struct clock *clock;
	struct mail_options options;
	struct smtp *smtp;
	struct secrets *secrets;
	struct courier *courier;
	struct sending sendings[COURIER_CONCURRENCY];
};

static bool
wants(void *arg, const struct outbox_item *item)
{
	const struct mail *mail = arg;
	struct payload_about about;

	/* Who lacks it may be no recipient any more. */
	if (item->lacking != NULL &&
	    !mail_has_rest(&mail->options, item->lacking))
		return false;
	if (!payload_about(item->payload, &about) ||
	    about.kind == EVENT_HEARTBEAT ||
	    payload_is_own_burial(&about, mail->options.name))
		return false;
	if (mail->options.events != 0 &&
	    (mail->options.events & UINT64_C(1) << about.kind) == 0)
		return false;
	return about.is_routed ||
	    (int)about.worst >= mail->options.min_severity;
}

static void
on_end(void *arg, const struct smtp_result *result)
{
	struct sending *sending = arg;
	struct mail *mail = sending->mail;
	CLEANUP(strbuf_clear)
	struct strbuf lacking = STRBUF_INIT(MAIL_LACKING_MAX);
	const struct delivery_outcome outcome =
	    mail_outcome_of(result, sending->is_rest, &lacking);

	sending->request = NULL;
	if (result->is_taken_by_some)
		log_warning(mail->options.name,
		    "a mail was not taken for all: %s", result->detail);
	courier_ended(
	    mail->courier, (size_t)(sending - mail->sendings), &outcome);
}

static bool
start(void *arg, size_t slot, const struct outbox_item *const *items,
    size_t count, struct error *err)
{
	struct mail *mail = arg;
	struct sending *sending = &mail->sendings[slot];
	const char *payloads[COURIER_MOST_ITEMS];

	for (size_t i = 0; i < count; i++)
		payloads[i] = items[i]->payload;
	sending->is_rest = items[0]->lacking != NULL;
	sending->request = mail_send(mail->smtp, &mail->options, mail->secrets,
	    items[0]->lacking, payloads, count, clock_wall_s(mail->clock),
	    on_end, sending, err);
	return sending->request != NULL;
}

static void
cancel(void *arg, size_t slot)
{
	struct mail *mail = arg;

	smtp_cancel(TAKE(mail->sendings[slot].request));
}

/* The event itself lies in the store: this only says that there is one. */
static bool
mail_deliver(struct sink *sink, UNUSED struct event *event)
{
	courier_wake(((struct mail *)sink)->courier);
	return true;
}

/* Nothing is ours: it is all in the store. But it need not wait there. */
static bool
mail_flush(struct sink *sink, UNUSED int64_t timeout_ms)
{
	courier_flush(((struct mail *)sink)->courier);
	return true;
}

static void
mail_close(struct sink *sink, UNUSED int64_t timeout_ms)
{
	struct mail *mail = (struct mail *)sink;

	courier_free(mail->courier);
	secrets_free(mail->secrets);
	mail_options_clear(&mail->options);
	free(mail);
}

static const struct sink_ops mail_ops = {
    .name = "mail",
    .deliver = mail_deliver,
    .flush = mail_flush,
    .close = mail_close,
};

struct sink *
mail_new(const struct courier_parts *parts, struct smtp *smtp,
    const struct mail_options *options)
{
	struct mail *mail = MEM_NEW(struct mail);
	const struct courier_carrier carrier = {
	    .noun = "mail",
	    .wants = wants,
	    .start = start,
	    .cancel = cancel,
	    .arg = mail,
	    .most = options->digest_ms > 0 ? MAIL_DIGEST_MOST : 1,
	    .gather_ms = options->digest_ms,
	};

	mail->sink.ops = &mail_ops;
	mail->clock = parts->clock;
	mail->smtp = smtp;
	mail_options_copy(&mail->options, options);
	mail->secrets = mail_secrets_new(options);
	for (size_t i = 0; i < COURIER_CONCURRENCY; i++)
		mail->sendings[i].mail = mail;
	mail->courier = courier_new(parts, options->name, &carrier);
	return &mail->sink;
}

struct courier_counts
mail_counts(const struct sink *sink)
{
	return courier_counts(((const struct mail *)sink)->courier);
}

bool
mail_is_idle(const struct sink *sink)
{
	return courier_is_idle(((const struct mail *)sink)->courier);
}
