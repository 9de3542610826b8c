/* So much at once of a network and of an endpoint, and who waits for what. */
#include "probe/courtesy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MOST_NETWORK 3
#define MOST_ENDPOINT 2

struct asker {
	struct courtesy courtesy;
	bool is_admitted;
};

static void
admit(struct probe *probe)
{
	((struct asker *)(void *)probe)->is_admitted = true;
}

static struct courtesies
start(void)
{
	const struct prober_options options = {
	    .max_per_network = MOST_NETWORK,
	    .max_per_endpoint = MOST_ENDPOINT,
	};
	struct courtesies courtesies;

	courtesies_init(&courtesies, &options, admit);
	return courtesies;
}

static void
ask(struct courtesies *courtesies, struct asker *asker, const char *address,
    uint64_t endpoint)
{
	struct ip_address parsed = {0};

	if (address != NULL)
		assert_true(ip_address_parse(address, &parsed));
	asker->is_admitted = courtesy_ask(courtesies, &asker->courtesy,
	    (struct probe *)(void *)asker, &parsed, endpoint);
	assert_int_equal(
	    courtesy_is_waiting(&asker->courtesy), !asker->is_admitted);
}

static void
end(struct courtesies *courtesies, struct asker *askers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		courtesy_release(courtesies, &askers[i].courtesy);
	assert_int_equal(address_table_len(courtesies->groups), 0);
	courtesies_clear(courtesies);
}

static void
a_network_gets_so_many_and_no_more(void **state)
{
	static const char *const rows[][2] = {{"192.0.2.1", "192.0.2.255"},
	    {"2001:db8:1::1", "2001:db8:1:ff::1"}};

	for (size_t row = 0; row < 2; row++) {
		struct courtesies courtesies = start();
		struct asker askers[5] = {0};

		for (size_t i = 0; i < 5; i++)
			ask(&courtesies, &askers[i], rows[row][i % 2], i);
		assert_true(askers[2].is_admitted);
		assert_false(askers[3].is_admitted);
		courtesy_release(&courtesies, &askers[0].courtesy);
		assert_true(askers[3].is_admitted);
		assert_false(askers[4].is_admitted);
		end(&courtesies, askers, 5);
	}
}

static void
other_networks_do_not_count(void **state)
{
	struct courtesies courtesies = start();
	static const char *const addresses[] = {"192.0.2.1", "192.0.3.1",
	    "2001:db8:1::1", "2001:db8:2::1", "192.0.2.1", "192.0.3.1"};
	struct asker askers[6] = {0};

	for (size_t i = 0; i < 6; i++) {
		ask(&courtesies, &askers[i], addresses[i], i);
		assert_true(askers[i].is_admitted);
	}
	end(&courtesies, askers, 6);
}

static void
an_endpoint_gets_so_many_and_no_more(void **state)
{
	struct courtesies courtesies = start();
	static const char *const addresses[] = {
	    "192.0.2.1", "192.0.3.1", "192.0.4.1", NULL};
	struct asker askers[4] = {0};

	for (size_t i = 0; i < 4; i++)
		ask(&courtesies, &askers[i], addresses[i], 7);
	assert_true(askers[1].is_admitted);
	assert_false(askers[2].is_admitted);
	assert_false(askers[3].is_admitted);
	courtesy_release(&courtesies, &askers[1].courtesy);
	assert_true(askers[2].is_admitted);
	end(&courtesies, askers, 4);
}

/* Paths have no network, and one full network burdens no path. */
static void
what_has_no_address_is_in_no_network(void **state)
{
	struct courtesies courtesies = start();
	struct asker askers[6] = {0};

	for (size_t i = 0; i < 6; i++) {
		ask(&courtesies, &askers[i], NULL, i);
		assert_true(askers[i].is_admitted);
	}
	end(&courtesies, askers, 6);
}

static void
who_waits_for_one_holds_nothing_of_the_other(void **state)
{
	struct courtesies courtesies = start();
	struct asker askers[5] = {0};

	/* The endpoint 7 is full; the third waits for it and takes nothing of
	 * its network, so that three others fit in there. */
	ask(&courtesies, &askers[0], "198.51.100.1", 7);
	ask(&courtesies, &askers[1], "198.51.100.2", 7);
	ask(&courtesies, &askers[2], "192.0.2.1", 7);
	assert_false(askers[2].is_admitted);
	ask(&courtesies, &askers[3], "192.0.2.2", 8);
	ask(&courtesies, &askers[4], "192.0.2.3", 9);
	assert_true(askers[4].is_admitted);
	end(&courtesies, askers, 5);
}

static void
who_finds_the_other_full_waits_on(void **state)
{
	struct courtesies courtesies = start();
	struct asker askers[7] = {0};

	for (size_t i = 0; i < 3; i++)
		ask(&courtesies, &askers[i], "192.0.2.1", i);
	ask(&courtesies, &askers[3], "198.51.100.1", 7);
	ask(&courtesies, &askers[4], "198.51.100.2", 7);
	ask(&courtesies, &askers[5], "192.0.2.9", 7); /* network, endpoint */
	ask(&courtesies, &askers[6], "192.0.2.8", 8);
	courtesy_release(&courtesies, &askers[0].courtesy);
	assert_false(askers[5].is_admitted);
	assert_true(askers[6].is_admitted);
	courtesy_release(&courtesies, &askers[3].courtesy);
	assert_false(askers[5].is_admitted);
	courtesy_release(&courtesies, &askers[1].courtesy);
	assert_true(askers[5].is_admitted);
	end(&courtesies, askers, 7);
}

static void
who_leaves_while_waiting_leaves_no_trace(void **state)
{
	struct courtesies courtesies = start();
	struct asker askers[4] = {0};

	for (size_t i = 0; i < 4; i++)
		ask(&courtesies, &askers[i], "192.0.2.1", i);
	courtesy_release(&courtesies, &askers[3].courtesy);
	courtesy_release(&courtesies, &askers[3].courtesy);
	courtesy_release(&courtesies, &askers[0].courtesy);
	assert_false(askers[3].is_admitted);
	end(&courtesies, askers, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_network_gets_so_many_and_no_more),
	    cmocka_unit_test(other_networks_do_not_count),
	    cmocka_unit_test(an_endpoint_gets_so_many_and_no_more),
	    cmocka_unit_test(what_has_no_address_is_in_no_network),
	    cmocka_unit_test(who_waits_for_one_holds_nothing_of_the_other),
	    cmocka_unit_test(who_finds_the_other_full_waits_on),
	    cmocka_unit_test(who_leaves_while_waiting_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
