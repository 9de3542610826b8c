/* The monitor's own network is gone, in virtual time: who is looked at when. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

#define HOURLY 12

static const char *
address_of(unsigned i)
{
	static char text[32];

	snprintf(text, sizeof text, "10.0.%u.1", i);
	return text;
}

/* One that is looked at every half minute, and others every hour. */
static void
watch_fleet(struct rig *rig)
{
	char host[32];

	for (unsigned i = 0; i <= HOURLY; i++) {
		snprintf(host, sizeof host, "h%u.example.test", i);
		rig_endpoint(rig, host, address_of(i), i == 0 ? 30 : 3600);
	}
	rig_apply(rig);
	rig_run(rig, 4000);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

static void
serve_all(struct rig *rig, enum rig_serves serves)
{
	for (unsigned i = 0; i <= HOURLY; i++)
		rig_serve(rig, address_of(i), serves);
}

static void
it_is_known_before_anybody_is_told_of_a_server(void **state)
{
	struct rig *rig = *state;

	watch_fleet(rig);
	serve_all(rig, RIG_SILENT);
	rig_run(rig, 180);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(rig_event(rig, EVENT_MONITOR_FAULT)->finding,
	    FINDING_NETWORK_OFFLINE);
	rig_run(rig, 86400);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
}

static void
when_it_is_back_all_are_looked_at_soon(void **state)
{
	struct rig *rig = *state;
	unsigned before[HOURLY + 1];

	watch_fleet(rig);
	serve_all(rig, RIG_SILENT);
	rig_run(rig, 86400);
	serve_all(rig, RIG_GOOD);
	rig_serve(rig, address_of(7), RIG_SILENT);
	for (unsigned i = 0; i <= HOURLY; i++)
		before[i] = rig_looks(rig, address_of(i));
	rig_run(rig, 240);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(
	    rig_event(rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
	for (unsigned i = 0; i <= HOURLY; i++)
		assert_true(rig_looks(rig, address_of(i)) > before[i]);
	/* The one that died meanwhile is told, and no other. */
	rig_run(rig, 900);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
start_without_network(struct rig *rig)
{
	char host[32];

	serve_all(rig, RIG_SILENT);
	for (unsigned i = 0; i <= HOURLY; i++) {
		snprintf(host, sizeof host, "h%u.example.test", i);
		rig_endpoint(rig, host, address_of(i), 600);
	}
	rig_apply(rig);
}

/* As after a boot: the summary waits, and who is really down is in it. */
static void
the_first_pass_ends_when_the_network_is_there(void **state)
{
	struct rig *rig = *state;

	start_without_network(rig);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(rig->passes_ended, 0);
	serve_all(rig, RIG_GOOD);
	rig_serve(rig, address_of(7), RIG_REFUSED);
	rig_run(rig, 600);
	assert_int_equal(rig->passes_ended, 1);
	assert_non_null(strstr(rig_event(rig, EVENT_FIRST_PASS)->text,
	    "12 fine, 1 unreachable (h7.example.test:443)"));
	rig_run(rig, 7200);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
the_first_pass_does_not_wait_for_ever(void **state)
{
	struct rig *rig = *state;

	start_without_network(rig);
	rig_run(rig, 20 * 60);
	assert_int_equal(rig->passes_ended, 1);
	assert_non_null(strstr(
	    rig_event(rig, EVENT_FIRST_PASS)->text, "13 not looked at yet"));
}

static void
one_dead_server_is_told_as_ever(void **state)
{
	struct rig *rig = *state;
	unsigned looks = 0;

	watch_fleet(rig);
	for (unsigned i = 1; i <= HOURLY; i++)
		looks += rig_looks(rig, address_of(i));
	rig_serve(rig, address_of(0), RIG_SILENT);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
	/* Others were looked at to know, once. */
	for (unsigned i = 1; i <= HOURLY; i++)
		looks -= rig_looks(rig, address_of(i));
	assert_in_range(0u - looks, 1, 2 * HOURLY);
}

static bool
is_always(const struct ip_address *address)
{
	return address->family != 0;
}

static void
without_a_way_out_one_endpoint_is_enough(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "www.example.test", "10.0.0.1", 60);
	rig->is_cut_off = is_always;
	rig_stop_monitor(rig);
	rig_start_monitor(rig);
	rig_apply(rig);
	rig_run(rig, 300);
	rig_serve(rig, "10.0.0.1", RIG_SILENT);
	rig_run(rig, 600);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
}

static const char *
name_of(unsigned i)
{
	static char text[32];

	snprintf(text, sizeof text, "www.zone%u.test", i);
	return text;
}

/* Names in zones of their own, asked for every quarter of an hour; the first
 * every half minute. */
static void
watch_names(struct rig *rig)
{
	for (unsigned i = 0; i <= HOURLY; i++) {
		fake_resolve_set(rig->resolver, name_of(i), address_of(i), 60);
		rig_endpoint(rig, name_of(i), "", i == 0 ? 120 : 3600);
	}
	rig_apply(rig);
	rig_run(rig, 4000);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

static void
fail_names(struct rig *rig, unsigned from, unsigned to)
{
	for (unsigned i = from; i <= to; i++)
		fake_resolve_fail(rig->resolver, name_of(i), RESOLVE_TIMEOUT);
}

static void
dns_gone_for_all_is_one_event(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	watch_names(rig);
	looks = rig_looks(rig, address_of(5));
	fail_names(rig, 0, HOURLY);
	rig_run(rig, 3 * 3600);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	assert_string_equal(
	    rig_event(rig, EVENT_MONITOR_FAULT)->subject, "dns");
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	/* What has an address is looked at as ever. */
	assert_true(rig_looks(rig, address_of(5)) >= looks + 2);
}

static void
when_dns_is_back_what_still_fails_is_told(void **state)
{
	struct rig *rig = *state;

	watch_names(rig);
	fail_names(rig, 0, HOURLY);
	rig_run(rig, 3 * 3600);
	for (unsigned i = 0; i <= HOURLY; i++)
		fake_resolve_set(rig->resolver, name_of(i), address_of(i), 60);
	fail_names(rig, 7, 7);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(
	    rig_event(rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
	rig_run(rig, 1800);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
one_name_that_fails_is_told_as_ever(void **state)
{
	struct rig *rig = *state;

	watch_names(rig);
	fail_names(rig, 0, 1);
	rig_run(rig, 3600);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 2);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

/* Two at once might be DNS: they are told a little later, and do not wait until
 * they are asked again anyway. */
static void
names_that_fail_together_are_asked_again_soon(void **state)
{
	struct rig *rig = *state;

	watch_names(rig);
	fail_names(rig, 0, 1);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 2);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(it_is_known_before_anybody_is_told_of_a_server),
	    RIG_TEST(when_it_is_back_all_are_looked_at_soon),
	    RIG_TEST(the_first_pass_ends_when_the_network_is_there),
	    RIG_TEST(the_first_pass_does_not_wait_for_ever),
	    RIG_TEST(one_dead_server_is_told_as_ever),
	    RIG_TEST(without_a_way_out_one_endpoint_is_enough),
	    RIG_TEST(dns_gone_for_all_is_one_event),
	    RIG_TEST(when_dns_is_back_what_still_fails_is_told),
	    RIG_TEST(one_name_that_fails_is_told_as_ever),
	    RIG_TEST(names_that_fail_together_are_asked_again_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
