/* One test mail; see notify_mail.h. */
#include "cli/notify_mail.h"

#include "base/clock.h"
#include "notify/mail_send.h"

struct test {
	const struct mail_options *options;
	struct loop *loop;
	struct strbuf *text;
	bool was_taken;
};

static void
on_end(void *arg, const struct smtp_result *result)
{
	struct test *test = arg;

	test->was_taken = result->outcome == SMTP_TAKEN;
	strbuf_addf(test->text, "%s: %s", test->options->name,
	    result->is_taken_by_some ? "taken, but not for all"
		: test->was_taken    ? "taken"
				     : "not taken");
	if (result->detail[0] != '\0')
		strbuf_addf(test->text, ": %s", result->detail);
	strbuf_add_char(test->text, '\n');
	loop_stop(test->loop);
}

bool
notify_mail_test(const struct mail_options *options, const char *payload,
    struct strbuf *text, bool *ret_was_taken, struct error *err)
{
	CLEANUP(loop_free) struct loop *loop = loop_new();
	CLEANUP(resolver_free) struct resolver *resolver = NULL;
	CLEANUP(smtp_free) struct smtp *smtp = NULL;
	CLEANUP(secrets_free) struct secrets *secrets = NULL;
	struct resolver_options resolver_options = {0};
	struct test test = {.options = options, .loop = loop, .text = text};

	resolver = resolver_new(loop, &resolver_options, err);
	if (resolver == NULL)
		return false;
	smtp = smtp_new(loop, resolver);
	secrets = mail_secrets_new(options);
	if (mail_send(smtp, options, secrets, NULL, &payload, 1,
		clock_wall_s(&clock_system), on_end, &test, err) == NULL)
		return false;
	loop_run(loop);
	*ret_was_taken = test.was_taken;
	return true;
}
