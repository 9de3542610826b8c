/* What an exposition says of endpoints. */
#include "render/metric_fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1800000000
#define DAY 86400
#define PAGE_MAX (256u << 10)

struct fixture {
	struct metric_fleet fleet;
	struct endpoint *endpoint;
	struct endpoint_status status;
	struct cert_facts leaf, intermediate;
	struct cert_facts *certs[2];
	struct verdict_finding finding;
	struct verdict verdict;
	struct strbuf out;
	struct metric_page page;
};

static struct endpoint *
make_endpoint(const char *host)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint->port = 443;
	endpoint_finish(endpoint);
	return endpoint;
}

/* One address that shows two certificates, of which the second ends first. */
static int
set_up(void **state)
{
	struct fixture *fixture = MEM_NEW(struct fixture);

	fixture->fleet.max_rows = 10;
	fixture->endpoint = make_endpoint("www.example.test");
	fixture->leaf.not_after = NOW + 90 * DAY;
	fixture->intermediate.not_after = NOW + 5 * DAY;
	fixture->certs[0] = &fixture->leaf;
	fixture->certs[1] = &fixture->intermediate;
	fixture->finding.code = FINDING_LEAF_EXPIRING;
	fixture->finding.severity = SEVERITY_WARNING;
	fixture->verdict = (struct verdict){
	    .is_valid = true,
	    .cert_count = 2,
	    .certs = fixture->certs,
	    .finding_count = 1,
	    .findings = &fixture->finding,
	    .breaks_at = NOW + 5 * DAY + 1,
	};
	endpoint_status_begin(&fixture->status, fixture->endpoint);
	fixture->status.is_looked_at = true;
	fixture->status.is_seen = true;
	fixture->status.last_look_at = NOW - 60;
	fixture->status.breaks_at = fixture->verdict.breaks_at;
	*ARRAY_ADD(&fixture->status.targets) = (struct target_status){
	    .last_look_at = NOW - 60,
	    .is_seen = true,
	    .is_reached = true,
	    .current = &fixture->verdict,
	    .lasted_ms = 25,
	    .tls_version = 4,
	};
	fixture->out = (struct strbuf)STRBUF_INIT(PAGE_MAX);
	fixture->page.out = &fixture->out;
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	metric_fleet_clear(&fixture->fleet);
	endpoint_status_clear(&fixture->status);
	endpoint_unref(fixture->endpoint);
	strbuf_clear(&fixture->out);
	free(fixture);
	return 0;
}

static struct target_status *
target_at(struct fixture *fixture, size_t i)
{
	return &fixture->status.targets.items[i];
}

static void
write_all(struct fixture *fixture)
{
	metric_fleet_add(&fixture->fleet, &fixture->status, NOW);
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		if (metric_row((enum metric_id)i)->of != METRIC_OF_ENDPOINT)
			continue;
		metric_begin(&fixture->page, (enum metric_id)i);
		metric_fleet_write(&fixture->page, &fixture->fleet, 0,
		    fixture->fleet.rows.len);
	}
	metric_fleet_write_counts(&fixture->page, &fixture->fleet);
	assert_false(strbuf_is_truncated(&fixture->out));
}

static bool
has(const struct fixture *fixture, const char *words)
{
	return strstr(strbuf_text(&fixture->out), words) != NULL;
}

static void
assert_has(const struct fixture *fixture, const char *line)
{
	if (!has(fixture, line))
		fail_msg("no '%s' in:\n%s", line, strbuf_text(&fixture->out));
}

static void
assert_has_not(const struct fixture *fixture, const char *words)
{
	if (has(fixture, words))
		fail_msg("'%s' in:\n%s", words, strbuf_text(&fixture->out));
}

#define OF "{instance=\"www.example.test:443\"} "

static void
a_good_endpoint_answers_rules_for_blackbox_exporter(void **state)
{
	struct fixture *fixture = *state;

	write_all(fixture);
	assert_has(fixture, "\nprobe_success" OF "1\n");
	assert_has(fixture, "\nprobe_duration_seconds" OF "0.025\n");
	assert_has(
	    fixture, "\nprobe_ssl_earliest_cert_expiry" OF "1800432000\n");
	assert_has(fixture,
	    "\nprobe_ssl_last_chain_expiry_timestamp_seconds" OF
	    "1800432000\n");
	assert_has(fixture,
	    "\nprobe_tls_version_info{instance=\"www.example.test:443\","
	    "version=\"TLS 1.3\"} 1\n");
}

static void
a_chain_is_told_by_position(void **state)
{
	struct fixture *fixture = *state;

	write_all(fixture);
#define NOT_AFTER \
	"\nchainwatch_certificate_not_after_timestamp_seconds{" \
	"instance=\"www.example.test:443\",position="
	assert_has(fixture, NOT_AFTER "\"0\"} 1807776000\n");
	assert_has(fixture, NOT_AFTER "\"1\"} 1800432000\n");
	assert_has_not(fixture, "position=\"2\"");
	assert_has(fixture,
	    "\nchainwatch_endpoint_breaks_timestamp_seconds" OF "1800432001\n");
}

static void
of_several_addresses_the_worst_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct cert_facts old = {.not_after = NOW + DAY};
	struct cert_facts *certs[] = {&old};
	struct verdict other = {
	    .is_valid = true, .cert_count = 1, .certs = certs};

	*ARRAY_ADD(&fixture->status.targets) = (struct target_status){
	    .last_look_at = NOW,
	    .is_reached = true,
	    .current = &other,
	    .lasted_ms = 1500,
	    .tls_version = 3,
	};
	write_all(fixture);
	assert_has(fixture, "\nprobe_success" OF "1\n");
	assert_has(fixture, "\nprobe_duration_seconds" OF "1.5\n");
	assert_has(fixture, "version=\"TLS 1.2\"} 1\n");
	assert_has(fixture, NOT_AFTER "\"0\"} 1800086400\n");
	assert_has(fixture, NOT_AFTER "\"1\"} 1800432000\n");
	assert_has(fixture, "\nchainwatch_endpoint_addresses" OF "2\n");
	assert_has(fixture, "\nchainwatch_endpoint_addresses_failed" OF "0\n");
}

static void
one_address_that_fails_is_no_success(void **state)
{
	struct fixture *fixture = *state;

	*ARRAY_ADD(&fixture->status.targets) = (struct target_status){
	    .last_look_at = NOW, .failure = FAILURE_CONNECT_REFUSED};
	write_all(fixture);
	assert_has(fixture, "\nprobe_success" OF "0\n");
	assert_has(fixture, "\nchainwatch_endpoint_addresses_failed" OF "1\n");
	/* what was seen elsewhere still ends when it ends */
	assert_has(fixture, "\nprobe_ssl_earliest_cert_expiry" OF);
}

static void
a_chain_that_is_not_valid_is_no_success(void **state)
{
	struct fixture *fixture = *state;

	fixture->verdict.is_valid = false;
	fixture->status.breaks_at = fixture->verdict.breaks_at = 0;
	write_all(fixture);
	assert_has(fixture, "\nprobe_success" OF "0\n");
	assert_has_not(
	    fixture, "\nprobe_ssl_last_chain_expiry_timestamp_seconds{");
	assert_has_not(
	    fixture, "\nchainwatch_endpoint_breaks_timestamp_seconds{");
}

static void
what_was_shown_before_is_no_success_while_it_fails(void **state)
{
	struct fixture *fixture = *state;

	target_at(fixture, 0)->is_reached = false;
	target_at(fixture, 0)->failure = FAILURE_HANDSHAKE_TIMEOUT;
	write_all(fixture);
	assert_has(fixture, "\nprobe_success" OF "0\n");
}

static void
nothing_is_claimed_of_what_nobody_looked_at(void **state)
{
	struct fixture *fixture = *state;

	ARRAY_CLEAR(&fixture->status.targets);
	fixture->status.is_looked_at = false;
	fixture->status.is_seen = false;
	fixture->status.last_look_at = fixture->status.breaks_at = 0;
	write_all(fixture);
	assert_has_not(fixture, "\nprobe_success{");
	assert_has_not(fixture, "\nchainwatch_endpoint_severity{");
	assert_has(fixture, "\nchainwatch_endpoint_info{");
	assert_has(fixture, "\nchainwatch_endpoints{state=\"unknown\"} 1\n");
}

static void
open_findings_are_told_once_each(void **state)
{
	struct fixture *fixture = *state;

	fixture->status.severity = SEVERITY_CRITICAL;
	*ARRAY_ADD(&fixture->status.incidents) = (struct incident_status){
	    .finding = FINDING_LEAF_EXPIRED, .severity = SEVERITY_CRITICAL};
	*ARRAY_ADD(&fixture->status.incidents) = (struct incident_status){
	    .finding = FINDING_LEAF_EXPIRED, .severity = SEVERITY_WARNING};
	write_all(fixture);
#define OPEN \
	"\nchainwatch_endpoint_incident{instance=\"www.example.test:443\"," \
	"finding=\"leaf-expired\",severity="
	assert_has(fixture, OPEN "\"critical\"} 1\n");
	assert_has_not(fixture, OPEN "\"warning\"} 1\n");
	assert_has(fixture, "\nchainwatch_endpoint_severity" OF "3\n");
	assert_has(fixture, "\nchainwatch_endpoints{state=\"critical\"} 1\n");
}

static void
what_breaks_is_counted_by_when(void **state)
{
	struct fixture *fixture = *state;

	write_all(fixture);
	assert_has(
	    fixture, "\nchainwatch_endpoints_breaking{within=\"3d\"} 0\n");
	assert_has(
	    fixture, "\nchainwatch_endpoints_breaking{within=\"7d\"} 1\n");
	assert_has(
	    fixture, "\nchainwatch_endpoints_breaking{within=\"90d\"} 1\n");
	assert_has(
	    fixture, "\nchainwatch_next_break_timestamp_seconds 1800432001\n");
}

static void
findings_are_counted_by_code_and_severity(void **state)
{
	struct fixture *fixture = *state;

	write_all(fixture);
	assert_has(fixture,
	    "\nchainwatch_findings{finding=\"leaf-expiring\","
	    "severity=\"warning\"} 1\n");
	assert_has(fixture,
	    "\nchainwatch_findings{finding=\"leaf-expired\",severity="
	    "\"critical\"} "
	    "0\n");
}

static void
beyond_the_bound_endpoints_are_only_counted(void **state)
{
	struct fixture *fixture = *state;
	struct endpoint *other = make_endpoint("zz.example.test");

	fixture->fleet.max_rows = 1;
	metric_fleet_add(&fixture->fleet, &fixture->status, NOW);
	metric_fleet_add_unknown(&fixture->fleet, other);
	assert_int_equal(fixture->fleet.rows.len, 1);
	metric_fleet_write_counts(&fixture->page, &fixture->fleet);
	assert_has(fixture, "\nchainwatch_endpoints_left_out 1\n");
	assert_has(fixture, "\nchainwatch_endpoints{state=\"unknown\"} 1\n");
	endpoint_unref(other);
}

static void
a_chain_of_a_hundred_has_ten_positions(void **state)
{
	struct fixture *fixture = *state;
	struct cert_facts *certs[100];

	for (size_t i = 0; i < 100; i++)
		certs[i] = &fixture->leaf;
	certs[99] = &fixture->intermediate;
	fixture->verdict.certs = certs;
	fixture->verdict.cert_count = 100;
	write_all(fixture);
	assert_int_equal(fixture->fleet.ends.len, METRIC_POSITIONS);
	/* all of them count for what ends first */
	assert_has(
	    fixture, "\nprobe_ssl_earliest_cert_expiry" OF "1800432000\n");
}

static void
hostile_labels_stay_in_their_line(void **state)
{
	struct fixture *fixture = *state;

	*ARRAY_ADD(&fixture->endpoint->settings->labels) =
	    (struct endpoint_label){
		mem_strdup("te\"am"), mem_strdup("\"} 9\nprobe_success 0")};
	write_all(fixture);
	assert_has(
	    fixture, ",label_te_am=\"\\\"} 9\\\\x0aprobe_success 0\"} 1\n");
	assert_has_not(fixture, "\nprobe_success 0");
}

static void
a_row_stays_small(UNUSED void **state)
{
	assert_true(sizeof(struct metric_endpoint) <= 72);
}

#define WITH_FLEET(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_FLEET(a_good_endpoint_answers_rules_for_blackbox_exporter),
	    WITH_FLEET(a_chain_is_told_by_position),
	    WITH_FLEET(of_several_addresses_the_worst_is_told),
	    WITH_FLEET(one_address_that_fails_is_no_success),
	    WITH_FLEET(a_chain_that_is_not_valid_is_no_success),
	    WITH_FLEET(what_was_shown_before_is_no_success_while_it_fails),
	    WITH_FLEET(nothing_is_claimed_of_what_nobody_looked_at),
	    WITH_FLEET(open_findings_are_told_once_each),
	    WITH_FLEET(what_breaks_is_counted_by_when),
	    WITH_FLEET(findings_are_counted_by_code_and_severity),
	    WITH_FLEET(beyond_the_bound_endpoints_are_only_counted),
	    WITH_FLEET(a_chain_of_a_hundred_has_ten_positions),
	    WITH_FLEET(hostile_labels_stay_in_their_line),
	    cmocka_unit_test(a_row_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
