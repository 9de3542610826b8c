/* Evidence of revocation: once for all, remembered, asked again in time. */
#include "fetch/revocations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_crl_big.h"
#include "support/revocation_rig.h"

#define HOUR_S 3600
#define DAY_S 86400
#define LONG_ENTRIES 4000 /* 150 KB: more than is kept whole */

static const struct crl *
must_have_list(const struct revocations_known *known)
{
	assert_int_equal(known->count, 1);
	assert_int_equal(known->answers[0]->kind, REVOCATION_ANSWER_CRL);
	if (known->answers[0]->detail != NULL)
		fail_msg("%s", known->answers[0]->detail);
	assert_int_equal(known->answers[0]->outcome, REVOCATION_GOT);
	assert_false(known->is_open);
	return known->answers[0]->crl;
}

static void
must_have_failed(const struct revocations_known *known,
    enum revocation_outcome outcome, const char *words)
{
	assert_int_equal(known->count, 1);
	assert_int_equal(known->answers[0]->outcome, outcome);
	if (strstr(known->answers[0]->detail, words) == NULL)
		fail_msg("%s, not %s", known->answers[0]->detail, words);
	assert_true(known->has_failed);
}

/* A list of 4,000 others and that one. */
static struct receiver_answer
long_list(struct revocation_rig *rig, const struct cert *revoked,
    int64_t this_update, int64_t next_update)
{
	const struct mint_crl_recipe recipe = {
	    .issuer = rig->root,
	    .this_update = this_update,
	    .next_update = next_update,
	    .revoked = {{.cert = revoked}},
	};
	size_t len;
	uint8_t *der = mint_crl_big(&recipe, LONG_ENTRIES, &len);

	return revocation_rig_bytes(rig, der, len);
}

static void
a_list_is_fetched_once_within_its_life(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct revocations_known known;
	const struct crl *crl;

	revocation_rig_plan(rig,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = rig->root,
		    .revoked = {{.cert = want.cert}})));
	known = revocation_rig_ask(rig, &want);
	crl = must_have_list(&known);
	assert_non_null(crl_find(crl, want.cert));
	for (int i = 0; i < 5; i++) {
		rig->now += 12 * HOUR_S; /* of eight days, one is over */
		known = revocation_rig_ask(rig, &want);
		must_have_list(&known);
	}
	assert_int_equal(revocation_rig_requests(rig), 1);
	rig->now += 3 * DAY_S; /* three quarters are over */
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
}

/* Nobody wakes up to see that nothing is due. */
static void
the_time_of_the_next_list_is_known(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	int64_t at;

	assert_true(revocations_refresh(rig->revocations) == INT64_MAX);
	revocation_rig_plan(
	    rig, revocation_rig_list(rig, MINT_CRL(.issuer = rig->root)));
	revocation_rig_ask(rig, &want);
	at = revocations_refresh(rig->revocations);
	assert_true(at > rig->now && at < rig->now + 8 * DAY_S);
	rig->now = at - 1;
	revocations_generation(rig->revocations, want.cert->sha256);
	assert_true(revocations_refresh(rig->revocations) == at);
	revocation_rig_settle(rig);
	assert_int_equal(revocation_rig_requests(rig), 1);
	rig->now = at;
	revocations_refresh(rig->revocations);
	revocation_rig_settle(rig);
	assert_int_equal(revocation_rig_requests(rig), 2);
}

/* A list is not waited for until a year comes that was none. */
static void
a_clock_that_was_ahead_puts_nothing_off(void **state)
{
	struct revocation_rig *rig = *state;
	struct want list = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want lost = revocation_rig_leaf(rig, "0B", "/b.crl", NULL);

	rig->now += 3000 * DAY_S;
	revocation_rig_plan(
	    rig, revocation_rig_list(rig, MINT_CRL(.issuer = rig->root)));
	revocation_rig_ask(rig, &list);
	revocation_rig_plan(rig, (struct receiver_answer){.status = 404});
	revocation_rig_ask(rig, &lost);
	assert_int_equal(revocation_rig_requests(rig), 2);
	rig->now = MINT_NOW;
	revocation_rig_plan(
	    rig, revocation_rig_list(rig, MINT_CRL(.issuer = rig->root)));
	revocations_refresh(rig->revocations);
	revocation_rig_settle(rig);
	assert_int_equal(revocation_rig_requests(rig), 3);
	revocation_rig_ask(rig, &lost);
	assert_int_equal(revocation_rig_requests(rig), 4);
	/* and once is enough */
	revocation_rig_ask(rig, &list);
	revocation_rig_ask(rig, &lost);
	assert_int_equal(revocation_rig_requests(rig), 4);
}

struct crowd {
	struct revocation_rig *rig;
	size_t left;
};

static void
on_one_done(void *arg)
{
	struct crowd *crowd = arg;

	if (--crowd->left == 0)
		loop_stop(crowd->rig->loop);
}

#define CROWD 10000

/* The issue's own: whatever the number of targets, each thing is fetched once
 * within its life, and a list is walked for many at a time. */
static void
ten_thousand_targets_cause_one_fetch_of_each_thing(void **state)
{
	struct revocation_rig *rig = *state;
	struct want template = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want inter = revocation_rig_leaf(rig, "0B", NULL, "/ocsp");
	struct crowd crowd = {.rig = rig};
	struct want *wants = mem_new(CROWD, sizeof *wants);
	struct cert *certs = mem_new(CROWD, sizeof *certs);
	struct revocations_counts counts;

	/* leaves that differ in their digest: all that is asked by */
	for (size_t i = 0; i < CROWD; i++) {
		certs[i] = *template.cert;
		memcpy(certs[i].sha256, &i, sizeof i);
		wants[i] = template;
		wants[i].cert = &certs[i];
	}
	revocation_rig_plan(
	    rig, long_list(rig, template.cert, MINT_NOW, MINT_NOW + DAY_S));
	for (int round = 0; round < 3; round++) {
		crowd.left = CROWD;
		for (size_t i = 0; i < CROWD; i++) {
			const struct want *one[] = {&wants[i]};

			revocations_ask(rig->revocations, one, 1, 60000,
			    on_one_done, &crowd);
		}
		loop_run(rig->loop);
		assert_int_equal(crowd.left, 0);
		rig->now += HOUR_S;
	}
	counts = revocations_counts(rig->revocations);
	assert_int_equal(counts.fetches, 1);
	assert_int_equal(revocation_rig_requests(rig), 1);
	assert_int_equal(counts.lists, 1);
	revocation_rig_plan(rig, (struct receiver_answer){.status = 500});
	for (int round = 0; round < 3; round++) {
		crowd.left = CROWD;
		for (size_t i = 0; i < CROWD; i++) {
			const struct want *one[] = {&inter};

			revocations_ask(rig->revocations, one, 1, 60000,
			    on_one_done, &crowd);
		}
		loop_run(rig->loop);
		assert_int_equal(crowd.left, 0);
	}
	assert_int_equal(revocation_rig_requests(rig), 2);
	free(wants);
	free(certs);
}

static void
who_is_new_costs_a_walk_and_no_fetch(void **state)
{
	struct revocation_rig *rig = *state;
	struct want revoked = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want good = revocation_rig_leaf(rig, "0B", "/a.crl", NULL);
	struct revocations_known known;
	const struct crl *crl;

	revocation_rig_plan(
	    rig, long_list(rig, revoked.cert, MINT_NOW, MINT_NOW + DAY_S));
	known = revocation_rig_ask(rig, &good);
	crl = must_have_list(&known);
	assert_null(crl_find(crl, good.cert));
	revocations_find(rig->revocations, &revoked, &known);
	assert_int_equal(known.count, 0);
	assert_true(known.is_open);
	known = revocation_rig_ask(rig, &revoked);
	crl = must_have_list(&known);
	assert_non_null(crl_find(crl, revoked.cert));
	assert_true(crl_knows(crl, good.cert));
	assert_int_equal(revocation_rig_requests(rig), 1);
	assert_int_equal(revocations_counts(rig->revocations).walks, 1);
}

/* The generation is what verdicts are remembered by. */
static void
a_refresh_that_revokes_is_news_to_whom_it_concerns(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want other = revocation_rig_leaf(rig, "0B", "/b.crl", NULL);
	struct revocations_known known;
	uint64_t generation, others;

	revocation_rig_plan(rig,
	    long_list(rig, rig->root->cert, MINT_NOW, MINT_NOW + 4 * DAY_S));
	revocation_rig_ask(rig, &want);
	revocation_rig_ask(rig, &other);
	generation =
	    revocations_generation(rig->revocations, want.cert->sha256);
	others = revocations_generation(rig->revocations, other.cert->sha256);
	rig->now += 3 * DAY_S;
	revocation_rig_plan(rig,
	    long_list(
		rig, rig->root->cert, MINT_NOW + DAY_S, MINT_NOW + 7 * DAY_S));
	revocations_refresh(rig->revocations);
	revocation_rig_settle(rig);
	assert_int_equal(revocation_rig_requests(rig), 4);
	/* nothing that anybody asked about is another than before */
	assert_true(generation ==
	    revocations_generation(rig->revocations, want.cert->sha256));
	rig->now += 4 * DAY_S;
	revocation_rig_plan(
	    rig, long_list(rig, want.cert, rig->now, rig->now + 7 * DAY_S));
	revocations_refresh(rig->revocations);
	revocation_rig_settle(rig);
	assert_true(generation !=
	    revocations_generation(rig->revocations, want.cert->sha256));
	assert_true(others ==
	    revocations_generation(rig->revocations, other.cert->sha256));
	revocations_find(rig->revocations, &want, &known);
	assert_non_null(crl_find(must_have_list(&known), want.cert));
}

/* A year of a Microsoft CA in small: a list for a week, changes for a day. */
static void
changes_are_fetched_once_within_their_life(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want other = revocation_rig_leaf(rig, "0B", "/a.crl", NULL);
	struct want delta = revocation_rig_delta(rig, &want, "/a+.crl");
	struct want others = revocation_rig_delta(rig, &other, "/a+.crl");
	struct revocations_known known;
	uint64_t generation;

	revocation_rig_plan(
	    rig, revocation_rig_list(rig, MINT_CRL(.issuer = rig->root)));
	revocation_rig_ask(rig, &want);
	for (int day = 1; day <= 3; day++) {
		revocation_rig_plan(rig,
		    revocation_rig_list(rig,
			MINT_CRL(.issuer = rig->root, .base = 1,
			    .number = 1 + (unsigned)day,
			    .this_update = rig->now,
			    .next_update = rig->now + DAY_S,
			    .revoked = {{.cert = want.cert}})));
		known = revocation_rig_ask(rig, &delta);
		assert_non_null(must_have_list(&known)->base);
		assert_false(known.answers[0]->is_unproven);
		assert_int_equal(revocation_rig_requests(rig), 1 + day);
		known = revocation_rig_ask(rig, &others);
		must_have_list(&known);
		assert_int_equal(revocation_rig_requests(rig), 1 + day);
		assert_true(known.next_at < rig->now + DAY_S);
		rig->now = known.next_at;
	}
	/* who is known by the complete list still is */
	generation =
	    revocations_generation(rig->revocations, want.cert->sha256);
	rig->now += 4 * DAY_S;
	revocation_rig_plan(rig,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = rig->root, .this_update = rig->now,
		    .revoked = {{.cert = want.cert}})));
	revocation_rig_ask(rig, &want);
	assert_true(generation !=
	    revocations_generation(rig->revocations, want.cert->sha256));
}

static void
what_fails_is_told_and_asked_later_and_later(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct revocations_known known;
	int64_t wait_s = rig->options.retry_first_s;

	revocation_rig_plan(rig, (struct receiver_answer){.status = 404});
	for (size_t i = 0; i < 5; i++) {
		known = revocation_rig_ask(rig, &want);
		must_have_failed(&known, REVOCATION_UNREACHABLE,
		    "it answers with status 404");
		assert_int_equal(revocation_rig_requests(rig), i + 1);
		assert_true(known.next_at == rig->now + wait_s);
		rig->now += wait_s - 1;
		known = revocation_rig_ask(rig, &want);
		assert_int_equal(revocation_rig_requests(rig), i + 1);
		rig->now++;
		wait_s *= 2;
	}
}

static void
what_is_no_list_is_told(void **state)
{
	struct revocation_rig *rig = *state;
	struct want html = revocation_rig_leaf(rig, "0A", "/html", NULL);
	struct want cut = revocation_rig_leaf(rig, "0B", "/cut", NULL);
	struct want huge = revocation_rig_leaf(rig, "0C", "/huge", NULL);
	struct receiver_answer answer;
	struct revocations_known known;

	revocation_rig_plan(
	    rig, (struct receiver_answer){.status = 200, .body = "<html>"});
	known = revocation_rig_ask(rig, &html);
	must_have_failed(
	    &known, REVOCATION_NOT_ONE, "what comes is not a revocation list");
	answer = long_list(rig, cut.cert, MINT_NOW, MINT_NOW + DAY_S);
	answer.body_len -= 7;
	revocation_rig_plan(rig, answer);
	known = revocation_rig_ask(rig, &cut);
	must_have_failed(&known, REVOCATION_NOT_ONE, "cut off");
	revocation_rig_plan(rig,
	    (struct receiver_answer){.status = 200, .filler_len = 33u << 20});
	known = revocation_rig_ask(rig, &huge);
	must_have_failed(&known, REVOCATION_NOT_ONE,
	    "what comes is larger than 33554432 bytes");
}

static void
a_failed_refresh_leaves_what_was_known(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct revocations_known known;

	revocation_rig_plan(
	    rig, long_list(rig, want.cert, MINT_NOW, MINT_NOW + DAY_S));
	revocation_rig_ask(rig, &want);
	rig->now += 22 * HOUR_S;
	revocation_rig_plan(rig, (struct receiver_answer){.status = 503});
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
	assert_int_equal(known.answers[0]->outcome, REVOCATION_GOT);
	assert_int_equal(known.answers[0]->failures, 1);
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
	/* an older one is none, either */
	rig->now += HOUR_S;
	revocation_rig_plan(rig,
	    long_list(
		rig, rig->root->cert, MINT_NOW - DAY_S, MINT_NOW + 9 * DAY_S));
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 3);
	assert_non_null(strstr(known.answers[0]->detail, "older"));
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
}

static void
what_has_not_changed_is_not_sent_again(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct receiver_answer answer =
	    long_list(rig, want.cert, MINT_NOW, MINT_NOW + 40 * DAY_S);
	struct revocations_known known;
	CLEANUP(free) char *header = NULL;

	answer.headers = "Cache-Control: max-age=7200\r\nETag: \"v1\"\r\n";
	revocation_rig_plan(rig, answer);
	known = revocation_rig_ask(rig, &want);
	assert_true(known.next_at > rig->now + HOUR_S);
	assert_true(known.next_at <= rig->now + 2 * HOUR_S);
	revocation_rig_plan(rig,
	    (struct receiver_answer){
		.status = 304, .headers = "Cache-Control: max-age=7200\r\n"});
	rig->now += 2 * HOUR_S;
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
	header = http_receiver_header(rig->receiver, 1, "If-None-Match");
	assert_string_equal(header, "\"v1\"");
	assert_non_null(crl_find(must_have_list(&known), want.cert));
	assert_int_equal(revocations_counts(rig->revocations).of_lists.got, 1);
	assert_int_equal(revocations_counts(rig->revocations).of_lists.same, 1);
}

static void
only_http_and_public_addresses_are_asked(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *ldap = MINT(.subject = "CN=l", .issuer = rig->root,
	    .extensions = {"crlDistributionPoints=URI:ldap://127.0.0.1/x"});
	struct want want = {.kind = WANT_CRL,
	    .cert = ldap->cert,
	    .issuer = rig->root->cert,
	    .is_trusted = true};
	struct want own = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *corp = MINT(.subject = "CN=c", .issuer = rig->root,
	    .extensions = {"crlDistributionPoints=URI:http://10.1.2.3/x"});
	struct want private = want;
	struct revocations_known known = revocation_rig_ask(rig, &want);

	must_have_failed(&known, REVOCATION_REFUSED, "is not http");
	/* what to write where */
	private.cert = corp->cert;
	known = revocation_rig_ask(rig, &private);
	must_have_failed(&known, REVOCATION_REFUSED,
	    "10.1.2.3 is a private address; if that is a CA of your own, "
	    "write 'allow: [\"10.1.2.3\"]', or its network, under "
	    "'revocation:' in the configuration");
	rig->options.guard.allowed_count = 0;
	revocations_set_options(rig->revocations, &rig->options);
	known = revocation_rig_ask(rig, &own);
	must_have_failed(
	    &known, REVOCATION_REFUSED, "127.0.0.1 is a loopback address");
	assert_int_equal(
	    revocations_counts(rig->revocations).of_lists.refused, 3);
	assert_int_equal(revocation_rig_requests(rig), 0);
	rig->options.guard.allowed_count = 1;
	revocations_set_options(rig->revocations, &rig->options);
	revocation_rig_plan(
	    rig, revocation_rig_list(rig, MINT_CRL(.issuer = rig->root)));
	known = revocation_rig_ask(rig, &own);
	must_have_list(&known);
}

/* tryLater, RFC 6960 4.2.1 */
static const uint8_t try_later[] = {0x30, 0x03, 0x0a, 0x01, 0x03};

static void
a_responder_is_asked_by_get_and_by_post(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", NULL, "/ocsp");
	char path[260] = "/";
	struct want far;
	struct revocations_known known;
	CLEANUP(free) char *type = NULL;

	memset(path + 1, 'a', 230);
	far = revocation_rig_leaf(rig, "0B", NULL, path);
	revocation_rig_plan(rig,
	    revocation_rig_bytes(
		rig, mem_dup(try_later, sizeof try_later), sizeof try_later));
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(known.answers[0]->kind, REVOCATION_ANSWER_OCSP);
	assert_int_equal(known.answers[0]->outcome, REVOCATION_GOT);
	assert_memory_equal(known.answers[0]->der, try_later, sizeof try_later);
	assert_memory_equal(
	    known.answers[0]->cert_sha256, want.cert->sha256, 32);
	assert_memory_equal(
	    http_receiver_head(rig->receiver, 0), "GET /ocsp/ME", 12);
	revocation_rig_ask(rig, &far);
	assert_memory_equal(
	    http_receiver_head(rig->receiver, 1), "POST /aaa", 9);
	type = http_receiver_header(rig->receiver, 1, "Content-Type");
	assert_string_equal(type, "application/ocsp-request");
	/* it is not asked again before its time */
	revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
	rig->now += rig->options.retry_first_s;
	revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 3);
}

static void
a_host_that_is_down_is_left_alone(void **state)
{
	struct revocation_rig *rig = *state;
	struct revocations_known known;

	revocation_rig_plan(
	    rig, (struct receiver_answer){.act = RECEIVER_RESET});
	for (int i = 0; i < 8; i++) {
		char path[16];
		struct want want;

		snprintf(path, sizeof path, "/%d.crl", i);
		want = revocation_rig_leaf(rig, "0A", path, NULL);
		known = revocation_rig_ask(rig, &want);
		assert_int_equal(
		    known.answers[0]->outcome, REVOCATION_UNREACHABLE);
	}
	assert_int_equal(revocation_rig_requests(rig), 3);
	assert_non_null(strstr(known.answers[0]->detail, "left alone"));
}

struct kept {
	struct revocations_record record;
	char *url, *file;
	size_t count;
};

static void
on_keep(void *arg, const struct revocations_record *record)
{
	struct kept *kept = arg;

	free(kept->url);
	free(kept->file);
	kept->record = *record;
	kept->url = mem_strdup(record->answer.url);
	kept->file = record->file == NULL ? NULL : mem_strdup(record->file);
	kept->record.answer.url = kept->url;
	kept->record.answer.crl = NULL;
	kept->record.file = kept->file;
	kept->record.etag = kept->record.last_modified = "";
	kept->count++;
}

static void
a_restart_fetches_nothing_again(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct kept kept = {.count = 0};
	struct revocations_known known;

	rig->keeper = (struct revocations_keeper){on_keep, &kept};
	revocation_rig_restart(rig);
	revocation_rig_plan(
	    rig, long_list(rig, want.cert, MINT_NOW, MINT_NOW + DAY_S));
	revocation_rig_ask(rig, &want);
	assert_int_equal(kept.count, 1);
	revocation_rig_restart(rig);
	revocations_restore(rig->revocations, &kept.record);
	revocations_restored(rig->revocations);
	known = revocation_rig_ask(rig, &want);
	assert_non_null(crl_find(must_have_list(&known), want.cert));
	assert_int_equal(revocation_rig_requests(rig), 1);
	/* a file that is gone is fetched again */
	revocation_rig_restart(rig);
	revocations_restored(rig->revocations);
	revocations_restore(rig->revocations, &kept.record);
	known = revocation_rig_ask(rig, &want);
	known = revocation_rig_ask(rig, &want);
	must_have_list(&known);
	assert_int_equal(revocation_rig_requests(rig), 2);
	free(kept.url);
	free(kept.file);
}

static void
who_waits_too_long_is_told(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct want *wants[] = {&want};
	struct crowd crowd = {.rig = rig, .left = 1};
	struct revocations_known known;

	revocation_rig_plan(
	    rig, (struct receiver_answer){.act = RECEIVER_HANG});
	revocations_ask(rig->revocations, wants, 1, 20, on_one_done, &crowd);
	loop_run(rig->loop);
	revocations_find(rig->revocations, &want, &known);
	assert_int_equal(known.count, 0);
	assert_true(known.is_open);
	assert_false(known.has_failed);
}

struct tick {
	struct loop_timer *timer;
	int64_t last_us, longest_us;
};

/* What this thread has worked: what the machine does beside it counts not. */
static int64_t
worked_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
on_tick(void *arg)
{
	struct tick *tick = arg;
	int64_t now_us = worked_us();

	if (tick->last_us != 0 && now_us - tick->last_us > tick->longest_us)
		tick->longest_us = now_us - tick->last_us;
	tick->last_us = now_us;
	loop_timer_set(tick->timer, 0);
}

static void
twenty_megabytes_that_come_do_not_hold_the_loop(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint_crl_recipe recipe = {
	    .issuer = rig->root,
	    .revoked = {{.cert = want.cert}},
	};
	size_t len;
	uint8_t *der =
	    mint_crl_big(&recipe, (20u << 20) / MINT_CRL_FILLER_BYTES, &len);
	int64_t best_us = INT64_MAX;

	revocation_rig_plan(rig, revocation_rig_bytes(rig, der, len));
	/* the best of some, since sanitizers and caches have their moods */
	for (int i = 0; i < 3; i++) {
		struct tick tick = {0};

		tick.timer = loop_timer_new(rig->loop, on_tick, &tick);
		loop_timer_set(tick.timer, 0);
		revocation_rig_ask(rig, &want);
		loop_timer_free(tick.timer);
		assert_int_equal(revocation_rig_requests(rig), i + 1);
		if (tick.longest_us < best_us)
			best_us = tick.longest_us;
		rig->now += 9 * DAY_S;
	}
	print_message("the loop was held for %d us at most\n", (int)best_us);
	assert_true(best_us <= 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    REVOCATION_TEST(a_list_is_fetched_once_within_its_life),
	    REVOCATION_TEST(the_time_of_the_next_list_is_known),
	    REVOCATION_TEST(a_clock_that_was_ahead_puts_nothing_off),
	    REVOCATION_TEST(ten_thousand_targets_cause_one_fetch_of_each_thing),
	    REVOCATION_TEST(who_is_new_costs_a_walk_and_no_fetch),
	    REVOCATION_TEST(a_refresh_that_revokes_is_news_to_whom_it_concerns),
	    REVOCATION_TEST(changes_are_fetched_once_within_their_life),
	    REVOCATION_TEST(what_fails_is_told_and_asked_later_and_later),
	    REVOCATION_TEST(what_is_no_list_is_told),
	    REVOCATION_TEST(a_failed_refresh_leaves_what_was_known),
	    REVOCATION_TEST(what_has_not_changed_is_not_sent_again),
	    REVOCATION_TEST(only_http_and_public_addresses_are_asked),
	    REVOCATION_TEST(a_responder_is_asked_by_get_and_by_post),
	    REVOCATION_TEST(a_host_that_is_down_is_left_alone),
	    REVOCATION_TEST(a_restart_fetches_nothing_again),
	    REVOCATION_TEST(who_waits_too_long_is_told),
	    REVOCATION_TEST(twenty_megabytes_that_come_do_not_hold_the_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
