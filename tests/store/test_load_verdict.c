/* Verdicts out of their rows; what cannot be whole is none. */
#include "store/load_verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/texts.h"
#include "clients/profile.h"
#include "store/schema.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define CHAIN "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

struct scene {
	struct db *db;
	struct verdict *verdict; /* as it was loaded last */
	struct texts queries; /* a statement is named by its text's address */
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	scene = (struct scene){.db = db_open(&options, &err)};
	*state = &scene;
	return scene.db == NULL || !schema_migrate(scene.db, &err) ||
	    !db_exec(scene.db,
		"INSERT INTO certificate (sha256, key_sha256, not_before, "
		"not_after, label, issuer_label, der, first_seen) "
		"VALUES (x'" A "', x'" B "', 100, 200, "
		"'leaf', 'issuing', NULL, 1), (x'" B "', x'" A "', 50, 500, "
		"'issuing', 'root', NULL, 1)",
		&err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	verdict_unref(scene->verdict);
	db_close(scene->db);
	texts_clear(&scene->queries);
	return 0;
}

/* What CHAIN consists of; NULL: it is not stored. */
static void
set_chain(struct scene *scene, const char *certificates)
{
	CLEANUP(free)
	char *sql = mem_printf("DELETE FROM chain; INSERT INTO chain "
			       "SELECT x'" CHAIN "', %s, 1 WHERE %d",
	    certificates == NULL ? "x''" : certificates, certificates != NULL);
	struct error err = ERROR_INIT;

	assert_true(db_exec(scene->db, sql, &err));
}

/* columns: all that load_verdict reads, behind one that is not its. */
static struct verdict *
load(struct scene *scene, const char *columns, const char *certificates)
{
	struct error err = ERROR_INIT;
	struct db_statement *row;

	set_chain(scene, certificates);

	texts_add_take(&scene->queries,
	    mem_printf(
		"SELECT 'other', %s, 'go java gone', 'Java and Go'", columns));
	row = db_statement(
	    scene->db, scene->queries.items[scene->queries.len - 1], &err);
	assert_non_null(row);
	assert_int_equal(db_step(row, &err), DB_ROW);
	verdict_unref(TAKE(scene->verdict));
	assert_true(load_verdict(scene->db, row, 1, &scene->verdict, &err));
	db_reset(row);
	return scene->verdict;
}

#define FINDINGS \
	"'leaf-only critical -' || char(10) || 'leaf-expiring warning " A "'"

static void
all_of_it_comes_back(void **state)
{
	static const char columns[] =
	    "x'" CHAIN "', 1, 'critical', " FINDINGS ", 77, 88";
	const struct verdict *verdict = load(*state, columns, "x'" A B "'");

	assert_non_null(verdict);
	assert_int_equal(verdict->chain_id[0], 0xcc);
	assert_true(verdict->is_valid);
	assert_int_equal(verdict->severity, SEVERITY_CRITICAL);
	assert_int_equal(verdict->breaks_at, 77);
	assert_int_equal(verdict->holds_until, 88);
	assert_int_equal(verdict->cert_count, 2);
	assert_int_equal(verdict->certs[0]->sha256[0], 0xaa);
	assert_int_equal(verdict->certs[0]->key_sha256[0], 0xbb);
	assert_int_equal(verdict->certs[0]->not_before, 100);
	assert_int_equal(verdict->certs[0]->not_after, 200);
	assert_string_equal(verdict->certs[0]->label, "leaf");
	assert_string_equal(verdict->certs[1]->issuer_label, "root");
	assert_int_equal(verdict->finding_count, 2);
	assert_int_equal(verdict->findings[0].code, FINDING_LEAF_ONLY);
	assert_int_equal(verdict->findings[0].severity, SEVERITY_CRITICAL);
	assert_false(verdict->findings[0].has_fingerprint);
	assert_true(verdict->findings[1].has_fingerprint);
	assert_int_equal(verdict->findings[1].sha256[31], 0xaa);
	assert_int_equal(verdict->accepting,
	    UINT64_C(1) << (client_profile_find("go") - client_profiles) |
		UINT64_C(1) << (client_profile_find("java") - client_profiles));
	assert_null(verdict->certs[0]->details);
	assert_string_equal(verdict->refused_by, "Java and Go");
}

static void
findings_that_are_not_known_are_left_out(void **state)
{
	const struct verdict *verdict = load(*state,
	    "x'" CHAIN "', 1, 'ok', 'of-another-version critical -' || "
	    "char(10) || 'leaf-only dire -' || char(10) || 'leaf-only' || "
	    "char(10) || 'leaf-only warning -', 0, 0",
	    "x''");

	assert_non_null(verdict);
	assert_int_equal(verdict->finding_count, 1);
	assert_int_equal(verdict->findings[0].severity, SEVERITY_WARNING);
}

static void
without_its_chain_or_certificates_it_is_none(void **state)
{
	static const char columns[] = "x'" CHAIN "', 1, 'ok', '', 0, 0";

	assert_non_null(load(*state, columns, "x'" A "'"));
	assert_null(load(*state, columns, "x'" A CHAIN "'"));
	assert_null(load(*state, columns, NULL));
}

static void
what_has_not_the_length_it_must_is_none(void **state)
{
	static const char a[] = "x'" A "'";

	assert_null(load(*state, "x'0102', 1, 'ok', '', 0, 0", a));
	assert_null(load(*state, "x'" CHAIN "', 1, 'ok', '', 0, 0", "x'0102'"));
	assert_null(load(*state, "x'" CHAIN "', 1, 'ok', NULL, 0, 0", a));
	assert_null(load(*state, "x'" CHAIN "', 1, 'odd', '', 0, 0", "x''"));
}

static void
sameness_does_not_ask_how_long_it_holds(void **state)
{
	struct scene *scene = *state;
	CLEANUP(verdict_unref)
	struct verdict *first = verdict_ref(load(
	    scene, "x'" CHAIN "', 1, 'ok', " FINDINGS ", 1, 1", "x'" A "'"));

	assert_true(load_verdict_is_same(first,
	    load(scene, "x'" CHAIN "', 1, 'ok', " FINDINGS ", 2, 2",
		"x'" A "'")));
	assert_false(load_verdict_is_same(first,
	    load(scene, "x'" CHAIN "', 0, 'ok', " FINDINGS ", 1, 1",
		"x'" A "'")));
	assert_false(load_verdict_is_same(
	    first, load(scene, "x'" CHAIN "', 1, 'ok', '', 1, 1", "x'" A "'")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_of_it_comes_back),
	    TEST(findings_that_are_not_known_are_left_out),
	    TEST(without_its_chain_or_certificates_it_is_none),
	    TEST(what_has_not_the_length_it_must_is_none),
	    TEST(sameness_does_not_ask_how_long_it_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
