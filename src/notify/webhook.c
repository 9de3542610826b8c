/*
 * A webhook as a sink; see webhook.h.
 *
 *	outbox -> ready -> slot: POSTING -> SETTLING -> free
 *
 * A slot is settling while the outcome is on its way into the store: an event
 * is out of our hands only when that is committed. A receiver in trouble
 * pauses the whole sink, and is then tried with one post at a time.
 */
#include "notify/webhook.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "notify/burials.h"
#include "notify/chance.h"
#include "notify/delivery_plan.h"
#include "notify/sink_health.h"
#include "notify/webhook_message.h"
#include "notify/webhook_post.h"
#include "store/outbox.h"

#define TAKE_MAX 16	    /* events in memory */
#define STORE_RETRY_MS 1000 /* after a full queue, or a job that failed */
#define WORDS_MAX (OUTBOX_ERROR_MAX + 1)

enum slot_state {
	SLOT_FREE,
	SLOT_POSTING,
	SLOT_SETTLING,
};

struct slot {
	struct webhook *webhook;
	enum slot_state state;
	struct outbox_item item;
	struct http_request *request;
	/* while settling */
	enum delivery_action action;
	int64_t next_at;
	bool is_refusal;
	char words[WORDS_MAX];
	bool is_handed_in; /* else the store's queue was full */
};

struct webhook {
	struct sink sink; /* first */
	struct webhook_parts parts;
	struct webhook_options options;
	struct secrets *secrets;
	struct outbox *outbox;
	struct loop_timer *timer;
	struct slot slots[WEBHOOK_CONCURRENCY];
	ARRAY(struct outbox_item) ready;
	bool is_taking;
	bool is_dirty;	 /* the outbox may have more than was seen */
	int64_t next_at; /* seconds, of the wall: a row is due; 0: none */
	struct sink_health health;
	struct webhook_counts counts;
	struct burials burials;
	struct http_request *beat;
	struct chance chance;
};

static void pump(struct webhook *webhook);

static int64_t
now_ms(const struct webhook *webhook)
{
	return clock_steady_ms(webhook->parts.clock);
}

static void
wake_in(struct webhook *webhook, int64_t ms)
{
	loop_timer_set(webhook->timer, ms < 0 ? 0 : ms);
}

static void
free_slot(struct slot *slot)
{
	struct webhook *webhook = slot->webhook;

	http_cancel(slot->request);
	free(slot->item.payload);
	*slot = (struct slot){.webhook = webhook};
}

/* The outcome is kept, or could not be: then it is all done again. */
static void
on_settled(void *arg, bool is_ok)
{
	struct slot *slot = arg;
	struct webhook *webhook = slot->webhook;

	free_slot(slot);
	webhook->is_dirty = true;
	if (is_ok)
		pump(webhook);
	else
		wake_in(webhook, STORE_RETRY_MS);
}

static void
hand_in(struct slot *slot)
{
	struct outbox *outbox = slot->webhook->outbox;
	uint64_t sequence = slot->item.sequence;

	switch (slot->action) {
	case DELIVERY_DONE:
		slot->is_handed_in =
		    outbox_delivered(outbox, sequence, on_settled, slot);
		break;
	case DELIVERY_RETRY:
		slot->is_handed_in =
		    outbox_retry(outbox, sequence, slot->next_at,
			slot->is_refusal, slot->words, on_settled, slot);
		break;
	case DELIVERY_BURY:
		slot->is_handed_in = outbox_bury(
		    outbox, sequence, slot->words, on_settled, slot);
		break;
	}
	if (!slot->is_handed_in)
		wake_in(slot->webhook, STORE_RETRY_MS);
}

static void
settle(struct slot *slot, enum delivery_action action, int64_t wait_ms)
{
	slot->state = SLOT_SETTLING;
	slot->action = action;
	slot->next_at =
	    (clock_wall_ms(slot->webhook->parts.clock) + wait_ms + 999) / 1000;
	hand_in(slot);
}

static void
tell_failing(struct webhook *webhook, bool is_failing, const char *words)
{
	if (webhook->parts.failing != NULL)
		webhook->parts.failing(webhook->parts.told_arg,
		    webhook->options.name, is_failing, words);
}

static void
note_change(struct webhook *webhook, enum sink_change change, const char *words)
{
	const char *name = webhook->options.name;

	switch (change) {
	case SINK_SAME: return;
	case SINK_SHAKY:
		log_warning(
		    name, "the webhook takes nothing; trying on: %s", words);
		return;
	case SINK_BEGAN: tell_failing(webhook, true, words); return;
	case SINK_ENDED: tell_failing(webhook, false, NULL); break;
	case SINK_BACK: log_info(name, "the webhook takes events again");
	}
	/* Should the store have no place now, the rows wait their time. */
	if (!outbox_hurry(webhook->outbox, NULL, NULL))
		log_debug(name, "the store's queue is full");
}

static void
tell_burial(const struct slot *slot)
{
	struct webhook *webhook = slot->webhook;
	struct webhook_burial burial = {
	    .name = webhook->options.name,
	    .id = slot->item.id,
	    .sequence = slot->item.sequence,
	    .attempts = slot->item.attempts + 1,
	    .words = slot->words,
	};

	log_error(burial.name,
	    "event %s is a dead letter after %u attempts: %s", burial.id,
	    burial.attempts, burial.words);
	if (webhook->parts.buried != NULL &&
	    burials_add(&webhook->burials, slot->item.payload, now_ms(webhook),
		&burial.others))
		webhook->parts.buried(webhook->parts.told_arg, &burial);
}

static void
end_attempt(struct slot *slot, const struct http_result *result)
{
	struct webhook *webhook = slot->webhook;
	const struct delivery_tries before = {
	    .attempts = slot->item.attempts,
	    .refusals = slot->item.refusals,
	    .is_400_final = webhook->options.format == WEBHOOK_PAGERDUTY,
	};
	unsigned in_a_row = webhook->health.failures + 1;
	struct delivery_plan plan =
	    delivery_plan(result, before, chance_next(&webhook->chance));

	slot->is_refusal = plan.is_refusal;
	delivery_words(result, slot->words, sizeof slot->words);
	if (plan.action == DELIVERY_DONE) {
		webhook->counts.delivered++;
		note_change(
		    webhook, sink_health_success(&webhook->health), NULL);
	} else {
		webhook->counts.failed++;
	}
	if (plan.is_sink_trouble) {
		int64_t pause_ms = result->retry_after_s > 0
		    ? plan.wait_ms
		    : delivery_backoff_ms(
			  in_a_row, chance_next(&webhook->chance));

		note_change(webhook,
		    sink_health_trouble(
			&webhook->health, pause_ms, now_ms(webhook)),
		    slot->words);
	}
	if (plan.action == DELIVERY_BURY)
		tell_burial(slot);
	settle(slot, plan.action, plan.wait_ms);
}

static void
on_answer(void *arg, const struct http_result *result)
{
	struct slot *slot = arg;
	struct webhook *webhook = slot->webhook;

	slot->request = NULL;
	end_attempt(slot, result);
	pump(webhook);
}

/* What keeps us from asking is as good as an answer that failed. */
static void
fail_attempt(struct slot *slot, const struct error *err)
{
	struct http_result result = {.outcome = HTTP_BROKEN};

	snprintf(result.detail, sizeof result.detail, "%.*s",
	    (int)sizeof result.detail - 1, err->message);
	end_attempt(slot, &result);
}

static struct http_request *
post(struct webhook *webhook, const char *id, const char *payload, http_fn done,
    void *arg, struct error *err)
{
	return webhook_post(webhook->parts.http, &webhook->options,
	    webhook->secrets, id, payload, clock_wall_s(webhook->parts.clock),
	    done, arg, err);
}

static void
start(struct slot *slot, struct outbox_item item)
{
	struct error err = ERROR_INIT;

	slot->item = item;
	slot->state = SLOT_POSTING;
	if (!webhook_wants(&slot->webhook->options, item.payload)) {
		settle(slot, DELIVERY_DONE, 0);
		return;
	}
	slot->request =
	    post(slot->webhook, item.id, item.payload, on_answer, slot, &err);
	if (slot->request == NULL)
		fail_attempt(slot, &err);
}

static void
on_taken(void *arg, bool is_ok, struct outbox_batch *batch)
{
	struct webhook *webhook = arg;

	webhook->is_taking = false;
	if (!is_ok) {
		webhook->is_dirty = true;
		wake_in(webhook, STORE_RETRY_MS);
		return;
	}
	ARRAY_EACH (item, &batch->items) {
		*ARRAY_ADD(&webhook->ready) = *item;
		item->payload = NULL;
	}
	webhook->next_at = batch->next_at;
	webhook->counts.pending = batch->pending;
	webhook->counts.dead = batch->dead;
	/* A full outbox moves on when one of its rows goes. */
	webhook->is_dirty |=
	    batch->has_more && batch->pending < OUTBOX_MAX_PENDING;
	pump(webhook);
}

static void
take(struct webhook *webhook)
{
	uint64_t under_way[WEBHOOK_CONCURRENCY];
	size_t count = 0;

	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++) {
		if (webhook->slots[i].state != SLOT_FREE)
			under_way[count++] = webhook->slots[i].item.sequence;
	}
	webhook->is_taking = outbox_take(webhook->outbox, TAKE_MAX,
	    clock_wall_s(webhook->parts.clock), under_way, count, on_taken,
	    webhook);
	webhook->is_dirty = !webhook->is_taking;
	if (!webhook->is_taking)
		wake_in(webhook, STORE_RETRY_MS);
}

static size_t
busy_count(const struct webhook *webhook)
{
	size_t count = 0;

	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++)
		count += webhook->slots[i].state != SLOT_FREE;
	return count;
}

static struct slot *
find_free(struct webhook *webhook)
{
	size_t most = webhook->health.failures > 0 ? 1 : WEBHOOK_CONCURRENCY;

	if (webhook->ready.len == 0 || busy_count(webhook) >= most ||
	    now_ms(webhook) < webhook->health.paused_until_ms)
		return NULL;
	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++) {
		if (webhook->slots[i].state == SLOT_FREE)
			return &webhook->slots[i];
	}
	return NULL;
}

/* Until the pause ends, or the next row is due. */
static void
sleep_on(struct webhook *webhook)
{
	int64_t pause_ms = webhook->health.paused_until_ms - now_ms(webhook);

	if (pause_ms > 0)
		wake_in(webhook, pause_ms);
	else if (webhook->next_at > 0)
		wake_in(webhook,
		    webhook->next_at * 1000 -
			clock_wall_ms(webhook->parts.clock));
}

static void
pump(struct webhook *webhook)
{
	struct slot *slot;
	bool is_due = webhook->next_at > 0 &&
	    webhook->next_at <= clock_wall_s(webhook->parts.clock);

	while ((slot = find_free(webhook)) != NULL) {
		struct outbox_item item = webhook->ready.items[0];

		ARRAY_REMOVE(&webhook->ready, 0);
		start(slot, item);
	}
	if (webhook->ready.len == 0 && !webhook->is_taking &&
	    now_ms(webhook) >= webhook->health.paused_until_ms &&
	    (webhook->is_dirty || is_due)) {
		webhook->next_at = 0;
		take(webhook);
		return;
	}
	if (!webhook->is_taking)
		sleep_on(webhook);
}

static void
on_timer(void *arg)
{
	struct webhook *webhook = arg;

	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++) {
		struct slot *slot = &webhook->slots[i];

		if (slot->state == SLOT_SETTLING && !slot->is_handed_in)
			hand_in(slot);
	}
	pump(webhook);
}

/* The event itself lies in the store: this only says that there is one. */
static bool
webhook_deliver(struct sink *sink, UNUSED struct event *event)
{
	struct webhook *webhook = (struct webhook *)sink;

	if (!webhook->is_taking &&
	    now_ms(webhook) >= webhook->health.paused_until_ms)
		wake_in(webhook, 0);
	webhook->is_dirty = true;
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

	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++)
		free_slot(&webhook->slots[i]);
	http_cancel(webhook->beat);
	outbox_free(webhook->outbox);
	ARRAY_EACH (item, &webhook->ready)
		free(item->payload);
	ARRAY_CLEAR(&webhook->ready);
	loop_timer_free(webhook->timer);
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

	webhook->sink.ops = &webhook_ops;
	webhook->parts = *parts;
	webhook_options_copy(&webhook->options, options);
	webhook->secrets =
	    secrets_new(&options->secret_files, &options->secret_credentials);
	webhook->outbox = outbox_new(parts->store, options->name);
	webhook->timer = loop_timer_new(parts->loop, on_timer, webhook);
	chance_init(&webhook->chance, parts->seed);
	for (size_t i = 0; i < WEBHOOK_CONCURRENCY; i++)
		webhook->slots[i].webhook = webhook;
	/* Before any event of this run is kept: a new sink begins here. */
	take(webhook);
	return &webhook->sink;
}

struct webhook_counts
webhook_counts(const struct sink *sink)
{
	return ((const struct webhook *)sink)->counts;
}

bool
webhook_is_idle(const struct sink *sink)
{
	const struct webhook *webhook = (const struct webhook *)sink;

	return busy_count(webhook) == 0 &&
	    (now_ms(webhook) < webhook->health.paused_until_ms ||
		(webhook->ready.len == 0 && !webhook->is_taking &&
		    !webhook->is_dirty));
}

static void
on_beat_answer(void *arg, const struct http_result *result)
{
	struct webhook *webhook = arg;
	char words[WORDS_MAX];

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
