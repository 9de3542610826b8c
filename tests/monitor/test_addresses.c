/* Targets come and go with what names give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "monitor/inside.h"
#include "support/monitor_rig.h"

#define HOST "www.example.test"

static void
start(struct rig *rig, const char *addresses, int64_t ttl_s, int64_t interval_s)
{
	fake_resolve_set(rig->resolver, HOST, addresses, ttl_s);
	rig_endpoint(rig, HOST, "", interval_s);
	rig_apply(rig);
	rig_run(rig, 100);
}

static void
every_address_of_a_name_is_looked_at(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1 192.0.2.2 2001:db8::1", 300, 300);
	assert_true(rig_looks(rig, "192.0.2.1") >= 1);
	assert_true(rig_looks(rig, "192.0.2.2") >= 1);
	assert_true(rig_looks(rig, "2001:db8::1") >= 1);
	assert_int_equal(monitor_counts(rig->monitor).targets, 3);
}

static void
a_new_address_is_looked_at_within_an_interval(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1", 86400, 300);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1 192.0.2.2", 86400);
	rig_run(rig, 300);
	assert_true(rig_looks(rig, "192.0.2.2") >= 1);
}

static void
an_address_that_is_gone_is_not_looked_at_any_more(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	start(rig, "192.0.2.1 192.0.2.2", 60, 300);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1", 60);
	rig_run(rig, 300);
	looks = rig_looks(rig, "192.0.2.2");
	assert_int_equal(monitor_counts(rig->monitor).targets, 1);
	rig_run(rig, 3000);
	assert_int_equal(rig_looks(rig, "192.0.2.2"), looks);
	assert_true(rig_looks(rig, "192.0.2.1") >= 10);
}

static void
one_that_comes_back_waits_for_its_slot(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	start(rig, "192.0.2.1 192.0.2.2", 60, 3600);
	looks = rig_looks(rig, "192.0.2.2");
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1", 60);
	rig_run(rig, 1200);
	assert_int_equal(monitor_counts(rig->monitor).targets, 1);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1 192.0.2.2", 60);
	rig_run(rig, 7200);
	/* Twice in two hours, and no look for coming back. */
	assert_in_range(rig_looks(rig, "192.0.2.2"), looks + 1, looks + 2);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
}

static void
names_are_asked_when_their_ttl_ends_within_bounds(void **state)
{
	static const struct {
		int64_t ttl_s, interval_s;
		unsigned least, most; /* questions in an hour */
	} rows[] = {
	    {900, 3600, 4, 5},	 /* the TTL */
	    {86400, 1200, 3, 4}, /* at least every interval */
	    {1, 3600, 4, 5},	 /* not more than 4 an interval */
	    {1, 30, 110, 121},	 /* nor more often than every 30 s */
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct rig *rig = rig_new(NULL);
		unsigned before;

		start(rig, "192.0.2.1", rows[i].ttl_s, rows[i].interval_s);
		before = fake_resolve_count(rig->resolver);
		rig_run(rig, 3600);
		assert_in_range(fake_resolve_count(rig->resolver) - before,
		    rows[i].least, rows[i].most);
		rig_free(rig);
	}
}

static void
a_failing_name_keeps_its_addresses(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	start(rig, "192.0.2.1 192.0.2.2", 60, 300);
	looks = rig_looks(rig, "192.0.2.2");
	fake_resolve_fail(rig->resolver, HOST, RESOLVE_TIMEOUT);
	rig_run(rig, 3000);
	assert_int_equal(monitor_counts(rig->monitor).targets, 2);
	assert_true(rig_looks(rig, "192.0.2.2") >= looks + 9);
	assert_true(rig->unresolved > 1);
}

/* Libunbound repeats a failure for five seconds; that is no second look. */
static void
a_failure_is_not_taken_twice_from_the_resolvers_cache(UNUSED void **state)
{
	/* Each has another phase. */
	for (int i = 0; i < 16; i++) {
		struct rig *rig = rig_new(NULL);
		char host[] = "a.example.test";

		host[0] = (char)('a' + i);
		fake_resolve_set(rig->resolver, host, "192.0.2.1", 1);
		rig_endpoint(rig, host, "", 10);
		rig_apply(rig);
		rig_run(rig, 100);
		fake_resolve_fail(rig->resolver, host, RESOLVE_REFUSED);
		for (int s = 0; s < 60 && rig->unresolved == 0; s++)
			rig_run(rig, 1);
		rig_run(rig, 4);
		assert_int_equal(rig->unresolved, 1);
		rig_run(rig, 6);
		assert_in_range(rig->unresolved, 1, 2);
		rig_run(rig, 60);
		assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
		rig_free(rig);
	}
}

static void
a_name_that_fails_opens_an_incident_and_resolves(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1", 60, 300);
	fake_resolve_fail(rig->resolver, HOST, RESOLVE_NO_NAME);
	rig_run(rig, 3000);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	assert_int_equal(rig_event(rig, EVENT_INCIDENT_OPENED)->finding,
	    FINDING_RESOLVE_FAILED);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1", 60);
	rig_run(rig, 3000);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
}

static void
a_family_that_could_not_be_learnt_keeps_its_addresses(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1 192.0.2.2 2001:db8::1", 60, 300);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1", 60);
	fake_resolve_set_partial(rig->resolver, HOST, true);
	rig_run(rig, 300);
	/* 192.0.2.2 is gone, the other family is not known to be. */
	assert_int_equal(monitor_counts(rig->monitor).targets, 2);
	fake_resolve_set_partial(rig->resolver, HOST, false);
	rig_run(rig, 300);
	assert_int_equal(monitor_counts(rig->monitor).targets, 1);
}

static void
listed_addresses_ask_no_resolver(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, HOST, "192.0.2.1", 60);
	rig_apply(rig);
	rig_run(rig, 3600);
	assert_int_equal(fake_resolve_count(rig->resolver), 0);
}

static void
another_resolver_takes_over_what_was_asked(void **state)
{
	struct rig *rig = *state;
	struct resolver_options options = {0};
	struct error err = ERROR_INIT;
	struct resolver *old = rig->resolver;

	rig_endpoint(rig, HOST, "", 300);
	rig_apply(rig);
	for (unsigned i = 0; fake_resolve_count(old) == 0; i++) {
		fake_loop_run_for(rig->loop, 1);
		assert_true(i < 60000);
	}
	rig->resolver = resolver_new(rig->loop, &options, &err);
	fake_resolve_set(rig->resolver, HOST, "192.0.2.1", 60);
	monitor_set_resolver(rig->monitor, rig->resolver);
	resolver_free(old); /* would answer "no such name" */
	rig_run(rig, 100);
	assert_int_equal(rig->unresolved, 0);
	assert_true(rig_looks(rig, "192.0.2.1") >= 1);
}

static void
while_much_waits_to_be_kept_no_more_is_expanded(void **state)
{
	struct rig *rig = *state;
	const unsigned count = MONITOR_MAX_KEEPING + 50;

	rig->is_store_slow = true;
	for (unsigned i = 0; i < count; i++) {
		char host[32], address[32];

		snprintf(host, sizeof host, "h%u.example.test", i);
		snprintf(
		    address, sizeof address, "198.51.%u.%u", i / 256, i % 256);
		rig_endpoint(rig, host, address, 3600);
	}
	rig_apply(rig);
	rig_run(rig, 5);
	assert_int_equal(
	    monitor_counts(rig->monitor).targets, MONITOR_MAX_KEEPING);
	rig_keep(rig);
	rig_run(rig, 1);
	assert_int_equal(
	    monitor_counts(rig->monitor).targets, MONITOR_MAX_KEEPING + 1);
	rig->is_store_slow = false;
	while (rig->commits.len > 0)
		rig_keep(rig);
	rig_run(rig, 5);
	assert_int_equal(monitor_counts(rig->monitor).targets, count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(every_address_of_a_name_is_looked_at),
	    RIG_TEST(a_new_address_is_looked_at_within_an_interval),
	    RIG_TEST(while_much_waits_to_be_kept_no_more_is_expanded),
	    RIG_TEST(one_that_comes_back_waits_for_its_slot),
	    RIG_TEST(an_address_that_is_gone_is_not_looked_at_any_more),
	    cmocka_unit_test(names_are_asked_when_their_ttl_ends_within_bounds),
	    RIG_TEST(a_failing_name_keeps_its_addresses),
	    cmocka_unit_test(
		a_failure_is_not_taken_twice_from_the_resolvers_cache),
	    RIG_TEST(a_name_that_fails_opens_an_incident_and_resolves),
	    RIG_TEST(a_family_that_could_not_be_learnt_keeps_its_addresses),
	    RIG_TEST(listed_addresses_ask_no_resolver),
	    RIG_TEST(another_resolver_takes_over_what_was_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
