/* Paths: all of them, in a steady order, within budgets, each signature once.
 */
#include "judge/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/mint.h"

#define BUDGET 10000

static const struct path_limits wide = {.max_depth = 20, .max_paths = 100};

/* Evidence, and what became of it. */
struct trial {
	struct evidence evidence;
	struct chain *presented;
	struct trust_store *store;
	const struct trust_store *stores[1];
	struct signature_cache *signatures;
	struct path_set set;
};

static void
start(struct trial *trial, struct chain *take_presented,
    struct trust_store *take_store)
{
	*trial = (struct trial){
	    .presented = take_presented,
	    .store = take_store,
	    .stores = {take_store},
	    .signatures = signature_cache_new(BUDGET),
	};
	trial->evidence = (struct evidence){
	    .presented = trial->presented,
	    .stores = trial->stores,
	    .store_count = 1,
	};
}

static void
end(struct trial *trial)
{
	path_set_clear(&trial->set);
	signature_cache_free(trial->signatures);
	chain_unref(trial->presented);
	trust_store_unref(trial->store);
}

static void
search(struct trial *trial, const struct path_limits *limits)
{
	path_search(
	    &trial->evidence, 0, false, limits, trial->signatures, &trial->set);
}

static void
the_ordinary_chain_is_one_path(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct trial trial;

	start(&trial, mint_presented(made.leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	search(&trial, &wide);

	assert_int_equal(trial.set.paths.len, 1);
	assert_false(trial.set.has_more);
	const struct path *path = &trial.set.paths.items[0];
	assert_int_equal(path->end, PATH_ANCHORED);
	assert_int_equal(path->len, 3);
	assert_ptr_equal(path->certs[1].cert, made.intermediate->cert);
	assert_int_equal(path->certs[0].index, 0);
	assert_int_equal(path->certs[1].index, 1);
	assert_int_equal(path->certs[2].index, -1);
	assert_int_equal(path->certs[2].origin, REPORT_ANCHOR);
	assert_int_equal(path->presented_count, 2);
	assert_int_equal(path->known_count, 0);
	assert_int_equal(path->not_after, made.leaf->cert->not_after);
	assert_true(path_is_presented(path));
	assert_true(path_is_root(path, 2));
	assert_false(path_is_root(path, 1));
	end(&trial);
}

static void
each_signature_is_checked_once(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct trial trial;

	start(&trial,
	    mint_presented(made.leaf, made.intermediate, made.intermediate,
		made.root, made.leaf, NULL),
	    mint_trust("system", made.root, NULL));
	search(&trial, &wide);
	assert_int_equal(signature_cache_checks(trial.signatures), 2);

	path_set_clear(&trial.set);
	search(&trial, &wide);
	assert_int_equal(signature_cache_checks(trial.signatures), 2);
	end(&trial);
}

/* n CAs on each of two levels, each signed by all of the level above under one
 * name: n * n paths. */
static struct chain *
mesh(const struct mint *root, size_t n)
{
	ARRAY(struct cert *) certs = {.len = 0};
	const struct mint *uppers[4], *lower = NULL;
	struct chain *chain;

	assert_true(n <= 4);
	*ARRAY_ADD(&certs) = NULL; /* the leaf's place */
	for (size_t i = 0; i < n; i++) {
		CLEANUP(free) char *key = mem_printf("mesh-up-%zu", i);

		uppers[i] = MINT(.subject = "CN=Up", .is_ca = true,
		    .issuer = root, .key = key);
		*ARRAY_ADD(&certs) = uppers[i]->cert;
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			lower = MINT(.subject = "CN=Low", .is_ca = true,
			    .issuer = uppers[k], .key = "mesh-low");
			*ARRAY_ADD(&certs) = lower->cert;
		}
	}
	certs.items[0] = MINT(.subject = "CN=leaf", .issuer = lower,
	    .names = "DNS:www.example.test")
			     ->cert;
	chain = chain_new(certs.items, certs.len);
	ARRAY_CLEAR(&certs);
	return chain;
}

static void
it_backtracks_over_every_issuer(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Mesh", .is_ca = true);
	struct trial trial;

	start(&trial, mesh(root, 3), mint_trust("system", root, NULL));
	search(&trial, &wide);
	assert_int_equal(trial.set.paths.len, 9);
	ARRAY_EACH (path, &trial.set.paths)
		assert_int_equal(path->end, PATH_ANCHORED);
	end(&trial);
}

static void
the_budget_of_paths_ends_it(void **state)
{
	static const struct path_limits few = {.max_depth = 20, .max_paths = 4};
	const struct mint *root = MINT(.subject = "CN=Mesh", .is_ca = true);
	struct trial trial;

	start(&trial, mesh(root, 3), mint_trust("system", root, NULL));
	search(&trial, &few);
	assert_int_equal(trial.set.paths.len, 4);
	assert_true(trial.set.has_more);
	end(&trial);
}

static void
the_budget_of_signatures_ends_it(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Mesh", .is_ca = true);
	struct trial trial;

	start(&trial, mesh(root, 3), mint_trust("system", root, NULL));
	signature_cache_free(trial.signatures);
	trial.signatures = signature_cache_new(3);
	search(&trial, &wide);
	assert_true(trial.set.has_more);
	assert_true(signature_cache_checks(trial.signatures) <= 3);
	end(&trial);
}

/* Every CA of the ring is certified by its neighbour; none leads out. */
static void
a_ring_ends(void **state)
{
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *a0 =
	    MINT(.subject = "CN=A", .is_ca = true, .key = "ring-a");
	const struct mint *c = MINT(.subject = "CN=C", .is_ca = true,
	    .issuer = a0, .key = "ring-c");
	const struct mint *b = MINT(.subject = "CN=B", .is_ca = true,
	    .issuer = c, .key = "ring-b");
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true,
	    .issuer = b, .key = "ring-a");
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = a);
	struct trial trial;

	start(&trial, mint_presented(leaf, c, b, a, NULL),
	    mint_trust("system", other, NULL));
	search(&trial, &wide);
	assert_int_equal(trial.set.paths.len, 1);
	assert_int_equal(trial.set.paths.items[0].end, PATH_LOOP);
	assert_int_equal(trial.set.paths.items[0].len, 4);
	end(&trial);
}

/* A CA that changes its key without end is no way round the limits. */
static void
self_issued_certificates_are_bounded_too(void **state)
{
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *at =
	    MINT(.subject = "CN=Roll", .is_ca = true, .key = "roll-0");
	ARRAY(struct cert *) certs = {.len = 0};
	struct trial trial;

	*ARRAY_ADD(&certs) = NULL;
	for (size_t i = 1; i < PATH_MAX_CERTS + 10; i++) {
		CLEANUP(free) char *key = mem_printf("roll-%zu", i);

		at = MINT(.subject = "CN=Roll", .is_ca = true, .issuer = at,
		    .key = key);
		*ARRAY_ADD(&certs) = at->cert;
	}
	certs.items[0] = MINT(.subject = "CN=leaf", .issuer = at)->cert;
	start(&trial, chain_new(certs.items, certs.len),
	    mint_trust("system", other, NULL));
	ARRAY_CLEAR(&certs);
	search(&trial, &wide);
	assert_int_equal(trial.set.paths.len, 1);
	assert_int_equal(trial.set.paths.items[0].end, PATH_TOO_DEEP);
	assert_int_equal(trial.set.paths.items[0].len, PATH_MAX_CERTS);
	end(&trial);
}

static void
known_issuers_take_part_only_when_asked(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	CLEANUP(cert_set_free) struct cert_set *known = cert_set_new();
	struct trial trial;

	cert_set_add(known, made.intermediate->cert);
	start(&trial, mint_presented(made.leaf, NULL),
	    mint_trust("system", made.root, NULL));
	trial.evidence.known[KNOWN_FLEET] = known;
	search(&trial, &wide);
	assert_int_equal(trial.set.paths.items[0].end, PATH_NO_ISSUER);

	path_set_clear(&trial.set);
	path_search(
	    &trial.evidence, 0, true, &wide, trial.signatures, &trial.set);
	assert_int_equal(trial.set.paths.items[0].end, PATH_ANCHORED);
	assert_int_equal(trial.set.paths.items[0].known_count, 1);
	assert_false(path_is_presented(&trial.set.paths.items[0]));
	end(&trial);
}

static void
a_fault_counts_once(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct trial trial;
	struct path *path;

	start(&trial, mint_presented(made.leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	search(&trial, &wide);
	path = &trial.set.paths.items[0];
	assert_true(path_is_valid(path));
	path_add_fault(path, FINDING_WEAK_KEY, made.leaf->cert, "one %d", 1);
	path_add_fault(path, FINDING_WEAK_KEY, made.leaf->cert, "again");
	path_add_fault(path, FINDING_WEAK_KEY, made.root->cert, "other");
	assert_int_equal(path->faults.len, 2);
	assert_string_equal(path->faults.items[0].detail, "one 1");
	assert_false(path_is_valid(path));
	end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_ordinary_chain_is_one_path),
	    cmocka_unit_test(each_signature_is_checked_once),
	    cmocka_unit_test(it_backtracks_over_every_issuer),
	    cmocka_unit_test(the_budget_of_paths_ends_it),
	    cmocka_unit_test(the_budget_of_signatures_ends_it),
	    cmocka_unit_test(a_ring_ends),
	    cmocka_unit_test(self_issued_certificates_are_bounded_too),
	    cmocka_unit_test(known_issuers_take_part_only_when_asked),
	    cmocka_unit_test(a_fault_counts_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
