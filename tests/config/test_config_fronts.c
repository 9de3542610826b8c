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
	assert_string_equal(endpoint->sni.text, "shop.example.com");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_become_fronts),
	    cmocka_unit_test(an_address_twice_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
