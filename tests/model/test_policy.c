/* What may be asked of dated rules: limits by issue, refusals by programme. */
#include "model/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/hex.h"
#include "model/policy_text.h"
#include "support/mint.h"
#include "support/mint_sct.h"

static struct policy *
policy_of(const char *rows)
{
	CLEANUP(free) char *text = mem_printf("version 1\n%s", rows);
	const struct policy_text own = {"own", text, strlen(text)};
	struct error err = ERROR_INIT;
	struct policy *policy = policy_read(NULL, 0, &own, &err);

	if (policy == NULL)
		fail_msg("%s", err.message);
	return policy;
}

static int64_t
at(const char *text)
{
	int64_t seconds;

	assert_true(timestamp_parse(text, &seconds, NULL));
	return seconds;
}

static const struct cert *
root_of(const char *not_before)
{
	return MINT(.subject = "CN=Root", .is_ca = true,
	    .not_before = at(not_before))
	    ->cert;
}

static const struct cert *
leaf_of(const char *not_before, const char *sct)
{
	int64_t ms = sct == NULL ? 0 : at(sct) * 1000;
	CLEANUP(free) char *scts = mint_sct_extension(&ms, 1);

	return MINT(.subject = "CN=Leaf", .not_before = at(not_before),
	    .extensions = {sct == NULL ? NULL : scts})
	    ->cert;
}

/* The rows, with ROOT's fingerprint in the group r. */
static struct policy *
policy_about(const struct cert *root, bool is_key, const char *rows)
{
	char hex[CERT_FINGERPRINT_TEXT_MAX];
	CLEANUP(free) char *text = NULL;

	hex_encode(
	    is_key ? root->key.sha256 : root->sha256, CERT_SHA256_LEN, hex);
	text = mem_printf("roots name=r public=yes\nroot %s=%s\n%s",
	    is_key ? "spki" : "sha256", hex, rows);
	return policy_of(text);
}

static void
the_last_limit_in_force_counts(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy =
	    policy_of("lifetime name=c from=2026-03-15 days=200 source=s\n"
		      "lifetime name=a from=2018-03-01 days=825 source=s\n"
		      "lifetime name=b from=2020-09-01 days=398 source=s\n");
	static const struct {
		const char *issued_at;
		unsigned days;
	} rows[] = {
	    {"2018-02-28T23:59:59Z", 0},
	    {"2018-03-01T00:00:00Z", 825},
	    {"2020-08-31T23:59:59Z", 825},
	    {"2020-09-01T00:00:00Z", 398},
	    {"2026-03-14T23:59:59Z", 398},
	    {"2026-03-15T00:00:00Z", 200},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct policy_rule *rule =
		    policy_lifetime(policy, at(rows[i].issued_at), true);

		assert_int_equal(rule == NULL ? 0 : rule->days, rows[i].days);
		assert_null(
		    policy_lifetime(policy, at(rows[i].issued_at), false));
	}
	assert_null(policy_lifetime(NULL, 0, true));
}

static void
of_two_scopes_the_stricter_counts(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy = policy_of(
	    "lifetime name=a from=2018-03-01 days=398 source=s\n"
	    "lifetime name=b from=2018-03-01 days=400 scope=all source=s\n"
	    "key name=k from=2018-03-01 kind=rsa bits=2048 source=s\n"
	    "key name=l from=2018-03-01 kind=rsa bits=3072 scope=all "
	    "source=s\n");
	int64_t issued_at = at("2020-01-01");

	assert_int_equal(policy_lifetime(policy, issued_at, true)->days, 398);
	assert_int_equal(policy_lifetime(policy, issued_at, false)->days, 400);
	assert_int_equal(
	    policy_key(policy, CERT_KEY_RSA_PSS, issued_at, true)->bits, 3072);
	assert_null(policy_key(policy, CERT_KEY_EC, issued_at, true));
	assert_null(policy_signature(policy, issued_at, true));
	assert_null(policy_short_lived(policy, issued_at));
}

static void
each_programme_has_its_own_demands_on_transparency(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy = policy_of(
	    "transparency name=a programmes=chrome from=2018-05-01 days=456 "
	    "scts=2 longer=3 operators=2 beside=2 source=s\n"
	    "transparency name=b programmes=chrome,apple from=2022-04-15 "
	    "days=180 scts=2 longer=4 operators=2 beside=2 source=s\n");

	assert_null(policy_transparency(
	    policy, POLICY_CHROME, at("2018-04-30T23:59:59Z")));
	assert_int_equal(policy_transparency(
			     policy, POLICY_CHROME, at("2022-04-14T23:59:59Z"))
			     ->days,
	    456);
	assert_int_equal(
	    policy_transparency(policy, POLICY_CHROME, at("2022-04-15"))
		->longer_scts,
	    4);
	assert_null(policy_transparency(
	    policy, POLICY_APPLE, at("2022-04-14T23:59:59Z")));
	assert_non_null(
	    policy_transparency(policy, POLICY_APPLE, at("2022-04-15")));
	assert_null(
	    policy_transparency(policy, POLICY_MOZILLA, at("2026-01-01")));
	assert_null(policy_transparency(NULL, POLICY_CHROME, 0));
}

static void
both_ends_of_a_lifetime_count(void **state)
{
	int64_t start = at("2026-03-15");
	const struct cert *exact = MINT(.subject = "CN=A", .not_before = start,
	    .not_after = start + 200 * MINT_DAY - 1)
				       ->cert;
	const struct cert *more = MINT(.subject = "CN=A", .not_before = start,
	    .not_after = start + 200 * MINT_DAY)
				      ->cert;

	assert_false(policy_is_longer(exact, 200));
	assert_true(policy_is_longer(more, 200));
}

static int64_t
refused_from(const struct policy *policy, enum policy_programme programme,
    const struct cert *root, const struct cert *leaf, const char *name)
{
	const struct policy_rule *rule;
	int64_t from =
	    policy_refused_from(policy, programme, root, leaf, &rule);

	assert_true((rule == NULL) == (name == NULL));
	if (name != NULL)
		assert_string_equal(rule->name, name);
	return from;
}

static void
distrust_goes_by_issue(void **state)
{
	const struct cert *root = root_of("2015-01-01");
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(root, false,
	    "distrust name=d programmes=mozilla,apple roots=r "
	    "issued-after=2024-11-30 source=s\n");
	const struct cert *last = leaf_of("2024-11-30T23:59:59Z", NULL);
	const struct cert *first = leaf_of("2024-12-01T00:00:00Z", NULL);

	assert_true(refused_from(policy, POLICY_MOZILLA, root, last, NULL) ==
	    TIMESTAMP_NEVER);
	assert_int_equal(
	    refused_from(policy, POLICY_MOZILLA, root, first, "d"), 0);
	assert_int_equal(
	    refused_from(policy, POLICY_APPLE, root, first, "d"), 0);
	assert_true(refused_from(policy, POLICY_CHROME, root, first, NULL) ==
	    TIMESTAMP_NEVER);
	assert_true(refused_from(policy, POLICY_APPLE,
			MINT(.subject = "CN=Other", .is_ca = true)->cert, first,
			NULL) == TIMESTAMP_NEVER);
}

static void
timestamps_count_before_the_first_day(void **state)
{
	const struct cert *root = root_of("2015-01-01");
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(root, false,
	    "distrust name=d programmes=chrome roots=r sct-after=2024-11-11 "
	    "source=s\n");
	static const struct {
		const char *not_before, *sct;
		bool is_refused;
	} rows[] = {
	    {"2024-11-10", "2024-11-11T23:59:59Z", false},
	    {"2024-11-10", "2024-11-12T00:00:00Z", true},
	    {"2024-11-13", "2024-11-11T10:00:00Z", false},
	    {"2024-11-11T23:59:59Z", NULL, false},
	    {"2024-11-12T00:00:00Z", NULL, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_true((refused_from(policy, POLICY_CHROME, root,
				 leaf_of(rows[i].not_before, rows[i].sct),
				 rows[i].is_refused ? "d" : NULL) == 0) ==
		    rows[i].is_refused);
}

static void
half_a_second_later_is_later(void **state)
{
	const struct cert *root = root_of("2015-01-01");
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(root, false,
	    "distrust name=d programmes=chrome roots=r sct-after=2024-11-11 "
	    "source=s\n");
	int64_t ms = at("2024-11-11T23:59:59Z") * 1000 + 500;
	CLEANUP(free) char *scts = mint_sct_extension(&ms, 1);

	assert_int_equal(
	    refused_from(policy, POLICY_CHROME, root,
		MINT(.subject = "CN=Leaf", .extensions = {scts})->cert, "d"),
	    0);
}

static void
the_earliest_refusal_is_told(void **state)
{
	const struct cert *root = root_of("2013-01-01");
	const struct cert *leaf = leaf_of("2026-01-01", NULL);
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(root, true,
	    "remove name=late programmes=chrome roots=r from=2026-08-01 "
	    "source=s\n"
	    "remove name=soon programmes=chrome roots=r from=2026-07-01 "
	    "source=s\n"
	    "distrust name=old programmes=chrome roots=r from=2018-01-01 "
	    "issued-before=2016-01-01 source=s\n");

	assert_int_equal(
	    refused_from(policy, POLICY_CHROME, root, leaf, "soon"),
	    at("2026-07-01"));
	assert_int_equal(refused_from(policy, POLICY_CHROME, root,
			     leaf_of("2015-12-31", NULL), "old"),
	    at("2018-01-01"));
}

#define TERMS \
	"term name=old programmes=mozilla created-before=2012-01-01 " \
	"remove=2028-04-15 source=s\n" \
	"term name=new programmes=mozilla created-from=2012-01-01 years=15 " \
	"source=s\n"

static void
roots_leave_by_the_age_of_their_keys(void **state)
{
	static const struct {
		const char *created, *name, *removed;
	} rows[] = {
	    {"2011-12-31T23:59:59Z", "old", "2028-04-15"},
	    {"2012-01-01", "new", "2027-01-01"},
	    {"2014-12-10T00:00:00Z", "new", "2029-12-10"},
	    {"2016-02-29", "new", "2031-02-28"},
	};
	const struct cert *leaf = leaf_of("2026-01-01", NULL);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert *root = root_of(rows[i].created);
		CLEANUP(policy_unref)
		struct policy *policy = policy_about(root, false, TERMS);

		assert_int_equal(refused_from(policy, POLICY_MOZILLA, root,
				     leaf, rows[i].name),
		    at(rows[i].removed));
	}
}

static void
terms_spare_private_and_kept_roots(void **state)
{
	const struct cert *root = root_of("2010-01-01");
	const struct cert *leaf = leaf_of("2026-01-01", NULL);
	CLEANUP(policy_unref) struct policy *private = policy_of(TERMS);
	CLEANUP(policy_unref)
	struct policy *kept = policy_about(root, false,
	    TERMS "keep name=k programmes=mozilla roots=r source=s\n");
	CLEANUP(policy_unref)
	struct policy *moved = policy_about(root, false,
	    TERMS "remove name=m programmes=mozilla roots=r from=2029-01-01 "
		  "source=s\n");

	assert_true(refused_from(private, POLICY_MOZILLA, root, leaf, NULL) ==
	    TIMESTAMP_NEVER);
	assert_true(refused_from(kept, POLICY_MOZILLA, root, leaf, NULL) ==
	    TIMESTAMP_NEVER);
	assert_int_equal(refused_from(moved, POLICY_MOZILLA, root, leaf, "m"),
	    at("2029-01-01"));
}

static void
a_known_date_of_the_key_counts(void **state)
{
	const struct cert *root = root_of("2013-01-01");
	char hex[CERT_FINGERPRINT_TEXT_MAX];
	CLEANUP(free)
	char *rows =
	    mem_printf(TERMS "key-created sha256=%s date=2011-06-01 source=s\n",
		cert_fingerprint(root->sha256, hex));
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(root, false, rows);

	assert_int_equal(refused_from(policy, POLICY_MOZILLA, root,
			     leaf_of("2026-01-01", NULL), "old"),
	    at("2028-04-15"));
}

static void
public_is_what_is_named_public(void **state)
{
	const struct cert *root = root_of("2013-01-01");
	CLEANUP(policy_unref) struct policy *by_print = NULL;
	CLEANUP(policy_unref) struct policy *by_key = NULL;
	CLEANUP(policy_unref) struct policy *other = NULL;

	by_print = policy_about(root, false, "");
	by_key = policy_about(root, true, "");
	other = policy_about(
	    MINT(.subject = "CN=Other", .is_ca = true)->cert, false, "");
	assert_true(policy_is_public(by_print, root));
	assert_true(policy_is_public(by_key, root));
	assert_false(policy_is_public(other, root));
	assert_false(policy_is_public(NULL, root));
}

static void
a_client_lacks_the_roots_that_are_named(void **state)
{
	const struct cert *root = root_of("2015-06-04"),
			  *other = root_of("2015-06-05");
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(
	    root, false, "lack name=old clients=x,y roots=r source=s\n");

	assert_string_equal(policy_lacks(policy, "y", root)->name, "old");
	assert_null(policy_lacks(policy, "z", root));
	assert_null(policy_lacks(policy, "y", other));
	assert_null(policy_lacks(NULL, "y", root));
}

static void
a_client_lacks_public_roots_made_after_its_store(void **state)
{
	const struct cert *younger = root_of("2016-08-22"),
			  *own = root_of("2016-08-23");
	CLEANUP(policy_unref)
	struct policy *policy = policy_about(younger, false,
	    "lack name=first clients=x created-from=2016-08-22 source=s\n"
	    "lack name=second clients=y created-from=2016-08-22T00:00:01Z "
	    "source=s\n");

	assert_string_equal(policy_lacks(policy, "x", younger)->name, "first");
	assert_null(policy_lacks(policy, "y", younger));
	/* made later, but no public CA: who gives it tells what clients have */
	assert_null(policy_lacks(policy, "x", own));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_last_limit_in_force_counts),
	    cmocka_unit_test(of_two_scopes_the_stricter_counts),
	    cmocka_unit_test(
		each_programme_has_its_own_demands_on_transparency),
	    cmocka_unit_test(both_ends_of_a_lifetime_count),
	    cmocka_unit_test(distrust_goes_by_issue),
	    cmocka_unit_test(timestamps_count_before_the_first_day),
	    cmocka_unit_test(half_a_second_later_is_later),
	    cmocka_unit_test(the_earliest_refusal_is_told),
	    cmocka_unit_test(roots_leave_by_the_age_of_their_keys),
	    cmocka_unit_test(terms_spare_private_and_kept_roots),
	    cmocka_unit_test(a_known_date_of_the_key_counts),
	    cmocka_unit_test(public_is_what_is_named_public),
	    cmocka_unit_test(a_client_lacks_the_roots_that_are_named),
	    cmocka_unit_test(a_client_lacks_public_roots_made_after_its_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
