/* One look at every address: over fakes of loop, prober and resolver it would
 * show nothing; so over a real server, and in what it says of several. */
#include "cli/looks.h"

#include "base/mem.h"
#include "support/mint.h"
#include "support/tls_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define HOST "www.example.test"

static struct endpoint *
endpoint_at(const struct ip_address *addresses, size_t count)
{
	struct endpoint *endpoint = endpoint_new();

	assert_true(hostname_parse(HOST, &endpoint->host, NULL));
	for (size_t i = 0; i < count; i++)
		ARRAY_ADD(&endpoint->fronts)->address = addresses[i];
	endpoint->settings->timeout_ms = 10000;
	*ARRAY_ADD(&endpoint->settings->trust) = mem_strdup("test");
	endpoint_finish(endpoint);
	return endpoint;
}

static void
every_address_is_looked_at_once_and_judged_as_of_then(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate}};
	struct tls_server *a = tls_server_start(&script);
	struct tls_server *b = tls_server_start(&script);
	const struct ip_address addresses[] = {
	    tls_server_address(a), tls_server_address(b)};
	struct endpoint *endpoint = endpoint_at(addresses, 2);
	struct trust trust = {0};
	struct looks looks;

	*ARRAY_ADD(&trust.stores) = mint_trust("test", chain.root, NULL);
	assert_true(looks_take(endpoint, &trust, MINT_NOW, &looks, NULL));
	assert_int_equal(looks.items.len, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct checked *checked = &looks.items.items[i];

		assert_non_null(checked->report);
		assert_true(checked->report->is_valid);
		assert_int_equal(checked->report->judged_at, MINT_NOW);
		assert_int_equal(checked_severity(checked), SEVERITY_OK);
	}
	assert_true(
	    checked_same_chain(&looks.items.items[0], &looks.items.items[1]));
	assert_int_equal(tls_server_counts(a).accepted, 1);
	assert_int_equal(tls_server_counts(b).accepted, 1);
	looks_clear(&looks);
	trust_clear(&trust);
	endpoint_unref(endpoint);
	tls_server_stop(a);
	tls_server_stop(b);
}

static void
a_failure_counts_beside_the_report(void **state)
{
	struct observation *observation = observation_new();
	struct report *report = report_new();
	struct checked checked = {.observation = observation, .report = report};

	assert_int_equal(checked_severity(&checked), SEVERITY_OK);
	observation->failure = FAILURE_HANDSHAKE_ALERT;
	assert_int_equal(checked_severity(&checked), SEVERITY_CRITICAL);
	assert_false(checked_same_chain(
	    &checked, &(struct checked){.observation = observation}));
	report_unref(report);
	observation_free(observation);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_address_is_looked_at_once_and_judged_as_of_then),
	    cmocka_unit_test(a_failure_counts_beside_the_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
