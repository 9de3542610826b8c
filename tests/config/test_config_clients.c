/* Which clients matter, as it is written. */
#include "config/config_clients.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clients/choice.h"
#include "support/config_text.h"

static uint64_t
bits_of(const char *word)
{
	uint64_t bits = 0;

	assert_true(client_choice_parse(word, &bits));
	return bits;
}

static void
a_list_is_watched_and_a_map_says_more(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - {host: a.example, clients: [openssl, java]}\n"
	    "  - host: b.example\n"
	    "    clients: {required: [chrome], watched: [mainstream]}\n"
	    "  - {host: c.example, clients: none}\n"
	    "  - d.example\n");
	struct endpoint **endpoints = config->endpoints.items;

	assert_true(endpoints[0]->settings->clients.is_given);
	assert_int_equal(endpoints[0]->settings->clients.watched,
	    bits_of("openssl") | bits_of("java"));
	assert_int_equal(endpoints[0]->settings->clients.required, 0);
	assert_int_equal(
	    endpoints[1]->settings->clients.required, bits_of("chrome"));
	assert_int_equal(
	    endpoints[1]->settings->clients.watched, bits_of("mainstream"));
	assert_true(endpoints[2]->settings->clients.is_given);
	assert_int_equal(endpoints[2]->settings->clients.watched, 0);
	assert_false(endpoints[3]->settings->clients.is_given);
}

static void
an_endpoint_has_those_of_the_defaults_or_its_own(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults: {clients: [go]}\n"
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, port: 1}\n"
	    "  - {host: c.example, clients: {required: [curl]}}\n");
	struct endpoint **endpoints = config->endpoints.items;

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    endpoints[i]->settings->clients.watched, bits_of("go"));
	assert_int_equal(endpoints[2]->settings->clients.watched, 0);
	assert_int_equal(
	    endpoints[2]->settings->clients.required, bits_of("curl"));
}

static void
what_cannot_be_meant_is_said_with_its_place(void **state)
{
	config_text_expect("defaults: {clients: [opensl]}\n", 1, 22,
	    "unknown client 'opensl'; did you mean 'openssl'?");
	config_text_expect("defaults: {clients: mainstrem}\n", 1, 21,
	    "unknown client 'mainstrem'; did you mean 'mainstream'?");
	config_text_expect("defaults: {clients: {wached: [go]}}\n", 1, 22,
	    "unknown key 'wached' in 'clients'; did you mean 'watched'?");
	config_text_expect("defaults: {clients: {required: go}}\n", 1, 32,
	    "'required' must be a list, each item the name of a client, or "
	    "'mainstream', 'all', 'none'; write [go]");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_list_is_watched_and_a_map_says_more),
	    cmocka_unit_test(an_endpoint_has_those_of_the_defaults_or_its_own),
	    cmocka_unit_test(what_cannot_be_meant_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
