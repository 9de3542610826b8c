/* An endpoint at one address. */
#include "model/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct endpoint *
make(const char *host)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint_finish(endpoint);
	return endpoint;
}

static struct place
place(const char *text, uint16_t port)
{
	struct place parsed = {0};

	assert_true(ip_address_parse(text, &parsed.address));
	parsed.address.port = port;
	return parsed;
}

static void
holds_its_endpoint(void **state)
{
	struct endpoint *endpoint = make("a.example");
	struct place first = place("192.0.2.1", 443);
	struct target target = {0};

	target_set(&target, endpoint, &first,
	    &(struct endpoint_via){.provider = PROVIDER_FASTLY});
	assert_int_equal(endpoint->refs, 2);
	/* Setting it again to the same endpoint must not free that. */
	target_set(&target, endpoint, &first, NULL);
	assert_int_equal(endpoint->refs, 2);
	assert_null(target.via.front);
	target_clear(&target);
	assert_int_equal(endpoint->refs, 1);
	target_clear(&target);
	endpoint_unref(endpoint);
}

static void
equal_means_same_endpoint_and_place(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *a = make("a.example");
	CLEANUP(endpoint_unref) struct endpoint *b = make("b.example");
	struct place one = place("192.0.2.1", 443);
	struct place two = place("192.0.2.2", 443);
	struct place port = place("192.0.2.1", 8443);
	struct target first = {0}, other = {0};

	target_set(&first, a, &one, NULL);
	target_set(&other, a, &one,
	    &(struct endpoint_via){.provider = PROVIDER_FASTLY});
	assert_true(target_equal(&first, &other));
	target_set(&other, a, &two, NULL);
	assert_false(target_equal(&first, &other));
	target_set(&other, a, &port, NULL);
	assert_false(target_equal(&first, &other));
	target_set(&other, b, &one, NULL);
	assert_false(target_equal(&first, &other));
	target_clear(&first);
	target_clear(&other);
}

static void
is_shown_with_its_address_once(void **state)
{
	static const struct {
		const char *host, *address, *text;
		uint16_t port;
	} rows[] = {
	    {"a.example", "192.0.2.1", "a.example:443 at 192.0.2.1:443", 443},
	    {"a.example", "2001:db8::1", "a.example:443 at [2001:db8::1]:444",
		444},
	    {"192.0.2.1", "192.0.2.1", "192.0.2.1:443", 443},
	    {"2001:db8::1", "2001:db8::1", "[2001:db8::1]:443", 443},
	    {"192.0.2.1", "192.0.2.9", "192.0.2.1:443 at 192.0.2.9:443", 443},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(endpoint_unref)
		struct endpoint *endpoint = make(rows[i].host);
		struct place at = place(rows[i].address, rows[i].port);
		struct target target = {0};
		char text[TARGET_TEXT_MAX];

		target_set(&target, endpoint, &at, NULL);
		assert_string_equal(target_format(&target, text), rows[i].text);
		target_clear(&target);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(holds_its_endpoint),
	    cmocka_unit_test(equal_means_same_endpoint_and_place),
	    cmocka_unit_test(is_shown_with_its_address_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
