/*
 * A webhook as a sink; see webhook.h. The courier says what is to be posted
 * when; here it is posted.
 */
#include "notify/webhook.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "notify/webhook_message.h"
#include "notify/webhook_post.h"

struct posting {
	struct webhook *webhook;
	struct http_request *request;
};

struct webhook {
	struct sink sink; /* first */
	struct webhook_parts parts;
	struct webhook_options options;
	struct webhook_url *url;
	struct secrets *secrets;
	struct courier *courier;
	struct posting postings[COURIER_CONCURRENCY];
	struct http_request *beat;
};

static bool
wants(void *arg, const struct outbox_item *item)
{
	const struct webhook *webhook = arg;

	return webhook_wants(&webhook->options, item->payload);
}

static void
on_answer(void *arg, const struct http_result *result)
{
	struct posting *posting = arg;
	struct webhook *webhook = posting->webhook;
	const struct delivery_outcome outcome = delivery_outcome_of(
	    result, webhook->options.format == WEBHOOK_PAGERDUTY);

	posting->request = NULL;
	courier_ended(
	    webhook->courier, (size_t)(posting - webhook->postings), &outcome);
}

static struct http_request *
post(struct webhook *webhook, const char *id, const char *payload, http_fn done,
    void *arg, struct error *err)
{
	return webhook_post(webhook->parts.http, &webhook->options,
	    webhook->url, webhook->secrets, id, payload,
	    clock_wall_s(webhook->parts.clock), done, arg, err);
}

/* One event a post. */
static bool
start(void *arg, size_t slot, const struct outbox_item *const *items,
    UNUSED size_t count, struct error *err)
{
	struct webhook *webhook = arg;
	struct posting *posting = &webhook->postings[slot];

	posting->request = post(
	    webhook, items[0]->id, items[0]->payload, on_answer, posting, err);
	return posting->request != NULL;
}

static void
cancel(void *arg, size_t slot)
{
	struct webhook *webhook = arg;

	http_cancel(TAKE(webhook->postings[slot].request));
}

/* The event itself lies in the store: this only says that there is one. */
static bool
webhook_deliver(struct sink *sink, UNUSED struct event *event)
{
	courier_wake(((struct webhook *)sink)->courier);
	return true;
}

static bool
webhook_flush(UNUSED struct sink *sink, UNUSED int64_t timeout_ms)
{
	return true; /* nothing is ours: it is all in the store */
}

static void
webhook_close(struct sink *sink, UNUSED int64_t timeout_ms)
{
	struct webhook *webhook = (struct webhook *)sink;

	courier_free(webhook->courier);
	http_cancel(webhook->beat);
	webhook_url_free(webhook->url);
	secrets_free(webhook->secrets);
	webhook_options_clear(&webhook->options);
	free(webhook);
}

static const struct sink_ops webhook_ops = {
    .name = "webhook",
    .deliver = webhook_deliver,
    .flush = webhook_flush,
    .close = webhook_close,
};

struct sink *
webhook_new(
    const struct webhook_parts *parts, const struct webhook_options *options)
{
	struct webhook *webhook = MEM_NEW(struct webhook);
	const struct courier_parts courier = {
	    .loop = parts->loop,
	    .clock = parts->clock,
	    .store = parts->store,
	    .failing = parts->failing,
	    .was_failing = parts->was_failing,
	    .buried = parts->buried,
	    .told_arg = parts->told_arg,
	    .seed = parts->seed,
	};
	const struct courier_carrier carrier = {
	    .noun = "webhook",
	    .wants = wants,
	    .start = start,
	    .cancel = cancel,
	    .arg = webhook,
	    .most = 1,
	};

	webhook->sink.ops = &webhook_ops;
	webhook->parts = *parts;
	webhook_options_copy(&webhook->options, options);
	webhook->url = webhook_url_new(options);
	webhook->secrets =
	    secrets_new(&options->secret_files, &options->secret_credentials);
	for (size_t i = 0; i < COURIER_CONCURRENCY; i++)
		webhook->postings[i].webhook = webhook;
	webhook->courier = courier_new(&courier, options->name, &carrier);
	return &webhook->sink;
}

struct courier_counts
webhook_counts(const struct sink *sink)
{
	return courier_counts(((const struct webhook *)sink)->courier);
}

bool
webhook_is_idle(const struct sink *sink)
{
	return courier_is_idle(((const struct webhook *)sink)->courier);
}

static void
on_beat_answer(void *arg, const struct http_result *result)
{
	struct webhook *webhook = arg;
	char words[DELIVERY_WORDS_MAX];

	webhook->beat = NULL;
	delivery_words(result, words, sizeof words);
	log_debug(webhook->options.name, "heartbeat: %s", words);
}

void
webhook_beat(struct sink *sink, const char *id, const char *payload)
{
	struct webhook *webhook = (struct webhook *)sink;
	struct error err = ERROR_INIT;

	if (webhook->beat != NULL || !webhook_wants(&webhook->options, payload))
		return;
	webhook->beat =
	    post(webhook, id, payload, on_beat_answer, webhook, &err);
}
