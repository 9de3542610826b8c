/* Fronts: what is the same, and how they are told. */
#include "model/endpoint_front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static char title[] = "eu-1", other_title[] = "eu-2";
static char name[] = "lb.example.net";

static void
expect_told(const struct endpoint_front *front, const char *want)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(200);

	endpoint_front_add(&buf, front);
	assert_string_equal(strbuf_text(&buf), want);
}

static void
role_and_title_are_told(void **state)
{
	struct endpoint_front front = {.title = title};

	expect_told(&front, "eu-1");
	front.role = ENDPOINT_ROLE_LOAD_BALANCER;
	expect_told(&front, "the load balancer eu-1");
	front.title = NULL;
	expect_told(&front, "the load balancer");
	front.role = ENDPOINT_ROLE_CDN;
	expect_told(&front, "the CDN");
	front.role = ENDPOINT_ROLE_DNS;
	expect_told(&front, "");
}

static void
each_role_has_a_name(void **state)
{
	for (int role = ENDPOINT_ROLE_NONE + 1; role < ENDPOINT_ROLE_COUNT;
	     role++) {
		int found;

		assert_true(names_find(&endpoint_role_names,
		    names_text(&endpoint_role_names, role), &found));
		assert_int_equal(found, role);
	}
}

static void
keys_tell_ways_apart(void **state)
{
	struct endpoint_front front = {.name = name};
	char key[ENDPOINT_FRONT_KEY_MAX];

	assert_string_equal(endpoint_front_key(&front, key), "lb.example.net");
	front.port = 8443;
	assert_string_equal(
	    endpoint_front_key(&front, key), "lb.example.net:8443");
	front = (struct endpoint_front){0};
	assert_true(ip_address_parse("2001:db8::1", &front.address));
	front.address.port = 443;
	assert_string_equal(
	    endpoint_front_key(&front, key), "[2001:db8::1]:443");
}

static void
the_address_in_a_key_is_found(void **state)
{
	static const struct {
		const char *key, *address; /* NULL: there is none */
	} rows[] = {
	    {"192.0.2.1", "192.0.2.1"},
	    {"192.0.2.1:443", "192.0.2.1"},
	    {"2001:db8::1", "2001:db8::1"},
	    {"[2001:db8::1]:443", "2001:db8::1"},
	    {"lb.example.net", NULL},
	    {"lb.example.net:8443", NULL},
	    {"unix:/run/x.sock", NULL},
	    {"[2001:db8::1", NULL},
	    {"", NULL},
	};
	char text[IP_ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ip_address address;
		bool is_there =
		    endpoint_front_key_address(rows[i].key, &address);

		assert_int_equal(is_there, rows[i].address != NULL);
		if (is_there)
			assert_string_equal(
			    ip_address_format(&address, text), rows[i].address);
	}
}

static void
a_front_of_several_ways_is_one(void **state)
{
	struct endpoint_front a = {
	    .role = ENDPOINT_ROLE_CDN, .title = title, .name = name};
	struct endpoint_front b = {.role = ENDPOINT_ROLE_CDN, .title = title};
	const struct endpoint_front dns = {.role = ENDPOINT_ROLE_DNS};

	assert_true(endpoint_front_is_one(&a, &b));
	assert_false(endpoint_front_same_way(&a, &b));
	assert_false(endpoint_front_equal(&a, &b));
	b.title = other_title;
	assert_false(endpoint_front_is_one(&a, &b));
	assert_false(endpoint_front_is_one(&a, NULL));
	assert_true(endpoint_front_is_one(&dns, NULL));
	assert_true(endpoint_front_is_one(NULL, NULL));
}

static void
what_is_told_of_it_counts_when_compared(void **state)
{
	struct endpoint_front a = {
	    .role = ENDPOINT_ROLE_CDN, .title = title, .name = name};
	struct endpoint_front b = a;

	assert_true(endpoint_front_equal(&a, &b));
	b.provider = PROVIDER_FASTLY;
	assert_false(endpoint_front_equal(&a, &b));
	assert_true(endpoint_front_same_way(&a, &b));
	b = a;
	b.role = ENDPOINT_ROLE_ORIGIN;
	assert_false(endpoint_front_equal(&a, &b));
	b = a;
	b.port = 8443;
	assert_false(endpoint_front_same_way(&a, &b));
}

static void
expect_via(const struct endpoint_via *via, const char *want)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(200);

	endpoint_via_add(&buf, via, "192.0.2.7");
	assert_string_equal(strbuf_text(&buf), want);
}

static void
front_and_provider_stand_beside_the_place(void **state)
{
	const struct endpoint_front listed = {.name = name};
	const struct endpoint_front front = {
	    .role = ENDPOINT_ROLE_CDN, .title = title};
	struct endpoint_via via = {0};

	expect_via(NULL, "192.0.2.7");
	expect_via(&via, "192.0.2.7");
	via.front = &listed;
	expect_via(&via, "192.0.2.7");
	via.provider = PROVIDER_FASTLY;
	expect_via(&via, "192.0.2.7 (Fastly)");
	via.front = &front;
	expect_via(&via, "the CDN eu-1 (Fastly, 192.0.2.7)");
	via.provider = PROVIDER_NONE;
	expect_via(&via, "the CDN eu-1 (192.0.2.7)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(role_and_title_are_told),
	    cmocka_unit_test(each_role_has_a_name),
	    cmocka_unit_test(keys_tell_ways_apart),
	    cmocka_unit_test(the_address_in_a_key_is_found),
	    cmocka_unit_test(a_front_of_several_ways_is_one),
	    cmocka_unit_test(what_is_told_of_it_counts_when_compared),
	    cmocka_unit_test(front_and_provider_stand_beside_the_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
