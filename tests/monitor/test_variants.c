/* Addresses in other variants: when they are looked at, and how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

#define HOST "www.example.test"
#define ADDRESS "192.0.2.1"
#define DAY 86400

static struct endpoint *
watch(struct rig *rig, unsigned variants)
{
	struct endpoint *endpoint = rig_endpoint(rig, HOST, ADDRESS, 3600);

	endpoint->variants = (uint8_t)variants;
	endpoint->settings->variant_interval_s = DAY;
	rig_apply(rig);
	return endpoint;
}

/* The server's leaf has an EC key: nothing new could come of asking for it. */
static void
the_other_key_type_is_asked_for_with_the_first_look(void **state)
{
	struct rig *rig = *state;

	rig_serve_variant(rig, ADDRESS, VARIANT_RSA, RIG_RSA_LEAF_ONLY);
	watch(rig, VARIANTS_DEFAULT);
	rig_run(rig, 300);
	assert_int_equal(rig_variant_looks(rig, ADDRESS, VARIANT_USUAL), 1);
	assert_int_equal(rig_variant_looks(rig, ADDRESS, VARIANT_ECDSA), 0);
	assert_int_equal(rig_variant_looks(rig, ADDRESS, VARIANT_RSA), 1);
	/* it is part of the first pass: in the summary, and told no more */
	assert_int_equal(rig->passes_ended, 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_non_null(
	    strstr(rig_event(rig, EVENT_FIRST_PASS)->text, "1 broken"));
}

static void
what_is_refused_is_asked_for_once_a_day(void **state)
{
	struct rig *rig = *state;

	watch(rig, VARIANTS_DEFAULT);
	rig_run(rig, 10 * DAY);
	assert_in_range(
	    rig_variant_looks(rig, ADDRESS, VARIANT_USUAL), 239, 242);
	assert_in_range(rig_variant_looks(rig, ADDRESS, VARIANT_RSA), 10, 12);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(fleet_incident_count(rig->fleet), 0);
}

static void
a_variant_with_a_fault_is_looked_at_every_interval_until_mended(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	rig_serve_variant(rig, ADDRESS, VARIANT_RSA, RIG_RSA);
	watch(rig, VARIANTS_DEFAULT);
	rig_run(rig, DAY);
	rig_serve_variant(rig, ADDRESS, VARIANT_RSA, RIG_RSA_LEAF_ONLY);
	rig_run(rig, 2 * DAY);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	looks = rig_variant_looks(rig, ADDRESS, VARIANT_RSA);
	assert_true(looks > 20);
	rig_serve_variant(rig, ADDRESS, VARIANT_RSA, RIG_RSA);
	rig_run(rig, 3700);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
	looks = rig_variant_looks(rig, ADDRESS, VARIANT_RSA);
	rig_run(rig, 5 * DAY);
	assert_in_range(
	    rig_variant_looks(rig, ADDRESS, VARIANT_RSA) - looks, 4, 6);
}

static void
a_change_of_the_usual_chain_has_it_asked_for_at_once(void **state)
{
	struct rig *rig = *state;
	unsigned looks, usual;

	watch(rig, VARIANTS_DEFAULT);
	rig_run(rig, DAY);
	looks = rig_variant_looks(rig, ADDRESS, VARIANT_RSA);
	usual = rig_variant_looks(rig, ADDRESS, VARIANT_USUAL);
	rig_serve(rig, ADDRESS, RIG_LEAF_ONLY);
	while (rig_variant_looks(rig, ADDRESS, VARIANT_USUAL) == usual)
		rig_run(rig, 1);
	rig_run(rig, 2);
	assert_int_equal(
	    rig_variant_looks(rig, ADDRESS, VARIANT_RSA), looks + 1);
}

static void
where_nothing_answers_no_variant_is_asked_for(void **state)
{
	struct rig *rig = *state;

	rig_serve(rig, ADDRESS, RIG_REFUSED);
	watch(rig, (1u << VARIANT_COUNT) - 2);
	rig_run(rig, 2 * DAY);
	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++)
		assert_int_equal(
		    rig_variant_looks(rig, ADDRESS, (enum variant)i), 0);
}

static void
a_reload_that_asks_for_none_ends_what_was_open(void **state)
{
	struct rig *rig = *state;
	struct endpoint *endpoint;

	rig_serve_variant(rig, ADDRESS, VARIANT_RSA, RIG_RSA_LEAF_ONLY);
	watch(rig, VARIANTS_DEFAULT);
	rig_run(rig, 300);
	assert_int_equal(fleet_incident_count(rig->fleet), 1);
	rig_forget_endpoints(rig);
	endpoint = rig_endpoint(rig, HOST, ADDRESS, 3600);
	assert_int_equal(endpoint->variants, 0);
	rig_apply(rig);
	rig_run(rig, 60);
	assert_int_equal(fleet_incident_count(rig->fleet), 0);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
	rig_run(rig, 5 * DAY);
	assert_int_equal(rig_variant_looks(rig, ADDRESS, VARIANT_RSA), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(the_other_key_type_is_asked_for_with_the_first_look),
	    RIG_TEST(what_is_refused_is_asked_for_once_a_day),
	    RIG_TEST(
		a_variant_with_a_fault_is_looked_at_every_interval_until_mended),
	    RIG_TEST(a_change_of_the_usual_chain_has_it_asked_for_at_once),
	    RIG_TEST(where_nothing_answers_no_variant_is_asked_for),
	    RIG_TEST(a_reload_that_asks_for_none_ends_what_was_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
