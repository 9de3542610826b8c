/* Issuers in the store, over restarts. */
#include "store/issuers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"
#include "support/mint.h"

#define URL "http://ca.example.test/inter.der"

struct scene {
	struct inline_store kept;
	struct mint_chain chain;
	struct issuers issuers; /* as loaded */
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	scene->chain = mint_chain_for("issuers.example.test");
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inline_store_close(&scene->kept);
	issuers_clear(&scene->issuers);
	free(scene);
	return 0;
}

static void
restart(struct scene *scene)
{
	struct error err = ERROR_INIT;

	inline_store_restart(&scene->kept);
	issuers_clear(&scene->issuers);
	assert_true(
	    issuers_load(store_db(scene->kept.store), &scene->issuers, &err));
}

static void
an_issuer_is_known_again(void **state)
{
	struct scene *scene = *state;
	const struct cert *cert = scene->chain.intermediate->cert;

	issuers_keep(scene->kept.store, cert, MINT_NOW);
	issuers_keep(scene->kept.store, cert, MINT_NOW + 1);
	restart(scene);
	assert_int_equal(scene->issuers.certs.len, 1);
	assert_true(cert_equal(scene->issuers.certs.items[0], cert));
	assert_int_equal(scene->issuers.answers.len, 0);
}

static void
a_good_answer_is_known_again(void **state)
{
	struct scene *scene = *state;
	struct cert *const certs[] = {
	    scene->chain.intermediate->cert, scene->chain.root->cert};
	const struct issuers_answer answer = {
	    .answer = {.url = URL,
		.kind = ISSUER_ANSWER_GOT,
		.certs = certs,
		.cert_count = 2},
	    .asked_at = MINT_NOW,
	    .next_at = MINT_NOW + 10,
	};
	const struct issuers_answer *loaded;

	issuers_keep_answer(scene->kept.store, &answer);
	restart(scene);
	assert_int_equal(scene->issuers.answers.len, 1);
	loaded = &scene->issuers.answers.items[0];
	assert_string_equal(loaded->answer.url, URL);
	assert_int_equal(loaded->answer.kind, ISSUER_ANSWER_GOT);
	assert_null(loaded->answer.detail);
	assert_int_equal(loaded->asked_at, MINT_NOW);
	assert_int_equal(loaded->next_at, MINT_NOW + 10);
	assert_int_equal(loaded->answer.failures, 0);
	assert_int_equal(loaded->answer.cert_count, 2);
	assert_true(cert_equal(loaded->answer.certs[0], certs[0]));
	assert_true(cert_equal(loaded->answer.certs[1], certs[1]));
}

static void
the_last_bad_answer_is_known_again(void **state)
{
	struct scene *scene = *state;
	struct issuers_answer answer = {
	    .answer = {.url = URL,
		.kind = ISSUER_ANSWER_UNREACHABLE,
		.detail = "no answer in time",
		.failures = 1},
	};
	const struct issuers_answer *loaded;

	issuers_keep_answer(scene->kept.store, &answer);
	answer.answer.kind = ISSUER_ANSWER_NOT_CERTS;
	answer.answer.detail = "what comes is a web page";
	answer.answer.failures = 2;
	answer.next_at = MINT_NOW + 600;
	issuers_keep_answer(scene->kept.store, &answer);
	restart(scene);
	assert_int_equal(scene->issuers.answers.len, 1);
	loaded = &scene->issuers.answers.items[0];
	assert_int_equal(loaded->answer.kind, ISSUER_ANSWER_NOT_CERTS);
	assert_string_equal(loaded->answer.detail, "what comes is a web page");
	assert_int_equal(loaded->answer.failures, 2);
	assert_int_equal(loaded->next_at, MINT_NOW + 600);
	assert_int_equal(loaded->answer.cert_count, 0);
}

static void
answers_are_bounded_and_the_oldest_go(void **state)
{
	struct scene *scene = *state;
	char url[64];
	struct issuers_answer answer = {
	    .answer = {.url = url,
		.kind = ISSUER_ANSWER_REFUSED,
		.detail = "no"},
	};

	for (int i = 0; i < ISSUERS_MAX_ANSWERS + 5; i++) {
		snprintf(url, sizeof url, "http://ca.example.test/%d", i);
		answer.asked_at = MINT_NOW + i;
		issuers_keep_answer(scene->kept.store, &answer);
		if (i % 100 == 0)
			fake_loop_run_for(scene->kept.loop, 1000);
	}
	restart(scene);
	assert_int_equal(scene->issuers.answers.len, ISSUERS_MAX_ANSWERS);
	assert_int_equal(
	    scene->issuers.answers.items[0].asked_at, MINT_NOW + 5);
}

static void
rows_that_make_no_sense_are_left_out(void **state)
{
	struct scene *scene = *state;

	inline_store_run(&scene->kept,
	    "INSERT INTO issuer (sha256, not_after, learnt_at, der) "
	    "VALUES (x'00', 0, 0, x'3000');"
	    "INSERT INTO issuer_answer (url, kind, asked_at, next_at, "
	    "failures, der) VALUES ('http://a/', 'newer-kind', 0, 0, 0, NULL), "
	    "('http://b/', 'got', 0, 0, 0, x'3000')");
	restart(scene);
	assert_int_equal(scene->issuers.certs.len, 0);
	assert_int_equal(scene->issuers.answers.len, 1);
	assert_int_equal(scene->issuers.answers.items[0].answer.cert_count, 0);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCENE(an_issuer_is_known_again),
	    IN_SCENE(a_good_answer_is_known_again),
	    IN_SCENE(the_last_bad_answer_is_known_again),
	    IN_SCENE(answers_are_bounded_and_the_oldest_go),
	    IN_SCENE(rows_that_make_no_sense_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
