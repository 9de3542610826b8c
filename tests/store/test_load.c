/* What is read back at the start, from rows as they are kept. */
#include "store/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "incident/renewal.h"
#include "store/schema.h"

#define LEAF "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define CHAIN "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define OTHER "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
#define OPEN "00112233445566778899aabbccddeeff"
#define OVER "ffeeddccbbaa99887766554433221100"

static const char rows[] =
    "INSERT INTO endpoint VALUES ('b:443', 5, 3, 1, 77, 88, 1, 99, "
    "'40 500/4000/333 600/5000/250'), "
    "('a:443', 0, 0, 0, NULL, 0, 0, NULL, NULL);"
    "INSERT INTO target VALUES ('a:443', x'c0000201', 443, 'usual', 'lb', 9, "
    "511, "
    "'connect-refused', 1000, 5, 2, 4, x'01000000020000000300000004000000', "
    "900, 1234567, 0), ('nobody:443', x'c0000201', 443, 'usual', NULL, 1, 1, "
    "NULL, 1, 1, "
    "0, 0, x'', 1, 1, 0), ('b:443', "
    "x'20010db8000000000000000000000001', 443, 'usual', NULL, 1, 1, NULL, 1, "
    "3, 0, 0, "
    "x'', 1, 0, 777);"
    "INSERT INTO certificate (sha256, key_sha256, "
    "not_before, not_after, label, issuer_label, der, first_seen) "
    "VALUES (x'" LEAF "', x'" LEAF "', 1, 2, 'leaf', "
    "'i', NULL, 1);"
    "INSERT INTO chain VALUES (x'" CHAIN "', x'" LEAF "', 1), (x'" OTHER
    "', x'" OTHER "', 1);"
    "INSERT INTO verdict (endpoint, address, port, variant, role, "
    "chain, is_valid, severity, findings, breaks_at, holds_until) "
    "VALUES "
    "('a:443', x'c0000201', 443, 'usual', 'current', x'" CHAIN
    "', 0, 'critical', 'leaf-only critical -', 0, 0), "
    "('a:443', x'c0000201', 443, 'usual', 'good', x'" CHAIN
    "', 1, 'ok', '', 0, 0), "
    /* Its certificate is not stored. */
    "('b:443', x'20010db8000000000000000000000001', 443, 'usual', 'current', "
    "x'" OTHER "', 1, 'ok', '', 0, 0);"
    "INSERT INTO incident (id, finding, severity, sha256, endpoint, "
    "opened_at, changed_at, resolved_at, detail, endpoint_count, told, "
    "told_at, told_count) VALUES ('" OPEN "', 'leaf-only', 'critical', NULL, "
    "'a:443', 500, 600, NULL, 'words', 1, 'told', 510, 1), ('" OVER "', "
    "'leaf-only', 'critical', NULL, 'a:443', 500, 600, 700, 'words', 1, "
    "'told', 510, 1), ('1234', 'leaf-only', 'critical', NULL, 'a:443', 1, 1, "
    "NULL, NULL, 1, 'told', 1, 1), ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', "
    "'of-another-version', 'critical', NULL, 'a:443', 1, 1, NULL, NULL, 1, "
    "'told', 1, 1);"
    "UPDATE incident SET sinks = 'ops pager';"
    "INSERT INTO incident_member VALUES ('a:443', '" OPEN
    "', x'c0000201', 443, 'usual', 505, 'warning', 1), ('a:443', '" OVER
    "', x'c0000201', 443, 'usual', 505, 'warning', 1);"
    "INSERT INTO event (sequence, id, time, kind, severity, payload) VALUES "
    "(41, 'x', 1, 'k', 'ok', '')";

static struct loaded loaded;

static int
set_up(void **state)
{
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;
	CLEANUP(db_close) struct db *db = db_open(&options, &err);
	bool ok = db != NULL && schema_migrate(db, &err) &&
	    db_exec(db, rows, &err) && load_all(db, &loaded, &err);

	if (!ok)
		print_error("%s\n", err.message);
	(void)state;
	return !ok;
}

static int
tear_down(void **state)
{
	loaded_clear(&loaded);
	(void)state;
	return 0;
}

static void
endpoints_come_back(void **state)
{
	const struct loaded_endpoint *b = loaded_endpoint(&loaded, "b:443");

	assert_int_equal(loaded.endpoints.len, 2);
	assert_int_equal(b->state.resolve_history, 5);
	assert_int_equal(b->state.resolve_count, 3);
	assert_true(b->state.is_resolve_told);
	assert_true(b->state.is_announced);
	assert_int_equal(b->state.announced, 77);
	assert_int_equal(b->state.rollout_since, 88);
	assert_true(b->state.is_rollout_told);
	assert_int_equal(b->state.rollout_to, 99);
	assert_int_equal(b->state.renewals->count, 2);
	assert_int_equal(b->state.renewals->newest, 40);
	assert_int_equal(b->state.renewals->items[1].at, 600);
	assert_null(loaded_endpoint(&loaded, "a:443")->state.renewals);
	assert_false(loaded_endpoint(&loaded, "a:443")->state.is_rollout_told);
	assert_true(b->state.is_known);
	assert_false(loaded_endpoint(&loaded, "a:443")->state.is_announced);
	assert_null(loaded_endpoint(&loaded, "nobody:443"));
	(void)state;
}

static void
targets_come_back_with_what_was_due(void **state)
{
	const struct loaded_endpoint *a = loaded_endpoint(&loaded, "a:443");
	const struct loaded_target *target = &a->targets.items[0];

	assert_int_equal(a->targets.len, 1);
	assert_string_equal(target->front, "lb");
	assert_int_equal(target->due_at_ms, 1234567);
	assert_int_equal(target->state.place.address.family, 4);
	assert_int_equal(target->state.place.address.port, 443);
	assert_int_equal(target->state.look_count, 9);
	assert_int_equal(target->state.reach_history, 511);
	assert_int_equal(target->state.last_failure, FAILURE_CONNECT_REFUSED);
	assert_int_equal(target->state.last_look_at, 1000);
	assert_true(target->state.is_seen);
	assert_false(target->state.is_reached);
	assert_true(target->state.is_fresh);
	assert_int_equal(target->state.alternations, 2);
	assert_int_equal(target->state.steady_looks, 4);
	assert_int_equal(target->state.recent[3], 4);
	assert_int_equal(target->state.chain_since, 900);
	(void)state;
}

static void
current_and_good_chain_are_told_apart(void **state)
{
	const struct target_state *target =
	    &loaded_endpoint(&loaded, "a:443")->targets.items[0].state;

	assert_non_null(target->current);
	assert_int_equal(target->current->severity, SEVERITY_CRITICAL);
	assert_non_null(target->good);
	assert_true(target->good->is_valid);
	assert_ptr_not_equal(target->current, target->good);
	(void)state;
}

static void
a_target_whose_chain_is_lost_was_never_seen(void **state)
{
	const struct target_state *target =
	    &loaded_endpoint(&loaded, "b:443")->targets.items[0].state;

	assert_int_equal(target->place.address.family, 6);
	assert_int_equal(target->gone_at, 777);
	assert_null(target->current);
	assert_false(target->is_seen);
	assert_false(target->is_reached);
	(void)state;
}

static void
open_incidents_come_back_with_their_members(void **state)
{
	const struct loaded_incident *one = &loaded.incidents.items[0];
	const struct loaded_member *member = &one->members.items[0];

	assert_int_equal(loaded.incidents.len, 1);
	assert_string_equal(one->incident->id, OPEN);
	assert_int_equal(one->incident->code, FINDING_LEAF_ONLY);
	assert_int_equal(one->incident->opened_at, 500);
	assert_int_equal(one->incident->changed_at, 600);
	assert_string_equal(one->incident->detail, "words");
	assert_int_equal(one->incident->told, INCIDENT_TOLD);
	assert_int_equal(one->incident->told_at, 510);
	assert_string_equal(one->incident->sinks, "ops pager");
	assert_string_equal(one->endpoint_id, "a:443");
	assert_int_equal(one->members.len, 1);
	assert_string_equal(member->endpoint_id, "a:443");
	assert_int_equal(member->member.since, 505);
	assert_int_equal(member->member.severity, SEVERITY_WARNING);
	assert_int_equal(member->member.clean_count, 1);
	(void)state;
}

static void
numbers_go_on_after_the_last_event(void **state)
{
	assert_int_equal(loaded.last_sequence, 41);
	(void)state;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(endpoints_come_back),
	    TEST(targets_come_back_with_what_was_due),
	    TEST(current_and_good_chain_are_told_apart),
	    TEST(a_target_whose_chain_is_lost_was_never_seen),
	    TEST(open_incidents_come_back_with_their_members),
	    TEST(numbers_go_on_after_the_last_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
