/* What flaps, over a restart. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/kept_rig.h"

#define ADDRESS "192.0.2.1"
#define INTERVAL_S 60
#define HOUR 3600

/* Its chain is broken; then it is away so often that it is quiet by then, and
 * comes back with the good chain. */
static struct kept_rig *
flap(void **state)
{
	struct kept_rig *kept = *state;

	rig_endpoint(kept->rig, "a.example.test", ADDRESS, INTERVAL_S);
	kept_rig_start(kept);
	rig_run(kept->rig, 10 * INTERVAL_S);
	for (unsigned i = 0; i < fleet_options_default.flap_openings; i++) {
		rig_serve(kept->rig, ADDRESS, RIG_LEAF_ONLY);
		rig_run(kept->rig, HOUR);
		rig_serve(kept->rig, ADDRESS, RIG_REFUSED);
		rig_run(kept->rig, HOUR);
	}
	rig_serve(kept->rig, ADDRESS, RIG_GOOD);
	rig_run(kept->rig, HOUR);
	return kept;
}

static int64_t
kept_chains(struct kept_rig *kept)
{
	return kept_rig_ask(
	    kept, "SELECT count(*) FROM verdict WHERE role = 'heard'");
}

static void
change_during_flapping_is_told_after_a_kill(void **state)
{
	struct kept_rig *kept = flap(state);
	const struct event *last;

	assert_int_equal(
	    kept_rig_ask(kept,
		"SELECT count(*) FROM event WHERE kind = 'chain-changed' "
		"AND hushed = 'flapping'"),
	    1);
	assert_int_equal(kept_chains(kept), 1);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	rig_run(kept->rig, 2 * HOUR);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_CHANGED), 1);
	last = rig_event(kept->rig, EVENT_CHAIN_CHANGED);
	assert_int_equal(last->hush, HUSH_NONE);
	assert_int_equal(last->before->cert_count, 1);
	assert_int_equal(last->after->cert_count, 2);
	assert_int_equal(kept_chains(kept), 0);
	rig_run(kept->rig, 24 * HOUR);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_CHANGED), 1);
	kept_rig_told_is_stored(kept);
}

/* Nobody has to be told of what is not watched any more. */
static void
change_during_flapping_goes_with_its_endpoint(void **state)
{
	struct kept_rig *kept = flap(state);

	kept_rig_stop(kept);
	rig_forget_endpoints(kept->rig);
	rig_endpoint(kept->rig, "b.example.test", "192.0.2.2", INTERVAL_S);
	kept_rig_start(kept);
	rig_run(kept->rig, 4 * HOUR);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_CHANGED), 0);
	assert_int_equal(kept_chains(kept), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    KEPT_TEST(change_during_flapping_is_told_after_a_kill),
	    KEPT_TEST(change_during_flapping_goes_with_its_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
