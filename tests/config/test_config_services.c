/* "mx" and "srv" in place of a host. */
#include "config/config_services.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
they_are_kept_with_what_is_usual_for_them(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("endpoints:\n"
			     "  - mx: example.org\n"
			     "  - srv: _imap._tcp.example.org\n"
			     "    dane: require\n"
			     "    labels: {team: mail}\n"
			     "  - {mx: example.net, port: 2525, dane: off}\n");
	const struct config_service *services = config->services.items;

	(void)state;
	assert_int_equal(config->endpoints.len, 0);
	assert_int_equal(config->services.len, 3);
	assert_int_equal(services[0].like->port, 25);
	assert_int_equal(services[0].like->starttls, STARTTLS_SMTP);
	assert_int_equal(services[0].like->dane, DANE_VERIFY);
	assert_int_equal(services[1].like->starttls, STARTTLS_IMAP);
	assert_int_equal(services[1].like->dane, DANE_REQUIRE);
	assert_int_equal(services[1].like->settings->labels.len, 1);
	assert_int_equal(services[2].like->port, 2525);
	assert_int_equal(services[2].like->dane, DANE_OFF);
}

static void
the_defaults_speak_before_what_is_usual(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("defaults: {dane: off}\n"
			     "endpoints: [{mx: example.org}]\n");

	(void)state;
	assert_int_equal(config->services.items[0].like->dane, DANE_OFF);
}

/* All that an endpoint may say of how it is watched, these may say, too. */
static void
they_take_what_endpoints_take(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints:\n"
						 "  - mx: example.org\n"
						 "    allowed: {chains: any}\n"
						 "    rollout: {grace: 1m}\n"
						 "    variants: [rsa, ecdsa]\n"
						 "    variant_interval: 2h\n");
	const struct endpoint *like = config->services.items[0].like;

	(void)state;
	assert_non_null(like->settings->allowed);
	assert_true(like->settings->allowed->is_any);
	assert_int_equal(like->settings->rollout.grace_s, 60);
	assert_int_equal(like->settings->variant_interval_s, 7200);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	(void)state;
	config_text_expect("endpoints: [{srv: example.org}]\n", 1, 19,
	    "'example.org' is no name of an SRV record; write it as "
	    "_imaps._tcp.example.org");
	config_text_expect(
	    "endpoints: [{mx: example.org}, {mx: example.org}]\n", 1, 32,
	    "'example.org' is listed already; remove one");
	config_text_expect("endpoints: [{mx: a.org, srv: _imaps._tcp.a.org}]\n",
	    1, 30,
	    "give either 'mx' or 'srv'; write each as an item of its own");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_are_kept_with_what_is_usual_for_them),
	    cmocka_unit_test(the_defaults_speak_before_what_is_usual),
	    cmocka_unit_test(they_take_what_endpoints_take),
	    cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
