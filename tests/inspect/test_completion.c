/* Issuers that are fetched for what a server leaves out. */
#include "inspect/completion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "inspect/inspect.h"
#include "support/fake_aia.h"
#include "support/fake_loop.h"
#include "support/fake_probe.h"
#include "support/mint.h"

#define HOST "www.example.test"
#define URL "http://ca.example.test/inter.der"
#define OTHER_URL "http://ca.example.test/other.der"
#define UPPER_URL "http://ca.example.test/upper.der"
#define DAY_MS (86400 * 1000)

struct rig {
	struct loop *loop;
	struct clock clock;
	struct prober *prober;
	struct aia *aia;
	struct completion completion;
	struct inspector *inspector;
	struct endpoint *endpoint;
	const struct mint *root, *inter, *leaf;
	struct cert *certs[3]; /* what the server sends */
	size_t cert_count;
	unsigned calls;
	struct report *report; /* of the last inspection; NULL: the memo's */
	struct verdict *verdict;
	int64_t waited_ms;
};

static void
answer(void *arg, const struct target *target, struct observation *observation)
{
	struct rig *rig = arg;

	fake_probe_sends(observation, rig->certs, rig->cert_count);
}

static void
mint_all(struct rig *rig)
{
	rig->root = MINT(.subject = "CN=Root", .is_ca = true);
	rig->inter =
	    MINT(.subject = "CN=Inter", .issuer = rig->root, .is_ca = true);
	rig->leaf = MINT(.subject = "CN=" HOST, .issuer = rig->inter,
	    .names = "DNS:" HOST, .aia = URL);
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct error err = ERROR_INIT;
	struct trust_store *store;

	mint_all(rig);
	rig->loop = loop_new();
	rig->clock = fake_loop_clock(rig->loop);
	rig->prober = prober_new(rig->loop, &prober_options_default, &err);
	fake_probe_script(rig->prober, answer, rig);
	rig->aia =
	    aia_new(rig->loop, &rig->clock, NULL, &aia_options_default, NULL);
	rig->completion.aia = rig->aia;
	rig->inspector = inspector_new(
	    rig->loop, &rig->clock, rig->prober, &inspector_options_default);
	inspector_set_completion(rig->inspector, &rig->completion);
	store = mint_trust("system", rig->root, NULL);
	inspector_set_store(rig->inspector, store);
	trust_store_unref(store);
	rig->endpoint = endpoint_new();
	assert_true(hostname_parse(HOST, &rig->endpoint->host, &err));
	endpoint_finish(rig->endpoint);
	rig->certs[0] = rig->leaf->cert;
	rig->cert_count = 1;
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	verdict_unref(rig->verdict);
	report_unref(rig->report);
	endpoint_unref(rig->endpoint);
	inspector_free(rig->inspector);
	aia_free(rig->aia);
	prober_free(rig->prober);
	loop_free(rig->loop);
	free(rig);
	return 0;
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct rig *rig = arg;

	rig->calls++;
	verdict_unref(rig->verdict);
	report_unref(rig->report);
	rig->verdict = verdict_ref(inspection->verdict);
	rig->report =
	    inspection->report == NULL ? NULL : report_ref(inspection->report);
	rig->waited_ms = inspection->waited_ms;
}

static struct inspect *
start(struct rig *rig)
{
	struct target target = {0};
	struct ip_address address;
	struct inspect *inspect;

	assert_true(ip_address_parse("192.0.2.1", &address));
	target_set(
	    &target, rig->endpoint, &(struct place){.address = address}, NULL);
	inspect = inspect_start(rig->inspector, &target, on_inspected, rig);
	target_clear(&target);
	return inspect;
}

static void
look(struct rig *rig)
{
	rig->calls = 0;
	start(rig);
	fake_loop_run_for(rig->loop, 20000);
	assert_int_equal(rig->calls, 1);
}

static uint64_t
fetches(const struct rig *rig)
{
	return aia_counts(rig->aia).fetches;
}

static void
must_miss_inter(const struct rig *rig)
{
	const struct finding *finding =
	    report_find(rig->report, FINDING_LEAF_ONLY);

	assert_non_null(finding);
	assert_string_equal(finding->missing, rig->inter->cert->label);
	assert_false(rig->report->is_valid);
}

static void
what_is_missing_is_fetched_and_named(void **state)
{
	struct rig *rig = *state;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 300);
	look(rig);
	must_miss_inter(rig);
	assert_non_null(rig->report->suggested);
	assert_true(rig->report->is_suggested_complete);
	assert_int_equal(rig->report->suggested->len, 2);
	assert_int_equal(rig->report->wants.len, 0);
	assert_int_equal(rig->waited_ms, 300);
	assert_int_equal(
	    rig->report->paths.items[0].origins.items[1], REPORT_FETCHED);
}

static void
a_whole_chain_asks_nobody(void **state)
{
	struct rig *rig = *state;

	rig->certs[1] = rig->inter->cert;
	rig->cert_count = 2;
	look(rig);
	assert_true(rig->report->is_valid);
	assert_int_equal(rig->report->findings.len, 0);
	assert_int_equal(fetches(rig), 0);
	assert_int_equal(rig->waited_ms, 0);
}

static void
what_the_fleet_knows_is_not_fetched(void **state)
{
	struct rig *rig = *state;

	inspector_add_issuer(rig->inspector, rig->inter->cert);
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(fetches(rig), 0);
	assert_int_equal(
	    rig->report->paths.items[0].origins.items[1], REPORT_FLEET);
}

static void
what_the_operator_gives_is_not_fetched(void **state)
{
	struct rig *rig = *state;
	struct trust_store *given = mint_trust("issuers", rig->inter, NULL);

	inspector_set_given(rig->inspector, given);
	trust_store_unref(given);
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(fetches(rig), 0);
	assert_int_equal(
	    rig->report->paths.items[0].origins.items[1], REPORT_GIVEN);
	/* and when he takes it back */
	inspector_set_given(rig->inspector, NULL);
	fake_aia_set(rig->aia, URL, rig->inter, NULL, 0);
	look(rig);
	assert_int_equal(
	    rig->report->paths.items[0].origins.items[1], REPORT_FETCHED);
}

static void
one_that_cannot_be_had_is_told(void **state)
{
	struct rig *rig = *state;
	const struct finding *finding;

	fake_aia_set(rig->aia, URL, NULL, "it answers with status 404", 100);
	look(rig);
	finding = report_find(rig->report, FINDING_AIA_UNREACHABLE);
	assert_non_null(finding);
	assert_int_equal(finding->severity, SEVERITY_WARNING);
	assert_non_null(report_find(rig->report, FINDING_LEAF_ONLY));
}

static void
two_urls(struct rig *rig)
{
	rig->leaf = MINT(.subject = "CN=" HOST, .issuer = rig->inter,
	    .names = "DNS:" HOST,
	    .extensions = {"authorityInfoAccess=caIssuers;URI:" URL
			   ",caIssuers;URI:" OTHER_URL});
	rig->certs[0] = rig->leaf->cert;
}

static void
all_urls_are_tried_in_their_order(void **state)
{
	struct rig *rig = *state;
	const struct finding *finding;

	two_urls(rig);
	fake_aia_set(rig->aia, URL, NULL, "no answer in time", 100);
	fake_aia_set(rig->aia, OTHER_URL, rig->inter, NULL, 100);
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(fetches(rig), 2);
	/* the other one does: nobody is shut out */
	finding = report_find(rig->report, FINDING_AIA_UNREACHABLE);
	assert_non_null(finding);
	assert_int_equal(finding->severity, SEVERITY_NOTICE);
}

static void
the_second_url_is_not_asked_when_the_first_is_good(void **state)
{
	struct rig *rig = *state;

	two_urls(rig);
	fake_aia_set(rig->aia, URL, rig->inter, NULL, 100);
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(fetches(rig), 1);
}

static void
another_certificate_is_wrong(void **state)
{
	struct rig *rig = *state;
	const struct mint *old = MINT(.subject = "CN=Inter",
	    .issuer = rig->root, .is_ca = true, .key = "old");

	fake_aia_set(rig->aia, URL, old, NULL, 100);
	look(rig);
	assert_non_null(report_find(rig->report, FINDING_AIA_WRONG));
	assert_non_null(report_find(rig->report, FINDING_LEAF_ONLY));
}

static void
two_levels_take_two_rounds(void **state)
{
	struct rig *rig = *state;
	const struct mint *upper = rig->inter;
	const struct mint *lower = MINT(.subject = "CN=Lower", .issuer = upper,
	    .is_ca = true, .aia = UPPER_URL);

	rig->leaf = MINT(.subject = "CN=" HOST, .issuer = lower,
	    .names = "DNS:" HOST, .aia = URL);
	rig->certs[0] = rig->leaf->cert;
	fake_aia_set(rig->aia, URL, lower, NULL, 100);
	fake_aia_set(rig->aia, UPPER_URL, upper, NULL, 100);
	look(rig);
	assert_int_equal(fetches(rig), 2);
	assert_true(rig->report->is_suggested_complete);
	assert_int_equal(rig->report->suggested->len, 3);
	assert_int_equal(rig->waited_ms, 200);
}

static void
a_chain_without_end_stops_being_asked_for(void **state)
{
	struct rig *rig = *state;
	const struct mint *ca[12];
	char names[12][32], urls[12][48];
	const struct mint *issuer = rig->inter;

	for (int i = 11; i >= 0; i--) {
		snprintf(names[i], sizeof names[i], "CN=Level %d", i);
		snprintf(urls[i], sizeof urls[i], "http://ca/%d", i + 1);
		ca[i] = MINT(.subject = names[i], .issuer = issuer,
		    .is_ca = true, .aia = urls[i]);
		issuer = ca[i];
	}
	for (int i = 0; i < 12; i++) {
		char url[48];

		snprintf(url, sizeof url, "http://ca/%d", i);
		fake_aia_set(rig->aia, url, ca[i], NULL, 10);
	}
	rig->leaf = MINT(.subject = "CN=" HOST, .issuer = ca[0],
	    .names = "DNS:" HOST, .aia = "http://ca/0");
	rig->certs[0] = rig->leaf->cert;
	look(rig);
	assert_int_equal(fetches(rig), COMPLETION_MAX_ROUNDS);
}

static void
it_is_told_without_when_it_takes_too_long(void **state)
{
	struct rig *rig = *state;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 15000);
	look(rig);
	assert_int_equal(rig->waited_ms, 8000);
	assert_non_null(report_find(rig->report, FINDING_LEAF_ONLY));
	assert_null(report_find(rig->report, FINDING_AIA_UNREACHABLE));
	assert_int_equal(rig->report->wants.len, 1);
	/* it came in the meantime */
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(rig->waited_ms, 0);
	assert_int_equal(fetches(rig), 1);
}

static void
what_is_known_is_not_judged_again(void **state)
{
	struct rig *rig = *state;
	uint64_t judgements;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 100);
	look(rig);
	judgements = inspector_counts(rig->inspector).judgements;
	look(rig);
	assert_null(rig->report);
	assert_int_equal(
	    inspector_counts(rig->inspector).judgements, judgements);
}

static void
a_report_holds_until_an_answer_is_asked_again(void **state)
{
	struct rig *rig = *state;
	int64_t again = clock_wall_s(&rig->clock) + 600;

	fake_aia_set(rig->aia, URL, NULL, "no answer in time", 0);
	fake_aia_set_next_at(rig->aia, URL, again);
	look(rig);
	assert_int_equal(rig->report->holds_until, again);
	assert_int_equal(fetches(rig), 1);
	fake_loop_run_for(rig->loop, 600 * 1000);
	fake_aia_set(rig->aia, URL, rig->inter, NULL, 0);
	fake_aia_set_next_at(rig->aia, URL, again + 86400);
	look(rig);
	must_miss_inter(rig);
	assert_int_equal(fetches(rig), 2);
}

/* Who looks again and again does not cry at the first failure. */
static void
silence_counts_when_it_comes_again(void **state)
{
	struct rig *rig = *state;

	rig->completion.min_failures = 2;
	inspector_set_completion(rig->inspector, &rig->completion);
	fake_aia_set(rig->aia, URL, NULL, "no answer in time", 0);
	fake_aia_set_next_at(rig->aia, URL, clock_wall_s(&rig->clock) + 600);
	look(rig);
	assert_non_null(report_find(rig->report, FINDING_LEAF_ONLY));
	assert_null(report_find(rig->report, FINDING_AIA_UNREACHABLE));
	fake_loop_run_for(rig->loop, 600 * 1000);
	fake_aia_set_next_at(rig->aia, URL, clock_wall_s(&rig->clock) + 600);
	fake_aia_set(rig->aia, URL, NULL, "no answer in time", 0);
	look(rig);
	assert_non_null(report_find(rig->report, FINDING_AIA_UNREACHABLE));
}

static void
a_report_made_later_says_the_same(void **state)
{
	struct rig *rig = *state;
	struct observation *observation;
	struct target target = {0};
	struct ip_address address;
	struct report *report;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 100);
	look(rig);
	assert_true(ip_address_parse("192.0.2.1", &address));
	target_set(
	    &target, rig->endpoint, &(struct place){.address = address}, NULL);
	observation = observation_new();
	answer(rig, &target, observation);
	report = inspect_report(rig->inspector, &target, observation, MINT_NOW);
	assert_int_equal(report->findings.len, rig->report->findings.len);
	assert_int_equal(report->suggested->len, 2);
	report_unref(report);
	observation_free(observation);
	target_clear(&target);
}

static void
it_may_be_cancelled_while_it_waits(void **state)
{
	struct rig *rig = *state;
	struct inspect *inspect;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 1000);
	inspect = start(rig);
	fake_loop_run_for(rig->loop, 500);
	inspect_cancel(inspect);
	fake_loop_run_for(rig->loop, 20000);
	assert_int_equal(rig->calls, 0);
}

static void
all_addresses_are_tried_when_told_so(void **state)
{
	struct rig *rig = *state;
	const struct finding *finding;

	rig->completion.is_asking_all = true;
	inspector_set_completion(rig->inspector, &rig->completion);
	rig->certs[1] = rig->inter->cert;
	rig->cert_count = 2;
	fake_aia_set(rig->aia, URL, NULL, "connection refused", 100);
	look(rig);
	assert_true(rig->report->is_valid);
	finding = report_find(rig->report, FINDING_AIA_UNREACHABLE);
	assert_non_null(finding);
	assert_int_equal(finding->severity, SEVERITY_NOTICE);
}

static void
ten_thousand_targets_without_it_cause_one_fetch(void **state)
{
	struct rig *rig = *state;

	fake_aia_set(rig->aia, URL, rig->inter, NULL, 300);
	for (int i = 0; i < 10000; i++)
		start(rig);
	fake_loop_run_for(rig->loop, 20000);
	assert_int_equal(rig->calls, 10000);
	assert_int_equal(fetches(rig), 1);
	assert_int_equal(rig->verdict->findings[0].code, FINDING_LEAF_ONLY);
	/* nobody was told before it was there */
	look(rig);
	assert_int_equal(fetches(rig), 1);
}

#define IN_RIG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_RIG(what_is_missing_is_fetched_and_named),
	    IN_RIG(a_whole_chain_asks_nobody),
	    IN_RIG(what_the_fleet_knows_is_not_fetched),
	    IN_RIG(what_the_operator_gives_is_not_fetched),
	    IN_RIG(one_that_cannot_be_had_is_told),
	    IN_RIG(all_urls_are_tried_in_their_order),
	    IN_RIG(the_second_url_is_not_asked_when_the_first_is_good),
	    IN_RIG(another_certificate_is_wrong),
	    IN_RIG(two_levels_take_two_rounds),
	    IN_RIG(a_chain_without_end_stops_being_asked_for),
	    IN_RIG(it_is_told_without_when_it_takes_too_long),
	    IN_RIG(what_is_known_is_not_judged_again),
	    IN_RIG(a_report_holds_until_an_answer_is_asked_again),
	    IN_RIG(silence_counts_when_it_comes_again),
	    IN_RIG(a_report_made_later_says_the_same),
	    IN_RIG(it_may_be_cancelled_while_it_waits),
	    IN_RIG(all_addresses_are_tried_when_told_so),
	    IN_RIG(ten_thousand_targets_without_it_cause_one_fetch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
