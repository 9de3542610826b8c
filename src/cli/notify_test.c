/*
 * `chainwatch notify-test SINK`: sends one test event to a webhook or mail of
 * the configuration, past the store, and says what came of it.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/hex.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "cli/config_file.h"
#include "cli/notify_mail.h"
#include "cli/output.h"
#include "net/http.h"
#include "notify/delivery_plan.h"
#include "notify/webhook_message.h"
#include "notify/webhook_url.h"
#include "render/json_value.h"
#include "render/render_json.h"

#define ALERT_LASTS_S 60
#define BODY_SHOWN_MAX 400
#define WORDS_MAX 300

struct notify_test {
	const char *config_path;

	const struct webhook_options *webhook; /* lent by config */
	const struct mail_options *mail;       /* one of the two */
	struct config *config;
	struct webhook_url *url;
	struct loop *loop;
	struct http *http;
	bool was_taken, is_over; /* is_over: the test alert is resolved */
	struct strbuf text;
};

static const struct option_row rows[] = {
    {
	.name = "config",
	.letter = 'c',
	.kind = OPTION_TEXT,
	.offset = offsetof(struct notify_test, config_path),
	.value = "FILE",
	.help = "the daemon's configuration (" CONFIG_FILE_DEFAULT ")",
    },
};

static void
add_name(struct strbuf *known, const char *noun, const char *name)
{
	strbuf_addf(known, "%s%s (%s)", known->len > 0 ? ", " : "", name, noun);
}

static bool
refuse(const struct notify_test *test, const char *name, struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf known = STRBUF_INIT(300);
	const char *names;

	ARRAY_EACH (webhook, &test->config->webhooks)
		add_name(&known, "webhook", webhook->name);
	ARRAY_EACH (mail, &test->config->mails)
		add_name(&known, "mail", mail->name);
	names = known.len > 0 ? strbuf_text(&known) : "none";
	if (name == NULL)
		return error_set(err, ERROR_INVALID,
		    "the name of one webhook or mail is needed; in %s there "
		    "are: %s",
		    test->config_path, names);
	CLEANUP(free) char *shown = safe_print_dup(name, strlen(name), 100);

	return error_set(err, ERROR_MISSING,
	    "%s: there is no such webhook or mail in %s; there are: %s", shown,
	    test->config_path, names);
}

static bool
find(struct notify_test *test, const char *name, struct error *err)
{
	ARRAY_EACH (webhook, &test->config->webhooks) {
		if (name != NULL && strcmp(webhook->name, name) == 0)
			test->webhook = webhook;
	}
	ARRAY_EACH (mail, &test->config->mails) {
		if (name != NULL && strcmp(mail->name, name) == 0)
			test->mail = mail;
	}
	return test->webhook != NULL || test->mail != NULL ||
	    refuse(test, name, err);
}

static char *
dump(json_t *take_value)
{
	char *text = json_dumps(take_value, JSON_COMPACT);

	if (text == NULL)
		abort(); /* memory, as in mem.h */
	json_decref(take_value);
	return text;
}

/* An event of a kind that nobody takes for an alert. */
static char *
event_payload(const struct notify_test *test, const char *id, int64_t now)
{
	bool is_pager =
	    test->webhook != NULL && test->webhook->format == WEBHOOK_PAGERDUTY;
	struct event *event =
	    event_new(is_pager ? EVENT_MONITOR_FAULT : EVENT_HEARTBEAT, now);
	char *payload;

	snprintf(event->id, sizeof event->id, "%s", id);
	event->severity = SEVERITY_NOTICE;
	/* For who keeps alerts: one that is triggered, then resolved. */
	if (is_pager && !test->is_over)
		event->severity = SEVERITY_WARNING;
	if (is_pager)
		event->sink = mem_strdup("notify-test");
	event->text = mem_printf("this is a test of the %s %s by "
				 "`chainwatch notify-test`",
	    test->mail != NULL ? "mail" : "webhook",
	    test->mail != NULL ? test->mail->name : test->webhook->name);
	payload = dump(render_json_event(event));
	event_unref(event);
	return payload;
}

/* One that ends by itself. */
static char *
alert_payload(int64_t now)
{
	json_t *alerts = json_value_array(), *alert = json_value_object();
	json_t *labels = json_value_object(), *words = json_value_object();

	json_value_set(labels, "alertname", json_value_text("chainwatch-test"));
	json_value_set(labels, "severity", json_value_text("notice"));
	json_value_set(labels, "job", json_value_text("chainwatch"));
	json_value_set(words, "summary",
	    json_value_text("this is a test by `chainwatch notify-test`"));
	json_value_set(alert, "labels", labels);
	json_value_set(alert, "annotations", words);
	json_value_set(alert, "startsAt", json_value_time(now));
	json_value_set(alert, "endsAt", json_value_time(now + ALERT_LASTS_S));
	json_value_append(alerts, alert);
	return dump(alerts);
}

static bool
random_id(char id[EVENT_ID_LEN + 1], struct error *err)
{
	uint8_t random[EVENT_ID_LEN / 2];

	if (getrandom(random, sizeof random, 0) != sizeof random)
		return error_set_errno(err, "random numbers");
	hex_encode(random, sizeof random, id);
	return true;
}

static bool
make_message(const struct notify_test *test, struct webhook_message *message,
    struct error *err)
{
	const struct webhook_options *webhook = test->webhook;
	int64_t now = clock_wall_s(&clock_system);
	CLEANUP(secrets_free)
	struct secrets *secrets =
	    secrets_new(&webhook->secret_files, &webhook->secret_credentials);
	char id[EVENT_ID_LEN + 1];
	CLEANUP(free) char *payload = NULL;

	if (!secrets_refresh(secrets, err) || !random_id(id, err))
		return false;
	if (webhook->format == WEBHOOK_ALERTMANAGER) {
		webhook_message_wrap(
		    secrets, id, alert_payload(now), now, message);
		return true;
	}
	payload = event_payload(test, id, now);
	return webhook_message_make(
	    webhook, secrets, id, payload, now, message, err);
}

static void on_answer(void *arg, const struct http_result *result);

static bool
begin(struct notify_test *test, struct error *err)
{
	const struct webhook_options *webhook = test->webhook;
	const char *url = webhook_url_get(test->url, err);
	struct webhook_message message = {0};
	CLEANUP(free) char *door = NULL;
	struct http_options options = {
	    .method = "POST",
	    .ca_file = webhook->ca_file,
	    .timeout_ms = webhook->timeout_ms,
	};

	if (url == NULL || !make_message(test, &message, err))
		return false;
	options.url = door = webhook_message_url(&message, url);
	options.headers = &message.headers;
	options.body = message.body;
	options.body_len = message.body_len;
	http_start(test->http, &options, on_answer, test);
	webhook_message_clear(&message);
	return true;
}

static void
say(struct notify_test *test, const struct http_result *result)
{
	char words[WORDS_MAX];

	delivery_words(result, words, sizeof words);
	strbuf_addf(&test->text, "%s: %s%s: %s\n", test->webhook->name,
	    test->is_over ? "its end is " : "",
	    test->was_taken ? "taken" : "not taken", words);
	if (test->was_taken || result->body_len == 0)
		return;
	if (webhook_url_is_in(
		test->url, (const char *)result->body, result->body_len)) {
		strbuf_add(&test->text,
		    "  what it says is not shown: it repeats the URL\n");
	} else {
		strbuf_add(&test->text, "  it says: ");
		safe_print(&test->text, result->body, result->body_len,
		    BODY_SHOWN_MAX);
		strbuf_add_char(&test->text, '\n');
	}
}

static void
on_answer(void *arg, const struct http_result *result)
{
	struct notify_test *test = arg;
	struct error err = ERROR_INIT;

	test->was_taken =
	    delivery_plan(result, (struct delivery_tries){0}, 0).action ==
	    DELIVERY_DONE;
	say(test, result);
	if (test->was_taken && !test->is_over &&
	    test->webhook->format == WEBHOOK_PAGERDUTY) {
		test->is_over = true;
		if (begin(test, &err))
			return;
	}
	loop_stop(test->loop);
}

static bool
post(struct notify_test *test, struct error *err)
{
	CLEANUP(loop_free) struct loop *loop = loop_new();
	CLEANUP(resolver_free) struct resolver *resolver = NULL;
	CLEANUP(http_free) struct http *http = NULL;
	struct resolver_options resolver_options = {0};

	resolver = resolver_new(loop, &resolver_options, err);
	if (resolver == NULL)
		return false;
	test->loop = loop;
	test->url = webhook_url_new(test->webhook);
	test->http = http = http_new(loop, resolver);
	if (!begin(test, err))
		return false;
	loop_run(loop);
	return true;
}

static bool
deliver(struct notify_test *test, struct error *err)
{
	char id[EVENT_ID_LEN + 1];
	CLEANUP(free) char *payload = NULL;

	if (test->mail == NULL)
		return post(test, err);
	if (!random_id(id, err))
		return false;
	payload = event_payload(test, id, clock_wall_s(&clock_system));
	return notify_mail_test(
	    test->mail, payload, &test->text, &test->was_taken, err);
}

/* Without one, those there are are told. */
static bool
read_name(int argc, char **argv, struct notify_test *test, const char **name,
    struct error *err)
{
	struct option_list operands = {0};
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    test, &operands, err);

	if (ok && operands.items.len > 1)
		ok = error_set(
		    err, ERROR_INVALID, "one webhook or mail at a time");
	if (ok && operands.items.len == 1)
		*name = operands.items.items[0];
	option_list_clear(&operands);
	return ok;
}

static enum exit_code
run(int argc, char **argv)
{
	struct notify_test test = {
	    .config_path = CONFIG_FILE_DEFAULT,
	    .text = STRBUF_INIT(4096),
	};
	struct error err = ERROR_INIT;
	const char *name = NULL;
	enum exit_code code;

	if (!read_name(argc, argv, &test, &name, &err))
		code = command_refuse(&command_notify_test, &err);
	else if ((test.config = config_file_load(test.config_path, &err)) !=
		NULL &&
	    find(&test, name, &err) && deliver(&test, &err))
		code = output_text(&test.text,
		    test.was_taken ? EXIT_CODE_OK : EXIT_CODE_CRITICAL);
	else
		code = command_fail(&command_notify_test, &err);
	strbuf_clear(&test.text);
	webhook_url_free(test.url);
	config_free(test.config);
	return code;
}

const struct command command_notify_test = {
    .name = "notify-test",
    .operands = "SINK",
    .summary = "send a test event to a webhook or mail of the configuration",
    .notes =
	"Exit status 0: the receiver took it; 2: it did not. For an "
	"Alertmanager it is an alert that ends by itself after a minute, for "
	"PagerDuty a warning that is resolved at once.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
