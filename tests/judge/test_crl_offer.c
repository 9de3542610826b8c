/* Who may have signed a list is known before it is fetched, where it can be. */
#include "judge/crl_offer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "judge/judge.h"
#include "support/mint_crl.h"

#define URL "http://crl.test/a.crl"

struct scene {
	const struct mint *root, *leaf;
	struct cert_set *known; /* the fleet's */
	struct crl *given;	/* NULL: none */
	bool is_trusted;	/* the root */
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->root = MINT(.subject = "CN=Root,O=Test", .is_ca = true);
	scene->leaf = MINT(.subject = "CN=leaf", .issuer = scene->root,
	    .names = "DNS:x.test",
	    .extensions = {"crlDistributionPoints=URI:" URL});
	scene->known = cert_set_new();
	scene->is_trusted = true;
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	cert_set_free(scene->known);
	crl_free(scene->given);
	free(scene);
	return 0;
}

/* A leaf whose lists somebody else publishes. */
static void
let_publish(struct scene *scene, const struct mint *publisher)
{
	CLEANUP(free) char *points = mint_crl_point(URL, publisher);

	scene->leaf = MINT(.subject = "CN=leaf", .issuer = scene->root,
	    .names = "DNS:x.test", .extensions = {points});
}

static struct report *
look(const struct scene *scene)
{
	const struct mint *other =
	    MINT(.subject = "CN=Other root", .is_ca = true);
	CLEANUP(chain_unref)
	struct chain *chain = mint_presented(scene->leaf, scene->root, NULL);
	struct trust_store *store =
	    mint_trust("system", scene->is_trusted ? scene->root : other, NULL);
	const struct trust_store *stores[] = {store};
	const struct crl *crls[] = {scene->given};
	struct evidence evidence = {
	    .presented = chain,
	    .stores = stores,
	    .store_count = 1,
	    .known = {[KNOWN_FLEET] = scene->known},
	    .revocation = REVOCATION_SOFT,
	    .crls = crls,
	    .crl_count = scene->given != NULL,
	};
	struct report *report =
	    judge(&evidence, &judge_options_default, MINT_NOW);

	trust_store_unref(store);
	return report;
}

/* signer NULL: nobody. */
static void
must_offer(const struct scene *scene, const struct mint *signer)
{
	CLEANUP(report_unref) struct report *report = look(scene);
	const struct want *want = NULL;

	ARRAY_EACH (there, &report->wants) {
		if (there->kind == WANT_CRL)
			want = there;
	}
	assert_non_null(want);
	assert_ptr_equal(want->cert, scene->leaf->cert);
	assert_int_equal(want->is_trusted, scene->is_trusted);
	assert_int_equal(want->signers.len, signer != NULL);
	if (signer != NULL)
		assert_ptr_equal(want->signers.items[0], signer->cert);
}

static void
the_issuer_alone_is_none_beside_itself(void **state)
{
	struct scene *scene = *state;

	cert_set_add(scene->known, scene->root->cert);
	must_offer(scene, NULL);
}

static void
another_key_of_the_issuer_is_offered(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer =
	    MINT(.subject = "CN=Root,O=Test", .key = "lists",
		.issuer = scene->root, .key_usage = "critical,cRLSign");

	cert_set_add(scene->known, signer->cert);
	must_offer(scene, signer);
}

static void
who_publishes_for_the_issuer_is_offered(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = scene->root, .key_usage = "critical,cRLSign");

	cert_set_add(scene->known, signer->cert);
	/* nobody names it */
	must_offer(scene, NULL);
	let_publish(scene, signer);
	must_offer(scene, signer);
}

static void
of_nobody_trusted_it_is_said(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = scene->root, .key_usage = "critical,cRLSign");

	cert_set_add(scene->known, signer->cert);
	let_publish(scene, signer);
	scene->is_trusted = false;
	must_offer(scene, signer);
}

static void
who_may_not_sign_lists_is_not(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = scene->root, .key_usage = "critical,keyCertSign");

	cert_set_add(scene->known, signer->cert);
	let_publish(scene, signer);
	must_offer(scene, NULL);
}

static void
whom_nobody_vouches_for_is_not(void **state)
{
	struct scene *scene = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Lists,O=Test", .is_ca = true);
	const struct mint *twin =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "twin");

	cert_set_add(scene->known, stranger->cert);
	cert_set_add(scene->known, twin->cert);
	let_publish(scene, stranger);
	must_offer(scene, NULL);
}

static void
whose_certificate_has_ended_is_not(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = scene->root, .key_usage = "critical,cRLSign",
	    .not_before = MINT_NOW - 2 * MINT_DAY, .not_after = MINT_NOW - 1);

	cert_set_add(scene->known, signer->cert);
	let_publish(scene, signer);
	must_offer(scene, NULL);
}

static void
who_is_revoked_is_not(void **state)
{
	struct scene *scene = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = scene->root, .key_usage = "critical,cRLSign");

	cert_set_add(scene->known, signer->cert);
	let_publish(scene, signer);
	/* of one reason only, so that it clears nobody */
	scene->given = MINT_CRL(.issuer = scene->root,
	    .reasons = "keyCompromise", .revoked = {{.cert = signer->cert}});
	must_offer(scene, NULL);
}

static void
they_are_no_more_than_so_many(void **state)
{
	static const char *const keys[] = {"l1", "l2", "l3", "l4", "l5", "l6"};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		cert_set_add(scene->known,
		    MINT(.subject = "CN=Root,O=Test", .key = keys[i],
			.issuer = scene->root, .key_usage = "critical,cRLSign")
			->cert);
	{
		CLEANUP(report_unref) struct report *report = look(scene);

		assert_int_equal(report->wants.len, 1);
		assert_int_equal(
		    report->wants.items[0].signers.len, WANT_MAX_SIGNERS);
	}
}

#define OFFER_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    OFFER_TEST(the_issuer_alone_is_none_beside_itself),
	    OFFER_TEST(another_key_of_the_issuer_is_offered),
	    OFFER_TEST(who_publishes_for_the_issuer_is_offered),
	    OFFER_TEST(of_nobody_trusted_it_is_said),
	    OFFER_TEST(who_may_not_sign_lists_is_not),
	    OFFER_TEST(whom_nobody_vouches_for_is_not),
	    OFFER_TEST(whose_certificate_has_ended_is_not),
	    OFFER_TEST(who_is_revoked_is_not),
	    OFFER_TEST(they_are_no_more_than_so_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
