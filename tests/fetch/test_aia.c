/* Issuers fetched: once for all, remembered, asked again in time. */
#include "fetch/aia.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/aia_rig.h"

#define MINUTE_S 60
#define DAY_S 86400

static struct mint_chain chain; /* minted once */

static const struct mint *
ca(void)
{
	return chain.intermediate;
}

static const struct mint *
other_ca(void)
{
	return chain.root;
}

static struct receiver_answer
status(int number)
{
	return (struct receiver_answer){.status = number};
}

static struct receiver_answer
text(const char *body)
{
	return (struct receiver_answer){.status = 200, .body = body};
}

static void
must_have(const struct issuer_answer *answer, const struct mint *mint)
{
	assert_non_null(answer);
	assert_int_equal(answer->kind, ISSUER_ANSWER_GOT);
	assert_null(answer->detail);
	assert_int_equal(answer->cert_count, 1);
	assert_true(cert_equal(answer->certs[0], mint->cert));
}

static void
der_and_pem_are_taken(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, AIA_RIG_HOST, "/der");
	CLEANUP(free) char *other = aia_rig_url(rig, NULL, "/pem");
	CLEANUP(free) char *pem = mint_pem(other_ca());

	aia_rig_plan(rig, aia_rig_der(ca()));
	must_have(aia_rig_ask(rig, url), ca());
	aia_rig_plan(rig, text(pem));
	must_have(aia_rig_ask(rig, other), other_ca());
	assert_int_equal(cert_set_len(aia_certs(rig->aia)), 2);
	assert_non_null(cert_set_find(aia_certs(rig->aia), ca()->cert->sha256));
}

static void
count_down(void *arg)
{
	struct aia_rig *rig = arg;

	if (--rig->done_count == 0)
		loop_stop(rig->loop);
}

static void
ten_thousand_who_want_it_cause_one_fetch(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	struct texts urls = {0};

	texts_add(&urls, url);
	aia_rig_plan(rig, aia_rig_der(ca()));
	rig->done_count = 10000;
	for (int i = 0; i < 10000; i++)
		aia_ask(rig->aia, &urls, 20000, count_down, rig);
	loop_run(rig->loop);
	assert_int_equal(rig->done_count, 0);
	assert_int_equal(aia_rig_requests(rig), 1);
	assert_int_equal(aia_counts(rig->aia).fetches, 1);
	assert_int_equal(aia_counts(rig->aia).outcomes.got, 1);
	texts_clear(&urls);
}

static void
an_answer_is_remembered_and_asked_again_in_time(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	uint64_t generation;

	aia_rig_plan(rig, aia_rig_der(ca()));
	must_have(aia_rig_ask(rig, url), ca());
	generation = aia_generation(rig->aia);
	rig->now += rig->options.fresh_s - 1;
	must_have(aia_rig_ask(rig, url), ca());
	assert_int_equal(aia_rig_requests(rig), 1);
	rig->now += 1;
	must_have(aia_rig_ask(rig, url), ca());
	assert_int_equal(aia_rig_requests(rig), 2);
	/* the same answer is no news */
	assert_int_equal(aia_generation(rig->aia), generation);
}

static void
a_clock_that_was_ahead_puts_nothing_off(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	int64_t now = rig->now;

	rig->now += 3000 * (int64_t)86400;
	aia_rig_plan(rig, (struct receiver_answer){.status = 404});
	aia_rig_ask(rig, url);
	rig->now = now;
	aia_rig_plan(rig, aia_rig_der(ca()));
	must_have(aia_rig_ask(rig, url), ca());
	assert_int_equal(aia_rig_requests(rig), 2);
}

static void
a_bad_answer_is_remembered_for_longer_and_longer(void **state)
{
	static const int64_t waits_s[] = {5 * MINUTE_S, 10 * MINUTE_S,
	    20 * MINUTE_S, 40 * MINUTE_S, 80 * MINUTE_S, 160 * MINUTE_S,
	    320 * MINUTE_S, 640 * MINUTE_S, 1280 * MINUTE_S, DAY_S, DAY_S};
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");

	aia_rig_plan(rig, status(404));
	for (size_t i = 0; i < sizeof waits_s / sizeof waits_s[0]; i++) {
		assert_string_equal(aia_rig_ask(rig, url)->detail,
		    "it answers with status 404");
		assert_int_equal(aia_rig_requests(rig), i + 1);
		rig->now += waits_s[i] - 1;
		assert_int_equal(
		    aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_UNREACHABLE);
		assert_int_equal(aia_rig_requests(rig), i + 1);
		rig->now += 1;
	}
	aia_rig_plan(rig, aia_rig_der(ca()));
	must_have(aia_rig_ask(rig, url), ca());
	rig->now += rig->options.fresh_s;
	aia_rig_plan(rig, text("<html>"));
	assert_string_equal(aia_rig_ask(rig, url)->detail,
	    "what comes is a web page (HTML), no certificate");
	/* it begins anew */
	rig->now += 5 * MINUTE_S;
	aia_rig_ask(rig, url);
	assert_int_equal(
	    aia_rig_requests(rig), sizeof waits_s / sizeof waits_s[0] + 3);
}

static void
what_came_once_stays_when_it_fails_later(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	const struct issuer_answer *answer;

	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_rig_ask(rig, url);
	rig->now += rig->options.fresh_s;
	aia_rig_plan(rig, status(500));
	answer = aia_rig_ask(rig, url);
	assert_int_equal(answer->kind, ISSUER_ANSWER_UNREACHABLE);
	assert_int_equal(answer->cert_count, 1);
	assert_int_equal(cert_set_len(aia_certs(rig->aia)), 1);
}

static void
another_answer_takes_the_place_of_the_first(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	uint64_t generation;

	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_rig_ask(rig, url);
	generation = aia_generation(rig->aia);
	rig->now += rig->options.fresh_s;
	aia_rig_plan(rig, aia_rig_der(other_ca()));
	must_have(aia_rig_ask(rig, url), other_ca());
	assert_true(aia_generation(rig->aia) > generation);
	assert_int_equal(cert_set_len(aia_certs(rig->aia)), 1);
}

static void
who_waits_is_told_at_the_end_of_his_time(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	struct texts urls = {0};
	bool is_stale;
	int64_t next_at;

	texts_add(&urls, url);
	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_HANG});
	rig->done_count = 1;
	aia_ask(rig->aia, &urls, 50, count_down, rig);
	loop_run(rig->loop);
	assert_null(aia_find(rig->aia, url, &is_stale, &next_at));
	/* the fetch itself goes on */
	assert_int_equal(aia_counts(rig->aia).running, 1);
	texts_clear(&urls);
}

static void
must_not_be_called(void *arg)
{
	fail_msg("called though cancelled");
}

static void
who_does_not_wait_any_more_is_not_called(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	struct texts urls = {0};

	texts_add(&urls, url);
	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_wait_cancel(
	    aia_ask(rig->aia, &urls, 20000, must_not_be_called, rig));
	aia_wait_cancel(NULL);
	must_have(aia_rig_ask(rig, url), ca());
	assert_int_equal(aia_rig_requests(rig), 1);
	texts_clear(&urls);
}

static void
no_more_run_than_may(void **state)
{
	struct aia_rig *rig = *state;
	struct texts urls = {0};

	rig->options.max_running = 2;
	rig->options.timeout_ms = 20000; /* none ends while it is looked at */
	aia_rig_restart(rig);
	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_HANG});
	for (int i = 0; i < 6; i++) {
		char path[16];

		snprintf(path, sizeof path, "/%d", i);
		texts_add_take(&urls, aia_rig_url(rig, NULL, path));
	}
	rig->done_count = 1;
	aia_ask(rig->aia, &urls, 30, count_down, rig);
	loop_run(rig->loop);
	assert_int_equal(aia_counts(rig->aia).running, 2);
	rig->options.timeout_ms = 60;
	aia_rig_restart(rig);
	rig->done_count = 1;
	aia_ask(rig->aia, &urls, 20000, count_down, rig);
	loop_run(rig->loop);
	assert_int_equal(aia_counts(rig->aia).fetches, 6);
	assert_int_equal(aia_counts(rig->aia).running, 0);
	texts_clear(&urls);
}

static void
memory_is_bounded_and_the_longest_unused_goes(void **state)
{
	struct aia_rig *rig = *state;
	bool is_stale;
	int64_t next_at;
	CLEANUP(free) char *first = aia_rig_url(rig, NULL, "/0");
	CLEANUP(free) char *second = aia_rig_url(rig, NULL, "/1");

	rig->options.max_urls = 4;
	aia_rig_restart(rig);
	aia_rig_plan(rig, aia_rig_der(ca()));
	for (int i = 0; i < 8; i++) {
		char path[16];
		CLEANUP(free) char *url = NULL;

		snprintf(path, sizeof path, "/%d", i);
		url = aia_rig_url(rig, NULL, path);
		aia_rig_ask(rig, url);
		aia_find(rig->aia, first, &is_stale, &next_at);
	}
	assert_int_equal(aia_counts(rig->aia).urls, 4);
	assert_non_null(aia_find(rig->aia, first, &is_stale, &next_at));
	assert_null(aia_find(rig->aia, second, &is_stale, &next_at));
}

static void
nothing_is_asked_when_it_is_switched_off(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");

	rig->options.is_enabled = false;
	aia_set_options(rig->aia, &rig->options);
	assert_false(aia_is_enabled(rig->aia));
	assert_null(aia_rig_ask(rig, url));
	assert_int_equal(aia_rig_requests(rig), 0);
}

static void
what_was_refused_is_asked_when_it_is_allowed(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");
	struct aia_options strict = rig->options;
	uint64_t generation;

	strict.guard.allowed_count = 0;
	aia_set_options(rig->aia, &strict);
	aia_rig_plan(rig, aia_rig_der(ca()));
	assert_int_equal(aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_REFUSED);
	generation = aia_generation(rig->aia);
	aia_set_options(rig->aia, &rig->options);
	assert_true(aia_generation(rig->aia) > generation);
	must_have(aia_rig_ask(rig, url), ca());
}

struct kept {
	size_t count;
	struct aia_record last;
	char *url, *detail;
	struct cert *cert;
};

static void
keep(void *arg, const struct aia_record *record)
{
	struct kept *kept = arg;

	kept->count++;
	kept->last = *record;
	free(kept->url);
	free(kept->detail);
	cert_unref(kept->cert);
	kept->url = mem_strdup(record->answer.url);
	kept->detail = mem_strdup(record->answer.detail);
	kept->cert = record->answer.cert_count == 0
	    ? NULL
	    : cert_ref(record->answer.certs[0]);
	kept->last.answer.url = kept->url;
	kept->last.answer.detail = kept->detail;
	kept->last.answer.certs = &kept->cert;
}

static void
kept_clear(struct kept *kept)
{
	free(kept->url);
	free(kept->detail);
	cert_unref(kept->cert);
}

static void
answers_outlive_a_restart(void **state)
{
	struct aia_rig *rig = *state;
	struct kept kept = {0};
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");

	rig->keeper = (struct aia_keeper){keep, &kept};
	aia_rig_restart(rig);
	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_rig_ask(rig, url);
	assert_int_equal(kept.count, 1);
	assert_int_equal(kept.last.asked_at, rig->now);
	assert_int_equal(kept.last.next_at, rig->now + rig->options.fresh_s);

	aia_rig_restart(rig);
	aia_restore(rig->aia, &kept.last);
	assert_int_equal(kept.count, 1);
	assert_int_equal(cert_set_len(aia_certs(rig->aia)), 1);
	must_have(aia_rig_ask(rig, url), ca());
	assert_int_equal(aia_rig_requests(rig), 1);
	kept_clear(&kept);
}

static void
back_off_outlives_a_restart(void **state)
{
	struct aia_rig *rig = *state;
	struct kept kept = {0};
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");

	rig->keeper = (struct aia_keeper){keep, &kept};
	aia_rig_restart(rig);
	aia_rig_plan(rig, status(503));
	aia_rig_ask(rig, url);
	rig->now += 5 * MINUTE_S;
	aia_rig_ask(rig, url);
	assert_int_equal(kept.last.answer.failures, 2);

	aia_rig_restart(rig);
	aia_restore(rig->aia, &kept.last);
	rig->now += 10 * MINUTE_S - 1;
	assert_string_equal(
	    aia_rig_ask(rig, url)->detail, "it answers with status 503");
	assert_int_equal(aia_rig_requests(rig), 2);
	rig->now += 1;
	aia_rig_ask(rig, url);
	assert_int_equal(aia_rig_requests(rig), 3);
	assert_int_equal(kept.last.answer.failures, 3);
	kept_clear(&kept);
}

#define OVER_SERVERS(test) \
	cmocka_unit_test_setup_teardown(test, aia_rig_set_up, aia_rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    OVER_SERVERS(der_and_pem_are_taken),
	    OVER_SERVERS(ten_thousand_who_want_it_cause_one_fetch),
	    OVER_SERVERS(an_answer_is_remembered_and_asked_again_in_time),
	    OVER_SERVERS(a_clock_that_was_ahead_puts_nothing_off),
	    OVER_SERVERS(a_bad_answer_is_remembered_for_longer_and_longer),
	    OVER_SERVERS(what_came_once_stays_when_it_fails_later),
	    OVER_SERVERS(another_answer_takes_the_place_of_the_first),
	    OVER_SERVERS(who_waits_is_told_at_the_end_of_his_time),
	    OVER_SERVERS(who_does_not_wait_any_more_is_not_called),
	    OVER_SERVERS(no_more_run_than_may),
	    OVER_SERVERS(memory_is_bounded_and_the_longest_unused_goes),
	    OVER_SERVERS(nothing_is_asked_when_it_is_switched_off),
	    OVER_SERVERS(what_was_refused_is_asked_when_it_is_allowed),
	    OVER_SERVERS(answers_outlive_a_restart),
	    OVER_SERVERS(back_off_outlives_a_restart),
	};

	chain = mint_chain_for("aia.example.test");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
