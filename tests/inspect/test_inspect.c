/* Probe, memo, judge: what is judged once, and what again. */
#include "inspect/inspect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/policy_text.h"
#include "base/hex.h"
#include "files/log_list.h"
#include "support/fake_loop.h"
#include "support/mint_log.h"
#include "support/fake_probe.h"
#include "support/fake_resolve.h"
#include "support/mint.h"

#define HOST "www.example.test"

struct rig {
	struct loop *loop;
	struct clock clock;
	struct prober *prober;
	struct inspector *inspector;
	struct endpoint *endpoint;
	struct mint_chain chain;
	struct cert *certs[3]; /* what the server sends */
	size_t cert_count;
	int tls_version;
	uint8_t variant;	 /* how it is looked at */
	struct mint_log_sct sct; /* in the handshake; log NULL: none */
	unsigned calls;
	struct verdict *verdict; /* of the last inspection */
	struct report *report;
	bool is_from_memo;
};

static void
answer(void *arg, const struct target *target, struct observation *observation)
{
	struct rig *rig = arg;

	if (rig->cert_count == 0) {
		fake_probe_fails(observation, FAILURE_CONNECT_REFUSED);
		return;
	}
	fake_probe_sends(observation, rig->certs, rig->cert_count);
	if (rig->tls_version != 0)
		observation->tls_version = rig->tls_version;
	if (rig->sct.log != NULL)
		observation->scts = observation->own_scts = mint_log_list(
		    &rig->sct, 1, rig->certs[0], &observation->scts_len);
}

static void
set_store(struct rig *rig, const struct mint *anchor)
{
	struct trust_store *store = mint_trust("system", anchor, NULL);

	inspector_set_store(rig->inspector, store);
	trust_store_unref(store);
}

static struct endpoint *
endpoint_for(const char *host)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint_finish(endpoint);
	return endpoint;
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct error err = ERROR_INIT;

	rig->loop = loop_new();
	rig->clock = fake_loop_clock(rig->loop);
	rig->prober = prober_new(rig->loop, &prober_options_default, &err);
	fake_probe_script(rig->prober, answer, rig);
	rig->inspector = inspector_new(
	    rig->loop, &rig->clock, rig->prober, &inspector_options_default);
	rig->chain = mint_chain_for(HOST);
	rig->certs[0] = rig->chain.leaf->cert;
	rig->certs[1] = rig->chain.intermediate->cert;
	rig->cert_count = 2;
	rig->endpoint = endpoint_for(HOST);
	set_store(rig, rig->chain.root);
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
	rig->verdict = inspection->verdict == NULL
	    ? NULL
	    : verdict_ref(inspection->verdict);
	rig->report =
	    inspection->report == NULL ? NULL : report_ref(inspection->report);
	rig->is_from_memo = inspection->is_from_memo;
}

static void
look_at(struct rig *rig, struct endpoint *endpoint)
{
	struct target target = {0};
	struct ip_address address;

	assert_true(ip_address_parse("192.0.2.1", &address));
	target_set(&target, endpoint,
	    &(struct place){.address = address, .variant = rig->variant}, NULL);
	inspect_start(rig->inspector, &target, on_inspected, rig);
	target_clear(&target);
	loop_run(rig->loop);
}

static void
look(struct rig *rig)
{
	look_at(rig, rig->endpoint);
}

static uint64_t
judgements(const struct rig *rig)
{
	return inspector_counts(rig->inspector).judgements;
}

static void
a_good_chain_gives_a_report_and_a_verdict(void **state)
{
	struct rig *rig = *state;

	look(rig);
	assert_int_equal(rig->calls, 1);
	assert_true(rig->verdict->is_valid);
	assert_true(rig->report->is_valid);
	assert_false(rig->is_from_memo);
}

static void
the_same_chain_is_judged_once(void **state)
{
	struct rig *rig = *state;

	for (unsigned i = 0; i < 50; i++)
		look(rig);
	assert_int_equal(judgements(rig), 1);
	assert_int_equal(inspector_counts(rig->inspector).memo_hits, 49);
	assert_true(rig->is_from_memo);
	assert_null(rig->report);
	assert_true(rig->verdict->is_valid);
}

static void
it_is_judged_again_when_its_verdict_no_longer_holds(void **state)
{
	struct rig *rig = *state;
	int64_t holds_s;

	look(rig);
	holds_s = rig->report->holds_until - clock_wall_s(&rig->clock);
	assert_true(holds_s > 10);
	fake_loop_stall(rig->loop, (holds_s - 5) * 1000);
	look(rig);
	assert_int_equal(judgements(rig), 1);
	fake_loop_stall(rig->loop, 5000);
	look(rig);
	assert_int_equal(judgements(rig), 2);
}

static void
under_another_name_it_is_judged_again(void **state)
{
	struct rig *rig = *state;
	struct endpoint *other = endpoint_for("other.example.test");

	look(rig);
	look_at(rig, other);
	assert_int_equal(judgements(rig), 2);
	assert_false(rig->verdict->is_valid);
	endpoint_unref(other);
}

static void
before_another_store_it_is_judged_again(void **state)
{
	struct rig *rig = *state;

	look(rig);
	set_store(rig, MINT(.subject = "CN=Other Root", .is_ca = true));
	look(rig);
	assert_false(rig->verdict->is_valid);
	set_store(rig, rig->chain.root); /* the first verdict holds again */
	look(rig);
	assert_true(rig->verdict->is_valid);
	assert_int_equal(judgements(rig), 2);
}

static void
a_compared_store_is_judged_by_and_counts_for_nothing(void **state)
{
	struct rig *rig = *state;
	struct endpoint *other = endpoint_for("www.example.test");
	struct trust_store *corp =
	    mint_trust("corp", MINT(.subject = "CN=Corp", .is_ca = true), NULL);

	inspector_set_store(rig->inspector, corp);
	look(rig);
	assert_null(verdict_find(rig->verdict, FINDING_STORE_DISAGREEMENT));
	texts_add(&other->settings->compared, "system");
	texts_add(&other->settings->compared, "corp");
	look_at(rig, other);
	assert_int_equal(judgements(rig), 2);
	assert_true(rig->verdict->is_valid);
	assert_non_null(verdict_find(rig->verdict, FINDING_STORE_DISAGREEMENT));
	trust_store_unref(corp);
	corp = mint_trust("corp", rig->chain.root, NULL);
	inspector_set_store(rig->inspector, corp);
	look_at(rig, other);
	assert_int_equal(judgements(rig), 3);
	assert_null(verdict_find(rig->verdict, FINDING_STORE_DISAGREEMENT));
	trust_store_unref(corp);
	endpoint_unref(other);
}

static void
set_policy(struct rig *rig, const char *rows)
{
	const struct policy_text own = {"own", rows, strlen(rows)};
	struct policy *policy = policy_read(NULL, 0, &own, NULL);

	assert_non_null(policy);
	inspector_set_policy(rig->inspector, policy);
	policy_unref(policy);
}

static void
by_other_dated_rules_it_is_judged_again(void **state)
{
	struct rig *rig = *state;
	static const char strict[] = "version 1\nlifetime name=l "
				     "from=2020-01-01 days=9 scope=all "
				     "source=s\n";

	look(rig);
	assert_null(verdict_find(rig->verdict, FINDING_LIFETIME_TOO_LONG));
	set_policy(rig, strict);
	look(rig);
	assert_non_null(verdict_find(rig->verdict, FINDING_LIFETIME_TOO_LONG));
	set_policy(rig, strict); /* read anew, and the same */
	look(rig);
	assert_int_equal(judgements(rig), 2);
	set_policy(rig, "version 1\n");
	look(rig);
	assert_null(verdict_find(rig->verdict, FINDING_LIFETIME_TOO_LONG));
	assert_int_equal(judgements(rig), 3);
}

static void
with_another_expectation_it_is_judged_again(void **state)
{
	struct rig *rig = *state;
	struct endpoint *other = endpoint_for("www.example.test");

	other->settings->expected = expectation_new();
	assert_true(expectation_add_issuer(
	    other->settings->expected, "Somebody Else", NULL));
	look(rig);
	look_at(rig, other);
	assert_int_equal(judgements(rig), 2);
	assert_non_null(report_find(rig->report, FINDING_UNEXPECTED_ISSUER));
	endpoint_unref(other);
}

static void
with_other_clients_it_is_judged_again(void **state)
{
	struct rig *rig = *state;
	struct endpoint *other = endpoint_for("www.example.test");

	look(rig);
	other->settings->clients = (struct client_choice){.is_given = true};
	look_at(rig, other);
	assert_int_equal(judgements(rig), 2);
	other->settings->clients.required = 1;
	look_at(rig, other);
	assert_int_equal(judgements(rig), 3);
	assert_int_equal(
	    rig->report->clients.items[0].weight, REPORT_CLIENT_REQUIRED);
	other->settings->clients.required = 0;
	other->settings->clients.watched = 1;
	look_at(rig, other);
	assert_int_equal(judgements(rig), 4);
	assert_int_equal(
	    rig->report->clients.items[0].weight, REPORT_CLIENT_WATCHED);
	endpoint_unref(other);
}

static void
an_old_protocol_is_judged_apart(void **state)
{
	struct rig *rig = *state;

	look(rig);
	rig->tls_version = 0x0301;
	look(rig);
	assert_int_equal(judgements(rig), 2);
	assert_non_null(report_find(rig->report, FINDING_OLD_PROTOCOL));
	rig->tls_version = 0x0303; /* as good as the first */
	look(rig);
	assert_int_equal(judgements(rig), 2);
}

static void
other_thresholds_forget_every_verdict(void **state)
{
	struct rig *rig = *state;
	struct judge_options options = judge_options_default;

	look(rig);
	inspector_set_judge(rig->inspector, &options); /* the same */
	look(rig);
	assert_int_equal(judgements(rig), 1);
	options.warning_s *= 2;
	inspector_set_judge(rig->inspector, &options);
	look(rig);
	assert_int_equal(judgements(rig), 2);
}

static void
an_endpoints_thresholds_are_its_own(void **state)
{
	struct rig *rig = *state;
	CLEANUP(endpoint_unref) struct endpoint *endpoint = endpoint_for(HOST);

	look(rig);
	endpoint->settings->thresholds.warning.percent = 99;
	look_at(rig, endpoint);
	assert_false(rig->is_from_memo);
	assert_non_null(verdict_find(rig->verdict, FINDING_LEAF_EXPIRING));
	look(rig);
	assert_null(verdict_find(rig->verdict, FINDING_LEAF_EXPIRING));
}

static void
timestamps_and_logs_are_part_of_what_is_judged(void **state)
{
	static const struct mint_log_listed listed[] = {
	    {.log = "a",
		.key_kind = MINT_RSA_2048,
		.operator= "A",
		.state = "usable",
		.since = "2025-01-01"},
	};
	struct rig *rig = *state;
	CLEANUP(endpoint_unref) struct endpoint *off = endpoint_for(HOST);
	CLEANUP(free) char *text = mint_log_json(listed, 1, "2026-05-20");
	CLEANUP(ct_logs_unref)
	struct ct_logs *logs =
	    log_list_read("logs", text, strlen(text), 0, NULL);

	look(rig);
	assert_non_null(rig->report->transparency);
	inspector_set_logs(rig->inspector, logs);
	look(rig);
	assert_false(rig->is_from_memo);
	rig->sct = (struct mint_log_sct){.log = "a",
	    .key_kind = MINT_RSA_2048, /* signs the same in the same way */
	    .timestamp_ms = (MINT_NOW - 60) * 1000};
	look(rig);
	assert_int_equal(
	    transparency_count(rig->report->transparency, SCT_VALID), 1);
	rig->sct.has_broken_signature = true;
	look(rig);
	assert_non_null(verdict_find(rig->verdict, FINDING_SCT_INVALID));
	look(rig);
	assert_true(rig->is_from_memo);
	off->is_transparency_off = true;
	look_at(rig, off);
	assert_int_equal(rig->verdict->finding_count, 0);
	assert_null(rig->report->transparency);
}

/* The default certificate is another name's: that is as it should be. */
static void
without_a_name_neither_names_nor_expectations_count(void **state)
{
	struct rig *rig = *state;
	CLEANUP(endpoint_unref)
	struct endpoint *endpoint = endpoint_for("other.example");
	struct error err = ERROR_INIT;

	endpoint->settings->expected = expectation_new();
	assert_true(expectation_add_issuer(
	    endpoint->settings->expected, "Nobody", &err));
	look_at(rig, endpoint);
	assert_false(rig->verdict->is_valid);
	assert_non_null(verdict_find(rig->verdict, FINDING_UNEXPECTED_ISSUER));
	rig->variant = VARIANT_NO_SNI;
	look_at(rig, endpoint);
	assert_true(rig->verdict->is_valid);
	assert_int_equal(rig->verdict->severity, SEVERITY_OK);
	rig->variant = VARIANT_RSA;
	look_at(rig, endpoint);
	assert_false(rig->verdict->is_valid);
	assert_true(rig->is_from_memo);
}

static void
a_failed_probe_has_no_verdict(void **state)
{
	struct rig *rig = *state;

	rig->cert_count = 0;
	look(rig);
	assert_int_equal(rig->calls, 1);
	assert_null(rig->verdict);
	assert_null(rig->report);
	assert_int_equal(judgements(rig), 0);
}

static void
an_intermediate_seen_before_completes_the_suggestion(void **state)
{
	struct rig *rig = *state;

	look(rig);
	rig->certs[0] = MINT(.subject = "CN=renewed",
	    .issuer = rig->chain.intermediate, .names = "DNS:" HOST)
			    ->cert;
	rig->cert_count = 1;
	look(rig);
	assert_false(rig->verdict->is_valid);
	assert_non_null(report_find(rig->report, FINDING_LEAF_ONLY));
	assert_true(rig->report->is_suggested_complete);
	assert_int_equal(rig->report->suggested->len, 2);
	assert_true(cert_equal(
	    rig->report->suggested->certs[1], rig->chain.intermediate->cert));
}

static void
a_chain_with_a_gap_is_judged_again_when_the_issuer_turns_up(void **state)
{
	struct rig *rig = *state;

	rig->cert_count = 1;
	look(rig);
	look(rig);
	assert_int_equal(judgements(rig), 1);
	assert_false(rig->verdict->is_valid);
	rig->cert_count = 2; /* another server sends the whole chain */
	look(rig);
	rig->cert_count = 1;
	look(rig);
	assert_int_equal(judgements(rig), 3);
	assert_true(rig->report->is_suggested_complete);
	look(rig);
	assert_int_equal(judgements(rig), 3);
}

static void
a_report_can_be_had_after_the_memo_answered(void **state)
{
	struct rig *rig = *state;
	CLEANUP(observation_free)
	struct observation *observation = observation_new();
	CLEANUP(report_unref) struct report *report = NULL;

	look(rig);
	fake_probe_sends(observation, rig->certs, rig->cert_count);
	report = inspect_report(rig->inspector,
	    &(struct target){.endpoint = rig->endpoint}, observation,
	    clock_wall_s(&rig->clock));
	assert_true(report->is_valid);
	assert_int_equal(report->presented->len, 2);
}

static void
a_cancelled_inspection_is_never_heard_of(void **state)
{
	struct rig *rig = *state;
	struct target target = {0};
	struct ip_address address;

	assert_true(ip_address_parse("192.0.2.1", &address));
	target_set(
	    &target, rig->endpoint, &(struct place){.address = address}, NULL);
	inspect_cancel(
	    inspect_start(rig->inspector, &target, on_inspected, rig));
	target_clear(&target);
	loop_run(rig->loop);
	assert_int_equal(rig->calls, 0);
}

#define TLSA_NAME "_443._tcp." HOST

/* A book on a resolver of its own, which the rig's inspector asks. */
struct dns {
	struct resolver *resolver;
	struct dane_book *book;
};

static void
dns_open(struct dns *dns, struct rig *rig)
{
	struct resolver_options options = {.is_validating = true};
	struct error err = ERROR_INIT;

	dns->resolver = resolver_new(rig->loop, &options, &err);
	dns->book = dane_book_new(rig->loop, dns->resolver);
	inspector_set_dane(rig->inspector, dns->book);
	rig->endpoint->dane = DANE_VERIFY;
}

static void
dns_close(struct dns *dns, struct rig *rig)
{
	inspector_set_dane(rig->inspector, NULL);
	dane_book_free(dns->book);
	resolver_free(dns->resolver);
}

static void
what_dns_says_is_held_against_the_chain(void **state)
{
	struct rig *rig = *state;
	struct dns dns;
	char text[2 * CERT_SHA256_LEN + 32] = "3 1 1 ";

	dns_open(&dns, rig);
	hex_encode(
	    rig->certs[0]->key.sha256, CERT_SHA256_LEN, text + strlen(text));
	fake_lookup_set(
	    dns.resolver, TLSA_NAME, DNS_TYPE_TLSA, text, 60, LOOKUP_SECURE);
	look(rig);
	assert_int_equal(rig->verdict->finding_count, 0);
	assert_false(rig->verdict->is_dane_open);
	assert_int_equal(rig->report->dane_matches, 1);

	/* The same chain and other records: it is judged again. */
	char *last = text + strlen(text) - 1;
	*last = *last == '0' ? '1' : '0';
	fake_lookup_set(
	    dns.resolver, TLSA_NAME, DNS_TYPE_TLSA, text, 60, LOOKUP_SECURE);
	fake_loop_run_for(rig->loop, 61000);
	look(rig);
	assert_int_equal(rig->verdict->findings[0].code, FINDING_DANE_MISMATCH);
	look(rig);
	assert_true(rig->is_from_memo);
	dns_close(&dns, rig);
}

static void
records_that_cannot_be_learned_leave_it_open(void **state)
{
	struct rig *rig = *state;
	struct dns dns;

	dns_open(&dns, rig);
	fake_lookup_fail(dns.resolver, TLSA_NAME, DNS_TYPE_TLSA,
	    RESOLVE_TIMEOUT, LOOKUP_INSECURE);
	look(rig);
	assert_int_equal(rig->calls, 1);
	assert_int_equal(rig->verdict->finding_count, 0);
	assert_true(rig->verdict->is_dane_open);
	dns_close(&dns, rig);
}

static void
dns_is_not_asked_where_nobody_wants_to_know(void **state)
{
	struct rig *rig = *state;
	struct dns dns;

	dns_open(&dns, rig);
	rig->endpoint->dane = DANE_OFF;
	look(rig);
	assert_int_equal(fake_lookup_count(dns.resolver), 0);
	assert_false(rig->verdict->is_dane_open);
	dns_close(&dns, rig);
}

static void
cancelled_while_dns_is_asked_it_stays_silent(void **state)
{
	struct rig *rig = *state;
	struct target target = {0};
	struct ip_address address;
	struct inspect *inspect;
	struct dns dns;

	dns_open(&dns, rig);
	assert_true(ip_address_parse("192.0.2.1", &address));
	target_set(
	    &target, rig->endpoint, &(struct place){.address = address}, NULL);
	inspect = inspect_start(rig->inspector, &target, on_inspected, rig);
	target_clear(&target);
	fake_loop_run_for(rig->loop, 3);
	inspect_cancel(inspect);
	fake_loop_run_for(rig->loop, 1000);
	assert_int_equal(rig->calls, 0);
	dns_close(&dns, rig);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_good_chain_gives_a_report_and_a_verdict),
	    TEST(the_same_chain_is_judged_once),
	    TEST(it_is_judged_again_when_its_verdict_no_longer_holds),
	    TEST(under_another_name_it_is_judged_again),
	    TEST(before_another_store_it_is_judged_again),
	    TEST(a_compared_store_is_judged_by_and_counts_for_nothing),
	    TEST(by_other_dated_rules_it_is_judged_again),
	    TEST(with_another_expectation_it_is_judged_again),
	    TEST(with_other_clients_it_is_judged_again),
	    TEST(an_old_protocol_is_judged_apart),
	    TEST(other_thresholds_forget_every_verdict),
	    TEST(timestamps_and_logs_are_part_of_what_is_judged),
	    TEST(an_endpoints_thresholds_are_its_own),
	    TEST(without_a_name_neither_names_nor_expectations_count),
	    TEST(a_failed_probe_has_no_verdict),
	    TEST(an_intermediate_seen_before_completes_the_suggestion),
	    TEST(a_chain_with_a_gap_is_judged_again_when_the_issuer_turns_up),
	    TEST(a_report_can_be_had_after_the_memo_answered),
	    TEST(a_cancelled_inspection_is_never_heard_of),
	    cmocka_unit_test_setup_teardown(
		what_dns_says_is_held_against_the_chain, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		records_that_cannot_be_learned_leave_it_open, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		dns_is_not_asked_where_nobody_wants_to_know, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		cancelled_while_dns_is_asked_it_stays_silent, set_up,
		tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
