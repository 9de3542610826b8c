/* Migrations: an empty file becomes current, a newer one is refused. */
#include "store/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct db *db;
	struct error err;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {
	    .path = (temp_folder_make(&scene.folder),
		temp_folder_path(&scene.folder, "a.db")),
	};

	scene.db = db_open(&options, &scene.err);
	*state = &scene;
	return scene.db == NULL;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	db_close(scene->db);
	temp_folder_remove(&scene->folder);
	return 0;
}

static int64_t
ask(struct scene *scene, const char *sql)
{
	int64_t value = -1;

	assert_true(db_ask_int(scene->db, sql, 0, &value, &scene->err));
	return value;
}

static void
an_empty_file_becomes_current(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), schema_version());
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM sqlite_master WHERE "
			     "type = 'table' AND name IN ('meta', 'endpoint', "
			     "'target', 'certificate', 'chain', 'chain_seen', "
			     "'verdict', 'incident', 'incident_member', "
			     "'event', 'sink', 'delivery')"),
	    12);
}

static void
a_current_file_stays_as_it_is(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate(scene->db, &scene->err));
	assert_true(db_exec(
	    scene->db, "INSERT INTO sink VALUES ('a', 7)", &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "SELECT cursor FROM sink"), 7);
}

static void
an_older_file_is_brought_up_with_what_it_holds(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate_to(scene->db, 1, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 1);
	assert_true(db_exec(scene->db,
	    "INSERT INTO delivery (sink, sequence, attempts) "
	    "VALUES ('a', 7, 3)",
	    &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), schema_version());
	assert_int_equal(ask(scene, "SELECT attempts FROM delivery"), 3);
	assert_int_equal(ask(scene, "SELECT refusals FROM delivery"), 0);
}

/* Out of what an older file has: members, events, and the chains' bytes. */
static void
what_was_can_be_looked_back_at(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate_to(scene->db, 11, &scene->err));
	assert_true(db_exec(scene->db,
	    "INSERT INTO chain VALUES (x'01', zeroblob(32) || "
	    "CAST(printf('%.32d', 7) AS BLOB) || "
	    "CAST(printf('%.32d', 8) AS BLOB), 0);"
	    "INSERT INTO chain VALUES (x'02', x'', 0);"
	    "UPDATE chain SET certificates = CAST(certificates AS BLOB);"
	    "INSERT INTO incident_member VALUES ('a:443', 'open', "
	    "x'c0000201', 443, 'usual', 12, 'warning', 0);"
	    "INSERT INTO incident_member VALUES ('a:443', 'open', "
	    "x'c0000202', 443, 'usual', 11, 'warning', 0);"
	    "INSERT INTO incident (id, finding, severity, opened_at, "
	    "changed_at, resolved_at, endpoint_count, told, told_at, "
	    "told_count) VALUES ('over', 'leaf-only', 'critical', 3, 3, 5, 1, "
	    "'told', 3, 1);"
	    "INSERT INTO event (sequence, id, time, kind, severity, endpoint, "
	    "incident, payload) VALUES (1, 'e', 3, 'incident-opened', "
	    "'critical', 'b:443', 'over', '{}')",
	    &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM chain_certificate WHERE chain = x'01' "
		"AND length(certificate) = 32"),
	    3);
	assert_int_equal(
	    ask(scene, "SELECT count(*) FROM chain_certificate"), 3);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM chain_certificate WHERE certificate = "
		"CAST(printf('%.32d', 8) AS BLOB)"),
	    1);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM incident_endpoint WHERE endpoint = "
		"'a:443' AND since = 11 AND until IS NULL"),
	    1);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM incident_endpoint WHERE endpoint = "
		"'b:443' AND since = 3 AND until = 5"),
	    1);
}

/* Keys that got a column more were made anew. */
static void
targets_of_before_there_were_variants_are_usual_ones(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate_to(scene->db, 4, &scene->err));
	assert_true(db_exec(scene->db,
	    "INSERT INTO target VALUES ('a:443', x'c0000201', 443, 'lb', 3, 7, "
	    "NULL, 100, 1, 2, 4, x'00', 90, 5000);"
	    "INSERT INTO verdict VALUES ('a:443', x'c0000201', 443, 'current', "
	    "x'01', 1, 'ok', '', 8, 9);"
	    "INSERT INTO incident_member VALUES ('a:443', 'i', x'c0000201', "
	    "443, 11, 'warning', 1);"
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from) VALUES ('a:443', x'c0000201', 443, x'01', 12)",
	    &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM target WHERE endpoint = 'a:443' AND "
		"address = x'c0000201' AND port = 443 AND variant = 'usual' "
		"AND front = 'lb' AND look_count = 3 AND reach_history = 7 "
		"AND last_failure IS NULL AND last_look_at = 100 AND flags = 1 "
		"AND alternations = 2 AND steady_looks = 4 AND recent = x'00' "
		"AND chain_since = 90 AND due_at_ms = 5000"),
	    1);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM verdict WHERE variant = 'usual' AND "
		"role = 'current' AND chain = x'01' AND is_valid = 1 AND "
		"severity = 'ok' AND findings = '' AND breaks_at = 8 AND "
		"holds_until = 9"),
	    1);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM incident_member WHERE incident = 'i' "
		"AND variant = 'usual' AND since = 11 AND severity = 'warning' "
		"AND clean_count = 1"),
	    1);
	assert_int_equal(
	    ask(scene,
		"SELECT count(*) FROM chain_seen WHERE variant = 'usual' AND "
		"seen_from = 12 AND seen_to IS NULL"),
	    1);
	/* Two variants of one address stand side by side. */
	assert_true(db_exec(scene->db,
	    "INSERT INTO target SELECT endpoint, address, port, 'rsa', front, "
	    "look_count, reach_history, last_failure, last_look_at, flags, "
	    "alternations, steady_looks, recent, chain_since, due_at_ms, "
	    "gone_at FROM "
	    "target;"
	    "INSERT INTO chain_seen (endpoint, address, port, variant, chain, "
	    "seen_from) VALUES ('a:443', x'c0000201', 443, 'rsa', x'02', 13)",
	    &scene->err));
}

static void
a_newer_file_is_refused_and_left_alone(void **state)
{
	struct scene *scene = *state;

	assert_true(
	    db_exec(scene->db, "PRAGMA user_version = 999", &scene->err));
	assert_false(schema_migrate(scene->db, &scene->err));
	assert_non_null(strstr(scene->err.message, "newer"));
	assert_non_null(strstr(scene->err.message, "999"));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 999);
	assert_int_equal(ask(scene, "SELECT count(*) FROM sqlite_master"), 0);
}

static void
a_migration_that_fails_leaves_nothing(void **state)
{
	struct scene *scene = *state;

	/* In the way of the last table that is made. */
	assert_true(
	    db_exec(scene->db, "CREATE TABLE delivery (x)", &scene->err));
	assert_false(schema_migrate(scene->db, &scene->err));
	assert_non_null(strstr(scene->err.message, "migration 1"));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM sqlite_master"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Before there were routes all were told of all. */
static void
what_was_open_was_told_to_all(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate_to(scene->db, 12, &scene->err));
	assert_true(db_exec(scene->db,
	    "INSERT INTO sink VALUES ('ops', 7), ('@syslog', 7);"
	    "INSERT INTO incident (id, finding, severity, opened_at, "
	    "changed_at, resolved_at, endpoint_count, told, told_at, "
	    "told_count) VALUES ('a', 'f', 's', 1, 1, NULL, 1, 'told', 1, 1), "
	    "('b', 'f', 's', 1, 1, 2, 1, 'told', 1, 1)",
	    &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM incident WHERE id = 'a' "
			     "AND sinks IN ('journal ops syslog', "
			     "'journal syslog ops')"),
	    1);
	assert_int_equal(
	    ask(scene, "SELECT count(*) FROM incident WHERE sinks IS NULL"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_empty_file_becomes_current),
	    TEST(a_current_file_stays_as_it_is),
	    TEST(an_older_file_is_brought_up_with_what_it_holds),
	    TEST(what_was_open_was_told_to_all),
	    TEST(what_was_can_be_looked_back_at),
	    TEST(targets_of_before_there_were_variants_are_usual_ones),
	    TEST(a_newer_file_is_refused_and_left_alone),
	    TEST(a_migration_that_fails_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
