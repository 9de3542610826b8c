/*
 * One judgement checks each signature once, whatever the number of paths,
 * clients and dates: counted where libcrypto is asked, through the linker
 * (--wrap), so that no cache can hide a second one.
 */
#include "judge/judge.h"

#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

#define MAX_PAIRS 64
#define HOST "www.example.test"

struct pair {
	const X509 *cert;
	EVP_PKEY *key; /* a reference */
};

static struct {
	struct pair pairs[MAX_PAIRS];
	size_t len, again;
} seen;

int __real_X509_verify(X509 *cert, EVP_PKEY *key);
int __wrap_X509_verify(X509 *cert, EVP_PKEY *key);

int
__wrap_X509_verify(X509 *cert, EVP_PKEY *key)
{
	for (size_t i = 0; i < seen.len; i++)
		seen.again += seen.pairs[i].cert == cert &&
		    EVP_PKEY_eq(seen.pairs[i].key, key) == 1;
	assert_true(seen.len < MAX_PAIRS);
	EVP_PKEY_up_ref(key);
	seen.pairs[seen.len++] = (struct pair){cert, key};
	return __real_X509_verify(cert, key);
}

static void
forget(void)
{
	for (size_t i = 0; i < seen.len; i++)
		EVP_PKEY_free(seen.pairs[i].key);
	memset(&seen, 0, sizeof seen);
}

/* The number of signatures that were checked. */
static size_t
judge_counting(struct chain *take_presented, struct trust_store *take_store,
    bool is_without_clients)
{
	struct judge_options options = judge_options_default;
	const struct trust_store *stores[] = {take_store};
	const struct evidence evidence = {
	    .presented = take_presented,
	    .stores = stores,
	    .store_count = 1,
	};
	struct report *report;
	size_t count;

	options.is_without_clients = is_without_clients;
	report = judge(&evidence, &options, MINT_NOW);
	assert_true(report->is_valid);
	assert_int_equal(report->clients.len == 0, is_without_clients);
	assert_int_equal(seen.again, 0);
	count = seen.len;
	forget();
	report_unref(report);
	chain_unref(take_presented);
	trust_store_unref(take_store);
	return count;
}

static void
an_ordinary_chain_takes_two_with_clients_or_without(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);

	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    judge_counting(
			mint_presented(made.leaf, made.intermediate, NULL),
			mint_trust("system", made.root, NULL), i == 1),
		    2);
}

/* Two ways, the parts of which end at different times: many dates. */
static void
cross_signs_that_end_in_turn_take_one_each(void **state)
{
	const struct mint *old = MINT(.subject = "CN=Old", .is_ca = true);
	const struct mint *root =
	    MINT(.subject = "CN=New", .is_ca = true, .key = "new");
	const struct mint *cross = MINT(.subject = "CN=New", .is_ca = true,
	    .key = "new", .issuer = old, .not_after = MINT_NOW + MINT_DAY);
	const struct mint *inter =
	    MINT(.subject = "CN=Issuing", .is_ca = true, .key = "issuing",
		.issuer = root, .not_after = MINT_NOW + 9 * MINT_DAY);
	const struct mint *twin =
	    MINT(.subject = "CN=Issuing", .is_ca = true, .key = "issuing",
		.issuer = root, .not_after = MINT_NOW + 3 * MINT_DAY);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = inter, .names = "DNS:" HOST);

	for (int i = 0; i < 2; i++) {
		size_t count = judge_counting(
		    mint_presented(leaf, twin, inter, cross, NULL),
		    mint_trust("system", root, old, NULL), i == 1);

		/* leaf, each intermediate, the cross-sign, the roots */
		assert_true(count >= 4);
		assert_true(count <= 6);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		an_ordinary_chain_takes_two_with_clients_or_without),
	    cmocka_unit_test(cross_signs_that_end_in_turn_take_one_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
