/* Verdicts: what is kept of a report, and what is shared. */
#include "model/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A report over certificates made of these bytes; they do not parse, which is
 * of no account here. */
static struct report *
report_of(const char *a, const char *b)
{
	struct report *report = report_new();
	CLEANUP(cert_unref)
	struct cert *first = cert_new((const uint8_t *)a, strlen(a));
	CLEANUP(cert_unref)
	struct cert *second = cert_new((const uint8_t *)b, strlen(b));
	struct cert *certs[] = {first, second};

	report->presented = chain_new(certs, 2);
	return report;
}

static void
it_keeps_what_state_needs(void **state)
{
	CLEANUP(report_unref) struct report *report = report_of("one", "two");
	CLEANUP(verdict_unref) struct verdict *verdict = NULL;

	report->is_valid = true;
	report->breaks_at = 17;
	report->holds_until = 11;
	report_add(report, FINDING_ROOT_INCLUDED, NULL, "a");
	report_add(
	    report, FINDING_WRONG_ORDER, report->presented->certs[1], "b");
	verdict = verdict_new(report);

	assert_true(verdict->is_valid);
	assert_int_equal(verdict->severity, SEVERITY_WARNING);
	assert_int_equal(verdict->breaks_at, 17);
	assert_int_equal(verdict->holds_until, 11);
	assert_int_equal(verdict->cert_count, 2);
	assert_memory_equal(
	    verdict->chain_id, report->presented->id, CERT_SHA256_LEN);
	assert_string_equal(
	    verdict->certs[0]->label, report->presented->certs[0]->label);
	assert_int_equal(verdict->finding_count, 2);
	assert_int_equal(verdict->findings[0].code, FINDING_WRONG_ORDER);
	assert_memory_equal(verdict->findings[0].sha256,
	    report->presented->certs[1]->sha256, CERT_SHA256_LEN);
	assert_non_null(verdict_find(verdict, FINDING_ROOT_INCLUDED));
	assert_null(verdict_find(verdict, FINDING_LEAF_ONLY));
}

static void
certificates_are_shared_by_digest(void **state)
{
	CLEANUP(report_unref) struct report *a = report_of("one", "two");
	CLEANUP(report_unref) struct report *b = report_of("two", "three");
	CLEANUP(report_unref) struct report *c = report_of("one", "two");
	CLEANUP(verdict_unref) struct verdict *va = verdict_new(a);
	CLEANUP(verdict_unref) struct verdict *vb = verdict_new(b);
	CLEANUP(verdict_unref) struct verdict *vc = verdict_new(c);

	assert_ptr_equal(va->certs[1], vb->certs[0]);
	assert_ptr_equal(va->certs[0], vc->certs[0]);
	assert_ptr_not_equal(va->certs[0], vb->certs[0]);
	assert_true(verdict_same_chain(va, vc));
	assert_false(verdict_same_chain(va, vb));
}

static void
facts_outlive_the_verdict_that_brought_them(void **state)
{
	CLEANUP(report_unref) struct report *report = report_of("one", "two");
	struct verdict *a = verdict_new(report);
	struct verdict *b = verdict_new(report);
	struct verdict *again = verdict_ref(b);

	verdict_unref(a);
	verdict_unref(b);
	assert_string_equal(
	    again->certs[0]->label, report->presented->certs[0]->label);
	verdict_unref(again);
	verdict_unref(NULL);
}

/* More than the table begins with, so that it grows; then all leave. */
static void
a_thousand_certificates_come_and_go(void **state)
{
	struct verdict *verdicts[500];

	for (size_t i = 0; i < 500; i++) {
		CLEANUP(free) char *a = mem_printf("a%zu", i);
		CLEANUP(free) char *b = mem_printf("b%zu", i);
		CLEANUP(report_unref) struct report *report = report_of(a, b);

		verdicts[i] = verdict_new(report);
	}
	for (size_t i = 0; i < 500; i++) {
		CLEANUP(free) char *a = mem_printf("a%zu", i);
		CLEANUP(free) char *b = mem_printf("b%zu", i);
		CLEANUP(report_unref) struct report *report = report_of(a, b);
		CLEANUP(verdict_unref)
		struct verdict *again = verdict_new(report);

		assert_ptr_equal(again->certs[0], verdicts[i]->certs[0]);
		assert_ptr_equal(again->certs[1], verdicts[i]->certs[1]);
	}
	for (size_t i = 0; i < 500; i++)
		verdict_unref(verdicts[i]);
}

static void
a_report_without_a_chain_gives_an_empty_one(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();
	CLEANUP(verdict_unref) struct verdict *verdict = verdict_new(report);

	assert_int_equal(verdict->cert_count, 0);
	assert_int_equal(verdict->finding_count, 0);
	assert_false(verdict->is_valid);
}

static void
clients_that_refuse_a_valid_chain_are_named(void **state)
{
	CLEANUP(report_unref) struct report *report = report_new();
	CLEANUP(verdict_unref) struct verdict *verdict = NULL;
	CLEANUP(verdict_unref) struct verdict *copy = NULL;
	CLEANUP(verdict_unref) struct verdict *invalid = NULL;

	*ARRAY_ADD(&report->clients) = (struct report_client){
	    .name = "a", .title = "A", .weight = REPORT_CLIENT_WATCHED};
	*ARRAY_ADD(&report->clients) =
	    (struct report_client){.name = "b", .title = "B"};
	invalid = verdict_new(report);
	assert_null(invalid->refused_by);
	report->is_valid = true;
	verdict = verdict_new(report);
	copy = verdict_copy(verdict);
	assert_string_equal(verdict->refused_by, "A");
	assert_string_equal(copy->refused_by, "A");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clients_that_refuse_a_valid_chain_are_named),
	    cmocka_unit_test(it_keeps_what_state_needs),
	    cmocka_unit_test(certificates_are_shared_by_digest),
	    cmocka_unit_test(facts_outlive_the_verdict_that_brought_them),
	    cmocka_unit_test(a_thousand_certificates_come_and_go),
	    cmocka_unit_test(a_report_without_a_chain_gives_an_empty_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
