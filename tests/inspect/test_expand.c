/* Endpoints become targets: names resolved, listed addresses as they are. */
#include "inspect/expand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_loop.h"
#include "support/fake_resolve.h"

struct rig {
	struct loop *loop;
	struct resolver *resolver;
	struct endpoint *endpoint;
	struct expansion result; /* a copy of the last */
	unsigned calls;
};

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct resolver_options options = {0};
	struct error err = ERROR_INIT;

	rig->loop = loop_new();
	rig->resolver = resolver_new(rig->loop, &options, &err);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	expansion_clear(&rig->result);
	endpoint_unref(rig->endpoint);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
	free(rig);
	return 0;
}

static void
set_host(struct rig *rig, const char *host)
{
	struct error err = ERROR_INIT;

	rig->endpoint = endpoint_new();
	assert_true(hostname_parse(host, &rig->endpoint->host, &err));
	endpoint_finish(rig->endpoint);
}

static void
add_address(struct rig *rig, const char *address, uint16_t port)
{
	struct endpoint_front *front = ARRAY_ADD(&rig->endpoint->fronts);

	assert_true(ip_address_parse(address, &front->address));
	front->address.port = port;
}

static void
add_name(struct rig *rig, const char *name, uint16_t port)
{
	struct endpoint_front *front = ARRAY_ADD(&rig->endpoint->fronts);

	front->name = mem_strdup(name);
	front->port = port;
}

static void
on_expanded(void *arg, const struct expansion *result)
{
	struct rig *rig = arg;

	rig->calls++;
	expansion_clear(&rig->result);
	expansion_copy(&rig->result, result);
}

static void
expand(struct rig *rig)
{
	expand_start(rig->loop, rig->resolver, rig->endpoint, on_expanded, rig);
	assert_int_equal(rig->calls, 0); /* never before it returns */
	loop_run(rig->loop);
	assert_int_equal(rig->calls, 1);
}

/* "192.0.2.1:443 192.0.2.2:443" */
static const char *
addresses(const struct rig *rig)
{
	static char text[8192];
	size_t len = 0;

	text[0] = '\0';
	ARRAY_EACH (target, &rig->result.targets) {
		char address[PLACE_TEXT_MAX];

		place_format(&target->place, address);
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
		    len > 0 ? " " : "", address);
	}
	return text;
}

static void
a_name_gives_every_address_sorted(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	fake_resolve_set(rig->resolver, "www.example.test",
	    "192.0.2.9 192.0.2.1 2001:db8::1", 300);
	expand(rig);
	assert_string_equal(
	    addresses(rig), "192.0.2.1:443 192.0.2.9:443 [2001:db8::1]:443");
	assert_int_equal(rig->result.ttl_s, 300);
	assert_int_equal(rig->result.failure, FAILURE_NONE);
	assert_null(rig->result.targets.items[0].via.front);
}

static void
an_address_is_its_own_target_without_a_name(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "192.0.2.7");
	expand(rig);
	assert_string_equal(addresses(rig), "192.0.2.7:443");
	assert_int_equal(rig->result.ttl_s, 0);
	assert_int_equal(fake_resolve_count(rig->resolver), 0);
}

static void
listed_addresses_take_the_place_of_the_host(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_address(rig, "192.0.2.2", 9443);
	add_address(rig, "192.0.2.1", 0);
	add_address(rig, "192.0.2.1", 443); /* the same again */
	expand(rig);
	assert_string_equal(addresses(rig), "192.0.2.1:443 192.0.2.2:9443");
	assert_int_equal(fake_resolve_count(rig->resolver), 0);
}

static void
fronts_by_name_are_resolved_with_their_own_port(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_name(rig, "lb1.example.net", 0);
	add_name(rig, "lb2.example.net", 8443);
	fake_resolve_set(rig->resolver, "lb1.example.net", "192.0.2.1", 300);
	fake_resolve_set(rig->resolver, "lb2.example.net", "192.0.2.2", 60);
	expand(rig);
	assert_string_equal(addresses(rig), "192.0.2.1:443 192.0.2.2:8443");
	assert_int_equal(rig->result.ttl_s, 60); /* the shortest */
	assert_string_equal(
	    rig->result.targets.items[1].via.front->name, "lb2.example.net");
}

static void
one_front_that_fails_leaves_the_others(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_name(rig, "lb1.example.net", 0);
	add_name(rig, "gone.example.net", 0);
	add_address(rig, "192.0.2.3", 0);
	fake_resolve_set(rig->resolver, "lb1.example.net", "192.0.2.1", 300);
	expand(rig);
	assert_string_equal(addresses(rig), "192.0.2.1:443 192.0.2.3:443");
	assert_int_equal(rig->result.failure, FAILURE_RESOLVE_NO_NAME);
	assert_non_null(strstr(rig->result.detail, "gone.example.net"));
}

static void
says_how_a_name_failed(void **state)
{
	static const struct {
		enum resolve_status status;
		enum failure failure;
	} rows[] = {
	    {RESOLVE_NO_NAME, FAILURE_RESOLVE_NO_NAME},
	    {RESOLVE_NO_ADDRESS, FAILURE_RESOLVE_NO_ADDRESS},
	    {RESOLVE_REFUSED, FAILURE_RESOLVE_REFUSED},
	    {RESOLVE_TIMEOUT, FAILURE_RESOLVE_TIMEOUT},
	};
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		fake_resolve_fail(
		    rig->resolver, "www.example.test", rows[i].status);
		rig->calls = 0;
		expand(rig);
		assert_int_equal(rig->result.failure, rows[i].failure);
		assert_int_equal(rig->result.targets.len, 0);
	}
}

static void
too_many_addresses_are_cut_and_said(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	for (unsigned i = 0; i < EXPAND_MAX_TARGETS; i++) {
		char address[32];

		snprintf(
		    address, sizeof address, "10.0.%u.%u", i / 256, i % 256);
		add_address(rig, address, 0);
	}
	expand(rig);
	assert_false(rig->result.is_cut);
	assert_int_equal(rig->result.targets.len, EXPAND_MAX_TARGETS);

	add_address(rig, "10.1.0.0", 0);
	rig->calls = 0;
	expand(rig);
	assert_true(rig->result.is_cut);
	assert_int_equal(rig->result.targets.len, EXPAND_MAX_TARGETS);
}

static void
a_cancelled_one_is_never_heard_of(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	fake_resolve_set(rig->resolver, "www.example.test", "192.0.2.1", 1);
	expand_cancel(expand_start(
	    rig->loop, rig->resolver, rig->endpoint, on_expanded, rig));
	add_address(rig, "192.0.2.1", 0);
	expand_cancel(expand_start(
	    rig->loop, rig->resolver, rig->endpoint, on_expanded, rig));
	loop_run(rig->loop);
	assert_int_equal(rig->calls, 0);
}

static void
a_family_that_is_not_wanted_gives_no_targets(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	approach_edit(&rig->endpoint->settings->approach)->addresses =
	    ADDRESS_CHOICE_IPV6;
	fake_resolve_set(
	    rig->resolver, "www.example.test", "192.0.2.1 2001:db8::1", 60);
	expand(rig);
	assert_string_equal(addresses(rig), "[2001:db8::1]:443");
	assert_int_equal(rig->result.failure, FAILURE_NONE);
}

static void
a_name_without_the_wanted_family_fails_with_words(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	approach_edit(&rig->endpoint->settings->approach)->addresses =
	    ADDRESS_CHOICE_IPV6;
	fake_resolve_set(rig->resolver, "www.example.test", "192.0.2.1", 60);
	expand(rig);
	assert_int_equal(rig->result.targets.len, 0);
	assert_int_equal(rig->result.failure, FAILURE_RESOLVE_NO_ADDRESS);
	assert_string_equal(rig->result.detail,
	    "www.example.test: has no IPv6 address, and no other is wanted");
}

/* What is listed was meant. */
static void
a_listed_address_is_taken_whatever_the_family(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_address(rig, "192.0.2.1", 0);
	approach_edit(&rig->endpoint->settings->approach)->addresses =
	    ADDRESS_CHOICE_IPV6;
	expand(rig);
	assert_string_equal(addresses(rig), "192.0.2.1:443");
}

static void
listed_addresses_know_their_front(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_address(rig, "192.0.2.1", 0);
	rig->endpoint->fronts.items[0].provider = PROVIDER_F5_XC;
	expand(rig);
	assert_ptr_equal(rig->result.targets.items[0].via.front,
	    &rig->endpoint->fronts.items[0]);
	assert_int_equal(
	    rig->result.targets.items[0].via.provider, PROVIDER_F5_XC);
}

static void
aliases_tell_whose_product_it_is(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	fake_resolve_set(rig->resolver, "www.example.test", "192.0.2.1", 60);
	fake_resolve_set_aliases(rig->resolver, "www.example.test",
	    "shop.example.net d111111abcdef8.cloudfront.net");
	expand(rig);
	assert_null(rig->result.targets.items[0].via.front);
	assert_int_equal(
	    rig->result.targets.items[0].via.provider, PROVIDER_AWS_CLOUDFRONT);
}

static void
the_name_of_a_front_tells_it_as_well(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_name(rig, "my-lb-1.eu-west-1.elb.amazonaws.com", 0);
	add_name(rig, "edge.example.net", 0);
	rig->endpoint->fronts.items[1].provider = PROVIDER_AKAMAI; /* told */
	fake_resolve_set(rig->resolver, "my-lb-1.eu-west-1.elb.amazonaws.com",
	    "192.0.2.1", 60);
	fake_resolve_set(rig->resolver, "edge.example.net", "192.0.2.2", 60);
	fake_resolve_set_aliases(
	    rig->resolver, "edge.example.net", "d1.cloudfront.net");
	expand(rig);
	assert_int_equal(
	    rig->result.targets.items[0].via.provider, PROVIDER_AWS_ELB);
	assert_int_equal(
	    rig->result.targets.items[1].via.provider, PROVIDER_AKAMAI);
}

static void
place_is(const struct rig *rig, size_t i, const char *words)
{
	char text[PLACE_TEXT_MAX];

	assert_true(i < rig->result.targets.len);
	assert_string_equal(
	    place_format(&rig->result.targets.items[i].place, text), words);
}

static void
a_unix_socket_is_a_target_by_its_path(void **state)
{
	struct rig *rig = *state;

	set_host(rig, "www.example.test");
	add_name(rig, "unix:/run/app.sock", 0);
	add_address(rig, "192.0.2.1", 0);
	assert_false(expand_needs_names(rig->endpoint));
	expand(rig);
	assert_int_equal(rig->result.targets.len, 2);
	place_is(rig, 0, "192.0.2.1:443");
	place_is(rig, 1, "/run/app.sock");
	assert_int_equal(fake_resolve_count(rig->resolver), 0);
}

static void
names_that_a_proxy_resolves_are_targets_themselves(void **state)
{
	struct rig *rig = *state;
	struct approach *approach;

	set_host(rig, "www.example.test");
	approach = approach_edit(&rig->endpoint->settings->approach);
	approach->resolution = APPROACH_RESOLVES_PROXY;
	approach->proxy.kind = PROXY_SOCKS5;
	assert_false(expand_needs_names(rig->endpoint));
	expand(rig);
	assert_int_equal(rig->result.targets.len, 1);
	place_is(rig, 0, "www.example.test:443");
	rig->calls = 0;
	add_name(rig, "lb.example.test", 8443);
	add_address(rig, "192.0.2.1", 0);
	expand(rig);
	assert_int_equal(rig->result.targets.len, 2);
	place_is(rig, 0, "192.0.2.1:443");
	place_is(rig, 1, "lb.example.test:8443");
	assert_int_equal(rig->result.failure, FAILURE_NONE);
	assert_int_equal(fake_resolve_count(rig->resolver), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_name_gives_every_address_sorted),
	    TEST(an_address_is_its_own_target_without_a_name),
	    TEST(listed_addresses_take_the_place_of_the_host),
	    TEST(fronts_by_name_are_resolved_with_their_own_port),
	    TEST(one_front_that_fails_leaves_the_others),
	    TEST(says_how_a_name_failed),
	    TEST(too_many_addresses_are_cut_and_said),
	    TEST(a_cancelled_one_is_never_heard_of),
	    TEST(a_family_that_is_not_wanted_gives_no_targets),
	    TEST(a_name_without_the_wanted_family_fails_with_words),
	    TEST(a_listed_address_is_taken_whatever_the_family),
	    TEST(a_unix_socket_is_a_target_by_its_path),
	    TEST(names_that_a_proxy_resolves_are_targets_themselves),
	    TEST(listed_addresses_know_their_front),
	    TEST(aliases_tell_whose_product_it_is),
	    TEST(the_name_of_a_front_tells_it_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
