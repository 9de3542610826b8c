/* One chain judged twice. */
#include "cli/replayed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct report *
report_of(enum severity severity)
{
	struct report *report = report_new();

	report->presented = chain_new(NULL, 0);
	report->severity = severity;
	report->is_valid = severity != SEVERITY_CRITICAL;
	return report;
}

static void
assert_outcome(
    enum severity before, enum severity after, enum replay_outcome outcome)
{
	struct report *a = report_of(before), *b = report_of(after);

	assert_int_equal(replay_outcome(a, b), outcome);
	report_unref(a);
	report_unref(b);
}

static void
what_becomes_of_it_is_told_beside_how_it_is(void **state)
{
	assert_outcome(SEVERITY_OK, SEVERITY_CRITICAL, REPLAY_BREAKS);
	assert_outcome(SEVERITY_WARNING, SEVERITY_CRITICAL, REPLAY_BREAKS);
	assert_outcome(SEVERITY_CRITICAL, SEVERITY_CRITICAL, REPLAY_BROKEN);
	assert_outcome(SEVERITY_CRITICAL, SEVERITY_WARNING, REPLAY_WORKS);
	assert_outcome(SEVERITY_OK, SEVERITY_WARNING, REPLAY_WORSE);
	assert_outcome(SEVERITY_WARNING, SEVERITY_NOTICE, REPLAY_BETTER);
	assert_outcome(SEVERITY_NOTICE, SEVERITY_NOTICE, REPLAY_SAME);
	assert_int_equal(replay_outcome(NULL, NULL), REPLAY_UNKNOWN);
}

static struct report_client
client_of(const char *name, enum report_client_weight weight, bool accepts)
{
	return (struct report_client){
	    .name = name, .weight = weight, .accepts = accepts};
}

static void
clients_that_stop_are_those_that_matter_and_accept_it_now(void **state)
{
	const struct target_chain chain = {.findings = NULL};
	struct report *before = report_of(SEVERITY_OK);
	struct report *after = report_of(SEVERITY_CRITICAL);
	json_t *line;
	char *stops;

	*ARRAY_ADD(&before->clients) =
	    client_of("java", REPORT_CLIENT_WATCHED, true);
	*ARRAY_ADD(&before->clients) =
	    client_of("go", REPORT_CLIENT_WATCHED, false);
	*ARRAY_ADD(&before->clients) =
	    client_of("nss", REPORT_CLIENT_IDLE, true);
	*ARRAY_ADD(&before->clients) =
	    client_of("curl", REPORT_CLIENT_REQUIRED, true);
	*ARRAY_ADD(&after->clients) =
	    client_of("java", REPORT_CLIENT_WATCHED, false);
	*ARRAY_ADD(&after->clients) =
	    client_of("go", REPORT_CLIENT_WATCHED, false);
	*ARRAY_ADD(&after->clients) =
	    client_of("nss", REPORT_CLIENT_IDLE, false);
	*ARRAY_ADD(&after->clients) =
	    client_of("curl", REPORT_CLIENT_REQUIRED, true);
	line = replayed_json("a.test:443", &chain, before, after);
	stops = json_dumps(json_object_get(line, "stops"), JSON_COMPACT);
	assert_string_equal(stops, "[\"java\"]");
	assert_string_equal(
	    json_string_value(json_object_get(line, "outcome")), "breaks");
	free(stops);
	json_decref(line);
	report_unref(before);
	report_unref(after);
}

static void
assert_text(const char *json, const char *wanted)
{
	struct strbuf buf = STRBUF_INIT(8192);
	const struct render_style style = {.width = 80};
	json_t *object = json_loads(json, 0, NULL);

	assert_non_null(object);
	replayed_text(&buf, object, &style);
	assert_string_equal(strbuf_text(&buf), wanted);
	strbuf_clear(&buf);
	json_decref(object);
}

static void
a_line_says_who_breaks_where_and_why(void **state)
{
	assert_text("{\"outcome\":\"breaks\",\"endpoint\":\"a.test:443\","
		    "\"addresses\":[{\"address\":\"192.0.2.1:443\"},"
		    "{\"address\":\"192.0.2.1:443\",\"variant\":\"rsa\"}],"
		    "\"after\":{\"findings\":[{\"code\":\"leaf-expired\","
		    "\"detail\":\"It has ended.\"},{\"code\":\"weak-key\"}]},"
		    "\"stops\":[\"java\",\"go\"]}",
	    "breaks   a.test:443 at 192.0.2.1:443, 192.0.2.1:443 (RSA): "
	    "leaf-expired: It has\n"
	    "         ended. Also weak-key. It stops working for java, go.\n");
	assert_text("{\"outcome\":\"unknown\",\"endpoint\":\"a\\u001b[2J\","
		    "\"after\":null}",
	    "unknown  a\\x1b[2J: its certificates were not all kept\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_becomes_of_it_is_told_beside_how_it_is),
	    cmocka_unit_test(
		clients_that_stop_are_those_that_matter_and_accept_it_now),
	    cmocka_unit_test(a_line_says_who_breaks_where_and_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
