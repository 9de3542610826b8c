/* What makes an endpoint, and what makes two of them the same. */
#include "model/endpoint.h"

#include <malloc.h>
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
	endpoint->settings->interval_s = 3600;
	endpoint->settings->timeout_ms = 10000;
	return endpoint;
}

static void
the_id_is_host_and_port(void **state)
{
	static const struct {
		const char *host, *id, *sni;
	} rows[] = {
	    {"www.example.com", "www.example.com:443", "www.example.com"},
	    {"192.0.2.1", "192.0.2.1:443", ""},
	    {"2001:DB8::1", "[2001:db8::1]:443", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(endpoint_unref)
		struct endpoint *endpoint = make(rows[i].host);

		endpoint_finish(endpoint);
		assert_string_equal(endpoint->id, rows[i].id);
		/* RFC 6066 3: an address is no SNI. */
		assert_string_equal(endpoint_sni(endpoint), rows[i].sni);
	}
}

static void
finishing_again_follows_the_port(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *endpoint = make("a.example");

	endpoint_finish(endpoint);
	endpoint->port = 8443;
	endpoint_finish(endpoint);
	assert_string_equal(endpoint->id, "a.example:8443");
}

static void
a_packed_one_is_the_same_in_less_memory(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *plain = make("a.example");
	CLEANUP(endpoint_unref) struct endpoint *packed = make("a.example");
	CLEANUP(endpoint_unref) struct endpoint *like = NULL;
	struct settings_pool pool = {0};

	ARRAY_ADD(&plain->fronts)->name = mem_strdup("lb.example");
	ARRAY_ADD(&packed->fronts)->name = mem_strdup("lb.example");
	endpoint_finish(plain);
	endpoint_finish(packed);
	packed = endpoint_pack(packed, &pool);
	settings_pool_clear(&pool);
	/* With its front all that there are 100,000 of. */
	assert_true(malloc_usable_size(packed) <= 184);
	assert_true((char *)packed->fronts.items > (char *)packed &&
	    (char *)packed->fronts.items <
		(char *)packed + malloc_usable_size(packed));
	assert_string_equal(packed->id, "a.example:443");
	assert_true(endpoint_equal(plain, packed));
	/* A copy has all the room of a name again. */
	like = endpoint_like(packed);
	assert_string_equal(like->host.text, "a.example");
	assert_int_equal(like->host.text[sizeof like->host.text - 1], '\0');
	assert_true(malloc_usable_size(like) >= sizeof *like);
}

static void
packed_ones_share_settings_that_are_equal(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *a = make("a.example");
	CLEANUP(endpoint_unref) struct endpoint *b = make("b.example");
	CLEANUP(endpoint_unref) struct endpoint *c = make("c.example");
	CLEANUP(endpoint_unref) struct endpoint *like = NULL;
	struct settings_pool pool = {0};

	texts_add(&a->settings->trust, "system");
	texts_add(&b->settings->trust, "system");
	texts_add(&c->settings->trust, "own");
	endpoint_finish(a);
	endpoint_finish(b);
	endpoint_finish(c);
	a = endpoint_pack(a, &pool);
	b = endpoint_pack(b, &pool);
	c = endpoint_pack(c, &pool);
	settings_pool_clear(&pool);
	assert_ptr_equal(a->settings, b->settings);
	assert_ptr_not_equal(a->settings, c->settings);
	/* What is made like it has its own again. */
	like = endpoint_like(a);
	like->settings->interval_s = a->settings->interval_s + 1;
	assert_int_equal(a->settings->interval_s, b->settings->interval_s);
	assert_int_not_equal(
	    like->settings->interval_s, a->settings->interval_s);
	/* Who wants to change them gets its own. */
	endpoint_own_settings(a)->timeout_ms = b->settings->timeout_ms + 1;
	assert_ptr_not_equal(a->settings, b->settings);
	assert_string_equal(a->settings->trust.items[0], "system");
	assert_int_not_equal(a->settings->timeout_ms, b->settings->timeout_ms);
	/* The last of them keeps them. */
	endpoint_unref(TAKE(a));
	assert_string_equal(b->settings->trust.items[0], "system");
}

static void
a_given_sni_stays(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *endpoint = make("a.example");

	endpoint->sni = mem_strdup("b.example");
	endpoint_finish(endpoint);
	assert_string_equal(endpoint_sni(endpoint), "b.example");
}

static void
it_lives_until_the_last_reference(void **state)
{
	struct endpoint *endpoint = make("a.example");

	assert_ptr_equal(endpoint_ref(endpoint), endpoint);
	assert_int_equal(endpoint->refs, 2);
	endpoint_unref(endpoint);
	assert_int_equal(endpoint->refs, 1);
	endpoint_unref(endpoint);
	endpoint_unref(NULL);
}

enum change {
	NOTHING,
	PORT,
	INTERVAL,
	TIMEOUT,
	TRUST,
	LABEL_VALUE,
	LABEL_MORE,
	FRONT_NAME,
	FRONT_PORT,
	FRONT_ADDRESS,
	FRONT_KIND,
	SNI,
	EXPECTED,
	CLIENTS,
	CHANGES,
};

static void
add_front(struct endpoint *endpoint, const char *name, const char *address,
    uint16_t port)
{
	struct endpoint_front *front = ARRAY_ADD(&endpoint->fronts);

	front->name = mem_strdup(name);
	front->port = port;
	if (address != NULL)
		assert_true(ip_address_parse(address, &front->address));
}

static struct endpoint *
make_changed(enum change change)
{
	struct endpoint *endpoint = make("a.example");
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);

	label->key = mem_strdup("team");
	label->value = mem_strdup(change == LABEL_VALUE ? "ops" : "web");
	if (change == LABEL_MORE) {
		label = ARRAY_ADD(&endpoint->settings->labels);
		label->key = mem_strdup("tier");
		label->value = mem_strdup("1");
	}
	endpoint->port = change == PORT ? 8443 : 443;
	endpoint->settings->interval_s += change == INTERVAL;
	endpoint->settings->timeout_ms += change == TIMEOUT;
	texts_add(
	    &endpoint->settings->trust, change == TRUST ? "corp" : "system");
	if (change == FRONT_KIND)
		add_front(endpoint, NULL, "192.0.2.7", 0);
	else
		add_front(endpoint, change == FRONT_NAME ? "m" : "l", NULL,
		    change == FRONT_PORT ? 1 : 0);
	add_front(endpoint, NULL,
	    change == FRONT_ADDRESS ? "192.0.2.2" : "192.0.2.1", 0);
	endpoint->settings->clients.is_given = true;
	endpoint->settings->clients.watched = change == CLIENTS ? 2 : 1;
	endpoint->settings->expected = expectation_new();
	assert_true(expectation_add_issuer(endpoint->settings->expected,
	    change == EXPECTED ? "Other CA" : "Good CA", NULL));
	if (change == SNI)
		endpoint->sni = mem_strdup("b.example");
	endpoint_finish(endpoint);
	return endpoint;
}

static void
equal_means_in_every_respect(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *first = make_changed(NOTHING);

	for (int i = NOTHING; i < CHANGES; i++) {
		CLEANUP(endpoint_unref)
		struct endpoint *other = make_changed((enum change)i);

		assert_int_equal(endpoint_equal(first, other), i == NOTHING);
		assert_int_equal(endpoint_equal(other, first), i == NOTHING);
	}
}

static void
many_addresses_of_names_are_taken_by_turns(void **state)
{
	static const struct {
		unsigned sample, named, turns;
		int64_t interval_s;
	} rows[] = {
	    {0, 0, 1, 3600},
	    {0, 24, 1, 3600},
	    {0, 25, 2, 3600},
	    {12, 200, 17, 3600},
	    {256, 200, 1, 3600},
	    {256, 200, 10, 10}, /* 120 a minute */
	    {24, 10, 1, 5},
	    {24, 11, 2, 5},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct endpoint_settings settings = {
		    .interval_s = rows[i].interval_s};
		const struct endpoint endpoint = {
		    .sample = rows[i].sample, .settings = &settings};

		assert_int_equal(
		    endpoint_turns(&endpoint, rows[i].named), rows[i].turns);
	}
}

static void
an_address_is_named_when_dns_said_it(void **state)
{
	struct endpoint *endpoint = endpoint_new();
	const struct endpoint_via host = {0};
	struct endpoint_via by_name = {0}, by_address = {0};

	assert_true(endpoint_via_is_named(endpoint, &host));
	endpoint->host.is_address = true;
	assert_false(endpoint_via_is_named(endpoint, &host));
	ARRAY_ADD(&endpoint->fronts)->name = mem_strdup("lb.example");
	(void)ARRAY_ADD(&endpoint->fronts);
	by_name.front = &endpoint->fronts.items[0];
	by_address.front = &endpoint->fronts.items[1];
	assert_true(endpoint_via_is_named(endpoint, &by_name));
	assert_false(endpoint_via_is_named(endpoint, &by_address));
	endpoint_unref(endpoint);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_id_is_host_and_port),
	    cmocka_unit_test(finishing_again_follows_the_port),
	    cmocka_unit_test(a_packed_one_is_the_same_in_less_memory),
	    cmocka_unit_test(packed_ones_share_settings_that_are_equal),
	    cmocka_unit_test(a_given_sni_stays),
	    cmocka_unit_test(it_lives_until_the_last_reference),
	    cmocka_unit_test(equal_means_in_every_respect),
	    cmocka_unit_test(many_addresses_of_names_are_taken_by_turns),
	    cmocka_unit_test(an_address_is_named_when_dns_said_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
