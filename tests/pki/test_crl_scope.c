/* For which certificates a list speaks: RFC 5280 6.3.3 (b). */
#include "pki/crl_scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint_crl.h"

#define HERE "URI:http://crl.test/7.crl"
#define ELSEWHERE "URI:http://crl.test/8.crl"

static const struct mint *
a_root(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true);
}

static struct crl_scope
scope_of(struct crl *take_crl, const struct mint *mint)
{
	struct crl_points points;
	struct crl_scope scope;

	crl_points_read(mint->cert, &points);
	scope = crl_scope_of(take_crl, mint->cert, &points);
	crl_points_clear(&points);
	crl_free(take_crl);
	return scope;
}

static const struct mint *
a_leaf(const struct mint *issuer, const char *points)
{
	return MINT(.subject = "CN=leaf", .issuer = issuer,
	    .names = "DNS:leaf.test", .extensions = {points});
}

static void
a_plain_list_covers_all_of_its_issuer(void **state)
{
	const struct mint *root = a_root();
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	struct crl_scope scope =
	    scope_of(MINT_CRL(.issuer = root), a_leaf(root, NULL));

	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	assert_int_equal(scope.reasons, CRL_ALL_REASONS);
	scope = scope_of(MINT_CRL(.issuer = root),
	    a_leaf(root, "crlDistributionPoints=" HERE));
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	scope = scope_of(MINT_CRL(.issuer = other), a_leaf(root, NULL));
	assert_int_equal(scope.result, CRL_SCOPE_FOREIGN);
}

static void
kinds_of_certificates_are_told_apart(void **state)
{
	const struct mint *root = a_root();
	const struct mint *leaf = a_leaf(root, NULL);
	const struct mint *ca =
	    MINT(.subject = "CN=Sub", .issuer = root, .is_ca = true);
	struct crl_scope scope;

	scope = scope_of(MINT_CRL(.issuer = root, .has_cas_only = true), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
	assert_non_null(strstr(scope.why, "CA certificates only"));
	scope = scope_of(MINT_CRL(.issuer = root, .has_cas_only = true), ca);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	scope = scope_of(MINT_CRL(.issuer = root, .has_users_only = true), ca);
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
	scope =
	    scope_of(MINT_CRL(.issuer = root, .has_users_only = true), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	scope = scope_of(
	    MINT_CRL(.issuer = root, .has_attributes_only = true), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
}

static void
parts_are_matched_by_their_names(void **state)
{
	const struct mint *root = a_root();
	const struct mint *leaf =
	    a_leaf(root, "crlDistributionPoints=" HERE ",URI:ldap://x.test/");
	struct crl_scope scope;

	scope = scope_of(MINT_CRL(.issuer = root, .point = HERE), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	scope = scope_of(MINT_CRL(.issuer = root, .point = ELSEWHERE), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
	scope = scope_of(
	    MINT_CRL(.issuer = root, .point = ELSEWHERE "," HERE), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	/* who names no point can only be in the part named as the issuer */
	scope = scope_of(
	    MINT_CRL(.issuer = root, .point = HERE), a_leaf(root, NULL));
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
	scope = scope_of(
	    MINT_CRL(.issuer = root, .point = "dirName:CN=Root\\,O=Test"),
	    a_leaf(root, NULL));
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
}

/* [0] [1] { OU=Part1 }: a name relative to the issuer. */
#define RELATIVE \
	"crlDistributionPoints=DER:" \
	"30143012a010a10e300c060355040b0c055061727431"

static void
relative_names_are_completed(void **state)
{
	const struct mint *root = a_root();
	const struct mint *leaf = a_leaf(root, RELATIVE);
	struct crl_scope scope;

	scope = scope_of(
	    MINT_CRL(.issuer = root, .point_relative = "OU=Part1"), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	scope = scope_of(
	    MINT_CRL(.issuer = root, .point_relative = "OU=Part2"), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_OUTSIDE);
	scope = scope_of(MINT_CRL(.issuer = root,
			     .point = "dirName:OU=Part1\\,CN=Root\\,O=Test"),
	    leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
}

static void
reasons_are_those_of_both(void **state)
{
	const struct mint *root = a_root();
	struct crl_scope scope =
	    scope_of(MINT_CRL(.issuer = root, .reasons = "keyCompromise"),
		a_leaf(root, NULL));

	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	assert_int_equal(scope.reasons, 1u << 1);
}

/* A point that names "CN=Lists,O=Test" as cRLIssuer. */
#define BY_LISTS \
	"crlDistributionPoints=DER:" \
	"30273025a223a421301f310d300b060355040a0c0454657374310e300c0603550403" \
	"0c054c69737473"

static void
other_issuers_are_named_by_the_certificate(void **state)
{
	const struct mint *root = a_root();
	const struct mint *leaf = a_leaf(root, BY_LISTS);
	const struct mint *lists =
	    MINT(.subject = "CN=Lists,O=Test", .is_ca = true);
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	struct crl_scope scope;

	scope = scope_of(MINT_CRL(.issuer = lists, .is_indirect = true), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	/* RFC 5280 6.3.3 (b) (1): it must say itself that it is indirect */
	scope = scope_of(MINT_CRL(.issuer = lists), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_FOREIGN);
	scope = scope_of(MINT_CRL(.issuer = other, .is_indirect = true), leaf);
	assert_int_equal(scope.result, CRL_SCOPE_FOREIGN);
	scope = scope_of(
	    MINT_CRL(.issuer = lists, .is_indirect = true), a_leaf(root, NULL));
	assert_int_equal(scope.result, CRL_SCOPE_FOREIGN);
}

/* HERE, for keyCompromise. */
#define HERE_FOR_ONE_REASON \
	"crlDistributionPoints=DER:" \
	"3021301fa019a0178615687474703a2f2f63726c2e746573742f372e63726c810206" \
	"40"

static void
a_point_may_be_for_some_reasons(void **state)
{
	const struct mint *root = a_root();
	struct crl_scope scope =
	    scope_of(MINT_CRL(.issuer = root, .point = HERE),
		a_leaf(root, HERE_FOR_ONE_REASON));

	assert_int_equal(scope.result, CRL_SCOPE_COVERS);
	assert_int_equal(scope.reasons, 1u << 1);
}

static void
changes_belong_to_a_list_of_equal_scope(void **state)
{
	const struct mint *root = a_root();
	struct crl *whole = MINT_CRL(.issuer = root, .number = 5);
	struct crl *delta = MINT_CRL(.issuer = root, .number = 6, .base = 5);
	struct crl *keyed = MINT_CRL(.issuer = root, .number = 6, .base = 5,
	    .has_authority_key_id = true);
	struct crl *part =
	    MINT_CRL(.issuer = root, .number = 6, .base = 5, .point = HERE);

	assert_true(crl_scope_equal(whole, delta));
	assert_false(crl_scope_equal(whole, part));
	assert_false(crl_scope_equal(whole, keyed));
	crl_free(keyed);
	crl_free(whole);
	crl_free(delta);
	crl_free(part);
}

static bool
may_sign(const struct mint *mint, const struct mint *signer, bool *ret_others)
{
	struct crl_points points;
	bool is_allowed;

	crl_points_read(mint->cert, &points);
	is_allowed = crl_points_allow(&points, mint->cert, signer->cert);
	*ret_others = crl_points_name_others(&points);
	crl_points_clear(&points);
	return is_allowed;
}

static void
who_may_sign_is_known_by_name(void **state)
{
	const struct mint *root = a_root();
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	const struct mint *plain = a_leaf(root, "crlDistributionPoints=" HERE);
	CLEANUP(free) char *point = mint_crl_point("http://c.test/", other);
	const struct mint *leaf = a_leaf(root, point);
	bool has_others;

	assert_true(may_sign(plain, root, &has_others));
	assert_false(has_others);
	assert_false(may_sign(plain, other, &has_others));
	assert_true(may_sign(leaf, other, &has_others));
	assert_true(has_others);
	assert_true(may_sign(leaf, root, &has_others));
	assert_false(may_sign(leaf, plain, &has_others));
	assert_true(may_sign(a_leaf(root, NULL), root, &has_others));
	assert_false(has_others);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plain_list_covers_all_of_its_issuer),
	    cmocka_unit_test(kinds_of_certificates_are_told_apart),
	    cmocka_unit_test(parts_are_matched_by_their_names),
	    cmocka_unit_test(relative_names_are_completed),
	    cmocka_unit_test(reasons_are_those_of_both),
	    cmocka_unit_test(other_issuers_are_named_by_the_certificate),
	    cmocka_unit_test(a_point_may_be_for_some_reasons),
	    cmocka_unit_test(changes_belong_to_a_list_of_equal_scope),
	    cmocka_unit_test(who_may_sign_is_known_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
