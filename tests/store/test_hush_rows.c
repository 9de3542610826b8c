/* Silences and acknowledgements outlast a restart. */
#include "store/hush_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "incident/quiet.h"
#include "store/batch_rows.h"
#include "store/known_certs.h"
#include "store/schema.h"
#include "support/verdicts.h"

#define NOW 1800000000

struct story {
	struct db *db;
	struct batch_rows rows;
	struct known_certs *known;
	struct fleet *fleet;
	struct endpoint *endpoint;
};

static int
set_up(void **state)
{
	static struct story story;
	const struct db_options options = {.path = ":memory:"};
	struct batch batch = {0};
	struct error err = ERROR_INIT;

	story = (struct story){
	    .db = db_open(&options, &err),
	    .known = known_certs_new(),
	    .fleet = fleet_new(&fleet_options_default),
	    .endpoint = endpoint_new(),
	};
	*state = &story;
	assert_true(schema_migrate(story.db, &err));
	memcpy(story.endpoint->host.text, "a.example", 10);
	endpoint_finish(story.endpoint);
	fleet_add_endpoint(story.fleet, story.endpoint);
	fleet_end_first_pass(story.fleet, NOW, &batch);
	batch_clear(&batch);
	return 0;
}

static int
tear_down(void **state)
{
	struct story *story = *state;

	batch_rows_clear(&story->rows);
	known_certs_free(story->known);
	fleet_free(story->fleet);
	endpoint_unref(story->endpoint);
	db_close(story->db);
	return 0;
}

/* Written, and read back. */
static void
keep(struct story *story, struct batch *batch, struct loaded *ret_loaded)
{
	struct error err = ERROR_INIT;
	uint64_t number = 0;

	ARRAY_EACH (event, &batch->events) {
		(*event)->sequence = ++number;
		snprintf((*event)->id, sizeof(*event)->id, "%lld%u",
		    (long long)batch->events.items[0]->time, (unsigned)number);
	}
	batch_rows_clear(&story->rows);
	batch_rows_add(&story->rows, batch, story->known, NOW);
	batch_clear(batch);
	assert_true(db_exec(story->db, "DELETE FROM event", &err));
	assert_true(batch_rows_write(&story->rows, story->db, &err));
	assert_true(load_all(story->db, ret_loaded, &err));
}

static void
a_silence_comes_back_until_it_has_ended(void **state)
{
	struct story *story = *state;
	struct silence *silence = silence_new();
	const struct silence *back;
	struct loaded loaded = {0};
	struct batch batch = {0};
	struct error err = ERROR_INIT;

	silence->scope.pattern = mem_strdup("*.example");
	scope_add_label(&silence->scope, "team", "web");
	scope_add_label(&silence->scope, "city", "");
	silence->finding = FINDING_LEAF_ONLY;
	silence->is_tied = true;
	assert_true(silence_set_certificate(silence, "abcd1234", &err));
	silence->author = mem_strdup("anna");
	silence->reason = mem_strdup("moving");
	silence->ends_at = NOW + 600;
	assert_non_null(
	    fleet_silence(story->fleet, silence, NOW, &batch, &err));
	keep(story, &batch, &loaded);
	assert_int_equal(loaded.silences.len, 1);
	assert_int_equal(loaded.last_silence, 1);
	back = loaded.silences.items[0];
	assert_int_equal(back->number, 1);
	assert_string_equal(back->scope.pattern, "*.example");
	assert_int_equal(back->scope.labels.len, 2);
	assert_string_equal(back->scope.labels.items[1].key, "city");
	assert_string_equal(back->scope.labels.items[1].value, "");
	assert_int_equal(back->finding, FINDING_LEAF_ONLY);
	assert_string_equal(back->certificate, "abcd1234");
	assert_true(back->is_tied);
	assert_string_equal(back->author, "anna");
	assert_string_equal(back->reason, "moving");
	assert_int_equal(back->set_at, NOW);
	assert_int_equal(back->ends_at, NOW + 600);
	loaded_clear(&loaded);
	fleet_tick(story->fleet, NOW + 600, &batch);
	keep(story, &batch, &loaded);
	assert_int_equal(loaded.silences.len, 0);
	/* its number is given to no other */
	assert_int_equal(loaded.last_silence, 1);
	loaded_clear(&loaded);
}

static void
an_acknowledgement_comes_back(void **state)
{
	struct story *story = *state;
	struct ack ack = {.author = (char[]){"anna"},
	    .reason = (char[]){"on it"},
	    .until = NOW + 900};
	const struct ack *back;
	struct loaded loaded = {0};
	struct batch batch = {0};
	struct error err = ERROR_INIT;

	for (int i = 0; i < 3; i++) {
		batch_clear(&batch);
		fleet_resolve_failed(story->fleet, story->endpoint,
		    FAILURE_RESOLVE_NO_NAME, NULL, NOW + i, &batch);
	}
	keep(story, &batch, &loaded);
	assert_null(loaded.incidents.items[0].incident->ack);
	loaded_clear(&loaded);
	assert_true(
	    fleet_ack(story->fleet, "a.example", &ack, NOW + 10, &batch, &err));
	keep(story, &batch, &loaded);
	back = loaded.incidents.items[0].incident->ack;
	assert_non_null(back);
	assert_string_equal(back->author, "anna");
	assert_string_equal(back->reason, "on it");
	assert_int_equal(back->at, NOW + 10);
	assert_int_equal(back->until, NOW + 900);
	assert_int_equal(
	    back->severity, loaded.incidents.items[0].incident->severity);
	assert_false(back->is_tied);
	loaded_clear(&loaded);
}

static void
go_and_come(struct story *story, int64_t at, struct loaded *ret_loaded)
{
	struct batch batch = {0};

	fleet_resolve_failed(story->fleet, story->endpoint,
	    FAILURE_RESOLVE_NO_NAME, NULL, at, &batch);
	keep(story, &batch, ret_loaded);
	loaded_clear(ret_loaded);
	fleet_resolve_worked(story->fleet, story->endpoint, at + 1, &batch);
	keep(story, &batch, ret_loaded);
}

static void
what_flaps_comes_back_with_what_it_was_told_as(void **state)
{
	struct story *story = *state;
	struct fleet_options options = fleet_options_default;
	struct loaded loaded = {0};
	struct batch batch = {0};
	const struct flap *flap;

	options.reach_bad = options.reach_window = 1;
	options.flap_openings = 2;
	fleet_set_options(story->fleet, &options);
	go_and_come(story, NOW, &loaded);
	assert_int_equal(loaded.flaps.len, 1);
	assert_false(loaded.flaps.items[0]->is_told);
	assert_null(loaded.flaps.items[0]->held);
	loaded_clear(&loaded);
	go_and_come(story, NOW + 60, &loaded);
	flap = loaded.flaps.items[0];
	assert_true(flap->is_told);
	assert_int_equal(flap->openings, 2);
	assert_int_equal(flap->time_count, 2);
	assert_int_equal(flap->times[1], NOW + 60);
	assert_int_equal(flap->first_at, NOW);
	assert_int_equal(flap->changed_at, NOW + 61);
	assert_string_equal(flap->endpoint, story->endpoint->id);
	assert_string_equal(flap->at, story->endpoint->id);
	assert_non_null(flap->held);
	assert_string_equal(flap->held->id, fleet_held_at(story->fleet, 0)->id);
	assert_int_equal(flap->held->opened_at, NOW + 60);
	assert_int_equal(flap->held->resolved_at, NOW + 61);
	assert_null(fleet_held_at(story->fleet, 1));
	loaded_clear(&loaded);
	/* told what it came to, it is forgotten */
	fleet_tick(story->fleet, NOW + 61 + options.flap_calm_s, &batch);
	assert_int_equal(batch.events.len, 1);
	keep(story, &batch, &loaded);
	assert_int_equal(loaded.flaps.len, 0);
	assert_null(fleet_held_at(story->fleet, 0));
	loaded_clear(&loaded);
}

/* What was acknowledged and ended while it flaps comes back acknowledged. */
static void
what_flaps_stays_acknowledged(void **state)
{
	struct story *story = *state;
	struct fleet_options options = fleet_options_default;
	struct ack ack = {
	    .author = (char[]){"anna"}, .reason = (char[]){"on it"}};
	struct loaded loaded = {0};
	struct batch batch = {0};
	struct error err = ERROR_INIT;
	const struct incident *held;

	options.reach_bad = options.reach_window = 1;
	options.flap_openings = 1;
	fleet_set_options(story->fleet, &options);
	fleet_resolve_failed(story->fleet, story->endpoint,
	    FAILURE_RESOLVE_NO_NAME, NULL, NOW, &batch);
	keep(story, &batch, &loaded);
	loaded_clear(&loaded);
	assert_true(
	    fleet_ack(story->fleet, "a.example", &ack, NOW + 1, &batch, &err));
	keep(story, &batch, &loaded);
	loaded_clear(&loaded);
	fleet_resolve_worked(story->fleet, story->endpoint, NOW + 2, &batch);
	keep(story, &batch, &loaded);
	assert_int_equal(loaded.flaps.len, 1);
	held = loaded.flaps.items[0]->held;
	assert_non_null(held);
	assert_non_null(held->ack);
	assert_string_equal(held->ack->author, "anna");
	assert_int_equal(held->ack->at, NOW + 1);
	loaded_clear(&loaded);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_silence_comes_back_until_it_has_ended),
	    TEST(an_acknowledgement_comes_back),
	    TEST(what_flaps_comes_back_with_what_it_was_told_as),
	    TEST(what_flaps_stays_acknowledged),
	};

	return cmocka_run_group_tests_name("hush_rows", tests, NULL, NULL);
}
