/* One incident out of the store: whom it met, who was told. */
#include "store/incident_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/memory_db.h"

#define ID "0123456789abcdef0123456789abcdef"

struct scene {
	struct db *db;
	struct incident_record record;
};

static void
meet(struct scene *scene, const char *endpoint, int since, const char *until)
{
	memory_db_run(scene->db,
	    "INSERT INTO incident_endpoint VALUES ('%s', '" ID "', %d, %s)",
	    endpoint, since, until);
}

static void
add_event(struct scene *scene, int sequence)
{
	memory_db_run(scene->db,
	    "INSERT INTO event (sequence, id, time, kind, severity, incident, "
	    "payload) VALUES (%d, 'e%d', 1000, 'incident-opened', 'critical', "
	    "'" ID "', '{\"sequence\": %d}')",
	    sequence, sequence, sequence);
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.db = memory_db_open()};
	*state = &scene;
	memory_db_run(scene.db,
	    "INSERT INTO incident (id, finding, severity, endpoint, opened_at, "
	    "changed_at, detail, endpoint_count, told, told_at, told_count, "
	    "sinks, reminders, openings) VALUES ('" ID "', 'leaf-only', "
	    "'critical', 'a.test:443', 1000, 1500, 'words', 1, 'told', 1200, "
	    "1, 'journal ops', 2, 3)");
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	incident_record_clear(&scene->record);
	db_close(scene->db);
	return 0;
}

static const struct incident_record *
read_from(struct scene *scene, const char *id, size_t from)
{
	struct error err = ERROR_INIT;

	incident_record_clear(&scene->record);
	if (!incident_record_read(scene->db, id, from, &scene->record, &err))
		fail_msg("%s", err.message);
	return &scene->record;
}

static void
what_is_not_known_is_said_to_be_so(void **state)
{
	struct scene *scene = *state;

	assert_false(read_from(scene, "ffff", 0)->is_known);
	assert_false(read_from(scene, "'; DROP TABLE event; --", 0)->is_known);
}

static void
it_has_what_history_has_and_who_was_told(void **state)
{
	struct scene *scene = *state;
	const struct incident_record *record = read_from(scene, ID, 0);

	assert_true(record->is_known);
	assert_string_equal(record->entry.finding, "leaf-only");
	assert_string_equal(record->entry.detail, "words");
	assert_int_equal(record->entry.from, 1000);
	assert_int_equal(record->entry.to, 0);
	assert_int_equal(record->changed_at, 1500);
	assert_int_equal(record->told_at, 1200);
	assert_string_equal(record->sinks, "journal ops");
	assert_int_equal(record->reminders, 2);
	assert_int_equal(record->openings, 3);
}

static void
whom_it_meets_still_comes_first_and_the_rest_is_counted(void **state)
{
	struct scene *scene = *state;
	const struct incident_record *record;

	meet(scene, "a.test:443", 1000, "1400");
	meet(scene, "b.test:443", 1100, "NULL");
	memory_db_run(scene->db,
	    "INSERT INTO incident_member (endpoint, incident, address, port, "
	    "variant, since, severity, clean_count) VALUES "
	    "('b.test:443', '" ID "', x'c0000201', 443, 'usual', 1100, "
	    "'warning', 0)");
	record = read_from(scene, ID, 0);
	assert_int_equal(record->met_count, 2);
	assert_int_equal(record->over_count, 1);
	assert_int_equal(record->met.len, 2);
	assert_string_equal(record->met.items[0].endpoint, "b.test:443");
	assert_int_equal(record->met.items[0].until, 0);
	assert_int_equal(record->met.items[0].place_count, 1);
	assert_int_equal(
	    record->met.items[0].places.items[0].severity, SEVERITY_WARNING);
	assert_string_equal(record->met.items[1].endpoint, "a.test:443");
	assert_int_equal(record->met.items[1].until, 1400);
	assert_int_equal(record->met.items[1].places.len, 0);
}

static void
a_large_blast_radius_comes_in_pages(void **state)
{
	struct scene *scene = *state;
	const struct incident_record *record;
	char name[32];

	for (int i = 0; i < INCIDENT_MET_PAGE + 5; i++) {
		snprintf(name, sizeof name, "h%03d.test:443", i);
		meet(scene, name, 1000, "NULL");
	}
	record = read_from(scene, ID, 0);
	assert_int_equal(record->met.len, INCIDENT_MET_PAGE);
	assert_int_equal(record->met_count, INCIDENT_MET_PAGE + 5);
	record = read_from(scene, ID, INCIDENT_MET_PAGE);
	assert_int_equal(record->met.len, 5);
	assert_int_equal(record->met_from, INCIDENT_MET_PAGE);
	assert_string_equal(record->met.items[0].endpoint, "h100.test:443");
}

static void
its_events_say_what_became_of_them_at_each_receiver(void **state)
{
	struct scene *scene = *state;
	const struct incident_event *event;

	add_event(scene, 5);
	add_event(scene, 7);
	memory_db_run(scene->db,
	    "INSERT INTO sink VALUES ('ops', 7), ('pager', 9), ('slow', 6), "
	    "('@syslog', 9);"
	    "INSERT INTO delivery (sink, sequence, state, attempts, error) "
	    "VALUES ('ops', 7, 'pending', 3, '503'), "
	    "('pager', 7, 'dead', 8, 'HTTP 400')");
	assert_int_equal(read_from(scene, ID, 0)->events.len, 2);
	event = &scene->record.events.items[1];
	assert_int_equal(event->sequence, 7);
	assert_string_equal(event->payload, "{\"sequence\": 7}");
	assert_int_equal(event->told.len, 4);
	assert_string_equal(event->told.items[0].sink, "ops");
	assert_int_equal(event->told.items[0].state, INCIDENT_SINK_WAITS);
	assert_int_equal(event->told.items[0].attempts, 3);
	assert_string_equal(event->told.items[1].sink, "pager");
	assert_int_equal(event->told.items[1].state, INCIDENT_SINK_REFUSED);
	assert_string_equal(event->told.items[1].error, "HTTP 400");
	assert_string_equal(event->told.items[2].sink, "slow");
	assert_int_equal(event->told.items[2].state, INCIDENT_SINK_WAITS);
	assert_string_equal(event->told.items[3].sink, "syslog");
	assert_int_equal(event->told.items[3].state, INCIDENT_SINK_TOLD);
	event = &scene->record.events.items[0];
	assert_int_equal(event->told.items[2].state, INCIDENT_SINK_TOLD);
}

static void
of_very_many_events_the_newest_are_kept(void **state)
{
	struct scene *scene = *state;
	const struct incident_record *record;

	for (int i = 1; i <= INCIDENT_EVENTS_MAX + 3; i++)
		add_event(scene, i);
	record = read_from(scene, ID, 0);
	assert_int_equal(record->events.len, INCIDENT_EVENTS_MAX);
	assert_true(record->has_more_events);
	assert_int_equal(record->events.items[0].sequence, 4);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_not_known_is_said_to_be_so),
	    TEST(it_has_what_history_has_and_who_was_told),
	    TEST(whom_it_meets_still_comes_first_and_the_rest_is_counted),
	    TEST(a_large_blast_radius_comes_in_pages),
	    TEST(its_events_say_what_became_of_them_at_each_receiver),
	    TEST(of_very_many_events_the_newest_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
