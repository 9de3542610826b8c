/* Answers about revocation in the store, over restarts. */
#include "store/revocation_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"

#define NOW 1800000000

struct scene {
	struct inline_store kept;
	struct revocation_rows rows;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inline_store_close(&scene->kept);
	revocation_rows_clear(&scene->rows);
	free(scene);
	return 0;
}

static void
restart(struct scene *scene)
{
	struct error err = ERROR_INIT;

	inline_store_restart(&scene->kept);
	revocation_rows_clear(&scene->rows);
	assert_true(revocation_rows_load(
	    store_db(scene->kept.store), &scene->rows, &err));
}

static void
a_response_is_known_again(void **state)
{
	struct scene *scene = *state;
	const uint8_t der[] = {0x30, 0x03, 0x0a, 0x01, 0x03};
	struct revocation_row row = {
	    .answer = {.kind = REVOCATION_ANSWER_OCSP,
		.outcome = REVOCATION_GOT,
		.url = "http://o.test",
		.cert_sha256 = {1, 2, 3},
		.der = der,
		.der_len = sizeof der,
		.asked_at = NOW},
	    .next_at = NOW + 5,
	    .next_update = NOW + 9,
	};
	const struct revocation_row *loaded;

	revocation_rows_keep(scene->kept.store, &row);
	row.answer.cert_sha256[0] = 7; /* another one of that responder */
	revocation_rows_keep(scene->kept.store, &row);
	restart(scene);
	assert_int_equal(scene->rows.items.len, 2);
	loaded = &scene->rows.items.items[0];
	assert_int_equal(loaded->answer.kind, REVOCATION_ANSWER_OCSP);
	assert_string_equal(loaded->answer.url, "http://o.test");
	assert_int_equal(loaded->answer.cert_sha256[0], 1);
	assert_memory_equal(loaded->answer.der, der, sizeof der);
	assert_int_equal(loaded->next_at, NOW + 5);
	assert_int_equal(loaded->next_update, NOW + 9);
	assert_null(loaded->file);
	assert_null(loaded->answer.detail);
}

static void
of_a_list_its_file_is_known_again(void **state)
{
	struct scene *scene = *state;
	char file[] = "a.crl", tag[] = "\"v1\"", empty[] = "";
	struct revocation_row row = {
	    .answer = {.kind = REVOCATION_ANSWER_CRL,
		.outcome = REVOCATION_GOT,
		.url = "http://c.test",
		.asked_at = NOW},
	    .this_update = NOW - 9,
	    .file = file,
	    .file_len = 1 << 25,
	    .etag = tag,
	    .last_modified = empty,
	};

	revocation_rows_keep(scene->kept.store, &row);
	row.answer.outcome = REVOCATION_UNREACHABLE;
	row.answer.detail = "no answer";
	row.answer.failures = 3;
	revocation_rows_keep(scene->kept.store, &row);
	restart(scene);
	assert_int_equal(scene->rows.items.len, 1);
	row = scene->rows.items.items[0];
	assert_int_equal(row.answer.kind, REVOCATION_ANSWER_CRL);
	assert_int_equal(row.answer.outcome, REVOCATION_UNREACHABLE);
	assert_string_equal(row.answer.detail, "no answer");
	assert_int_equal(row.answer.failures, 3);
	assert_string_equal(row.file, "a.crl");
	assert_int_equal(row.file_len, 1 << 25);
	assert_int_equal(row.this_update, NOW - 9);
	assert_string_equal(row.etag, "\"v1\"");
}

static void
what_proves_nothing_is_not_taken_for_a_proof(void **state)
{
	struct scene *scene = *state;
	struct revocation_row row = {
	    .answer = {.kind = REVOCATION_ANSWER_CRL,
		.outcome = REVOCATION_GOT,
		.is_unproven = true,
		.url = "http://c.test",
		.asked_at = NOW},
	};

	revocation_rows_keep(scene->kept.store, &row);
	row.answer.url = "http://d.test";
	row.answer.asked_at++;
	row.answer.is_unproven = false;
	revocation_rows_keep(scene->kept.store, &row);
	restart(scene);
	assert_int_equal(scene->rows.items.len, 2);
	for (size_t i = 0; i < 2; i++) {
		row = scene->rows.items.items[i];
		assert_int_equal(row.answer.outcome, REVOCATION_GOT);
		assert_int_equal(row.answer.is_unproven, i == 0);
	}
}

static void
the_oldest_go(void **state)
{
	struct scene *scene = *state;
	struct revocation_row row = {
	    .answer = {.kind = REVOCATION_ANSWER_CRL,
		.url = "http://c.test/new",
		.asked_at = NOW / 64 * 64},
	};

	inline_store_run(&scene->kept,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 20100) INSERT INTO revocation_answer (url, "
	    "certificate, outcome, asked_at, next_at, failures, this_update, "
	    "next_update, file_len) SELECT 'http://c.test/' || i, x'', "
	    "'got', i, 0, 0, 0, 0, 0 FROM n");
	revocation_rows_keep(scene->kept.store, &row);
	restart(scene);
	assert_int_equal(scene->rows.items.len, REVOCATION_ROWS_MAX + 1);
	assert_int_equal(scene->rows.items.items[0].answer.asked_at, 101);
}

static void
rows_that_make_no_sense_are_left_out(void **state)
{
	struct scene *scene = *state;

	inline_store_run(&scene->kept,
	    "INSERT INTO revocation_answer (url, certificate, outcome, "
	    "asked_at, next_at, failures, this_update, next_update, file_len) "
	    "VALUES ('http://a/', x'', 'newer-outcome', 0, 0, 0, 0, 0, 0), "
	    "('http://b/', x'0102', 'got', 0, 0, 0, 0, 0, 0)");
	restart(scene);
	assert_int_equal(scene->rows.items.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_response_is_known_again, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		of_a_list_its_file_is_known_again, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_proves_nothing_is_not_taken_for_a_proof, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(the_oldest_go, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		rows_that_make_no_sense_are_left_out, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
