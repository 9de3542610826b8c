/* What is revoked is told at the next look at the latest, and what has not
 * come yet is no finding: inspections over a real web server. */
#include "inspect/completion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "inspect/inspect.h"
#include "model/revocation.h"
#include "support/fake_probe.h"
#include "support/mint_crl_big.h"
#include "support/revocation_rig.h"

#define HOUR_S 3600
#define DAY_S 86400
#define LONG_ENTRIES 4000

struct scene {
	struct revocation_rig *rig;
	struct prober *prober;
	struct inspector *inspector;
	struct completion completion;
	struct endpoint *endpoint;
	struct want leaf;
	struct cert *above; /* is sent behind it; NULL: nothing */
	struct verdict *verdict;
	struct report *report; /* NULL: the memo's */
};

static void
show(void *arg, UNUSED const struct target *target,
    struct observation *observation)
{
	struct scene *scene = arg;
	struct cert *const certs[] = {scene->leaf.cert, scene->above};

	fake_probe_sends(observation, certs, scene->above == NULL ? 1 : 2);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct error err = ERROR_INIT;
	struct trust_store *store;
	void *rig;

	revocation_rig_set_up(&rig);
	scene->rig = rig;
	scene->leaf = revocation_rig_leaf(scene->rig, "0A", "/a.crl", NULL);
	scene->prober =
	    prober_new(scene->rig->loop, &prober_options_default, &err);
	fake_probe_script(scene->prober, show, scene);
	scene->inspector = inspector_new(scene->rig->loop, &scene->rig->clock,
	    scene->prober, &inspector_options_default);
	scene->completion.revocations = scene->rig->revocations;
	scene->completion.min_failures = 2;
	inspector_set_completion(scene->inspector, &scene->completion);
	store = mint_trust("system", scene->rig->root, NULL);
	inspector_set_store(scene->inspector, store);
	trust_store_unref(store);
	scene->endpoint = endpoint_new();
	assert_true(hostname_parse("x.test", &scene->endpoint->host, &err));
	endpoint_finish(scene->endpoint);
	scene->endpoint->revocation = REVOCATION_SOFT;
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;
	void *rig = scene->rig;

	verdict_unref(scene->verdict);
	report_unref(scene->report);
	endpoint_unref(scene->endpoint);
	inspector_free(scene->inspector);
	revocation_rig_turn(scene->rig); /* probes go a turn later */
	prober_free(scene->prober);
	revocation_rig_tear_down(&rig);
	free(scene);
	return 0;
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct scene *scene = arg;

	verdict_unref(scene->verdict);
	report_unref(scene->report);
	scene->verdict = verdict_ref(inspection->verdict);
	scene->report =
	    inspection->report == NULL ? NULL : report_ref(inspection->report);
	loop_stop(scene->rig->loop);
}

static void
look(struct scene *scene)
{
	struct target target = {.endpoint = scene->endpoint};

	inspect_start(scene->inspector, &target, on_inspected, scene);
	loop_run(scene->rig->loop);
}

static void
publish(struct scene *scene, const struct cert *revoked, int64_t this_update)
{
	const struct mint_crl_recipe recipe = {
	    .issuer = scene->rig->root,
	    .this_update = this_update,
	    .next_update = this_update + 4 * DAY_S,
	    .revoked = {{.cert = revoked}},
	};
	size_t len;
	uint8_t *der = mint_crl_big(&recipe, LONG_ENTRIES, &len);

	revocation_rig_plan(
	    scene->rig, revocation_rig_bytes(scene->rig, der, len));
}

static enum revocation_status
status_of_leaf(const struct scene *scene)
{
	assert_non_null(scene->report);
	assert_true(scene->report->revocations.len > 0);
	return scene->report->revocations.items[0].status;
}

static void
what_is_revoked_is_told_at_the_first_look(void **state)
{
	struct scene *scene = *state;

	publish(scene, scene->leaf.cert, MINT_NOW);
	look(scene);
	assert_int_equal(status_of_leaf(scene), REVOCATION_REVOKED);
	assert_non_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
}

static void
a_verdict_holds_as_long_as_the_list_says_the_same(void **state)
{
	struct scene *scene = *state;

	publish(scene, scene->rig->root->cert, MINT_NOW);
	look(scene);
	assert_int_equal(status_of_leaf(scene), REVOCATION_GOOD);
	look(scene);
	assert_null(scene->report); /* remembered */
	scene->rig->now += 3 * DAY_S;
	publish(scene, scene->rig->root->cert, scene->rig->now);
	revocations_refresh(scene->rig->revocations);
	revocation_rig_settle(scene->rig);
	assert_int_equal(revocation_rig_requests(scene->rig), 2);
	look(scene);
	assert_null(scene->report);
}

static void
what_a_refresh_finds_is_told_at_the_next_look(void **state)
{
	struct scene *scene = *state;

	publish(scene, scene->rig->root->cert, MINT_NOW);
	look(scene);
	assert_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
	scene->rig->now += 3 * DAY_S + HOUR_S;
	publish(scene, scene->leaf.cert, scene->rig->now);
	revocations_refresh(scene->rig->revocations);
	revocation_rig_settle(scene->rig);
	look(scene);
	assert_non_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
}

/* A list for a week that names its changes, and a day of these. */
static void
publish_with_changes(struct scene *scene, struct receiver_answer of_changes)
{
	char *url = http_receiver_url(scene->rig->receiver, NULL, "/a+.crl");
	const struct receiver_answer answers[] = {
	    revocation_rig_list(scene->rig,
		MINT_CRL(.issuer = scene->rig->root, .number = 1,
		    .freshest = url)),
	    of_changes,
	};

	http_receiver_plan(scene->rig->receiver, answers, 2);
	free(url);
}

static struct receiver_answer
changes(struct scene *scene, const struct cert *revoked)
{
	return revocation_rig_list(scene->rig,
	    MINT_CRL(.issuer = scene->rig->root, .number = 2, .base = 1,
		.this_update = scene->rig->now,
		.next_update = scene->rig->now + DAY_S,
		.revoked = {{.cert = revoked}}));
}

static void
what_the_changes_revoke_is_told_before_the_next_list(void **state)
{
	struct scene *scene = *state;

	publish_with_changes(scene, changes(scene, scene->rig->root->cert));
	look(scene);
	assert_int_equal(status_of_leaf(scene), REVOCATION_GOOD);
	assert_int_equal(revocation_rig_requests(scene->rig), 2);
	look(scene);
	assert_null(scene->report); /* remembered */
	scene->rig->now += DAY_S;
	revocation_rig_plan(scene->rig, changes(scene, scene->leaf.cert));
	look(scene);
	assert_int_equal(revocation_rig_requests(scene->rig), 3);
	assert_int_equal(status_of_leaf(scene), REVOCATION_REVOKED);
	assert_non_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
}

/* Also by a refresh that nobody waits for. */
static void
changes_that_were_refreshed_are_looked_at(void **state)
{
	struct scene *scene = *state;

	publish_with_changes(scene, changes(scene, scene->rig->root->cert));
	look(scene);
	scene->rig->now += DAY_S;
	revocation_rig_plan(scene->rig, changes(scene, scene->leaf.cert));
	revocations_refresh(scene->rig->revocations);
	revocation_rig_settle(scene->rig);
	look(scene);
	assert_int_equal(revocation_rig_requests(scene->rig), 3);
	assert_non_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
}

/* Not even where an answer is insisted on: the list is one. */
static void
changes_that_do_not_come_are_no_finding(void **state)
{
	struct scene *scene = *state;

	scene->endpoint->revocation = REVOCATION_HARD;
	publish_with_changes(scene, (struct receiver_answer){.status = 404});
	for (int i = 0; i < 3; i++) {
		look(scene);
		assert_int_equal(scene->verdict->finding_count, 0);
		assert_int_equal(revocation_rig_requests(scene->rig), 2 + i);
		scene->rig->now += scene->rig->options.retry_most_s;
	}
	assert_non_null(strstr(scene->report->revocations.items[0].words,
	    "What has changed since is not known"));
	revocation_rig_plan(scene->rig, changes(scene, scene->leaf.cert));
	look(scene);
	assert_non_null(verdict_find(scene->verdict, FINDING_LEAF_REVOKED));
}

/* Nobody is woken since a web server had a bad moment. */
static void
nobody_there_is_weather_at_first(void **state)
{
	struct scene *scene = *state;

	revocation_rig_plan(
	    scene->rig, (struct receiver_answer){.status = 404});
	look(scene);
	assert_int_equal(scene->verdict->finding_count, 0);
	scene->rig->now += scene->rig->options.retry_first_s;
	look(scene);
	assert_non_null(
	    verdict_find(scene->verdict, FINDING_REVOCATION_UNKNOWN));
	assert_int_equal(scene->verdict->severity, SEVERITY_NOTICE);
	scene->endpoint->revocation = REVOCATION_HARD;
	look(scene);
	assert_int_equal(scene->verdict->severity, SEVERITY_CRITICAL);
	scene->rig->now += DAY_S;
	publish(scene, scene->rig->root->cert, scene->rig->now);
	look(scene);
	assert_int_equal(scene->verdict->severity, SEVERITY_OK);
}

/* Who is watched shows a CA of his own, whose leaf names another's list. */
static void
a_ca_that_nobody_trusts_proves_no_list_of_another(void **state)
{
	struct scene *scene = *state;
	const struct mint *root = scene->rig->root;
	const struct want leaf = scene->leaf;
	struct revocations_known known;

	publish(scene, leaf.cert, MINT_NOW);
	look(scene);
	scene->rig->now += 3 * DAY_S + 12 * HOUR_S;
	scene->rig->root =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "evil");
	scene->above = scene->rig->root->cert;
	scene->leaf = revocation_rig_leaf(scene->rig, "0A", "/a.crl", NULL);
	publish(scene, scene->above, scene->rig->now);
	look(scene);
	assert_int_equal(revocation_rig_requests(scene->rig), 2);
	revocations_find(scene->rig->revocations, &leaf, &known);
	assert_int_equal(known.count, 1);
	assert_non_null(crl_find(known.answers[0]->crl, leaf.cert));
	scene->rig->root = root;
}

static void
what_is_late_is_no_finding(void **state)
{
	struct scene *scene = *state;
	struct inspector_options options = inspector_options_default;
	struct trust_store *store;

	options.fetch_wait_ms = 50;
	inspector_free(scene->inspector);
	scene->inspector = inspector_new(
	    scene->rig->loop, &scene->rig->clock, scene->prober, &options);
	inspector_set_completion(scene->inspector, &scene->completion);
	store = mint_trust("system", scene->rig->root, NULL);
	inspector_set_store(scene->inspector, store);
	trust_store_unref(store);
	scene->endpoint->revocation = REVOCATION_HARD;
	revocation_rig_plan(
	    scene->rig, (struct receiver_answer){.act = RECEIVER_HANG});
	look(scene);
	assert_int_equal(scene->verdict->finding_count, 0);
	assert_int_equal(status_of_leaf(scene), REVOCATION_UNKNOWN);
	look(scene);
	assert_non_null(scene->report); /* it is not remembered */
}

static void
who_does_not_want_it_asks_nobody(void **state)
{
	struct scene *scene = *state;

	scene->endpoint->revocation = REVOCATION_OFF;
	look(scene);
	assert_int_equal(revocation_rig_requests(scene->rig), 0);
	scene->endpoint->revocation = REVOCATION_SOFT;
	scene->completion.is_without_lists = true;
	inspector_set_completion(scene->inspector, &scene->completion);
	look(scene);
	assert_int_equal(revocation_rig_requests(scene->rig), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_revoked_is_told_at_the_first_look),
	    TEST(a_verdict_holds_as_long_as_the_list_says_the_same),
	    TEST(what_a_refresh_finds_is_told_at_the_next_look),
	    TEST(what_the_changes_revoke_is_told_before_the_next_list),
	    TEST(changes_that_were_refreshed_are_looked_at),
	    TEST(changes_that_do_not_come_are_no_finding),
	    TEST(nobody_there_is_weather_at_first),
	    TEST(a_ca_that_nobody_trusts_proves_no_list_of_another),
	    TEST(what_is_late_is_no_finding),
	    TEST(who_does_not_want_it_asks_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
