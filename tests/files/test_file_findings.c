/* Faults of a file as findings. */
#include "files/file_findings.h"

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

/* As OpenSSL would read it, all of it. */
static struct pem_load
whole(const struct pem_file *file)
{
	struct pem_load load = {.count = file->certs.len};

	memcpy(load.first, file->certs.items[0]->sha256, sizeof load.first);
	return load;
}

static void
faults_of_one_kind_are_one_finding_with_their_lines(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	struct pem_load load;

	add_cert(&file);
	add_fault(&file, PEM_FAULT_WRONG_LABEL, 3, false);
	file.faults.items[0].column = 7;
	add_fault(&file, PEM_FAULT_WRONG_LABEL, 0, false);
	load = whole(&file);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->findings.items[0].code, FINDING_FILE_FORMAT);
	assert_int_equal(report->severity, SEVERITY_WARNING);
	assert_string_equal(report->findings.items[0].detail,
	    "line 3, column 7: words; words. Servers that use OpenSSL (nginx, "
	    "Apache, HAProxy ...) read it all the same; those that use GnuTLS "
	    "(Exim, OpenLDAP ...) read it.");
	pem_file_clear(&file);
	report_unref(report);
}

/* The severity, and words of what servers make of two certificates, the second
 * of which has a fault. */
static void
assert_consequence(struct pem_load load, enum pem_effect gnutls,
    enum severity severity, const char *words)
{
	struct report *report = report_new();
	struct pem_file file = {0};

	add_cert(&file);
	add_cert(&file);
	file.lines.items[1] = 10;
	memcpy(load.first, file.certs.items[0]->sha256, sizeof load.first);
	add_fault(&file, PEM_FAULT_TRUNCATED, 10, true);
	file.faults.items[0].gnutls = gnutls;
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->severity, severity);
	if (strstr(report->findings.items[0].detail, words) == NULL)
		fail_msg("%s", report->findings.items[0].detail);
	pem_file_clear(&file);
	report_unref(report);
}

static void
what_servers_make_of_it_decides_the_severity(void **state)
{
	const struct pem_load all = {.count = 2}, less = {.count = 1};
	const struct pem_load refused = {.count = 1, .is_refused = true};
	const struct pem_load none = {
	    .is_refused = true, .is_refused_by_haproxy = true};

	assert_consequence(all, PEM_EFFECT_REFUSED, SEVERITY_WARNING,
	    "read it all the same; those that use GnuTLS (Exim, OpenLDAP ...) "
	    "do not start");
	assert_consequence(less, PEM_EFFECT_SKIPPED, SEVERITY_CRITICAL,
	    "serve 1 of the 2 certificates and say nothing; those that use "
	    "GnuTLS (Exim, OpenLDAP ...) serve 1 of them");
	assert_consequence(refused, PEM_EFFECT_READ, SEVERITY_CRITICAL,
	    "do not start with it; HAProxy serves 1 of the 2 certificates and "
	    "says nothing; those that use GnuTLS (Exim, OpenLDAP ...) read it");
	assert_consequence(none, PEM_EFFECT_READ, SEVERITY_CRITICAL,
	    "(nginx, Apache, HAProxy ...) do not start with it");
}

static void
a_lost_leaf_leaves_a_key_that_does_not_fit(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	struct pem_load load = {.count = 1}; /* another one is the first */

	add_cert(&file);
	add_fault(&file, PEM_FAULT_JOINED_LINES, 1, true);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	assert_non_null(strstr(report->findings.items[0].detail,
	    "HAProxy ...) do not start with it"));
	pem_file_clear(&file);
	report_unref(report);
}

static void
what_servers_skip_is_worth_a_note(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	struct pem_load load;

	add_cert(&file);
	add_fault(&file, PEM_FAULT_TEXT_BETWEEN, 1, false);
	add_fault(&file, PEM_FAULT_CR_LF, 2, false);
	load = whole(&file);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->findings.items[0].code, FINDING_FILE_FORMAT);
	assert_int_equal(report->severity, SEVERITY_NOTICE);
	assert_string_equal(report->findings.items[0].detail,
	    "line 1: words; line 2: words. Servers that use OpenSSL (nginx, "
	    "Apache, HAProxy ...) read it all the same; those that use GnuTLS "
	    "(Exim, OpenLDAP ...) read it.");
	pem_file_clear(&file);
	report_unref(report);
}

static void
beside_a_fault_it_is_not_worth_that(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	struct pem_load load;

	add_cert(&file);
	add_fault(&file, PEM_FAULT_TEXT_BETWEEN, 1, false);
	add_fault(&file, PEM_FAULT_WRONG_LABEL, 2, false);
	load = whole(&file);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->severity, SEVERITY_WARNING);
	assert_null(strstr(report->findings.items[0].detail, "line 1"));
	pem_file_clear(&file);
	report_unref(report);
}

static void
a_key_is_a_finding_of_its_own_unless_it_is_wanted(void **state)
{
	static const struct {
		enum file_key key;
		const char *words; /* NULL: no finding */
	} rows[] = {
	    {FILE_KEY_UNKNOWN, "line 9: words. HAProxy, lighttpd"},
	    {FILE_KEY_FITS, "; it belongs to the first certificate"},
	    {FILE_KEY_FOREIGN, "; it does not belong to"},
	    {FILE_KEY_WANTED, NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct report *report = report_new();
		struct pem_file file = {0};
		struct pem_load load;

		add_cert(&file);
		add_fault(&file, PEM_FAULT_PRIVATE_KEY, 9, false);
		load = whole(&file);
		file_findings_add(report, &file, &load, rows[i].key);
		assert_int_equal(
		    report->findings.len, rows[i].words == NULL ? 0 : 1);
		if (rows[i].words != NULL) {
			assert_int_equal(report->findings.items[0].code,
			    FINDING_PRIVATE_KEY_IN_FILE);
			assert_int_equal(report->severity, SEVERITY_WARNING);
			assert_non_null(strstr(
			    report->findings.items[0].detail, rows[i].words));
		}
		pem_file_clear(&file);
		report_unref(report);
	}
}

static void
many_faults_are_counted(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	struct pem_load load;

	add_cert(&file);
	for (size_t i = 1; i <= 50; i++)
		add_fault(&file, PEM_FAULT_BAD_BASE64, i, true);
	load = whole(&file);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->findings.len, 1);
	assert_non_null(
	    strstr(report->findings.items[0].detail, "; and 45 more. Servers"));
	pem_file_clear(&file);
	report_unref(report);
}

static void
without_certificates_that_is_the_one_finding(void **state)
{
	struct report *report = report_new();
	struct pem_file file = {0};
	const struct pem_load load = {.is_refused = true};

	add_fault(&file, PEM_FAULT_PRIVATE_KEY, 1, false);
	add_fault(&file, PEM_FAULT_TEXT_BETWEEN, 5, false);
	add_fault(&file, PEM_FAULT_NOT_PEM, 0, true);
	file_findings_add(report, &file, &load, FILE_KEY_UNKNOWN);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(
	    report->findings.items[0].code, FINDING_NO_CERTIFICATE);
	assert_string_equal(
	    report->findings.items[0].detail, "line 1: words; words");
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
	    cmocka_unit_test(what_servers_make_of_it_decides_the_severity),
	    cmocka_unit_test(a_lost_leaf_leaves_a_key_that_does_not_fit),
	    cmocka_unit_test(what_servers_skip_is_worth_a_note),
	    cmocka_unit_test(beside_a_fault_it_is_not_worth_that),
	    cmocka_unit_test(a_key_is_a_finding_of_its_own_unless_it_is_wanted),
	    cmocka_unit_test(many_faults_are_counted),
	    cmocka_unit_test(without_certificates_that_is_the_one_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
