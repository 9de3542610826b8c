/* Mails out of the store to a server that fails: nothing is lost. */
#include "notify/mail.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/smtp_receiver.h"
#include "support/stored_events.h"
#include "support/temp_folder.h"

#define MOST_MS 20000

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct loop_timer *timer;
	struct resolver *resolver;
	struct smtp *smtp;
	struct store *store;
	struct smtp_receiver *receiver;
	struct mail_options options;
	struct sink *sink;
	int64_t skew_ms; /* of the clock that the sink reads */
	struct clock clock;
	unsigned buried;
};

static int64_t
wall_ms(void *arg)
{
	return clock_wall_ms(&clock_system) + ((struct scene *)arg)->skew_ms;
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
on_buried(void *arg, const struct courier_burial *burial)
{
	assert_string_equal(burial->noun, "mail");
	assert_string_equal(burial->name, "oncall");
	((struct scene *)arg)->buried++;
}

static void
open_sink(struct scene *scene)
{
	const struct courier_parts parts = {
	    .loop = scene->loop,
	    .clock = &scene->clock,
	    .store = scene->store,
	    .buried = on_buried,
	    .told_arg = scene,
	    .seed = 1,
	};

	scene->sink = mail_new(&parts, scene->smtp, &scene->options);
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
	scene->smtp = smtp_new(scene->loop, scene->resolver);
	scene->receiver = smtp_receiver_start();
	scene->options = (struct mail_options){
	    .name = mem_strdup("oncall"),
	    .url = smtp_receiver_url(scene->receiver),
	    .starttls = SMTP_STARTTLS_NONE,
	    .from = mem_strdup("watch@example.com"),
	    .timeout_ms = 20000,
	};
	texts_add(&scene->options.to, "ops@example.com");
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	scene->sink->ops->close(scene->sink, 0);
	mail_options_clear(&scene->options);
	smtp_free(scene->smtp);
	resolver_free(scene->resolver);
	store_close(scene->store, 5000);
	loop_timer_free(scene->timer);
	loop_free(scene->loop);
	smtp_receiver_stop(scene->receiver);
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

/* Until nothing is left to be sent; waits pass at once, as the sink's clock is
 * moved on. */
static void
run_until_empty(struct scene *scene)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (stored_number(scene->store, scene->loop,
		   "SELECT (SELECT count(*) FROM delivery "
		   "WHERE state = 'pending') + (SELECT count(*) FROM event "
		   "WHERE sequence > (SELECT cursor FROM sink))") > 0) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
		scene->skew_ms += 10000;
		scene->sink->ops->deliver(scene->sink, NULL);
		if (clock_steady_ms(&clock_system) - start > MOST_MS)
			fail_msg("something stays in the outbox");
	}
}

static void
run_until_tried(struct scene *scene, size_t tries)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (smtp_receiver_tries(scene->receiver) < tries) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
		scene->skew_ms += 10000;
		scene->sink->ops->deliver(scene->sink, NULL);
		if (clock_steady_ms(&clock_system) - start > MOST_MS)
			fail_msg("it is not tried");
	}
}

static void
has(struct scene *scene, size_t mail, const char *text)
{
	const char *all = smtp_receiver_mail(scene->receiver, mail);

	assert_non_null(all);
	if (strstr(all, text) == NULL)
		fail_msg("no '%s' in:\n%s", text, all);
}

static void
each_event_is_a_mail(void **state)
{
	struct scene *scene = *state;

	open_sink(scene);
	event(scene, 1, "a");
	event(scene, 2, "b");
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 2);
	has(scene, 0, "Subject: [chainwatch] critical: event ");
	has(scene, 0, "To: ops@example.com\n");
	assert_int_equal(mail_counts(scene->sink).delivered, 2);
	loop_timer_set(scene->timer, 50);
	loop_run(scene->loop);
	assert_true(mail_is_idle(scene->sink));
}

static void
what_fails_is_sent_again(void **state)
{
	static const struct smtp_script busy = {.greeting = "421 busy"};
	static const struct smtp_script thanks = {0};
	struct scene *scene = *state;

	open_sink(scene);
	smtp_receiver_plan(scene->receiver, &busy);
	event(scene, 1, "a");
	event(scene, 2, "a");
	run_until_tried(scene, 3);
	assert_int_equal(smtp_receiver_count(scene->receiver), 0);
	smtp_receiver_plan(scene->receiver, &thanks);
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 2);
	has(scene, 0, "event 1");
	has(scene, 1, "event 2");
	assert_int_equal(scene->buried, 0);
}

static void
what_is_refused_to_the_end_is_a_dead_letter(void **state)
{
	static const struct smtp_script spam = {.text = "554 spam"};
	struct scene *scene = *state;

	open_sink(scene);
	smtp_receiver_plan(scene->receiver, &spam);
	event(scene, 1, "a");
	run_until_empty(scene);
	assert_int_equal(
	    smtp_receiver_tries(scene->receiver), DELIVERY_REFUSED_TRIES);
	assert_int_equal(scene->buried, 1);
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery WHERE state = "
			     "'dead' AND error = '554 spam'"),
	    1);
}

/* A fault of the whole fleet is not hundreds of mails. */
static void
several_events_go_into_one_mail(void **state)
{
	static const struct smtp_script busy = {.text = "451 later"};
	static const struct smtp_script thanks = {0};
	struct scene *scene = *state;

	scene->options.digest_ms = 30000;
	open_sink(scene);
	smtp_receiver_plan(scene->receiver, &busy);
	for (uint64_t i = 1; i <= 40; i++)
		event(scene, i, "");
	assert_int_equal(smtp_receiver_tries(scene->receiver), 0);
	run_until_tried(scene, 2);
	smtp_receiver_plan(scene->receiver, &thanks);
	run_until_empty(scene);
	assert_in_range(smtp_receiver_count(scene->receiver), 1, 2);
	has(scene, 0, " events: ");
	has(scene, 0, "event 7\n");
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery"),
	    0);
}

/* An end does not wait for a minute. */
static void
what_is_gathered_goes_when_it_is_told_to(void **state)
{
	struct scene *scene = *state;
	int64_t start = clock_steady_ms(&clock_system);

	scene->options.digest_ms = 3600000;
	open_sink(scene);
	event(scene, 1, "a");
	while (mail_is_idle(scene->sink)) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
	}
	assert_true(scene->sink->ops->flush(scene->sink, 0));
	while (smtp_receiver_count(scene->receiver) == 0) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
		assert_true(clock_steady_ms(&clock_system) - start < MOST_MS);
	}
}

static void
what_it_does_not_want_is_not_sent(void **state)
{
	struct scene *scene = *state;

	scene->options.min_severity = SEVERITY_CRITICAL;
	scene->options.events = UINT64_C(1) << EVENT_INCIDENT_OPENED |
	    UINT64_C(1) << EVENT_MONITOR_FAULT;
	open_sink(scene);
	stored_event(
	    scene->store, scene->loop, 1, "incident-opened", "warning", "a");
	stored_event(
	    scene->store, scene->loop, 2, "chain-changed", "critical", "b");
	stored_fault(scene->store, scene->loop, 3, "dead-letter", "oncall");
	event(scene, 4, "c");
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
	has(scene, 0, "event 4");
}

static const struct smtp_script greylisting = {
    .recipient = "bob@", .recipient_reply = "450 greylisted"};

static int64_t
ask(struct scene *scene, const char *sql)
{
	return stored_number(scene->store, scene->loop, sql);
}

static bool
was_said(struct scene *scene, const char *words)
{
	return strstr(smtp_receiver_commands(scene->receiver), words) != NULL;
}

/* It stands in the store that bob alone lacks it. */
static void
until_bob_lacks_it(struct scene *scene)
{
	run_until_tried(scene, 1);
	while (ask(scene,
		   "SELECT count(*) FROM delivery WHERE lacking = "
		   "'bob@example.com'") == 0)
		;
}

/* Two have it, the third does not yet: only he gets it again, after a restart
 * too, and no other event waits for him. */
static void
who_was_refused_for_now_gets_it_later_and_alone(void **state)
{
	struct scene *scene = *state;

	texts_add(&scene->options.to, "bob@example.com");
	texts_add(&scene->options.to, "eve@example.com");
	smtp_receiver_plan(scene->receiver, &greylisting);
	open_sink(scene);
	event(scene, 1, "a");
	until_bob_lacks_it(scene);
	assert_true(was_said(scene, "RCPT TO:<eve@example.com>"));
	run_until_tried(scene, 2);
	assert_false(was_said(scene, "eve@example.com"));
	while (ask(scene, "SELECT refusals FROM delivery") < 2)
		;
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
	scene->sink->ops->close(scene->sink, 0);
	open_sink(scene);
	event(scene, 2, "a");
	while (smtp_receiver_count(scene->receiver) < 2) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
	}
	has(scene, 1, "event 2");

	smtp_receiver_plan(scene->receiver, &(struct smtp_script){0});
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 4);
	assert_int_equal(scene->buried, 0);
}

static void
who_is_refused_to_the_end_has_a_dead_letter_of_his_own(void **state)
{
	struct scene *scene = *state;

	texts_add(&scene->options.to, "bob@example.com");
	smtp_receiver_plan(scene->receiver, &greylisting);
	open_sink(scene);
	event(scene, 1, "a");
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
	assert_int_equal(scene->buried, 1);
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM delivery WHERE state = "
			     "'dead' AND lacking = 'bob@example.com' AND "
			     "error = 'not taken for bob@example.com: 450 "
			     "greylisted'"),
	    1);
	assert_int_equal(mail_counts(scene->sink).delivered, 1);
	assert_int_equal(
	    mail_counts(scene->sink).failed, DELIVERY_REFUSED_TRIES - 1);
}

/* The server does not refuse him: it closes, and takes nobody. */
static void
who_was_refused_has_no_dead_letter_of_a_server_that_closes(void **state)
{
	static const struct smtp_script closing = {
	    .recipient = "bob@", .recipient_reply = "421 closing"};
	struct scene *scene = *state;

	texts_add(&scene->options.to, "bob@example.com");
	smtp_receiver_plan(scene->receiver, &greylisting);
	open_sink(scene);
	event(scene, 1, "a");
	until_bob_lacks_it(scene);
	smtp_receiver_plan(scene->receiver, &closing);
	run_until_tried(scene, 2 * DELIVERY_REFUSED_TRIES);
	assert_int_equal(mail_counts(scene->sink).delivered, 1);
	assert_true(mail_counts(scene->sink).failed >= DELIVERY_REFUSED_TRIES);
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM delivery WHERE state = "
			     "'pending' AND lacking = 'bob@example.com'"),
	    1);
	assert_int_equal(scene->buried, 0);
}

/* He is no recipient any more. */
static void
who_lacks_it_and_is_gone_is_not_sent_to(void **state)
{
	struct scene *scene = *state;

	texts_add(&scene->options.to, "bob@example.com");
	smtp_receiver_plan(scene->receiver, &greylisting);
	open_sink(scene);
	event(scene, 1, "a");
	until_bob_lacks_it(scene);
	scene->sink->ops->close(scene->sink, 0);
	texts_clear(&scene->options.to);
	texts_add(&scene->options.to, "ops@example.com");
	open_sink(scene);
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM delivery"), 0);
}

/* As it is then, and never in the clear text of a log or a mail. */
static void
a_password_is_read_when_it_is_needed(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free)
	char *path = mem_printf("%s/password", scene->folder.path);

	scene->options.username = mem_strdup("user");
	texts_add(&scene->options.password_files, path);
	open_sink(scene);
	event(scene, 1, "a");
	for (unsigned i = 0; i < 20; i++) {
		loop_timer_set(scene->timer, 5);
		loop_run(scene->loop);
	}
	assert_int_equal(smtp_receiver_tries(scene->receiver), 0);
	temp_folder_write(&scene->folder, "password", "secret\n");
	run_until_empty(scene);
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
	assert_non_null(
	    strstr(smtp_receiver_commands(scene->receiver), "AUTH PLAIN"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_event_is_a_mail),
	    TEST(what_fails_is_sent_again),
	    TEST(what_is_refused_to_the_end_is_a_dead_letter),
	    TEST(several_events_go_into_one_mail),
	    TEST(what_is_gathered_goes_when_it_is_told_to),
	    TEST(what_it_does_not_want_is_not_sent),
	    TEST(who_was_refused_for_now_gets_it_later_and_alone),
	    TEST(who_is_refused_to_the_end_has_a_dead_letter_of_his_own),
	    TEST(who_was_refused_has_no_dead_letter_of_a_server_that_closes),
	    TEST(who_lacks_it_and_is_gone_is_not_sent_to),
	    TEST(a_password_is_read_when_it_is_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
