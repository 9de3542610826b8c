/* `chainwatch notify-test`. */
#include "cli/command.h"

#include "cli/command_run.h"
#include "support/http_receiver.h"
#include "support/smtp_receiver.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/names.h"
#include "notify/webhook_options.h"

static struct command_run
run(struct http_receiver *receiver, const char *format, const char *name)
{
	char *url = http_receiver_url(receiver, NULL, "/hidden");
	char *text = mem_printf("notify:\n  webhooks:\n    - name: ops\n"
				"      url: \"%s\"\n      format: %s\n"
				"      secret_file: secret\n",
	    url, format);
	struct command_run result;

	command_write("c.yaml", text);
	command_write("secret", "whsec_c2VjcmV0\n");
	result = command_run("notify-test", name, "-c", "c.yaml", NULL);
	assert_null(strstr(result.output, "hidden"));
	assert_null(strstr(result.errors, "hidden"));
	free(text);
	free(url);
	return result;
}

/* A webhook whose URL stands in a file, with this format. */
static struct command_run
run_file(const char *url, const char *format)
{
	char *text = mem_printf("notify:\n  webhooks:\n    - name: ops\n"
				"      url_file: hook.url\n      format: %s\n"
				"      secret_file: secret\n",
	    format);
	struct command_run result;

	command_write("f.yaml", text);
	command_write("hook.url", url);
	command_write("secret", "whsec_c2VjcmV0\n");
	result = command_run("notify-test", "ops", "-c", "f.yaml", NULL);
	assert_null(strstr(result.output, "hidden"));
	assert_null(strstr(result.errors, "hidden"));
	free(text);
	return result;
}

static void
a_url_out_of_a_file_is_posted_to(void **state)
{
	for (int i = 0; i < (int)webhook_format_names.count; i++) {
		struct http_receiver *receiver = http_receiver_start(NULL);
		char *url = http_receiver_url(receiver, NULL, "/hidden");
		struct command_run result =
		    run_file(url, names_text(&webhook_format_names, i));

		assert_int_equal(result.code, 0);
		assert_memory_equal(
		    http_receiver_head(receiver, 0), "POST /hidden ", 13);
		command_run_clear(&result);
		free(url);
		http_receiver_stop(receiver);
	}
}

static void
a_receiver_that_repeats_the_url_is_not_quoted(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	char *url = http_receiver_url(receiver, NULL, "/hidden");
	struct command_run result;

	http_receiver_plan(receiver,
	    &(struct receiver_answer){
		.status = 404, .body = "Cannot POST /hidden"},
	    1);
	result = run_file(url, "slack");
	assert_int_equal(result.code, 2);
	assert_string_equal(result.output,
	    "ops: not taken: HTTP status 404\n"
	    "  what it says is not shown: it repeats the URL\n");
	command_run_clear(&result);
	free(url);
	http_receiver_stop(receiver);
}

/* Also where the transfer itself fails, in the words of libcurl. */
static void
a_url_out_of_a_file_stands_in_no_error(void **state)
{
	struct http_receiver *gone = http_receiver_start(NULL);
	char *url = http_receiver_url(gone, NULL, "/hidden");
	struct command_run result;

	http_receiver_stop(gone);
	result = run_file(url, "slack");
	assert_int_equal(result.code, 2);
	assert_non_null(strstr(result.output, "ops: not taken: "));
	command_run_clear(&result);
	result = run_file("ftp://hidden.example.com/hidden\n", "slack");
	assert_int_equal(result.code, 3);
	assert_non_null(strstr(result.errors,
	    "hook.url: the URL in it does not begin with https://"));
	command_run_clear(&result);
	free(url);
}

static void
what_is_taken_is_said(void **state)
{
	static const char *const formats[] = {"json", "slack", "alertmanager"};
	static const char *const parts[] = {
	    "\"event\":\"heartbeat\"", "\"blocks\":[", "\"alertname\""};

	for (size_t i = 0; i < 3; i++) {
		struct http_receiver *receiver = http_receiver_start(NULL);
		struct command_run result = run(receiver, formats[i], "ops");
		char *signature =
		    http_receiver_header(receiver, 0, "webhook-signature");

		assert_int_equal(result.code, 0);
		assert_string_equal(
		    result.output, "ops: taken: HTTP status 204\n");
		assert_non_null(
		    strstr(http_receiver_body(receiver, 0), parts[i]));
		assert_memory_equal(signature, "v1,", 3);
		free(signature);
		command_run_clear(&result);
		http_receiver_stop(receiver);
	}
}

static void
what_is_refused_is_said_with_its_words(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	struct command_run result;

	http_receiver_plan(receiver,
	    &(struct receiver_answer){
		.status = 403, .body = "no such hook\x1b[31m"},
	    1);
	result = run(receiver, "json", "ops");
	assert_int_equal(result.code, 2);
	assert_string_equal(result.output,
	    "ops: not taken: HTTP status 403\n"
	    "  it says: no such hook\\x1b[31m\n");
	command_run_clear(&result);
	http_receiver_stop(receiver);
}

/* It would page somebody: it is resolved at once. */
static void
a_pager_is_triggered_and_resolved(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	struct command_run result = run(receiver, "pagerduty", "ops");

	assert_int_equal(result.code, 0);
	assert_string_equal(result.output,
	    "ops: taken: HTTP status 204\n"
	    "ops: its end is taken: HTTP status 204\n");
	assert_int_equal(http_receiver_count(receiver), 2);
	assert_non_null(strstr(
	    http_receiver_body(receiver, 0), "\"event_action\":\"trigger\""));
	assert_non_null(strstr(
	    http_receiver_body(receiver, 1), "\"event_action\":\"resolve\""));
	command_run_clear(&result);
	http_receiver_stop(receiver);
}

static struct command_run
run_mail(struct smtp_receiver *receiver)
{
	char *url = smtp_receiver_url(receiver);
	char *text = mem_printf(
	    "notify:\n  mail:\n    - name: oncall\n      url: \"%s\"\n"
	    "      starttls: none\n      from: w@example.com\n"
	    "      to: [ops@example.com]\n",
	    url);
	struct command_run result;

	command_write("m.yaml", text);
	result = command_run("notify-test", "oncall", "-c", "m.yaml", NULL);
	free(text);
	free(url);
	return result;
}

static void
a_mail_is_sent(void **state)
{
	static const struct smtp_script spam = {.text = "554 spam\x1b"};
	struct smtp_receiver *receiver = smtp_receiver_start();
	struct command_run result = run_mail(receiver);

	assert_int_equal(result.code, 0);
	assert_string_equal(result.output, "oncall: taken\n");
	assert_non_null(strstr(smtp_receiver_mail(receiver, 0),
	    "this is a test of the mail oncall"));
	command_run_clear(&result);
	smtp_receiver_plan(receiver, &spam);
	result = run_mail(receiver);
	assert_int_equal(result.code, 2);
	assert_string_equal(
	    result.output, "oncall: not taken: 554 spam\\x1b\n");
	command_run_clear(&result);
	smtp_receiver_stop(receiver);
}

static void
an_unknown_sink_is_answered_with_those_there_are(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	struct command_run result = run(receiver, "json", "opps");

	assert_int_equal(result.code, 3);
	assert_non_null(strstr(result.errors, "there are: ops (webhook)"));
	assert_int_equal(http_receiver_count(receiver), 0);
	command_run_clear(&result);
	http_receiver_stop(receiver);
}

static void
without_a_name_those_there_are_are_told(void **state)
{
	struct command_run result;

	command_write("two.yaml",
	    "notify: {webhooks: [{name: ops, url: 'http://127.0.0.1:9/'}],\n"
	    "  mail: [{name: oncall, url: 'smtp://127.0.0.1:9',\n"
	    "    starttls: none, from: a@b.test, to: [c@d.test]}]}\n");
	result = command_run("notify-test", "--config", "two.yaml", NULL);
	assert_int_equal(result.code, 3);
	assert_non_null(strstr(result.errors,
	    "in two.yaml there are: ops (webhook), oncall (mail)"));
	command_run_clear(&result);
	result = command_run(
	    "notify-test", "--config", "two.yaml", "ops", "oncall", NULL);
	assert_int_equal(result.code, 3);
	assert_non_null(strstr(result.errors, "one webhook or mail at a time"));
	command_run_clear(&result);
}

static void
a_faulty_configuration_is_said(void **state)
{
	struct command_run result;

	command_write("bad.yaml", "notify: {webhook: []}\n");
	result =
	    command_run("notify-test", "ops", "--config", "bad.yaml", NULL);
	assert_int_equal(result.code, 3);
	assert_non_null(strstr(result.errors, "bad.yaml:1:10: unknown key"));
	command_run_clear(&result);
	result = command_run("notify-test", NULL);
	assert_int_equal(result.code, 3);
	command_run_clear(&result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_taken_is_said),
	    cmocka_unit_test(a_url_out_of_a_file_is_posted_to),
	    cmocka_unit_test(a_receiver_that_repeats_the_url_is_not_quoted),
	    cmocka_unit_test(a_url_out_of_a_file_stands_in_no_error),
	    cmocka_unit_test(what_is_refused_is_said_with_its_words),
	    cmocka_unit_test(a_pager_is_triggered_and_resolved),
	    cmocka_unit_test(a_mail_is_sent),
	    cmocka_unit_test(an_unknown_sink_is_answered_with_those_there_are),
	    cmocka_unit_test(without_a_name_those_there_are_are_told),
	    cmocka_unit_test(a_faulty_configuration_is_said),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(
	    tests, command_folder_enter, command_folder_leave);
}
