/* web: where it listens, and under which names. */
#include "config/config_web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
it_is_off_unless_it_is_said_where(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: []\n");

	(void)state;
	assert_int_equal(config->web.listen.family, 0);
	assert_int_equal(config->web.hosts.len, 0);
	assert_null(config->web.url);
}

static void
place_names_and_url_can_be_said(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("web:\n  listen: \"[::1]:8080\"\n"
			     "  hosts: [watch.example.com]\n"
			     "  url: https://watch.example.com/tls\n");
	char where[IP_ADDRESS_TEXT_MAX];

	(void)state;
	assert_string_equal(
	    ip_address_format_port(&config->web.listen, where), "[::1]:8080");
	assert_string_equal(config->web.hosts.items[0], "watch.example.com");
	assert_string_equal(config->web.url, "https://watch.example.com/tls/");
}

static void
receivers_are_told_where_people_look(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "notify:\n  webhooks:\n"
	    "    - {name: ops, url: \"https://hooks.example.com/\"}\n"
	    "  mail:\n    - {name: us, url: \"smtp://mail.example.com\", "
	    "from: a@example.com, to: [b@example.com]}\n"
	    "web: {url: \"https://watch.example.com\"}\n");

	(void)state;
	assert_string_equal(
	    config->webhooks.items[0].page_url, "https://watch.example.com/");
	assert_string_equal(
	    config->mails.items[0].page_url, "https://watch.example.com/");
}

static void
what_is_no_place_is_refused(void **state)
{
	(void)state;
	config_text_expect("web: {listen: localhost:80}\n", 1, 15,
	    "'listen' is a name; where to listen is an address with a port, "
	    "such as 127.0.0.1:9746");
	config_text_expect("web: {listen: 127.0.0.1}\n", 1, 15,
	    "'listen' has no port; write one, such as 127.0.0.1:9746");
	config_text_expect("web: {hosts: [\"a.example:80\"]}\n", 1, 15,
	    "'a.example:80' has a port; a name is enough, whatever the port");
	config_text_expect("web: {url: watch.example.com}\n", 1, 12,
	    "'url' is no URL of a server; write one such as "
	    "https://watch.example.com/");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_off_unless_it_is_said_where),
	    cmocka_unit_test(place_names_and_url_can_be_said),
	    cmocka_unit_test(receivers_are_told_where_people_look),
	    cmocka_unit_test(what_is_no_place_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
