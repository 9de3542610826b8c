/* "notify.mail": what comes out of it, and what is wrong with it. */
#include "config/config_mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

#define MAIL "notify:\n  mail:\n    - name: oncall\n      url: "
#define REST "      from: w@example.com\n      to: [ops@example.com]\n"

static void
every_key_arrives(void **state)
{
	struct config *config =
	    config_text_load(MAIL "\"smtp://mail.example.com:587\"\n" REST
				  "      ca_file: /etc/ssl/mail.pem\n"
				  "      username: user\n"
				  "      password_file: /run/password\n"
				  "      digest: 30s\n"
				  "      timeout: 10s\n"
				  "      min_severity: warning\n"
				  "      events: [incident-opened]\n");
	const struct mail_options *mail = config->mails.items;

	assert_int_equal(config->mails.len, 1);
	assert_string_equal(mail->name, "oncall");
	assert_string_equal(mail->url, "smtp://mail.example.com:587");
	assert_int_equal(mail->starttls, SMTP_STARTTLS_REQUIRED);
	assert_string_equal(mail->ca_file, "/etc/ssl/mail.pem");
	assert_string_equal(mail->username, "user");
	assert_string_equal(mail->password_files.items[0], "/run/password");
	assert_string_equal(mail->from, "w@example.com");
	assert_string_equal(mail->to.items[0], "ops@example.com");
	assert_int_equal(mail->digest_ms, 30000);
	assert_int_equal(mail->timeout_ms, 10000);
	assert_int_equal(mail->min_severity, SEVERITY_WARNING);
	assert_true(mail->events == UINT64_C(1) << EVENT_INCIDENT_OPENED);
	assert_string_equal(config->routes.sinks.items[0].name, "oncall");
	config_free(config);
}

static void
what_is_wrong_is_said_where_it_stands(void **state)
{
	static const struct {
		const char *yaml;
		size_t line, column;
		const char *message;
	} rows[] = {
	    {MAIL "\"http://a.example\"\n" REST, 4, 12,
		"'url' does not begin with smtp://; write the whole URL"},
	    {MAIL "\"smtp://a.example/x\"\n" REST, 4, 12,
		"'url' has something behind the host and port; remove it"},
	    {MAIL "\"smtp://user:pw@a.example\"\n" REST, 4, 12,
		"'url' holds a user name or password; that is not taken in a "
		"URL"},
	    {MAIL "\"smtp://a.example\"\n"
		  "      from: w@example.com\n"
		  "      to: [\"Ops <ops@example.com>\"]\n",
		6, 12,
		"an item of 'to' is 'Ops <ops@example.com>'; it must be an "
		"address such as ops@example.com, without a name"},
	    {MAIL "\"smtp://a.example\"\n" REST "      username: user\n", 3, 7,
		"'username' and one of 'password_file' and "
		"'password_credential' belong together"},
	    {MAIL "\"smtp://a.example\"\n" REST "      username: user\n"
		  "      password_credential: pw\n"
		  "      starttls: if-offered\n",
		9, 17,
		"the password could go over the wire in the clear; say "
		"'starttls: required'"},
	    {MAIL "\"smtps://a.example\"\n" REST "      starttls: none\n", 7,
		17, "'starttls' is for smtp://; smtps:// begins with TLS"},
	    {MAIL "\"smtp://a.example\"\n" REST "      starttls: none\n"
		  "      ca_file: /x\n",
		8, 16,
		"'ca_file' is for TLS; with 'starttls: none' there is none"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		config_text_expect(rows[i].yaml, rows[i].line, rows[i].column,
		    rows[i].message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_arrives),
	    cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
