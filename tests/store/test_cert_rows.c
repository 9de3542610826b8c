/* Certificates as rows: written, and read back. */
#include "store/cert_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "store/schema.h"
#include "support/verdicts.h"

static const char select_sql[] =
    "SELECT key_kind, key_bits, usages, has_pointer, names, more_names, der "
    "FROM certificate";

static int
set_up(void **state)
{
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	*state = db_open(&options, &err);
	return *state == NULL || !schema_migrate(*state, &err);
}

static int
tear_down(void **state)
{
	db_close(*state);
	return 0;
}

static void
write_facts(struct db *db, const struct cert_details *details,
    const struct observation *observation)
{
	const struct cert_facts facts = {
	    .sha256 = {1},
	    .label = "a",
	    .issuer_label = "b",
	    .details = details,
	};
	struct rows rows = {0};
	struct error err = ERROR_INIT;

	cert_rows_add(&rows, &facts, observation, 5);
	assert_true(rows_write(&rows, db, &err));
	rows_clear(&rows);
}

/* What stands in the one row; free with free(). */
static struct cert_details *
read_back(struct db *db, size_t *ret_der_len)
{
	struct error err = ERROR_INIT;
	struct db_statement *row = db_statement(db, select_sql, &err);
	struct cert_details *details;

	assert_non_null(row);
	assert_int_equal(db_step(row, &err), DB_ROW);
	details = cert_rows_details(row, 0);
	db_bytes(row, 6, ret_der_len);
	assert_int_equal(db_step(row, &err), DB_END);
	return details;
}

static struct cert_details *
some_details(void)
{
	const struct cert_details like = {
	    .key_kind = CERT_KEY_RSA,
	    .key_bits = 3072,
	    .has_usages = true,
	    .usages = CERT_EKU_SERVER_AUTH | CERT_EKU_OTHER,
	    .has_pointer = true,
	    .has_more_names = true,
	};

	return cert_details_make(&like, "a.test\nb.test\n");
}

static void
details_come_back(void **state)
{
	CLEANUP(free) struct cert_details *details = some_details();
	CLEANUP(free) struct cert_details *back = NULL;
	size_t der_len;

	write_facts(*state, details, NULL);
	back = read_back(*state, &der_len);
	assert_non_null(back);
	assert_int_equal(back->key_kind, CERT_KEY_RSA);
	assert_int_equal(back->key_bits, 3072);
	assert_true(back->has_usages);
	assert_int_equal(back->usages, CERT_EKU_SERVER_AUTH | CERT_EKU_OTHER);
	assert_true(back->has_pointer);
	assert_true(back->has_more_names);
	assert_string_equal(back->names, "a.test\nb.test\n");
}

static void
no_usages_are_not_the_same_as_none_that_is_known(void **state)
{
	const struct cert_details like = {.has_usages = false};
	CLEANUP(free) struct cert_details *none = cert_details_make(&like, "");
	CLEANUP(free) struct cert_details *back = NULL;
	size_t der_len;

	write_facts(*state, none, NULL);
	back = read_back(*state, &der_len);
	assert_non_null(back);
	assert_false(back->has_usages);
	assert_string_equal(back->names, "");
}

/* An older version's row, or a certificate first seen as an intermediate. */
static void
a_row_without_details_gets_them_later(void **state)
{
	CLEANUP(free) struct cert_details *details = some_details();
	CLEANUP(free) struct cert_details *back = NULL;
	size_t der_len;

	write_facts(*state, NULL, NULL);
	assert_null(read_back(*state, &der_len));
	write_facts(*state, details, NULL);
	back = read_back(*state, &der_len);
	assert_non_null(back);
	assert_int_equal(back->key_bits, 3072);
}

static void
bytes_that_come_later_do_not_cost_the_details(void **state)
{
	CLEANUP(free) struct cert_details *details = some_details();
	CLEANUP(free) struct cert_details *back = NULL;
	struct observation_cert sent = {
	    .sha256 = {1}, .der = (uint8_t[]){1, 2, 3}, .der_len = 3};
	struct observation observation = {0};
	size_t der_len;

	*ARRAY_ADD(&observation.certs) = sent;
	write_facts(*state, details, NULL);
	write_facts(*state, NULL, &observation);
	write_facts(*state, NULL, NULL);
	back = read_back(*state, &der_len);
	assert_non_null(back);
	assert_int_equal(der_len, 3);
	ARRAY_CLEAR(&observation.certs);
}

static void
clients_are_kept_by_name(void **state)
{
	const struct made_chain made = {.certs = {"L1"}};
	CLEANUP(verdict_unref) struct verdict *verdict = verdict_made(&made);
	CLEANUP(free) char *none = cert_rows_accepting(verdict);
	CLEANUP(free) char *some = NULL;

	assert_string_equal(none, "");
	assert_int_equal(cert_rows_accepting_of(NULL), 0);
	assert_int_equal(cert_rows_accepting_of("no-such-client"), 0);
	verdict->accepting = cert_rows_accepting_of("go openssl");
	assert_int_not_equal(verdict->accepting, 0);
	some = cert_rows_accepting(verdict);
	assert_int_equal(cert_rows_accepting_of(some), verdict->accepting);
	assert_non_null(strstr(some, "openssl"));
	assert_null(strstr(some, "java"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		details_come_back, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		no_usages_are_not_the_same_as_none_that_is_known, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		a_row_without_details_gets_them_later, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bytes_that_come_later_do_not_cost_the_details, set_up,
		tear_down),
	    cmocka_unit_test(clients_are_kept_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
