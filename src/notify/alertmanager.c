/*
 * An Alertmanager as a receiver; see alertmanager.h. A round is a list of
 * alerts, posted piece by piece; a piece that fails ends the round, and the
 * next one, after a pause, begins anew with what is open then.
 */
#include "notify/alertmanager.h"

#include <jansson.h>
#include <stdio.h>
#include <sys/random.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/sink_names.h"
#include "notify/chance.h"
#include "notify/delivery_plan.h"
#include "notify/sink_health.h"
#include "notify/webhook_message.h"
#include "notify/webhook_url.h"
#include "render/json_value.h"
#include "render/render_alert.h"
#include "render/render_page.h"

#define SETTLE_MS 500 /* a wake is followed by others */
#define WORDS_MAX 200

struct alertmanager {
	struct webhook_parts parts;
	struct webhook_options options;
	const struct fleet *fleet;
	struct webhook_url *url;
	struct secrets *secrets;
	struct loop_timer *timer;
	struct http_request *request;
	json_t *told;  /* alerts by their labels, as they were taken last */
	json_t *round; /* the same of the round under way; NULL: none */
	json_t *list;  /* what of it is to be posted, in order */
	size_t posted, posting; /* of list */
	bool is_woken;		/* while a round was under way */
	struct sink_health health;
	struct chance chance;
	uint64_t delivered, failed; /* rounds */
};

static int64_t
now_s(const struct alertmanager *manager)
{
	return clock_wall_s(manager->parts.clock);
}

static char *
dump(const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);

	if (text == NULL)
		abort(); /* memory, as in mem.h */
	return text;
}

static json_t *
checked(json_t *value)
{
	if (value == NULL)
		abort(); /* memory, as in mem.h */
	return value;
}

static void
add_open(struct alertmanager *manager, const struct incident *incident)
{
	CLEANUP(free) char *page = NULL;
	json_t *alert;
	char *key;

	if ((int)incident->severity < manager->options.min_severity ||
	    incident->told == INCIDENT_UNTOLD ||
	    incident->told == INCIDENT_HUSHED ||
	    (incident->sinks != NULL &&
		!sink_names_have(incident->sinks, manager->options.name)))
		return;
	alert = render_alert(incident, now_s(manager) + ALERTMANAGER_HOLD_S);
	if (manager->options.page_url != NULL) {
		page = render_page(manager->options.page_url, incident->id);
		json_object_set_new(
		    alert, "generatorURL", json_value_text(page));
	}
	key = dump(json_object_get(alert, "labels"));
	json_array_append(manager->list, alert);
	json_object_set_new(manager->round, key, alert);
	free(key);
}

/* What was told to be open and is not any more. */
static void
add_ended(struct alertmanager *manager)
{
	const char *key;
	json_t *alert;

	json_object_foreach(manager->told, key, alert)
	{
		if (json_object_get(manager->round, key) != NULL)
			continue;
		render_alert_end(alert, now_s(manager));
		json_array_append(manager->list, alert);
	}
}

static void
end_round(struct alertmanager *manager)
{
	json_decref(manager->round);
	json_decref(manager->list);
	manager->round = manager->list = NULL;
}

static void
tell(struct alertmanager *manager, enum sink_change change, const char *words)
{
	const char *name = manager->options.name;

	if (change == SINK_SHAKY)
		log_warning(name,
		    "the Alertmanager takes nothing; trying on: %s", words);
	if ((change == SINK_BEGAN || change == SINK_ENDED) &&
	    manager->parts.failing != NULL)
		manager->parts.failing(
		    manager->parts.told_arg, name, change == SINK_BEGAN, words);
}

/* Every failure is trouble here: a list that is refused is refused as a whole,
 * and nothing else is there to be sent. What has ended stays in told. */
static void
fail_round(struct alertmanager *manager, const struct http_result *result)
{
	int64_t now_ms = clock_steady_ms(manager->parts.clock);
	const struct delivery_tries before = {
	    .attempts = manager->health.failures,
	    .refusals = manager->health.failures,
	};
	struct delivery_plan plan =
	    delivery_plan(result, before, chance_next(&manager->chance));
	char words[WORDS_MAX];
	const char *key;
	json_t *alert;

	delivery_words(result, words, sizeof words);
	/* It may have taken a part of it. */
	json_object_foreach(manager->round, key, alert)
	    json_object_set(manager->told, key, alert);
	end_round(manager);
	manager->failed++;
	loop_timer_set(manager->timer, plan.wait_ms);
	tell(manager,
	    sink_health_trouble(&manager->health, plan.wait_ms, now_ms), words);
}

static void
finish_round(struct alertmanager *manager)
{
	json_decref(manager->told);
	manager->told = json_incref(manager->round);
	manager->delivered += json_array_size(manager->list) > 0;
	end_round(manager);
	loop_timer_set(manager->timer,
	    manager->is_woken ? SETTLE_MS : ALERTMANAGER_RESEND_S * 1000);
	manager->is_woken = false;
	tell(manager, sink_health_success(&manager->health), NULL);
}

static void post_piece(struct alertmanager *manager);

static void
on_answer(void *arg, const struct http_result *result)
{
	struct alertmanager *manager = arg;

	manager->request = NULL;
	if (delivery_plan(result, (struct delivery_tries){0}, 0).action !=
	    DELIVERY_DONE) {
		fail_round(manager, result);
		return;
	}
	manager->posted += manager->posting;
	if (manager->posted < json_array_size(manager->list))
		post_piece(manager);
	else
		finish_round(manager);
}

static char *
piece_body(struct alertmanager *manager)
{
	json_t *piece = checked(json_array());
	char *body;

	manager->posting = 0;
	while (manager->posting < ALERTMANAGER_MAX_ALERTS) {
		json_t *alert = json_array_get(
		    manager->list, manager->posted + manager->posting);

		if (alert == NULL)
			break;
		json_array_append(piece, alert);
		manager->posting++;
	}
	body = dump(piece);
	json_decref(piece);
	return body;
}

static void
post_piece(struct alertmanager *manager)
{
	struct webhook_message message = {0};
	struct error err = ERROR_INIT;
	struct http_options options = {
	    .url = webhook_url_get(manager->url, &err),
	    .method = "POST",
	    .ca_file = manager->options.ca_file,
	    .timeout_ms = manager->options.timeout_ms,
	};
	uint8_t random[EVENT_ID_LEN / 2] = {0};
	char id[EVENT_ID_LEN + 1];

	if (options.url == NULL ||
	    getrandom(random, sizeof random, 0) != sizeof random ||
	    !secrets_refresh(manager->secrets, &err)) {
		struct http_result result = {.outcome = HTTP_BROKEN};

		snprintf(
		    result.detail, sizeof result.detail, "%.200s", err.message);
		fail_round(manager, &result);
		return;
	}
	hex_encode(random, sizeof random, id);
	webhook_message_wrap(manager->secrets, id, piece_body(manager),
	    now_s(manager), &message);
	options.headers = &message.headers;
	options.body = message.body;
	options.body_len = message.body_len;
	manager->request =
	    http_start(manager->parts.http, &options, on_answer, manager);
	webhook_message_clear(&message);
}

static void
begin_round(void *arg)
{
	struct alertmanager *manager = arg;
	const struct incident *held;

	if (manager->round != NULL)
		return;
	manager->round = checked(json_object());
	manager->list = checked(json_array());
	manager->posted = 0;
	manager->is_woken = false;
	for (size_t i = 0; i < fleet_incident_count(manager->fleet); i++)
		add_open(manager, fleet_incident_at(manager->fleet, i));
	for (size_t i = 0; (held = fleet_held_at(manager->fleet, i)) != NULL;
	     i++)
		add_open(manager, held);
	add_ended(manager);
	if (json_array_size(manager->list) > 0)
		post_piece(manager);
	else
		finish_round(manager);
}

void
alertmanager_wake(struct alertmanager *manager)
{
	if (manager->round != NULL)
		manager->is_woken = true;
	else if (manager->health.failures == 0)
		loop_timer_set(manager->timer, SETTLE_MS);
}

struct alertmanager *
alertmanager_new(const struct webhook_parts *parts,
    const struct webhook_options *options, const struct fleet *fleet)
{
	struct alertmanager *manager = MEM_NEW(struct alertmanager);

	manager->parts = *parts;
	webhook_options_copy(&manager->options, options);
	manager->fleet = fleet;
	manager->health.is_failing = parts->was_failing != NULL &&
	    parts->was_failing(parts->told_arg, options->name);
	manager->url = webhook_url_new(options);
	manager->secrets =
	    secrets_new(&options->secret_files, &options->secret_credentials);
	chance_init(&manager->chance, parts->seed);
	manager->told = checked(json_object());
	manager->timer = loop_timer_new(parts->loop, begin_round, manager);
	loop_timer_set(manager->timer, SETTLE_MS);
	return manager;
}

void
alertmanager_free(struct alertmanager *manager)
{
	if (manager == NULL)
		return;
	http_cancel(manager->request);
	end_round(manager);
	json_decref(manager->told);
	loop_timer_free(manager->timer);
	webhook_url_free(manager->url);
	secrets_free(manager->secrets);
	webhook_options_clear(&manager->options);
	free(manager);
}

struct courier_counts
alertmanager_counts(const struct alertmanager *manager)
{
	return (struct courier_counts){
	    .name = manager->options.name,
	    .delivered = manager->delivered,
	    .failed = manager->failed,
	};
}
