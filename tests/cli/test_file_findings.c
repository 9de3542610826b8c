/* Faults of a file as findings. */
#include "cli/file_findings.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
add_fault(
    struct pem_file *file, enum pem_fault_kind kind, size_t line, bool is_fatal)
{
	struct pem_fault *fault = ARRAY_ADD(&file->faults);

	fault->kind = kind;
	fault->line = line;
	fault->is_fatal = is_fatal;
	memcpy(fault->text, "words", 6);
}

static void
add_cert(struct pem_file *file)
{
	*ARRAY_ADD(&file->certs) = cert_new((const uint8_t *)"junk", 4);
	*ARRAY_ADD(&file->lines) = 1;
}

static void
faults_of_one_kind_are_one_finding_with_their_lines(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	add_fault(&file, PEM_FAULT_WRONG_LABEL, 3, false);
	add_fault(&file, PEM_FAULT_WRONG_LABEL, 0, false);
	file_findings_add(report, &file);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->findings.items[0].code, FINDING_FILE_FORMAT);
	assert_int_equal(report->severity, SEVERITY_WARNING);
	assert_string_equal(
	    report->findings.items[0].detail, "line 3: words; words");
	pem_file_clear(&file);
	report_unref(report);
}

static void
what_a_server_would_refuse_is_critical(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	add_fault(&file, PEM_FAULT_TRUNCATED, 3, true);
	file_findings_add(report, &file);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	pem_file_clear(&file);
	report_unref(report);
}

static void
text_that_servers_skip_is_no_fault(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	add_fault(&file, PEM_FAULT_TEXT_BETWEEN, 1, false);
	file_findings_add(report, &file);
	assert_int_equal(report->findings.len, 0);
	pem_file_clear(&file);
	report_unref(report);
}

static void
a_key_is_a_finding_of_its_own(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	add_fault(&file, PEM_FAULT_PRIVATE_KEY, 9, false);
	file_findings_add(report, &file);
	assert_int_equal(
	    report->findings.items[0].code, FINDING_PRIVATE_KEY_IN_FILE);
	pem_file_clear(&file);
	report_unref(report);
}

static void
many_faults_are_counted(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	for (size_t i = 1; i <= 50; i++)
		add_fault(&file, PEM_FAULT_BAD_BASE64, i, true);
	file_findings_add(report, &file);
	assert_int_equal(report->findings.len, 1);
	assert_non_null(
	    strstr(report->findings.items[0].detail, "; and 45 more"));
	pem_file_clear(&file);
	report_unref(report);
}

static void
without_certificates_that_is_the_one_finding(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_fault(&file, PEM_FAULT_PRIVATE_KEY, 1, false);
	add_fault(&file, PEM_FAULT_NOT_PEM, 0, true);
	file_findings_add(report, &file);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(
	    report->findings.items[0].code, FINDING_NO_CERTIFICATE);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	pem_file_clear(&file);
	report_unref(report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		faults_of_one_kind_are_one_finding_with_their_lines),
	    cmocka_unit_test(what_a_server_would_refuse_is_critical),
	    cmocka_unit_test(text_that_servers_skip_is_no_fault),
	    cmocka_unit_test(a_key_is_a_finding_of_its_own),
	    cmocka_unit_test(many_faults_are_counted),
	    cmocka_unit_test(without_certificates_that_is_the_one_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
