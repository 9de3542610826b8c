/* What an endpoint's targets showed last, with its certificates. */
#include "store/target_chains.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/schema.h"
#include "support/mint.h"

struct scene {
	struct db *db;
	struct target_chains chains;
};

static void
run(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;

	if (!db_exec(scene->db, sql, &err))
		fail_msg("%s", err.message);
}

static void
add_cert(struct scene *scene, const struct cert *cert, bool has_der)
{
	static const char sql[] =
	    "INSERT INTO certificate (sha256, key_sha256, not_before, "
	    "not_after, label, issuer_label, first_seen, der) "
	    "VALUES (?, x'00', 0, 0, ?, '', 0, ?)";
	struct error err = ERROR_INIT;
	struct db_statement *row = db_statement(scene->db, sql, &err);

	assert_non_null(row);
	db_bind_bytes(row, 1, cert->sha256, CERT_SHA256_LEN);
	db_bind_text(row, 2, cert->label);
	if (has_der)
		db_bind_bytes(row, 3, cert->der, cert->der_len);
	assert_true(db_run(row, &err));
}

/* A chain whose id begins with that number. */
static void
add_chain(struct scene *scene, int id, const struct cert *leaf,
    const struct cert *issuer)
{
	static const char sql[] =
	    "INSERT INTO chain (id, certificates, first_seen) VALUES (?, ?, 0)";
	struct error err = ERROR_INIT;
	struct db_statement *row = db_statement(scene->db, sql, &err);
	uint8_t digests[2 * CERT_SHA256_LEN], chain[CERT_SHA256_LEN] = {0};

	assert_non_null(row);
	chain[0] = (uint8_t)id;
	memcpy(digests, leaf->sha256, CERT_SHA256_LEN);
	memcpy(digests + CERT_SHA256_LEN, issuer->sha256, CERT_SHA256_LEN);
	db_bind_bytes(row, 1, chain, sizeof chain);
	db_bind_bytes(row, 2, digests, sizeof digests);
	assert_true(db_run(row, &err));
}

static void
add_target(struct scene *scene, const char *address, const char *variant,
    int chain, int since, int gone_at)
{
	char sql[1024];

	snprintf(sql, sizeof sql,
	    "INSERT INTO target VALUES ('a.test:443', %s, 443, '%s', NULL, 1, "
	    "1, NULL, 100, 0, 0, 0, x'', %d, 0, %d);"
	    "INSERT INTO verdict (endpoint, address, port, variant, role, "
	    "chain, is_valid, severity, findings, breaks_at, holds_until) "
	    "VALUES ('a.test:443', %s, 443, '%s', 'current', x'%02x%062d', 1, "
	    "'ok', 'leaf-only critical -' || char(10) || "
	    "'weak-key warning -' || char(10), 0, 0)",
	    address, variant, since, gone_at, address, variant, (unsigned)chain,
	    0);
	run(scene, sql);
}

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	scene = (struct scene){.db = db_open(&options, &err)};
	*state = &scene;
	return scene.db == NULL || !schema_migrate(scene.db, &err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	target_chains_clear(&scene->chains);
	db_close(scene->db);
	return 0;
}

static void
read_all(struct scene *scene)
{
	struct error err = ERROR_INIT;

	if (!target_chains_read(scene->db, "a.test:443", &scene->chains, &err))
		fail_msg("%s", err.message);
}

static void
a_chain_stands_once_with_all_who_show_it(void **state)
{
	struct scene *scene = *state;
	struct mint_chain mint = mint_chain_for("a.test");
	const struct target_chain *chain;
	struct observation *observation;

	add_cert(scene, mint.leaf->cert, true);
	add_cert(scene, mint.intermediate->cert, true);
	add_chain(scene, 1, mint.leaf->cert, mint.intermediate->cert);
	add_chain(scene, 2, mint.intermediate->cert, mint.leaf->cert);
	add_target(scene, "x'c0000201'", "usual", 1, 70, 0);
	add_target(scene, "x'c0000201'", "rsa", 2, 60, 0);
	add_target(scene, "x'c0000202'", "usual", 1, 50, 0);
	add_target(scene, "x'c0000203'", "usual", 1, 10, 99);
	read_all(scene);
	assert_int_equal(scene->chains.items.len, 2);
	assert_int_equal(scene->chains.omitted, 0);
	chain = &scene->chains.items.items[0];
	assert_int_equal(chain->id[0], 1);
	assert_int_equal(chain->places.len, 2); /* one is gone */
	assert_int_equal(chain->since, 50);
	assert_string_equal(chain->findings, "leaf-only, weak-key");
	observation = target_chain_observation(chain, VARIANT_USUAL);
	assert_non_null(observation);
	assert_int_equal(observation->certs.len, 2);
	assert_memory_equal(observation->certs.items[1].der,
	    mint.intermediate->cert->der, mint.intermediate->cert->der_len);
	observation_free(observation);
	chain = &scene->chains.items.items[1];
	assert_int_equal(chain->places.items[0].variant, VARIANT_RSA);
}

static void
a_file_is_a_place_too(void **state)
{
	struct scene *scene = *state;
	struct mint_chain mint = mint_chain_for("a.test");

	add_cert(scene, mint.leaf->cert, true);
	add_cert(scene, mint.intermediate->cert, true);
	add_chain(scene, 1, mint.leaf->cert, mint.intermediate->cert);
	add_target(scene, "'/etc/ssl/a.pem'", "usual", 1, 50, 0);
	read_all(scene);
	assert_string_equal(
	    place_path(&scene->chains.items.items[0].places.items[0]),
	    "/etc/ssl/a.pem");
}

static void
what_was_not_kept_cannot_be_judged(void **state)
{
	struct scene *scene = *state;
	struct mint_chain mint = mint_chain_for("a.test");

	add_cert(scene, mint.leaf->cert, true);
	add_cert(scene, mint.intermediate->cert, false);
	add_chain(scene, 1, mint.leaf->cert, mint.intermediate->cert);
	add_chain(scene, 2, mint.leaf->cert, mint.root->cert);
	add_target(scene, "x'c0000201'", "usual", 1, 50, 0);
	add_target(scene, "x'c0000202'", "usual", 2, 50, 0);
	read_all(scene);
	assert_int_equal(scene->chains.items.len, 2);
	ARRAY_EACH (chain, &scene->chains.items)
		assert_null(target_chain_observation(chain, VARIANT_USUAL));
	assert_non_null(scene->chains.items.items[0].certs.items[1].label);
	assert_null(scene->chains.items.items[1].certs.items[1].label);
}

static void
endpoints_follow_each_other(void **state)
{
	struct scene *scene = *state;
	struct mint_chain mint = mint_chain_for("a.test");
	struct error err = ERROR_INIT;
	char *id = NULL;

	assert_true(target_chains_next(scene->db, NULL, &id, &err));
	assert_null(id);
	add_cert(scene, mint.leaf->cert, true);
	add_chain(scene, 1, mint.leaf->cert, mint.leaf->cert);
	add_target(scene, "x'c0000201'", "no-sni", 1, 50, 0);
	add_target(scene, "x'c0000202'", "usual", 1, 50, 0);
	run(scene,
	    "INSERT INTO verdict SELECT 'b.test:443', address, port, variant, "
	    "role, chain, is_valid, severity, findings, breaks_at, "
	    "holds_until, accepting, refused_by FROM verdict");
	assert_true(target_chains_next(scene->db, NULL, &id, &err));
	assert_string_equal(id, "a.test:443");
	free(id);
	assert_true(target_chains_next(scene->db, "a.test:443", &id, &err));
	assert_string_equal(id, "b.test:443");
	free(id);
	assert_true(target_chains_next(scene->db, "b.test:443", &id, &err));
	assert_null(id);
	/* It is judged as a modern client would meet it. */
	read_all(scene);
	assert_int_equal(
	    target_chain_place(&scene->chains.items.items[0])->variant,
	    VARIANT_USUAL);
}

static void
more_chains_than_a_server_has_are_counted_only(void **state)
{
	struct scene *scene = *state;
	struct mint_chain mint = mint_chain_for("a.test");

	add_cert(scene, mint.leaf->cert, true);
	for (int i = 0; i < TARGET_CHAINS_MAX + 3; i++) {
		char address[32];

		snprintf(address, sizeof address, "x'c00002%02x'", (unsigned)i);
		add_chain(scene, i, mint.leaf->cert, mint.leaf->cert);
		add_target(scene, address, "usual", i, 50, 0);
	}
	read_all(scene);
	assert_int_equal(scene->chains.items.len, TARGET_CHAINS_MAX);
	assert_int_equal(scene->chains.omitted, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_chain_stands_once_with_all_who_show_it),
	    TEST(a_file_is_a_place_too),
	    TEST(what_was_not_kept_cannot_be_judged),
	    TEST(endpoints_follow_each_other),
	    TEST(more_chains_than_a_server_has_are_counted_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
