/* A webhook against a receiver that fails in every way: nothing is lost. */
#include "notify/webhook.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "notify/burials.h"
#include "support/http_receiver.h"
#include "support/stored_events.h"
#include "support/temp_folder.h"

#define MOST_MS 60000 /* ends a wait that would have no end */

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct resolver *resolver;
	struct http *http;
	struct store *store;
	struct http_receiver *receiver;
	struct webhook_options options;
	struct sink *sink;
	struct loop_timer *timer;
	int64_t skew_ms;  /* of the clock that the webhook reads */
	int64_t wrong_ms; /* beside that, of the wall's */
	struct clock clock;
	unsigned began, ended, beats;
	unsigned buried, others; /* as they were told */
	char buried_id[33];
};

static int64_t
wall_ms(void *arg)
{
	const struct scene *scene = arg;

	return clock_wall_ms(&clock_system) + scene->skew_ms + scene->wrong_ms;
}

static int64_t
steady_ms(void *arg)
{
	return clock_steady_ms(&clock_system) + ((struct scene *)arg)->skew_ms;
}

static void
stop(void *arg)
{
	loop_stop(arg);
}

static void
on_failing(void *arg, const char *name, bool is_failing, const char *words)
{
	struct scene *scene = arg;

	assert_string_equal(name, "ops");
	assert_true(words == NULL || strstr(words, "hidden") == NULL);
	scene->began += is_failing;
	scene->ended += !is_failing;
}

static void
on_buried(void *arg, const struct courier_burial *burial)
{
	struct scene *scene = arg;

	assert_string_equal(burial->name, "ops");
	assert_string_equal(burial->words, "HTTP status 410");
	scene->buried++;
	scene->others = burial->others;
	snprintf(scene->buried_id, sizeof scene->buried_id, "%s", burial->id);
}

static void
open_sink(struct scene *scene)
{
	struct webhook_parts parts = {
	    .loop = scene->loop,
	    .clock = &scene->clock,
	    .http = scene->http,
	    .store = scene->store,
	    .failing = on_failing,
	    .buried = on_buried,
	    .told_arg = scene,
	    .seed = 1,
	};

	scene->sink = webhook_new(&parts, &scene->options);
	/* The sink is there once its first look has been. */
	stored_number(scene->store, scene->loop, "SELECT 1");
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct store_options store = store_options_default;
	struct resolver_options resolver = {.resolv_conf = "", .hosts = ""};
	struct error err = ERROR_INIT;

	signal(SIGPIPE, SIG_IGN);
	temp_folder_make(&scene->folder);
	scene->clock = (struct clock){
	    .wall_ms = wall_ms, .steady_ms = steady_ms, .arg = scene};
	scene->loop = loop_new();
	scene->timer = loop_timer_new(scene->loop, stop, scene->loop);
	store.directory = scene->folder.path;
	store.batch_ms = 1;
	scene->store = store_open(&store, scene->loop, &err);
	assert_non_null(scene->store);
	scene->resolver = resolver_new(scene->loop, &resolver, &err);
	assert_non_null(scene->resolver);
	scene->http = http_new(scene->loop, scene->resolver);
	scene->receiver = http_receiver_start(NULL);
	scene->options = (struct webhook_options){
	    .name = mem_strdup("ops"),
	    .url = http_receiver_url(scene->receiver, NULL, "/in"),
	    .timeout_ms = 10000,
	};
	open_sink(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	log_set_writer(NULL, NULL);
	log_set_level(LOG_LEVEL_INFO);
	scene->sink->ops->close(scene->sink, 0);
	webhook_options_clear(&scene->options);
	http_free(scene->http);
	resolver_free(scene->resolver);
	store_close(scene->store, 5000);
	loop_timer_free(scene->timer);
	loop_free(scene->loop);
	http_receiver_stop(scene->receiver);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
event(struct scene *scene, uint64_t sequence, const char *incident)
{
	stored_event(scene->store, scene->loop, sequence, "incident-opened",
	    "critical", incident);
	scene->sink->ops->deliver(scene->sink, NULL);
}

static void
run_for(struct scene *scene, int64_t ms)
{
	loop_timer_set(scene->timer, ms);
	loop_run(scene->loop);
}

/* Waits of the webhook's pass at once, as its clock is moved on: only while
 * nothing is under way, however slow the machine is. what: is missing. */
static void
turn(struct scene *scene, int64_t start, const char *what)
{
	run_for(scene, 5);
	if (webhook_is_idle(scene->sink)) {
		scene->skew_ms += 10000;
		scene->sink->ops->deliver(scene->sink, NULL);
	}
	if (clock_steady_ms(&clock_system) - start > MOST_MS)
		fail_msg("%s; %zu requests came", what,
		    http_receiver_count(scene->receiver));
}

static void
run_until(struct scene *scene, size_t requests)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (http_receiver_count(scene->receiver) < requests)
		turn(scene, start, "there should be more");
}

static void
run_until_empty(struct scene *scene)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (stored_number(scene->store, scene->loop,
		   "SELECT (SELECT count(*) FROM delivery "
		   "WHERE state = 'pending') + (SELECT count(*) FROM event "
		   "WHERE sequence > (SELECT cursor FROM sink))") > 0)
		turn(scene, start, "something stays in the outbox");
}

/* Until what was answered is settled, too: an answer is there some turns of
 * the loop and a job of the store before that. No time passes meanwhile. */
static void
run_until_idle(struct scene *scene)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (!webhook_is_idle(scene->sink)) {
		run_for(scene, 5);
		if (clock_steady_ms(&clock_system) - start > MOST_MS)
			fail_msg("it never is idle");
	}
}

static void
expect_id(struct scene *scene, size_t request, uint64_t sequence)
{
	CLEANUP(free)
	char *id = http_receiver_header(scene->receiver, request, "webhook-id");
	char text[33];

	assert_non_null(id);
	assert_string_equal(id, stored_event_id(sequence, text));
}

/* Soon has enough of a receiver that hangs. */
static void
be_impatient(struct scene *scene, int64_t timeout_ms)
{
	scene->sink->ops->close(scene->sink, 0);
	scene->options.timeout_ms = timeout_ms;
	open_sink(scene);
}

static void
an_event_is_posted_once(void **state)
{
	struct scene *scene = *state;

	event(scene, 1, "a");
	run_until(scene, 1);
	run_until_empty(scene);
	run_for(scene, 30);
	assert_int_equal(http_receiver_count(scene->receiver), 1);
	expect_id(scene, 0, 1);
	assert_non_null(strstr(
	    http_receiver_body(scene->receiver, 0), "\"text\":\"event 1\""));
	assert_int_equal(webhook_counts(scene->sink).delivered, 1);
	/* Without a secret nothing is signed. */
	assert_null(
	    http_receiver_header(scene->receiver, 0, "webhook-signature"));
}

/* The clock was a day ahead while a wait was written. */
static void
a_clock_set_back_holds_up_nothing(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 500}, {.status = 204}};
	struct scene *scene = *state;
	int64_t start = clock_steady_ms(&clock_system);

	http_receiver_plan(scene->receiver, answers, 2);
	scene->wrong_ms = 86400000;
	event(scene, 1, "a");
	while (stored_number(scene->store, scene->loop,
		   "SELECT count(*) FROM delivery WHERE next_at > 0") == 0)
		run_for(scene, 5);
	scene->wrong_ms = 0;
	while (http_receiver_count(scene->receiver) < 2) {
		run_for(scene, 5);
		scene->skew_ms += 1000;
		if (clock_steady_ms(&clock_system) - start > MOST_MS)
			fail_msg("it waits for the day to come");
	}
	run_until_empty(scene);
}

static void
what_fails_comes_again_with_the_same_id(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 500},
	    {.act = RECEIVER_RESET},
	    {.act = RECEIVER_HANG},
	    {.status = 503, .headers = "Retry-After: 7\r\n"},
	    {.act = RECEIVER_CLOSE},
	    {.status = 302, .headers = "Location: /away\r\n"},
	    {.status = 204},
	};
	struct scene *scene = *state;
	size_t count = sizeof answers / sizeof answers[0];

	be_impatient(scene, 3000);
	http_receiver_plan(scene->receiver, answers, count);
	event(scene, 1, "a");
	run_until(scene, count);
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), count);
	for (size_t i = 0; i < count; i++)
		expect_id(scene, i, 1);
	/* libcurl itself repeats what a kept connection swallowed. */
	assert_in_range(webhook_counts(scene->sink).failed, 4, count - 1);
}

static void
one_incident_stays_in_order_through_failures(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 500}, {.status = 500}, {.status = 204}};
	struct scene *scene = *state;

	http_receiver_plan(scene->receiver, answers, 3);
	for (uint64_t i = 1; i <= 3; i++)
		event(scene, i, "a");
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 5);
	expect_id(scene, 0, 1);
	expect_id(scene, 1, 1);
	expect_id(scene, 2, 1);
	expect_id(scene, 3, 2);
	expect_id(scene, 4, 3);
}

static void
what_is_gone_is_a_dead_letter_and_the_rest_goes_on(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 410}, {.status = 204}};
	struct scene *scene = *state;

	http_receiver_plan(scene->receiver, answers, 2);
	event(scene, 1, "a");
	event(scene, 2, "a");
	run_until_empty(scene);
	expect_id(scene, 1, 2);
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT sequence FROM delivery "
			     "WHERE state = 'dead'"),
	    1);
}

static void
dead_letters_are_told_one_in_an_hour(void **state)
{
	struct scene *scene = *state;
	char id[33];

	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 410}, 1);
	event(scene, 1, "a");
	run_until_empty(scene);
	assert_int_equal(scene->buried, 1);
	assert_int_equal(scene->others, 0);
	assert_string_equal(scene->buried_id, stored_event_id(1, id));
	event(scene, 2, "b");
	event(scene, 3, "c");
	run_until_empty(scene);
	assert_int_equal(scene->buried, 1);
	scene->skew_ms += BURIALS_QUIET_MS;
	event(scene, 4, "d");
	run_until_empty(scene);
	assert_int_equal(scene->buried, 2);
	assert_int_equal(scene->others, 2);
	assert_string_equal(scene->buried_id, stored_event_id(4, id));
}

static void
of_its_own_dead_letters_a_webhook_is_not_told(void **state)
{
	struct scene *scene = *state;

	stored_fault(scene->store, scene->loop, 1, "dead-letter", "ops");
	stored_fault(scene->store, scene->loop, 2, "dead-letter", "other");
	stored_fault(scene->store, scene->loop, 3, "sink-failing", "ops");
	scene->sink->ops->deliver(scene->sink, NULL);
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 2);
	expect_id(scene, 0, 2);
	expect_id(scene, 1, 3);
}

static void
that_a_dead_letter_is_one_itself_is_not_told(void **state)
{
	struct scene *scene = *state;

	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 410}, 1);
	stored_fault(scene->store, scene->loop, 1, "dead-letter", "other");
	scene->sink->ops->deliver(scene->sink, NULL);
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 1);
	assert_int_equal(scene->buried, 0);
}

static void
outages_before_bury_nothing_at_its_first_refusal(void **state)
{
	static const struct receiver_answer answers[] = {{.status = 503},
	    {.status = 503}, {.status = 503}, {.status = 503}, {.status = 503},
	    {.status = 503}, {.status = 503}, {.status = 503}, {.status = 503},
	    {.status = 503}, {.status = 503}, {.status = 400}, {.status = 204}};
	struct scene *scene = *state;
	size_t count = sizeof answers / sizeof answers[0];

	http_receiver_plan(scene->receiver, answers, count);
	event(scene, 1, "a");
	run_until(scene, count);
	run_until_empty(scene);
	expect_id(scene, count - 1, 1);
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery"),
	    0);
}

static void
a_refused_message_holds_back_only_its_incident(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 400}, {.status = 204}};
	struct scene *scene = *state;

	http_receiver_plan(scene->receiver, answers, 2);
	event(scene, 1, "a");
	run_until(scene, 1);
	event(scene, 2, "b");
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 3);
}

static void
what_was_under_way_at_the_end_comes_after_the_start(void **state)
{
	struct scene *scene = *state;

	http_receiver_plan(scene->receiver,
	    &(struct receiver_answer){.act = RECEIVER_HANG}, 1);
	event(scene, 1, "a");
	run_until(scene, 1);
	scene->sink->ops->close(scene->sink, 0);
	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 200}, 1);
	open_sink(scene);
	run_until_empty(scene);
	expect_id(scene, 0, 1);
	expect_id(scene, 1, 1);
}

/* What a stop waits for, and what not. */
static void
it_is_idle_when_nothing_will_soon_be_delivered(void **state)
{
	struct scene *scene = *state;

	run_until_idle(scene);
	event(scene, 1, "a");
	assert_false(webhook_is_idle(scene->sink));
	run_until_empty(scene);
	run_until_idle(scene);

	http_receiver_plan(scene->receiver,
	    &(struct receiver_answer){.act = RECEIVER_HANG}, 1);
	event(scene, 2, "a");
	run_until(scene, 2);
	assert_false(webhook_is_idle(scene->sink));
}

static void
a_receiver_in_trouble_is_not_waited_for(void **state)
{
	static const struct receiver_answer answers[] = {{.status = 500},
	    {.status = 500}, {.status = 500},
	    {.status = 503, .headers = "Retry-After: 600\r\n"}};
	struct scene *scene = *state;

	http_receiver_plan(scene->receiver, answers, 4);
	event(scene, 1, "a");
	run_until(scene, 4);
	run_until_idle(scene);
	event(scene, 2, "b");
	assert_true(webhook_is_idle(scene->sink));
}

static void
a_sink_that_fails_for_long_is_told_once_and_its_end_too(void **state)
{
	struct scene *scene = *state;

	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 500}, 1);
	event(scene, 1, "a");
	event(scene, 2, "b");
	run_until(scene, 3);
	assert_int_equal(scene->began, 0);
	scene->skew_ms += 3600000;
	run_until(scene, 6);
	run_until_idle(scene);
	assert_int_equal(scene->began, 1);
	assert_int_equal(scene->ended, 0);
	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 200}, 1);
	run_until_empty(scene);
	assert_int_equal(scene->began, 1);
	assert_int_equal(scene->ended, 1);
}

/* Events come all the time, some of one incident, and the daemon is restarted
 * now and then. */
static void
three_days_down_lose_nothing(void **state)
{
	static const char *const incidents[] = {"", "a", "b", "c"};
	struct scene *scene = *state;
	uint64_t sequence = 0, latest[4] = {0};
	size_t failed;

	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 502}, 1);
	for (int hour = 0; hour < 72; hour++) {
		scene->skew_ms += 3600000;
		sequence++;
		event(scene, sequence, incidents[sequence % 4]);
		if (hour % 10 != 9) {
			run_until_idle(scene);
			continue;
		}
		run_for(scene, 5);
		scene->sink->ops->close(scene->sink, 0);
		open_sink(scene);
	}
	failed = http_receiver_count(scene->receiver);
	assert_true(failed > 10);
	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.status = 204}, 1);
	run_until_empty(scene);
	/* One more of those that failed may have been under way. */
	assert_in_range(http_receiver_count(scene->receiver) - failed, 72, 76);
	for (size_t i = failed; i < http_receiver_count(scene->receiver); i++) {
		CLEANUP(free)
		char *id =
		    http_receiver_header(scene->receiver, i, "webhook-id");
		uint64_t number = strtoull(id, NULL, 16);

		if (number % 4 == 0)
			continue;
		assert_true(number >= latest[number % 4]);
		latest[number % 4] = number;
	}
	for (uint64_t i = 1; i < 4; i++)
		assert_true(latest[i] > 68);
	assert_int_equal(
	    stored_number(scene->store, scene->loop,
		"SELECT count(*) FROM delivery WHERE state = 'dead'"),
	    0);
}

static void
what_is_not_wanted_is_not_posted(void **state)
{
	struct scene *scene = *state;

	scene->sink->ops->close(scene->sink, 0);
	scene->options.min_severity = SEVERITY_WARNING;
	open_sink(scene);
	stored_event(
	    scene->store, scene->loop, 1, "chain-changed", "notice", "a");
	event(scene, 2, "a");
	run_until_empty(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 1);
	expect_id(scene, 0, 2);
}

static void
without_its_secret_nothing_is_posted(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *signature = NULL;

	scene->sink->ops->close(scene->sink, 0);
	texts_add(&scene->options.secret_files,
	    temp_folder_path(&scene->folder, "secret"));
	open_sink(scene);
	event(scene, 1, "a");
	for (int i = 0; i < 10; i++) {
		run_until_idle(scene);
		scene->skew_ms += 10000;
		scene->sink->ops->deliver(scene->sink, NULL);
	}
	run_until_idle(scene);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
	temp_folder_write(&scene->folder, "secret", "whsec_c2VjcmV0\n");
	run_until_empty(scene);
	signature =
	    http_receiver_header(scene->receiver, 0, "webhook-signature");
	assert_memory_equal(signature, "v1,", 3);
}

/* Of what it holds nothing is kept or told, whatever becomes of it. */
static void
a_url_out_of_a_file_is_read_again_and_never_told(void **state)
{
	static const struct receiver_answer gone = {
	    .status = 410, .body = "gone: /hidden"};
	struct scene *scene = *state;
	char *url = http_receiver_url(scene->receiver, NULL, "/hidden");
	int64_t start = clock_steady_ms(&clock_system);

	scene->sink->ops->close(scene->sink, 0);
	free(TAKE(scene->options.url));
	scene->options.url_file =
	    mem_strdup(temp_folder_path(&scene->folder, "hook"));
	temp_folder_write(&scene->folder, "hook", "hidden://hidden/");
	open_sink(scene);
	event(scene, 1, "a");
	while (scene->began == 0)
		turn(scene, start, "it is not told");
	assert_int_equal(scene->began, 1);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
	temp_folder_write(&scene->folder, "hook", url);
	run_until_empty(scene);
	assert_memory_equal(
	    http_receiver_head(scene->receiver, 0), "POST /hidden ", 13);
	assert_int_equal(scene->ended, 1);
	http_receiver_plan(scene->receiver, &gone, 1);
	event(scene, 2, "a");
	run_until_empty(scene);
	assert_int_equal(scene->buried, 1);
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery "
			     "WHERE error LIKE '%hidden%'"),
	    0);
	free(url);
}

/* What became of a heartbeat is only logged. */
static void
count_beats(void *arg, UNUSED enum log_level level, UNUSED const char *subject,
    const char *message)
{
	struct scene *scene = arg;

	scene->beats += strncmp(message, "heartbeat: ", 11) == 0;
}

static void
a_heartbeat_is_posted_once_and_not_while_one_waits(void **state)
{
	static const char beat[] = "{\"event\":\"heartbeat\"}";
	struct scene *scene = *state;
	int64_t start = clock_steady_ms(&clock_system);

	log_set_writer(count_beats, scene);
	log_set_level(LOG_LEVEL_DEBUG);
	be_impatient(scene, 300);
	http_receiver_plan(scene->receiver,
	    &(struct receiver_answer){.act = RECEIVER_HANG}, 1);
	webhook_beat(scene->sink, "beat1", beat);
	webhook_beat(scene->sink, "beat2", beat);
	run_until(scene, 1);
	while (scene->beats == 0)
		turn(scene, start, "the heartbeat has no end");
	assert_int_equal(http_receiver_count(scene->receiver), 1);
	webhook_beat(scene->sink, "beat3", beat);
	run_until(scene, 2);
	run_for(scene, 20);
	assert_int_equal(http_receiver_count(scene->receiver), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_event_is_posted_once),
	    TEST(a_clock_set_back_holds_up_nothing),
	    TEST(what_fails_comes_again_with_the_same_id),
	    TEST(one_incident_stays_in_order_through_failures),
	    TEST(what_is_gone_is_a_dead_letter_and_the_rest_goes_on),
	    TEST(dead_letters_are_told_one_in_an_hour),
	    TEST(of_its_own_dead_letters_a_webhook_is_not_told),
	    TEST(that_a_dead_letter_is_one_itself_is_not_told),
	    TEST(outages_before_bury_nothing_at_its_first_refusal),
	    TEST(a_refused_message_holds_back_only_its_incident),
	    TEST(what_was_under_way_at_the_end_comes_after_the_start),
	    TEST(it_is_idle_when_nothing_will_soon_be_delivered),
	    TEST(a_receiver_in_trouble_is_not_waited_for),
	    TEST(a_sink_that_fails_for_long_is_told_once_and_its_end_too),
	    TEST(three_days_down_lose_nothing),
	    TEST(what_is_not_wanted_is_not_posted),
	    TEST(without_its_secret_nothing_is_posted),
	    TEST(a_url_out_of_a_file_is_read_again_and_never_told),
	    TEST(a_heartbeat_is_posted_once_and_not_while_one_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
