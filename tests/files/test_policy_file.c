/* The policy that is built in, and an operator's file. */
#include "files/policy_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/hex.h"
#include "base/strbuf.h"
#include "base/timestamp.h"
#include "support/temp_folder.h"

static void
what_is_built_in_is_well_formed(void **state)
{
	struct error err = ERROR_INIT;
	CLEANUP(policy_unref) struct policy *policy = NULL;
	size_t publics = 0;

	policy = policy_file_load(NULL, &err);
	if (policy == NULL)
		fail_msg("%s", err.message);
	assert_string_equal(policy->name, "shipped");
	ARRAY_EACH (rule, &policy->rules)
		assert_non_null(rule->source);
	ARRAY_EACH (root, &policy->roots)
		publics += root->is_public && root->group == POLICY_NO_GROUP;
	assert_true(publics == 0 || publics > 100); /* --without-mozilla-roots
						     */
}

static void
lifetimes_shrink_as_was_decided(void **state)
{
	static const struct {
		const char *issued_at;
		unsigned days, short_lived;
	} rows[] = {
	    {"2020-08-31T23:59:59Z", 825, 0},
	    {"2020-09-01T00:00:00Z", 398, 0},
	    {"2024-03-14T23:59:59Z", 398, 0},
	    {"2024-03-15T00:00:00Z", 398, 10},
	    {"2026-03-14T23:59:59Z", 398, 10},
	    {"2026-03-15T00:00:00Z", 200, 7},
	    {"2027-03-14T23:59:59Z", 200, 7},
	    {"2027-03-15T00:00:00Z", 100, 7},
	    {"2029-03-14T23:59:59Z", 100, 7},
	    {"2029-03-15T00:00:00Z", 47, 7},
	};
	CLEANUP(policy_unref) struct policy *policy = NULL;

	policy = policy_file_load(NULL, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct policy_rule *rule;
		int64_t issued_at;

		assert_true(
		    timestamp_parse(rows[i].issued_at, &issued_at, NULL));
		rule = policy_lifetime(policy, issued_at, true);
		assert_int_equal(rule->days, rows[i].days);
		rule = policy_short_lived(policy, issued_at);
		assert_int_equal(
		    rule == NULL ? 0 : rule->days, rows[i].short_lived);
	}
}

/* A real root, as far as the rules look at it. */
struct real_root {
	const char *sha256, *not_before;
	enum policy_programme programme;
	const char *refused_from; /* NULL: never */
};

static int64_t
at(const char *text)
{
	int64_t seconds;

	assert_true(timestamp_parse(text, &seconds, NULL));
	return seconds;
}

static void
expect_root(const struct policy *policy, const struct real_root *real)
{
	struct cert root = {.not_before = at(real->not_before)};
	/* before every date by which CAs are refused by issue */
	const struct cert leaf = {.not_before = at("2020-01-01")};
	const struct policy_rule *rule;
	int64_t from;

	assert_true(hex_decode(real->sha256, root.sha256, sizeof root.sha256));
	from =
	    policy_refused_from(policy, real->programme, &root, &leaf, &rule);
	if (real->refused_from == NULL)
		assert_true(from == TIMESTAMP_NEVER);
	else
		assert_int_equal(from, at(real->refused_from));
}

/* Ages count for public roots only, and which are known as such hangs on the
 * ca-certificates package that this was built with. */
static struct policy *
with_publics(const struct real_root *roots, size_t count)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(4000);
	struct temp_folder folder;
	struct policy *policy;

	strbuf_add(&text, "version 1\nbase shipped\n");
	for (size_t i = 0; i < count; i++) {
		if (strstr(strbuf_text(&text), roots[i].sha256) == NULL)
			strbuf_addf(
			    &text, "public sha256=%s\n", roots[i].sha256);
	}
	temp_folder_make(&folder);
	temp_folder_write(&folder, "own", strbuf_text(&text));
	policy = policy_file_load(temp_folder_path(&folder, "own"), NULL);
	temp_folder_remove(&folder);
	assert_non_null(policy);
	return policy;
}

static void
real_roots_leave_when_it_was_announced(void **state)
{
	static const struct real_root named[] = {
	    /* DigiCert Global Root CA */
	    {"4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161",
		"2006-11-10", POLICY_MOZILLA, "2026-04-15"},
	    {"4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161",
		"2006-11-10", POLICY_CHROME, "2026-04-15"},
	    {"4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161",
		"2006-11-10", POLICY_APPLE, NULL},
	    /* ePKI Root Certification Authority, put off */
	    {"c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5",
		"2004-12-20", POLICY_MOZILLA, NULL},
	    {"c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5",
		"2004-12-20", POLICY_CHROME, NULL},
	    /* Izenpe.com, by date of issue instead */
	    {"2530cc8e98321502bad96f9b1fba1b099e2d299e0f4548bb914f363bc0d4531f",
		"2007-12-13", POLICY_MOZILLA, NULL},
	};
	static const struct real_root by_age[] = {
	    /* GlobalSign R1, R3, R5, R6 */
	    {"ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99",
		"1998-09-01", POLICY_MOZILLA, "2025-04-15"},
	    {"cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b",
		"2009-03-18", POLICY_CHROME, "2027-04-15"},
	    {"179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924",
		"2012-11-13", POLICY_MOZILLA, "2029-04-15"},
	    {"2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69",
		"2014-12-10", POLICY_MOZILLA, "2029-12-10"},
	    /* ISRG Root X1 */
	    {"96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6",
		"2015-06-04T11:04:38Z", POLICY_CHROME, "2030-06-04T11:04:38Z"},
	    {"96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6",
		"2015-06-04T11:04:38Z", POLICY_JAVA, NULL},
	};
	CLEANUP(policy_unref) struct policy *policy = NULL;

	policy = policy_file_load(NULL, NULL);
	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
		expect_root(policy, &named[i]);
	policy_unref(policy);
	policy = with_publics(by_age, sizeof by_age / sizeof by_age[0]);
	for (size_t i = 0; i < sizeof by_age / sizeof by_age[0]; i++)
		expect_root(policy, &by_age[i]);
}

static void
a_file_adds_or_stands_alone(void **state)
{
	CLEANUP(policy_unref) struct policy *shipped = NULL;
	CLEANUP(policy_unref) struct policy *top = NULL;
	CLEANUP(policy_unref) struct policy *alone = NULL;
	struct temp_folder folder;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "top",
	    "version 1\nbase shipped\n"
	    "lifetime name=mine from=2026-06-01 days=30 source=us\n");
	temp_folder_write(&folder, "alone",
	    "version 1\n"
	    "lifetime name=mine from=2026-06-01 days=30 source=us\n");
	shipped = policy_file_load(NULL, NULL);
	top = policy_file_load(temp_folder_path(&folder, "top"), NULL);
	alone = policy_file_load(temp_folder_path(&folder, "alone"), NULL);
	assert_int_equal(top->rules.len, shipped->rules.len + 1);
	assert_int_equal(alone->rules.len, 1);
	assert_true(top->generation != shipped->generation);
	temp_folder_remove(&folder);
}

static void
faults_name_the_file(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	const char *path;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "bad", "version 1\nlifetimes\n");
	path = temp_folder_path(&folder, "bad");
	assert_null(policy_file_load(path, &err));
	assert_memory_equal(err.message, path, strlen(path));
	assert_non_null(strstr(err.message, ":2: 'lifetimes' is no keyword"));
	assert_null(policy_file_load(temp_folder_path(&folder, "none"), &err));
	assert_int_equal(err.kind, ERROR_SYSTEM);
	temp_folder_remove(&folder);
}

static void
a_client_that_nobody_knows_is_a_fault(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "bad",
	    "version 1\n"
	    "lack name=ours clients=go,goo created-from=2020-01-01 source=s\n");
	assert_null(policy_file_load(temp_folder_path(&folder, "bad"), &err));
	assert_non_null(
	    strstr(err.message, "rule 'ours': no client is called 'goo'"));
	temp_folder_remove(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_built_in_is_well_formed),
	    cmocka_unit_test(lifetimes_shrink_as_was_decided),
	    cmocka_unit_test(real_roots_leave_when_it_was_announced),
	    cmocka_unit_test(a_file_adds_or_stands_alone),
	    cmocka_unit_test(faults_name_the_file),
	    cmocka_unit_test(a_client_that_nobody_knows_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
