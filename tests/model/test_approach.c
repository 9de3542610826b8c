/* Approaches: equal, shared, and what they let through. */
#include "model/approach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static struct ip_address
address(const char *text)
{
	struct ip_address parsed;

	assert_true(ip_address_parse(text, &parsed));
	return parsed;
}

static void
what_is_shared_is_copied_before_it_changes(void **state)
{
	CLEANUP(approach_unref) struct approach *shared = NULL;
	CLEANUP(approach_unref) struct approach *own = NULL;

	approach_edit(&shared)->header = PROXY_HEADER_V2;
	shared->proxy.kind = PROXY_HTTP;
	shared->proxy.user = mem_strdup("monitor");
	shared->credentials_file = mem_strdup("/run/secrets/proxy");
	own = approach_ref(shared);
	assert_true(approach_equal(own, shared));

	approach_edit(&own)->header = PROXY_HEADER_V1;
	assert_ptr_not_equal(own, shared);
	assert_int_equal(shared->header, PROXY_HEADER_V2);
	assert_string_equal(own->proxy.user, "monitor");
	assert_string_equal(own->credentials_file, "/run/secrets/proxy");
	/* Alone it is changed in place. */
	assert_ptr_equal(approach_edit(&own), own);
}

static void
nothing_said_is_plain(void **state)
{
	CLEANUP(approach_unref) struct approach *approach = approach_new();
	struct ip_address any = address("2001:db8::1");

	assert_true(approach_equal(NULL, NULL));
	assert_true(approach_equal(NULL, approach));
	assert_true(approach_equal(approach, NULL));
	assert_false(approach_has_proxy(NULL));
	assert_false(approach_has_identity(NULL));
	assert_false(approach_leaves_names(NULL));
	assert_true(approach_takes(NULL, &any));
	assert_true(approach_takes(approach, &any));
}

/* Whoever asks it is no other proxy; what it is asked with are others. */
static void
a_proxy_is_known_by_where_it_is(void **state)
{
	CLEANUP(approach_unref) struct approach *a = approach_new();
	CLEANUP(approach_unref) struct approach *b = approach_new();
	uint8_t of_a[32], of_b[32], of_c[32];

	a->proxy.kind = b->proxy.kind = PROXY_HTTP;
	a->proxy.port = b->proxy.port = 3128;
	b->proxy.user = mem_strdup("monitor");
	assert_true(approach_proxy_equal(&a->proxy, &b->proxy));
	approach_proxy_digest(a, false, of_a);
	approach_proxy_digest(b, false, of_b);
	assert_memory_equal(of_a, of_b, sizeof of_a);
	approach_proxy_digest(b, true, of_b);
	assert_memory_not_equal(of_a, of_b, sizeof of_a);
	b->credentials_file = mem_strdup("/run/secrets/proxy");
	approach_proxy_digest(b, true, of_c);
	assert_memory_not_equal(of_b, of_c, sizeof of_b);
	b->proxy.port = 3129;
	assert_false(approach_proxy_equal(&a->proxy, &b->proxy));
	approach_proxy_digest(b, false, of_b);
	assert_memory_not_equal(of_a, of_b, sizeof of_a);
	b->proxy.port = 3128;
	b->proxy.kind = PROXY_SOCKS5;
	assert_false(approach_proxy_equal(&a->proxy, &b->proxy));
}

/* Each member alone makes a difference. */
static void
every_member_counts_for_equality(void **state)
{
	for (int i = 0; i < 11; i++) {
		CLEANUP(approach_unref)
		struct approach *approach = approach_new();

		switch (i) {
		case 0: approach->proxy.kind = PROXY_SOCKS5; break;
		case 1: approach->proxy.host.text[0] = 'p'; break;
		case 2: approach->proxy.port = 1080; break;
		case 3: approach->proxy.user = mem_strdup("u"); break;
		case 4: approach->credentials_file = mem_strdup("f"); break;
		case 5: approach->resolution = APPROACH_RESOLVES_PROXY; break;
		case 6: approach->header = PROXY_HEADER_V1; break;
		case 7: approach->addresses = ADDRESS_CHOICE_IPV6; break;
		case 8: approach->identity.cert_file = mem_strdup("c"); break;
		case 9: approach->identity.key_file = mem_strdup("k"); break;
		case 10: approach->source = address("192.0.2.1"); break;
		}
		assert_false(approach_equal(approach, NULL));
		assert_true(approach_equal(approach, approach));
	}
}

static void
a_family_takes_its_own_addresses(void **state)
{
	CLEANUP(approach_unref) struct approach *approach = approach_new();
	struct ip_address v4 = address("192.0.2.1");
	struct ip_address v6 = address("2001:db8::1");

	approach->addresses = ADDRESS_CHOICE_IPV4;
	assert_true(approach_takes(approach, &v4));
	assert_false(approach_takes(approach, &v6));
	approach->addresses = ADDRESS_CHOICE_IPV6;
	assert_false(approach_takes(approach, &v4));
	assert_true(approach_takes(approach, &v6));
}

static void
a_source_reaches_its_own_family_unless_a_proxy_is_dialled(void **state)
{
	CLEANUP(approach_unref) struct approach *approach = approach_new();
	struct ip_address v4 = address("192.0.2.1");
	struct ip_address v6 = address("2001:db8::1");

	approach->source = v4;
	assert_true(approach_takes(approach, &v4));
	assert_false(approach_takes(approach, &v6));
	approach->proxy.kind = PROXY_SOCKS5;
	assert_true(approach_takes(approach, &v6));
}

static void
names_are_left_to_a_proxy_only(void **state)
{
	CLEANUP(approach_unref) struct approach *approach = approach_new();

	approach->resolution = APPROACH_RESOLVES_PROXY;
	assert_false(approach_leaves_names(approach));
	approach->proxy.kind = PROXY_HTTP;
	assert_true(approach_leaves_names(approach));
	approach->resolution = APPROACH_RESOLVES_HERE;
	assert_false(approach_leaves_names(approach));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_shared_is_copied_before_it_changes),
	    cmocka_unit_test(nothing_said_is_plain),
	    cmocka_unit_test(a_proxy_is_known_by_where_it_is),
	    cmocka_unit_test(every_member_counts_for_equality),
	    cmocka_unit_test(a_family_takes_its_own_addresses),
	    cmocka_unit_test(
		a_source_reaches_its_own_family_unless_a_proxy_is_dialled),
	    cmocka_unit_test(names_are_left_to_a_proxy_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
