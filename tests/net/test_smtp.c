/* Mails to a server that misbehaves as told. With TLS: tests/system/routes.sh.
 */
#include "net/smtp.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "support/smtp_receiver.h"

#define TEXT "Subject: hello\r\n\r\nfirst\r\n.second\r\n..third\r\n"

struct scene {
	struct loop *loop;
	struct resolver *resolver;
	struct smtp *smtp;
	struct smtp_receiver *receiver;
	char *url;
	struct texts to;
	struct smtp_options options;
	struct smtp_result result;
	char lacking[100]; /* a blank behind each */
	unsigned done_count;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct resolver_options options = {.resolv_conf = "", .hosts = ""};
	struct error err = ERROR_INIT;

	signal(SIGPIPE, SIG_IGN);
	scene->loop = loop_new();
	scene->resolver = resolver_new(scene->loop, &options, &err);
	scene->smtp = smtp_new(scene->loop, scene->resolver);
	scene->receiver = smtp_receiver_start();
	scene->url = smtp_receiver_url(scene->receiver);
	texts_add(&scene->to, "a@example.com");
	texts_add(&scene->to, "b@example.com");
	scene->options = (struct smtp_options){
	    .url = scene->url,
	    .starttls = SMTP_STARTTLS_NONE,
	    .from = "watch@example.com",
	    .to = &scene->to,
	    .message = TEXT,
	    .message_len = strlen(TEXT),
	    .timeout_ms = 20000,
	};
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	smtp_free(scene->smtp);
	resolver_free(scene->resolver);
	loop_free(scene->loop);
	smtp_receiver_stop(scene->receiver);
	texts_clear(&scene->to);
	free(scene->url);
	free(scene);
	return 0;
}

static void
add_address(struct scene *scene, const char *address)
{
	size_t len = strlen(scene->lacking);

	snprintf(
	    scene->lacking + len, sizeof scene->lacking - len, "%s ", address);
}

static void
on_done(void *arg, const struct smtp_result *result)
{
	struct scene *scene = arg;

	scene->result = *result;
	scene->lacking[0] = '\0';
	ARRAY_EACH (address, result->lacking)
		add_address(scene, *address);
	scene->done_count++;
	loop_stop(scene->loop);
}

static enum smtp_outcome
send_by(struct scene *scene, const struct smtp_script *script)
{
	smtp_receiver_plan(scene->receiver, script);
	smtp_start(scene->smtp, &scene->options, on_done, scene);
	assert_int_equal(scene->done_count, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->done_count, 1);
	scene->done_count = 0;
	return scene->result.outcome;
}

static void
a_mail_arrives_as_it_is(void **state)
{
	static const struct smtp_script script = {0};
	struct scene *scene = *state;

	assert_int_equal(send_by(scene, &script), SMTP_TAKEN);
	assert_false(scene->result.is_taken_by_some);
	assert_string_equal(smtp_receiver_mail(scene->receiver, 0),
	    "Subject: hello\n\nfirst\n.second\n..third\n");
	assert_non_null(strstr(smtp_receiver_commands(scene->receiver),
	    "MAIL FROM:<watch@example.com>"));
	assert_non_null(strstr(smtp_receiver_commands(scene->receiver),
	    "RCPT TO:<b@example.com>"));
}

static void
refusals_of_the_mail_and_trouble_are_told_apart(void **state)
{
	static const struct {
		struct smtp_script script;
		enum smtp_outcome outcome;
		const char *words;
	} rows[] = {
	    {{.greeting = "554 not now"}, SMTP_TROUBLE, "554 not now"},
	    {{.greeting = "421 too busy"}, SMTP_TROUBLE, "421 too busy"},
	    {{.sender = "550 who are you"}, SMTP_REFUSED, "550 who are you"},
	    {{.sender = "451 later"}, SMTP_TROUBLE, "451 later"},
	    {{.recipient = "@", .recipient_reply = "550 unknown"}, SMTP_REFUSED,
		"550 unknown"},
	    {{.recipient = "@", .recipient_reply = "450 greylisted"},
		SMTP_TROUBLE, "450 greylisted"},
	    {{.recipient = "@", .recipient_reply = "421 closing"}, SMTP_TROUBLE,
		"421 closing"},
	    {{.text = "554 looks like spam"}, SMTP_REFUSED,
		"554 looks like spam"},
	    {{.text = "452 disk full"}, SMTP_TROUBLE, "452 disk full"},
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(
		    send_by(scene, &rows[i].script), rows[i].outcome);
		assert_string_equal(scene->result.detail, rows[i].words);
	}
	assert_int_equal(smtp_receiver_count(scene->receiver), 0);
}

static void
who_is_taken_gets_it_though_others_are_not(void **state)
{
	static const struct smtp_script script = {
	    .recipient = "a@example.com", .recipient_reply = "550 unknown"};
	struct scene *scene = *state;

	assert_int_equal(send_by(scene, &script), SMTP_TAKEN);
	assert_true(scene->result.is_taken_by_some);
	assert_string_equal(scene->result.detail, "550 unknown");
	assert_string_equal(scene->lacking, "a@example.com ");
	assert_int_equal(smtp_receiver_count(scene->receiver), 1);
}

/* Nobody got it, or nobody lacks it alone, when something else was refused. */
static void
who_was_refused_himself_is_named(void **state)
{
	static const struct {
		struct smtp_script script;
		const char *lacking;
	} rows[] = {
	    {{0}, ""},
	    {{.recipient = "@", .recipient_reply = "450-not\r\n450 now"},
		"a@example.com b@example.com "},
	    {{.recipient = "b@example.com",
		 .recipient_reply = "450-a\r\n450 b"},
		"b@example.com "},
	    {{.recipient = "b@example.com",
		 .recipient_reply = "550 unknown",
		 .text = "452 disk full"},
		""},
	    {{.recipient = "@", .recipient_reply = "421 closing"}, ""},
	    {{.recipient = "b@example.com", .recipient_reply = "421 closing"},
		"b@example.com "},
	    {{.sender = "451 later"}, ""},
	    {{.greeting = "421 too busy"}, ""},
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		send_by(scene, &rows[i].script);
		assert_string_equal(scene->lacking, rows[i].lacking);
	}
}

/* Nothing of the mail is said in the clear then. */
static void
without_starttls_nothing_is_said(void **state)
{
	static const struct smtp_script script = {0};
	struct scene *scene = *state;

	scene->options.starttls = SMTP_STARTTLS_REQUIRED;
	scene->options.username = "user";
	scene->options.password = "secret";
	assert_int_equal(send_by(scene, &script), SMTP_TROUBLE);
	assert_string_equal(
	    scene->result.detail, "the server offers no STARTTLS");
	assert_null(strstr(smtp_receiver_commands(scene->receiver), "AUTH"));
	assert_null(strstr(smtp_receiver_commands(scene->receiver), "MAIL"));
	scene->options.starttls = SMTP_STARTTLS_IF_OFFERED;
	assert_int_equal(send_by(scene, &script), SMTP_TAKEN);
}

static void
a_password_that_is_wrong_is_trouble(void **state)
{
	static const struct smtp_script script = {.auth = "535 no"};
	struct scene *scene = *state;

	scene->options.username = "user";
	scene->options.password = "secret";
	assert_int_equal(send_by(scene, &script), SMTP_TROUBLE);
	assert_null(strstr(scene->result.detail, "secret"));
}

static void
who_says_nothing_is_not_waited_for(void **state)
{
	static const struct smtp_script script = {.hangs = 1};
	struct scene *scene = *state;

	scene->options.timeout_ms = 200;
	assert_int_equal(send_by(scene, &script), SMTP_TROUBLE);
	assert_string_equal(scene->result.detail, "no answer in time");
}

/* Lines that the server greets with. Static: it may be at them when the test
 * has ended. */
static const char *
greeting_of(char *text, size_t size, size_t least)
{
	size_t len = 0;

	while (len < least)
		len += (size_t)snprintf(
		    text + len, size - len, "250-0123456789abcdef\r\n");
	len += (size_t)snprintf(text + len, size - len, "250 8BITMIME");
	assert_true(len < size);
	return text;
}

/* libcurls differ in how much they take before our own bound is met. */
static void
who_greets_without_end_is_not_listened_to(void **state)
{
	static char well[2 * SMTP_REPLIES_MAX_BYTES];
	static char ill[2 * SMTP_REPLIES_MAX_BYTES];
	const struct smtp_script scripts[] = {
	    {.ehlo = greeting_of(well, sizeof well, 1000)},
	    {.ehlo = greeting_of(ill, sizeof ill, SMTP_REPLIES_MAX_BYTES)}};
	struct scene *scene = *state;

	assert_int_equal(send_by(scene, &scripts[0]), SMTP_TAKEN);
	assert_int_equal(send_by(scene, &scripts[1]), SMTP_TROUBLE);
	assert_true(scene->result.detail[0] != '\0');
}

static void
what_cannot_be_sent_is_said(void **state)
{
	static const struct smtp_script script = {0};
	struct scene *scene = *state;

	scene->options.url = "http://127.0.0.1/";
	assert_int_equal(send_by(scene, &script), SMTP_TROUBLE);
	scene->options.url = "smtp://no-such-host.invalid";
	assert_int_equal(send_by(scene, &script), SMTP_TROUBLE);
	scene->options.url = scene->url;
	scene->options.message_len = SMTP_MESSAGE_MAX + 1;
	scene->options.message = mem_new(1, SMTP_MESSAGE_MAX + 1);
	assert_int_equal(send_by(scene, &script), SMTP_REFUSED);
	free((void *)(uintptr_t)scene->options.message);
}

static void
what_is_cancelled_says_nothing(void **state)
{
	static const struct smtp_script script = {.hangs = 1};
	struct scene *scene = *state;

	smtp_receiver_plan(scene->receiver, &script);
	smtp_cancel(smtp_start(scene->smtp, &scene->options, on_done, scene));
	smtp_cancel(NULL);
	smtp_start(scene->smtp, &scene->options, on_done, scene);
	smtp_free(TAKE(scene->smtp));
	assert_int_equal(scene->done_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_mail_arrives_as_it_is),
	    TEST(refusals_of_the_mail_and_trouble_are_told_apart),
	    TEST(who_is_taken_gets_it_though_others_are_not),
	    TEST(who_was_refused_himself_is_named),
	    TEST(without_starttls_nothing_is_said),
	    TEST(a_password_that_is_wrong_is_trouble),
	    TEST(who_says_nothing_is_not_waited_for),
	    TEST(who_greets_without_end_is_not_listened_to),
	    TEST(what_cannot_be_sent_is_said),
	    TEST(what_is_cancelled_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
