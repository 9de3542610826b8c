/* Reports: findings stand in order, root cause first. */
#include "model/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
the_worse_and_the_cause_come_first(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_ROOT_INCLUDED, NULL, "a");
	report_add(report, FINDING_LEAF_EXPIRED, NULL, "b");
	report_add(report, FINDING_WRONG_ORDER, NULL, "c");
	report_add(report, FINDING_LEAF_ONLY, NULL, "d %d", 7);

	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	assert_int_equal(report->findings.len, 4);
	assert_int_equal(report->findings.items[0].code, FINDING_LEAF_ONLY);
	assert_string_equal(report->findings.items[0].detail, "d 7");
	assert_int_equal(report->findings.items[1].code, FINDING_LEAF_EXPIRED);
	assert_int_equal(report->findings.items[2].code, FINDING_WRONG_ORDER);
	assert_int_equal(report->findings.items[3].code, FINDING_ROOT_INCLUDED);
}

static void
sorting_follows_changed_severities(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_LEAF_ONLY, NULL, "a")->severity =
	    SEVERITY_NOTICE;
	report_add(report, FINDING_WRONG_ORDER, NULL, "b");
	report_sort(report);

	assert_int_equal(report->severity, SEVERITY_WARNING);
	assert_int_equal(report->findings.items[0].code, FINDING_WRONG_ORDER);
	assert_int_equal(report->findings.items[1].code, FINDING_LEAF_ONLY);
}

static void
a_finding_knows_its_certificate(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();
	CLEANUP(cert_unref) struct cert *sent = cert_new((uint8_t *)"one", 3);
	CLEANUP(cert_unref) struct cert *other = cert_new((uint8_t *)"two", 3);
	const struct finding *finding;

	report->presented = chain_new(&sent, 1);
	report_add(report, FINDING_MALFORMED_CERTIFICATE, sent, "a");
	report_add(report, FINDING_ROOT_EXPIRED, other, "b");
	report_add(report, FINDING_LEAF_ONLY, NULL, "c");

	finding = report_find(report, FINDING_MALFORMED_CERTIFICATE);
	assert_int_equal(finding->certificate, 0);
	assert_true(finding->has_fingerprint);
	assert_memory_equal(finding->sha256, sent->sha256, CERT_SHA256_LEN);

	finding = report_find(report, FINDING_ROOT_EXPIRED);
	assert_int_equal(finding->certificate, FINDING_CERTIFICATE_NONE);
	assert_true(finding->has_fingerprint);

	assert_false(report_find(report, FINDING_LEAF_ONLY)->has_fingerprint);
	assert_null(report_find(report, FINDING_SELF_SIGNED));
}

static void
it_lives_as_long_as_somebody_refers_to_it(void **state)
{
	struct report *report = report_new();
	struct report *again = report_ref(report);

	report_unref(report);
	report_add(again, FINDING_LEAF_ONLY, NULL, "a")->missing =
	    mem_strdup("b");
	report_unref(again);
	report_unref(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_worse_and_the_cause_come_first),
	    cmocka_unit_test(sorting_follows_changed_severities),
	    cmocka_unit_test(a_finding_knows_its_certificate),
	    cmocka_unit_test(it_lives_as_long_as_somebody_refers_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
