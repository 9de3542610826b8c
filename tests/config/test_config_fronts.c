/* Where an endpoint is reached: names and addresses. */
#include "config/config_fronts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
addresses_become_fronts(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("endpoints:\n"
			     "  - host: shop.example.com\n"
			     "    addresses: [192.0.2.10, \"192.0.2.11:9443\","
			     " \"[2001:db8::1]\", \"[2001:db8::1]:9443\","
			     " LB.Example.net, lb.example.net:9443]\n");
	const struct endpoint *endpoint = config->endpoints.items[0];
	static const struct {
		const char *name, *address;
		uint16_t port;
	} rows[] = {
	    {NULL, "192.0.2.10", 0},
	    {NULL, "192.0.2.11", 9443},
	    {NULL, "2001:db8::1", 0},
	    {NULL, "2001:db8::1", 9443},
	    {"lb.example.net", NULL, 0},
	    {"lb.example.net", NULL, 9443},
	};

	assert_int_equal(endpoint->fronts.len, 6);
	assert_string_equal(endpoint_sni(endpoint), "shop.example.com");
	for (size_t i = 0; i < 6; i++) {
		const struct endpoint_front *front = &endpoint->fronts.items[i];
		struct ip_address want = {0};

		if (rows[i].name != NULL) {
			assert_string_equal(front->name, rows[i].name);
			assert_int_equal(front->port, rows[i].port);
			assert_int_equal(front->address.family, 0);
			continue;
		}
		assert_true(ip_address_parse(rows[i].address, &want));
		want.port = rows[i].port;
		assert_null(front->name);
		assert_int_equal(ip_address_compare(&front->address, &want), 0);
	}
}

static void
an_address_twice_is_a_mistake(void **state)
{
	config_text_expect("endpoints:\n"
			   "  - host: a.example\n"
			   "    addresses: [192.0.2.1, lb.example,\n"
			   "                LB.example]\n",
	    4, 17, "'LB.example' stands in 'addresses' already; remove one");
	config_text_expect("endpoints:\n"
			   "  - host: a.example\n"
			   "    addresses: [[2001:db8::1]]\n",
	    3, 17,
	    "an item of 'addresses' is a list; text that begins with '[' "
	    "needs quotes: \"[2001:db8::1]\"");
}

static void
fronts_have_roles_and_names(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: shop.example.com\n"
	    "    addresses: [192.0.2.1]\n"
	    "    fronts:\n"
	    "      - {role: origin, address: 192.0.2.10:8443}\n"
	    "      - {role: load-balancer, name: eu-1,\n"
	    "         addresses: [lb.example.net, lb.example.net:444]}\n"
	    "      - {role: cdn, address: edge.example.net, provider: fastly}\n"
	    "      - {role: standby, address: 192.0.2.11}\n"
	    "      - role: dns\n");
	const struct endpoint *endpoint = config->endpoints.items[0];
	static const struct {
		enum endpoint_role role;
		const char *title, *key;
		enum provider_id provider;
	} rows[] = {
	    {ENDPOINT_ROLE_NONE, NULL, "192.0.2.1", PROVIDER_NONE},
	    {ENDPOINT_ROLE_ORIGIN, NULL, "192.0.2.10:8443", PROVIDER_NONE},
	    {ENDPOINT_ROLE_LOAD_BALANCER, "eu-1", "lb.example.net",
		PROVIDER_NONE},
	    {ENDPOINT_ROLE_LOAD_BALANCER, "eu-1", "lb.example.net:444",
		PROVIDER_NONE},
	    {ENDPOINT_ROLE_CDN, NULL, "edge.example.net", PROVIDER_FASTLY},
	    {ENDPOINT_ROLE_STANDBY, NULL, "192.0.2.11", PROVIDER_NONE},
	    {ENDPOINT_ROLE_DNS, NULL, "shop.example.com", PROVIDER_NONE},
	};

	assert_int_equal(endpoint->fronts.len, sizeof rows / sizeof rows[0]);
	for (size_t i = 0; i < endpoint->fronts.len; i++) {
		const struct endpoint_front *front = &endpoint->fronts.items[i];

		assert_int_equal(front->role, rows[i].role);
		assert_int_equal(front->provider, rows[i].provider);
		if (rows[i].title == NULL)
			assert_null(front->title);
		else
			assert_string_equal(front->title, rows[i].title);
		assert_ptr_equal(
		    endpoint_find_front(endpoint, rows[i].key), front);
	}
}

static void
the_choices_stand_for_what_they_say(void **state)
{
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		CLEANUP(free)
		char *yaml =
		    mem_printf("endpoints:\n"
			       "  - host: a.example\n"
			       "    fronts:\n"
			       "      - {role: cdn, address: b.example,"
			       " provider: %s}\n",
			names_text(&provider_names, id));
		CLEANUP(config_free)
		struct config *config = config_text_load(yaml);

		assert_int_equal(
		    config->endpoints.items[0]->fronts.items[0].provider, id);
	}
}

static void
faults_of_fronts_are_answered(void **state)
{
	static const struct {
		const char *front;
		size_t column;
		const char *message;
	} rows[] = {
	    {"{role: cdn}", 8, "a front has no 'address'; say where it is"},
	    {"{address: 192.0.2.1}", 8,
		"a front has no 'role'; give it one of the words listed"},
	    {"{role: cdn, address: 192.0.2.99}", 29,
		"'192.0.2.99' is listed for this endpoint already; remove one"},
	    {"{role: cdn, addresses: [b.example, B.example]}", 43,
		"'B.example' is listed for this endpoint already; remove one"},
	    {"{role: cdn, address: b.example, name: \"a\\nb\"}", 46,
		"'name' is no name for a front; use 1 to 64 bytes of text on "
		"one line"},
	    {"cdn", 8,
		"an item of 'fronts' is a plain value; it must be a map with "
		"'role' "
		"and 'address'"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free)
		char *yaml = mem_printf("endpoints:\n"
					"  - host: a.example\n"
					"    addresses: [192.0.2.99]\n"
					"    fronts:\n"
					"     - %s\n",
		    rows[i].front);

		config_text_expect(yaml, 5, rows[i].column, rows[i].message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_become_fronts),
	    cmocka_unit_test(an_address_twice_is_a_mistake),
	    cmocka_unit_test(fronts_have_roles_and_names),
	    cmocka_unit_test(the_choices_stand_for_what_they_say),
	    cmocka_unit_test(faults_of_fronts_are_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
