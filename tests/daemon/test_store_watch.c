/* Trust stores that change on disk, in virtual time. */
#include "daemon/store_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "files/lookout.h"
#include "files/policy_file.h"
#include "model/policy_text.h"
#include "support/fake_loop.h"
#include "support/mint_log.h"
#include "support/mint.h"

/* Also where the kernel tells of no changes. */
#define LONG_ENOUGH_MS \
	(LOOKOUT_GAP_LATEST_MS + LOOKOUT_SETTLE_MS + LOOKOUT_AGAIN_MS + 100)

struct rig {
	struct loop *loop;
	struct config config;
	struct trust_stores stores;
	struct store_watch *watch;
	char path[64], issuers_path[64], policy_path[64], logs_path[64];
	const struct mint *first; /* its anchor, at the start */
	unsigned written, fresh, fresh_issuers, fresh_policy, fresh_logs;
	struct texts said; /* what is kept of what was said */
	ARRAY(struct event *) events;
};

/* Each time another length, since the clock of files may stand still. */
static void
write_text(struct rig *rig, const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	rig->written++;
	for (unsigned i = 0; i < rig->written; i++)
		assert_true(fputs("\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
write_store(struct rig *rig, const struct mint *mint)
{
	CLEANUP(free) char *pem = mint == NULL ? NULL : mint_pem(mint);

	write_text(rig, rig->path, pem == NULL ? "not yet" : pem);
}

static void
write_issuers(struct rig *rig, const struct mint *mint)
{
	CLEANUP(free) char *pem = mint_pem(mint);

	write_text(rig, rig->issuers_path, pem);
}

#define OWN_POLICY "version 1\n"

static const struct mint *
root(const char *subject)
{
	return MINT(.subject = subject, .is_ca = true);
}

static void
on_event(void *arg, struct event *take_event)
{
	struct rig *rig = arg;

	*ARRAY_ADD(&rig->events) = take_event;
}

static void
on_fresh(void *arg, struct trust_store *store)
{
	struct rig *rig = arg;

	assert_string_equal(store->name, "corp");
	rig->fresh++;
}

static void
on_fresh_issuers(void *arg, struct trust_store *issuers)
{
	struct rig *rig = arg;

	assert_ptr_equal(issuers, rig->stores.issuers);
	rig->fresh_issuers++;
}

static void
on_fresh_policy(void *arg, struct policy *policy)
{
	struct rig *rig = arg;

	assert_ptr_equal(policy, rig->stores.policy);
	rig->fresh_policy++;
}

static void
on_fresh_logs(void *arg, struct ct_logs *logs)
{
	struct rig *rig = arg;

	assert_ptr_equal(logs, rig->stores.logs);
	rig->fresh_logs++;
}

static void
on_keep(void *arg, const char *line, bool is_said)
{
	struct rig *rig = arg;
	struct texts before = rig->said;

	memset(&rig->said, 0, sizeof rig->said);
	ARRAY_EACH (said, &before) {
		if (strcmp(*said, line) != 0)
			texts_add(&rig->said, *said);
	}
	if (is_said)
		texts_add(&rig->said, line);
	texts_clear(&before);
}

/* What the kernel has told comes first, then so much time. */
static void
pass(struct rig *rig, int64_t ms)
{
	while (fake_loop_poll(rig->loop))
		;
	fake_loop_run_for(rig->loop, ms);
}

static void
start(struct rig *rig)
{
	struct error err = ERROR_INIT;
	struct store_watch_parts parts = {
	    .stores = &rig->stores,
	    .config = &rig->config,
	    .tell = on_event,
	    .fresh_store = on_fresh,
	    .fresh_issuers = on_fresh_issuers,
	    .fresh_policy = on_fresh_policy,
	    .fresh_logs = on_fresh_logs,
	    .keep = on_keep,
	    .arg = rig,
	    .said = &rig->said,
	};

	assert_true(trust_stores_load(&rig->config, &rig->stores, &err));
	parts.loop = rig->loop = loop_new();
	rig->watch = store_watch_new(&parts);
}

static void
stop(struct rig *rig)
{
	store_watch_free(rig->watch);
	loop_free(rig->loop);
	trust_stores_clear(&rig->stores);
}

static void
make_file(char path[64])
{
	int fd;

	snprintf(path, 64, "store-watch-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

static void
write_logs(struct rig *rig, size_t count)
{
	static const struct mint_log_listed logs[] = {
	    {.log = "a", .operator= "A" }, {.log = "b", .operator= "B" } };
	CLEANUP(free) char *text = mint_log_json(logs, count, "2026-11-01");

	write_text(rig, rig->logs_path, text);
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct config_trust_store *store = ARRAY_ADD(&rig->config.trust_stores);

	make_file(rig->path);
	make_file(rig->issuers_path);
	make_file(rig->policy_path);
	make_file(rig->logs_path);
	write_logs(rig, 1);
	rig->first = root("CN=A");
	write_store(rig, rig->first);
	write_issuers(rig, rig->first);
	write_text(rig, rig->policy_path, OWN_POLICY);
	store->name = mem_strdup("corp");
	texts_add(&store->files, rig->path);
	texts_add(&rig->config.issuers, rig->issuers_path);
	rig->config.policy = rig->policy_path;
	rig->config.log_list = rig->logs_path;
	start(rig);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;
	struct config_trust_store *store = rig->config.trust_stores.items;

	stop(rig);
	unlink(rig->path);
	unlink(rig->issuers_path);
	unlink(rig->policy_path);
	unlink(rig->logs_path);
	texts_clear(&rig->config.issuers);
	texts_clear(&rig->said);
	free(store->name);
	texts_clear(&store->files);
	ARRAY_CLEAR(&rig->config.trust_stores);
	ARRAY_EACH (event, &rig->events)
		event_unref(*event);
	ARRAY_CLEAR(&rig->events);
	free(rig);
	return 0;
}

static const struct event *
only_event(const struct rig *rig)
{
	assert_int_equal(rig->events.len, 1);
	return rig->events.items[0];
}

static void
what_does_not_change_is_not_read_again(void **state)
{
	struct rig *rig = *state;
	const struct trust_store *before = rig->stores.list.items[0];

	pass(rig, 100 * LOOKOUT_GAP_EVERY_MS);
	assert_int_equal(rig->events.len, 0);
	assert_ptr_equal(rig->stores.list.items[0], before);
}

static void
a_changed_store_takes_its_place_and_names_who_came_and_went(void **state)
{
	struct rig *rig = *state;
	const struct mint *b = root("CN=B");

	write_store(rig, b);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_TRUST_STORE_CHANGED);
	assert_string_equal(only_event(rig)->text,
	    "trust store corp changed: 1 anchor new, 1 gone, 1 now; "
	    "new: \"B\"; gone: \"A\"");
	assert_int_equal(rig->fresh, 1);
	assert_true(
	    trust_store_has(rig->stores.list.items[0], b->cert->sha256));
}

static void
what_is_being_written_is_left_alone(void **state)
{
	struct rig *rig = *state;

	write_store(rig, NULL);
	pass(rig, LOOKOUT_SETTLE_MS + 1);
	write_store(rig, root("CN=B"));
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_TRUST_STORE_CHANGED);
}

static void
the_same_anchors_written_anew_change_nothing(void **state)
{
	struct rig *rig = *state;

	write_store(rig, rig->first);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 0);
	assert_int_equal(rig->fresh, 0);
}

static void
a_broken_file_leaves_the_old_store_and_is_said_once(void **state)
{
	struct rig *rig = *state;
	const struct trust_store *before = rig->stores.list.items[0];

	write_store(rig, NULL);
	pass(rig, LONG_ENOUGH_MS);
	write_store(rig, NULL);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(only_event(rig)->severity, SEVERITY_CRITICAL);
	assert_non_null(strstr(only_event(rig)->text, rig->path));
	assert_ptr_equal(rig->stores.list.items[0], before);

	write_store(rig, rig->first);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 2);
	assert_int_equal(
	    rig->events.items[1]->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(rig->events.items[1]->severity, SEVERITY_OK);
}

static void
a_file_that_is_gone_is_a_broken_one(void **state)
{
	struct rig *rig = *state;

	unlink(rig->path);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
}

static void
a_reload_ends_what_was_said_of_broken_files(void **state)
{
	struct rig *rig = *state;

	write_store(rig, NULL);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 1);
	store_watch_reset(rig->watch, &rig->config);
	assert_int_equal(rig->events.len, 2);
	assert_int_equal(rig->events.items[1]->severity, SEVERITY_OK);
}

static void
what_was_unusable_and_was_repaired_before_the_start_is_said(void **state)
{
	struct rig *rig = *state;

	write_store(rig, NULL);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->said.len, 1);
	stop(rig);
	write_store(rig, rig->first);
	start(rig);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 2);
	assert_int_equal(
	    rig->events.items[1]->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(rig->events.items[1]->severity, SEVERITY_OK);
	assert_int_equal(rig->said.len, 0);
}

static void
given_issuers_are_read_again(void **state)
{
	struct rig *rig = *state;
	const struct mint *b = root("CN=B");

	write_issuers(rig, b);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_RELOADED);
	assert_string_equal(only_event(rig)->text,
	    "the issuers that are given have changed: 1 new, 1 gone, 1 now; "
	    "new: \"B\"; gone: \"A\"");
	assert_int_equal(rig->fresh_issuers, 1);
	assert_true(trust_store_has(rig->stores.issuers, b->cert->sha256));
}

static void
issuers_that_cannot_be_read_leave_the_old_ones(void **state)
{
	struct rig *rig = *state;
	const struct trust_store *before = rig->stores.issuers;

	write_text(rig, rig->issuers_path, "not yet");
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_REJECTED);
	assert_non_null(strstr(only_event(rig)->text, rig->issuers_path));
	assert_ptr_equal(rig->stores.issuers, before);
	assert_int_equal(rig->fresh_issuers, 0);
}

static void
dated_rules_are_read_again(void **state)
{
	struct rig *rig = *state;

	write_text(rig, rig->policy_path,
	    OWN_POLICY "lifetime name=a from=2020-01-01 days=60 source=s\n");
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_RELOADED);
	assert_non_null(strstr(only_event(rig)->text, "1 rule"));
	assert_int_equal(rig->fresh_policy, 1);
	assert_int_equal(rig->stores.policy->rules.len, 1);
}

static void
faulty_rules_leave_the_old_ones(void **state)
{
	struct rig *rig = *state;
	const struct policy *before = rig->stores.policy;

	write_text(rig, rig->policy_path, OWN_POLICY "lifetime name=a\n");
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_REJECTED);
	assert_non_null(strstr(only_event(rig)->text, ":2:"));
	assert_ptr_equal(rig->stores.policy, before);
	assert_int_equal(rig->fresh_policy, 0);
}

static void
logs_are_read_again(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(rig->stores.logs->items.len, 1);
	write_logs(rig, 2);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_RELOADED);
	assert_non_null(strstr(only_event(rig)->text, "2 logs"));
	assert_int_equal(rig->fresh_logs, 1);
	assert_int_equal(rig->stores.logs->items.len, 2);
}

static void
a_faulty_list_of_logs_leaves_the_old_one(void **state)
{
	struct rig *rig = *state;

	write_text(rig, rig->logs_path, "{\n\"operators\": 7}");
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_REJECTED);
	assert_non_null(strstr(only_event(rig)->text, "log list: "));
	assert_int_equal(rig->stores.logs->items.len, 1);
	assert_int_equal(rig->fresh_logs, 0);
}

/* SIGHUP came before the next look. */
static void
what_a_reload_was_refused_for_is_not_told_twice(void **state)
{
	struct rig *rig = *state;
	CLEANUP(policy_unref) struct policy *policy = NULL;
	struct error err = ERROR_INIT;

	write_text(rig, rig->policy_path, OWN_POLICY "lifetime name=a\n");
	policy = policy_file_load(rig->policy_path, &err);
	assert_null(policy);
	error_prefix(&err, "policy");
	store_watch_rejected(rig->watch, &err);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 0);

	write_text(rig, rig->policy_path, OWN_POLICY "\nlifetime name=a\n");
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_CONFIG_REJECTED);
}

/* A policy by which so many made CAs are public. */
static void
fill_with_public_cas(struct rig *rig, unsigned count, int64_t made_at)
{
	struct cert_set *set = cert_set_new();
	struct strbuf rows = STRBUF_INIT(1 << 16);
	struct policy_text text = {.name = "own"};

	strbuf_add(&rows, "version 1\n");
	for (unsigned i = 0; i < count; i++) {
		CLEANUP(free) char *subject = mem_printf("CN=Public %u", i);
		const struct mint *mint = MINT(.subject = subject,
		    .is_ca = true, .not_before = made_at);
		char digest[CERT_FINGERPRINT_TEXT_MAX];

		cert_set_add(set, mint->cert);
		strbuf_addf(&rows, "public sha256=%s\n",
		    cert_fingerprint(mint->cert->sha256, digest));
	}
	text.text = strbuf_text(&rows);
	text.len = rows.len;
	policy_unref(rig->stores.policy);
	rig->stores.policy = policy_read(NULL, 0, &text, NULL);
	assert_non_null(rig->stores.policy);
	strbuf_clear(&rows);
	trust_store_unref(rig->stores.list.items[0]);
	rig->stores.list.items[0] = trust_store_new("corp", set);
}

static void
a_public_store_without_a_young_ca_is_old_and_that_is_said_once(void **state)
{
	struct rig *rig = *state;

	fill_with_public_cas(rig, 20, 1400000000);
	pass(rig, INT64_C(3) * 86400 * 1000);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(only_event(rig)->severity, SEVERITY_WARNING);
	store_watch_reset(rig->watch, &rig->config);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 1);
	assert_int_equal(rig->said.len, 1);
}

static void
an_old_store_is_not_said_again_by_the_next_start(void **state)
{
	struct rig *rig = *state;

	texts_add(&rig->said, "trust-store-old corp");
	stop(rig);
	start(rig);
	fill_with_public_cas(rig, 20, 1400000000);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 0);
	assert_int_equal(rig->said.len, 1);
}

static void
an_old_store_that_is_replaced_is_old_no_more(void **state)
{
	struct rig *rig = *state;

	fill_with_public_cas(rig, 20, 1400000000);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->severity, SEVERITY_WARNING);
	write_store(rig, root("CN=B"));
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 3);
	assert_int_equal(rig->events.items[1]->kind, EVENT_TRUST_STORE_CHANGED);
	assert_int_equal(
	    rig->events.items[2]->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(rig->events.items[2]->severity, SEVERITY_OK);
	assert_int_equal(rig->said.len, 0);
}

static void
a_store_that_is_no_longer_named_is_forgotten(void **state)
{
	struct rig *rig = *state;

	texts_add(&rig->said, "trust-store-old gone");
	stop(rig);
	start(rig);
	assert_int_equal(rig->said.len, 0);
}

static void
a_few_old_public_cas_are_somebodys_choice(void **state)
{
	struct rig *rig = *state;

	fill_with_public_cas(rig, 19, 1400000000);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
	    TEST(what_does_not_change_is_not_read_again),
	    TEST(a_changed_store_takes_its_place_and_names_who_came_and_went),
	    TEST(what_is_being_written_is_left_alone),
	    TEST(the_same_anchors_written_anew_change_nothing),
	    TEST(a_broken_file_leaves_the_old_store_and_is_said_once),
	    TEST(a_file_that_is_gone_is_a_broken_one),
	    TEST(a_reload_ends_what_was_said_of_broken_files),
	    TEST(what_was_unusable_and_was_repaired_before_the_start_is_said),
	    TEST(given_issuers_are_read_again),
	    TEST(issuers_that_cannot_be_read_leave_the_old_ones),
	    TEST(dated_rules_are_read_again),
	    TEST(faulty_rules_leave_the_old_ones),
	    TEST(logs_are_read_again),
	    TEST(a_faulty_list_of_logs_leaves_the_old_one),
	    TEST(what_a_reload_was_refused_for_is_not_told_twice),
	    TEST(
		a_public_store_without_a_young_ca_is_old_and_that_is_said_once),
	    TEST(an_old_store_is_not_said_again_by_the_next_start),
	    TEST(an_old_store_that_is_replaced_is_old_no_more),
	    TEST(a_store_that_is_no_longer_named_is_forgotten),
	    TEST(a_few_old_public_cas_are_somebodys_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
