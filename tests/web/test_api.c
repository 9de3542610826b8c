/* The API as one who asks sees it, over a monitor in virtual time. */
#include "web/web.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "model/silence.h"
#include "support/fake_http.h"
#include "support/monitor_rig.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct rig *rig;
	struct web *web;
	struct web_options options;
};

static void
serve(struct scene *scene, struct store *store)
{
	struct error err = ERROR_INIT;
	const struct control_parts parts = {
	    .loop = scene->rig->loop,
	    .clock = &scene->rig->clock,
	    .monitor = scene->rig->monitor,
	    .fleet = scene->rig->fleet,
	    .inspector = scene->rig->inspector,
	    .store = store,
	};

	web_free(scene->web);
	scene->web = web_new(&parts, &scene->options, &err);
	assert_non_null(scene->web);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->rig = rig_new_in(NULL, scene->folder.path);
	serve(scene, scene->rig->store);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	web_free(scene->web);
	rig_free(scene->rig);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

/* One that is broken and one that is not, each looked at. */
static void
watch_two(struct scene *scene)
{
	rig_endpoint(scene->rig, "bad.test", "192.0.2.1", 3600);
	rig_endpoint(scene->rig, "good.test", "192.0.2.2", 3600);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_apply(scene->rig);
	rig_run(scene->rig, 4000);
}

static const struct fake_answer *
get(const struct scene *scene, const char *target)
{
	return fake_http_get(scene->rig->loop, target);
}

/* The document at the target; free it. */
static json_t *
document(const struct scene *scene, const char *target)
{
	const struct fake_answer *answer = get(scene, target);
	json_t *value = json_loads(answer->body, JSON_REJECT_DUPLICATES, NULL);

	if (answer->status != 200 || value == NULL)
		fail_msg("%s: %d %s", target, answer->status, answer->body);
	assert_string_equal(answer->type, "application/json");
	assert_string_equal(fake_http_header("Cache-Control"), "no-store");
	return value;
}

static size_t
count_of(const struct scene *scene, const char *target)
{
	json_t *value = document(scene, target);
	size_t count = json_array_size(json_object_get(value, "items"));

	assert_true(json_is_array(json_object_get(value, "items")));
	json_decref(value);
	return count;
}

/* It stands before the history, and takes nothing of that away. */
static void
who_is_silenced_keeps_a_history(void **state)
{
	struct scene *scene = *state;
	struct silence *silence = silence_new();
	struct error err = ERROR_INIT;
	json_t *value;

	watch_two(scene);
	silence->author = mem_strdup("anna");
	silence->reason = mem_strdup("moving");
	silence->scope.pattern = mem_strdup("bad.test");
	silence->ends_at = clock_wall_s(&scene->rig->clock) + 7200;
	assert_non_null(monitor_silence(scene->rig->monitor, silence, &err));
	rig_run(scene->rig, 10);
	value = document(scene, "/api/v1/endpoints/bad.test:443");
	assert_int_equal(
	    json_array_size(json_object_get(value, "silences")), 1);
	assert_true(json_array_size(json_object_get(value, "history")) > 0);
	assert_int_equal(
	    json_array_size(json_object_get(value, "failures")), 0);
	json_decref(value);
}

static void
every_list_is_answered(void **state)
{
	static const struct {
		const char *target;
		size_t least;
	} rows[] = {
	    {"/api/v1/status", 2},
	    {"/api/v1/status?pattern=bad.test", 1},
	    {"/api/v1/status?state=critical", 1},
	    {"/api/v1/status?state=ok,notice,warning", 1},
	    {"/api/v1/status?after=bad.test:443", 1},
	    {"/api/v1/events?since=1970-01-02", 1},
	    {"/api/v1/history", 3},
	    {"/api/v1/history?pattern=good.test", 1},
	    {"/api/v1/incidents", 1},
	    {"/api/v1/certificates?limit=1", 1},
	    {"/api/v1/silences", 0},
	};
	struct scene *scene = *state;

	watch_two(scene);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t count = count_of(scene, rows[i].target);

		if (count < rows[i].least)
			fail_msg("%s: %zu items", rows[i].target, count);
	}
	assert_int_equal(count_of(scene, "/api/v1/status?state=critical"), 1);
	assert_int_equal(count_of(scene, "/api/v1/status?limit=1"), 1);
	assert_int_equal(count_of(scene, "/api/v1/incidents"), 1);
}

static void
one_thing_is_answered_whole(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *target = NULL;
	json_t *value, *list;

	watch_two(scene);
	value = document(scene, "/api/v1/endpoints/bad.test%3A443");
	assert_string_equal(
	    json_string_value(json_object_get(value, "state")), "critical");
	assert_int_equal(json_array_size(json_object_get(value, "chains")), 1);
	list = json_object_get(value, "incidents");
	assert_int_equal(json_array_size(list), 1);
	target = mem_printf("/api/v1/incidents/%s",
	    json_string_value(json_object_get(json_array_get(list, 0), "id")));
	json_decref(value);
	value = document(scene, target);
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(value, "entry"), "finding")),
	    "leaf-only");
	json_decref(value);
}

static void
lines_are_to_be_had_as_well(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	watch_two(scene);
	answer = fake_http_ask(
	    scene->rig->loop, "/api/v1/status", "Accept: application/x-ndjson");
	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->type, "application/x-ndjson");
	assert_memory_equal(answer->body, "{\"host\":\"bad.test\"", 18);
	assert_non_null(strstr(answer->body, "\"type\":\"end\"}\n"));
	answer = get(scene, "/api/v1/status?format=ndjson&limit=1");
	assert_string_equal(answer->type, "application/x-ndjson");
	assert_non_null(strstr(answer->body, "\"next\":\"bad.test:443\""));
	answer = fake_http_ask(scene->rig->loop, "/api/v1/status?format=json",
	    "Accept: text/html");
	assert_int_equal(answer->status, 200);
}

static void
what_is_wrong_is_a_problem_with_its_status(void **state)
{
	static const struct {
		const char *target, *headers;
		int status;
		const char *words;
	} rows[] = {
	    {"/api/v1/status?limit=x", NULL, 400, "\"parameter\":\"limit\""},
	    {"/api/v1/status?x=1", NULL, 400, "\"parameter\":\"x\""},
	    {"/api/v1/status?state=bad", NULL, 400, "'state' has other words"},
	    {"/api/v1/events?after=x", NULL, 400, "'after' is no number"},
	    {"/api/v1/certificates/zz", NULL, 400, "64 hexadecimal"},
	    {"/api/v1/status", "Accept: text/html", 406, "x-ndjson"},
	    {"/api/v1/nothing", NULL, 404, "openapi.json"},
	    {"/api/v1/", NULL, 404, "openapi.json"},
	    {"/api/v1/endpoints/", NULL, 404, "openapi.json"},
	    {"/api/v1/status/", NULL, 404, "openapi.json"},
	    {"/api/v1/probe", NULL, 404, "openapi.json"},
	    {"/api/v1/reload", NULL, 404, "openapi.json"},
	    {"/api/v1/endpoints/no.test:443", NULL, 404, "no endpoint of that"},
	    {"/api/v1/endpoints/*", NULL, 404, "no endpoint of that id"},
	    {"/api/v1/endpoints/bad.test", NULL, 404, "no endpoint of that"},
	    {"/api/v1/endpoints/..%2f..%2fetc%2fpasswd", NULL, 404, "no end"},
	    {"/api/v1/incidents/0123", NULL, 404, "no incident of that id"},
	    {"/api/v1/certificates/"
	     "00112233445566778899aabbccddeeff00112233445566778899aabbccddee"
	     "ff",
		NULL, 404, "certificate"},
	};
	struct scene *scene = *state;

	watch_two(scene);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct fake_answer *answer = fake_http_ask(
		    scene->rig->loop, rows[i].target, rows[i].headers);

		if (answer->status != rows[i].status ||
		    strstr(answer->body, rows[i].words) == NULL ||
		    strcmp(answer->type, "application/problem+json") != 0)
			fail_msg("%s: %d %s %s", rows[i].target, answer->status,
			    answer->type, answer->body);
	}
}

static void
without_a_store_it_is_said_when_to_come_again(void **state)
{
	static const char *const targets[] = {"/api/v1/events",
	    "/api/v1/history", "/api/v1/certificates", "/api/v1/incidents",
	    "/api/v1/endpoints/bad.test:443"};
	struct scene *scene = *state;

	watch_two(scene);
	serve(scene, NULL);
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		const struct fake_answer *answer = get(scene, targets[i]);

		if (answer->status != 503)
			fail_msg("%s: %d", targets[i], answer->status);
		assert_string_equal(fake_http_header("Retry-After"), "5");
	}
	assert_int_equal(count_of(scene, "/api/v1/status"), 2);
}

static void
who_goes_away_leaves_nothing_behind(void **state)
{
	static const char *const targets[] = {"/api/v1/status",
	    "/api/v1/events", "/api/v1/history", "/api/v1/certificates",
	    "/api/v1/endpoints/bad.test:443"};
	struct scene *scene = *state;

	watch_two(scene);
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		fake_http_begin(scene->rig->loop, targets[i]);
		fake_http_abandon();
		assert_false(fake_http_is_waiting());
		rig_run(scene->rig, 60);
	}
	assert_int_equal(count_of(scene, "/api/v1/status"), 2);
}

static void
the_description_is_kept_by_its_tag(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;
	CLEANUP(free) char *header = NULL;

	answer = get(scene, "/api/v1/openapi.json");
	assert_int_equal(answer->status, 200);
	assert_non_null(strstr(answer->body, "\"openapi\": \"3.1.0\""));
	assert_string_equal(fake_http_header("Cache-Control"), "no-cache");
	header = mem_printf("If-None-Match: %s", fake_http_header("ETag"));
	answer =
	    fake_http_ask(scene->rig->loop, "/api/v1/openapi.json", header);
	assert_int_equal(answer->status, 304);
	assert_int_equal(answer->len, 0);
}

static void
it_lives_at_once_and_is_ready_when_somebody_was_looked_at(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	assert_int_equal(get(scene, "/healthz")->status, 200);
	answer = get(scene, "/readyz");
	assert_int_equal(answer->status, 503);
	assert_non_null(strstr(answer->body, "no endpoint is loaded"));
	assert_string_equal(fake_http_header("Retry-After"), "5");
	rig_endpoint(scene->rig, "good.test", "192.0.2.2", 3600);
	rig_apply(scene->rig);
	answer = get(scene, "/readyz");
	assert_int_equal(answer->status, 503);
	assert_non_null(strstr(answer->body, "no endpoint was looked at yet"));
	rig_run(scene->rig, 4000);
	assert_int_equal(get(scene, "/readyz")->status, 200);
	serve(scene, NULL);
	answer = get(scene, "/readyz");
	assert_int_equal(answer->status, 503);
	assert_non_null(strstr(answer->body, "the store is not open"));
	assert_int_equal(get(scene, "/healthz")->status, 200);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(who_is_silenced_keeps_a_history),
	    TEST(every_list_is_answered),
	    TEST(one_thing_is_answered_whole),
	    TEST(lines_are_to_be_had_as_well),
	    TEST(what_is_wrong_is_a_problem_with_its_status),
	    TEST(without_a_store_it_is_said_when_to_come_again),
	    TEST(who_goes_away_leaves_nothing_behind),
	    TEST(the_description_is_kept_by_its_tag),
	    TEST(it_lives_at_once_and_is_ready_when_somebody_was_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
