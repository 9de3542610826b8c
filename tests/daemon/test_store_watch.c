/* Trust stores that change on disk, in virtual time. */
#include "daemon/store_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "model/policy_text.h"
#include "support/fake_loop.h"
#include "support/mint.h"

#define LONG_ENOUGH_MS (STORE_WATCH_EVERY_MS + STORE_WATCH_AGAIN_MS + 100)

struct rig {
	struct loop *loop;
	struct config config;
	struct trust_stores stores;
	struct store_watch *watch;
	char path[64];
	const struct mint *first; /* its anchor, at the start */
	unsigned written, fresh;
	ARRAY(struct event *) events;
};

/* Each time another length, since the clock of files may stand still. */
static void
write_store(struct rig *rig, const struct mint *mint)
{
	CLEANUP(free) char *pem = mint == NULL ? NULL : mint_pem(mint);
	FILE *file = fopen(rig->path, "w");

	assert_non_null(file);
	rig->written++;
	for (unsigned i = 0; i < rig->written; i++)
		assert_true(fputs("\n", file) >= 0);
	assert_true(fputs(pem == NULL ? "not yet" : pem, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

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

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct config_trust_store *store = ARRAY_ADD(&rig->config.trust_stores);
	struct error err = ERROR_INIT;
	int fd;

	snprintf(rig->path, sizeof rig->path, "store-watch-XXXXXX");
	fd = mkstemp(rig->path);
	assert_true(fd >= 0);
	close(fd);
	rig->first = root("CN=A");
	write_store(rig, rig->first);
	store->name = mem_strdup("corp");
	texts_add(&store->files, rig->path);
	assert_true(trust_stores_load(&rig->config, &rig->stores, &err));
	rig->loop = loop_new();
	rig->watch = store_watch_new(
	    rig->loop, &rig->stores, &rig->config, on_event, on_fresh, rig);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;
	struct config_trust_store *store = rig->config.trust_stores.items;

	store_watch_free(rig->watch);
	loop_free(rig->loop);
	trust_stores_clear(&rig->stores);
	unlink(rig->path);
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

	fake_loop_run_for(rig->loop, 100 * STORE_WATCH_EVERY_MS);
	assert_int_equal(rig->events.len, 0);
	assert_ptr_equal(rig->stores.list.items[0], before);
}

static void
a_changed_store_takes_its_place_and_names_who_came_and_went(void **state)
{
	struct rig *rig = *state;
	const struct mint *b = root("CN=B");

	write_store(rig, b);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_TRUST_STORE_CHANGED);
	assert_string_equal(only_event(rig)->text,
	    "trust store corp changed: 1 anchors new, 1 gone, 1 now; "
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
	fake_loop_run_for(rig->loop, STORE_WATCH_EVERY_MS + 1);
	write_store(rig, root("CN=B"));
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->kind, EVENT_TRUST_STORE_CHANGED);
}

static void
the_same_anchors_written_anew_change_nothing(void **state)
{
	struct rig *rig = *state;

	write_store(rig, rig->first);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 0);
	assert_int_equal(rig->fresh, 0);
}

static void
a_broken_file_leaves_the_old_store_and_is_said_once(void **state)
{
	struct rig *rig = *state;
	const struct trust_store *before = rig->stores.list.items[0];

	write_store(rig, NULL);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	write_store(rig, NULL);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(only_event(rig)->severity, SEVERITY_CRITICAL);
	assert_non_null(strstr(only_event(rig)->text, rig->path));
	assert_ptr_equal(rig->stores.list.items[0], before);

	write_store(rig, rig->first);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
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
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
}

static void
a_reload_ends_what_was_said_of_broken_files(void **state)
{
	struct rig *rig = *state;

	write_store(rig, NULL);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 1);
	store_watch_reset(rig->watch, &rig->config);
	assert_int_equal(rig->events.len, 2);
	assert_int_equal(rig->events.items[1]->severity, SEVERITY_OK);
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
	fake_loop_run_for(rig->loop, INT64_C(3) * 86400 * 1000);
	assert_int_equal(only_event(rig)->finding, FINDING_TRUST_STORE_STALE);
	assert_int_equal(only_event(rig)->severity, SEVERITY_WARNING);
	store_watch_reset(rig->watch, &rig->config);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
	assert_int_equal(rig->events.len, 1);
}

static void
a_few_old_public_cas_are_somebodys_choice(void **state)
{
	struct rig *rig = *state;

	fill_with_public_cas(rig, 19, 1400000000);
	fake_loop_run_for(rig->loop, LONG_ENOUGH_MS);
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
	    TEST(
		a_public_store_without_a_young_ca_is_old_and_that_is_said_once),
	    TEST(a_few_old_public_cas_are_somebodys_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
