/* Clients of a report, named and grouped. */
#include "model/report_clients.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define END 2000

static struct report_client *
add(struct report *report, const char *title, enum report_client_weight weight,
    int64_t breaks_at, const char *reason)
{
	struct report_client *client = ARRAY_ADD(&report->clients);

	client->name = client->title = title;
	client->weight = weight;
	client->accepts = breaks_at != 0;
	client->breaks_at = breaks_at;
	if (client->accepts)
		client->breaks_reason = mem_strdup(reason);
	else
		client->reason = mem_strdup(reason);
	return client;
}

static struct report *
make(void)
{
	struct report *report = report_new();

	report->is_valid = true;
	report->breaks_at = END;
	add(report, "A", REPORT_CLIENT_WATCHED, 0, "takes at most 6");
	add(report, "B", REPORT_CLIENT_REQUIRED, END, "\"X\" has expired");
	add(report, "C", REPORT_CLIENT_IDLE, 0, "takes at most 6");
	add(report, "D", REPORT_CLIENT_WATCHED, 0, "takes at most 6");
	add(report, "E", REPORT_CLIENT_WATCHED, 1500, "distrusts \"R\"");
	add(report, "F", REPORT_CLIENT_WATCHED, END - 1, "\"X\" has expired");
	return report;
}

static void
weights_and_answers_select(void **state)
{
	CLEANUP(report_unref) struct report *report = make();
	uint64_t matter = report_clients_of(report, REPORT_CLIENT_WATCHED);

	assert_int_equal(matter, 0x3b);
	assert_int_equal(
	    report_clients_of(report, REPORT_CLIENT_REQUIRED), 0x02);
	assert_int_equal(report_clients_refusing(report, matter), 0x09);
	assert_int_equal(report_clients_alike(report, 0, matter), 0x09);
	assert_int_equal(report_clients_alike(report, 0, UINT64_MAX), 0x0d);
	assert_int_equal(report_clients_count(matter), 5);
	assert_int_equal(report_clients_count(0), 0);
}

static void
the_first_to_stop_is_found(void **state)
{
	CLEANUP(report_unref) struct report *report = make();

	assert_int_equal(report_clients_first_to_stop(report, UINT64_MAX), 4);
	assert_int_equal(report_clients_first_to_stop(report, 0x22), 5);
	assert_int_equal(report_clients_first_to_stop(report, 0x01), -1);
}

/* A client that reads notAfter as exclusive does not stop early. */
static void
a_second_is_not_early(void **state)
{
	CLEANUP(report_unref) struct report *report = make();

	assert_true(report_clients_stops_early(report, 4));
	assert_false(report_clients_stops_early(report, 5));
	assert_false(report_clients_stops_early(report, 1));
	assert_false(report_clients_stops_early(report, 0));
	report->is_valid = false;
	assert_false(report_clients_stops_early(report, 4));
}

static void
names_are_listed_as_people_do(void **state)
{
	static const struct {
		uint64_t which;
		const char *text;
	} rows[] = {{0x01, "A"}, {0x03, "A and B"}, {0x0b, "A, B and D"}};
	CLEANUP(report_unref) struct report *report = make();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(100);

		report_clients_name(&buf, report, rows[i].which);
		assert_string_equal(strbuf_text(&buf), rows[i].text);
	}
}

static void
reasons_become_parts_of_a_sentence(void **state)
{
	static const struct {
		const char *reason;
		bool is_of_several;
		const char *text;
	} rows[] = {
	    {"\"X\" has expired", true, "because \"X\" has expired"},
	    {"the key is weak", false, "because the key is weak"},
	    {"takes at most 6", false, "because it takes at most 6"},
	    {"takes at most 6", true, "because each takes at most 6"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(100);

		report_clients_because(
		    &buf, rows[i].reason, rows[i].is_of_several);
		assert_string_equal(strbuf_text(&buf), rows[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(weights_and_answers_select),
	    cmocka_unit_test(the_first_to_stop_is_found),
	    cmocka_unit_test(a_second_is_not_early),
	    cmocka_unit_test(names_are_listed_as_people_do),
	    cmocka_unit_test(reasons_become_parts_of_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
