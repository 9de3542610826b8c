/* Root cause first: what follows from another finding is left out. */
#include "judge/cause.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pki/cert.h"

static struct cert *certs[2];

static int
make_certs(void **state)
{
	certs[0] = cert_new((const uint8_t *)"one", 3);
	certs[1] = cert_new((const uint8_t *)"two", 3);
	return 0;
}

static int
drop_certs(void **state)
{
	cert_unref(certs[0]);
	cert_unref(certs[1]);
	return 0;
}

static void
a_consequence_of_the_same_certificate_goes(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_CA_KEY_USAGE, certs[0], "a");
	report_add(report, FINDING_NOT_A_CA, certs[0], "b");
	cause_suppress(report);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->findings.items[0].code, FINDING_NOT_A_CA);
}

static void
the_same_of_another_certificate_stays(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_CA_KEY_USAGE, certs[1], "a");
	report_add(report, FINDING_NOT_A_CA, certs[0], "b");
	cause_suppress(report);
	assert_int_equal(report->findings.len, 2);
}

static void
independent_faults_stay_in_order(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_LEAF_EXPIRING, certs[0], "a")->severity =
	    SEVERITY_CRITICAL;
	report_add(report, FINDING_NAME_MISMATCH, NULL, "b");
	report_add(report, FINDING_ROOT_INCLUDED, certs[1], "c");
	cause_suppress(report);
	assert_int_equal(report->findings.len, 3);
	assert_int_equal(report->findings.items[0].code, FINDING_NAME_MISMATCH);
	assert_int_equal(report->findings.items[1].code, FINDING_LEAF_EXPIRING);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
}

static void
what_cannot_be_parsed_explains_what_is_missing(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report_add(report, FINDING_MISSING_INTERMEDIATE, NULL, "a");
	report_add(report, FINDING_MALFORMED_CERTIFICATE, certs[1], "b");
	cause_suppress(report);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(
	    report->findings.items[0].code, FINDING_MALFORMED_CERTIFICATE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_consequence_of_the_same_certificate_goes),
	    cmocka_unit_test(the_same_of_another_certificate_stays),
	    cmocka_unit_test(independent_faults_stay_in_order),
	    cmocka_unit_test(what_cannot_be_parsed_explains_what_is_missing),
	};

	return cmocka_run_group_tests(tests, make_certs, drop_certs);
}
