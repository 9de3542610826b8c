/* An Alertmanager is told what is open, and what has ended. */
#include "notify/alertmanager.h"

#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/quiet.h"
#include "support/http_receiver.h"
#include "support/temp_folder.h"

#define MOST_MS 20000

struct scene {
	struct loop *loop;
	struct loop_timer *timer;
	struct resolver *resolver;
	struct http *http;
	struct fleet *fleet;
	struct endpoint *endpoint;
	struct http_receiver *receiver;
	struct webhook_options options;
	struct alertmanager *manager;
	int64_t now;
};

static void
stop(void *arg)
{
	loop_stop(arg);
}

static void
break_name(struct scene *scene)
{
	for (int i = 0; i < 5; i++) {
		struct batch batch = {0};

		fleet_resolve_failed(scene->fleet, scene->endpoint,
		    FAILURE_RESOLVE_NO_NAME, "gone", scene->now++, &batch);
		batch_clear(&batch);
	}
	assert_int_equal(fleet_incident_count(scene->fleet), 1);
}

static void
mend_name(struct scene *scene)
{
	for (int i = 0; i < 5; i++) {
		struct batch batch = {0};

		fleet_resolve_worked(
		    scene->fleet, scene->endpoint, scene->now++, &batch);
		batch_clear(&batch);
	}
	assert_int_equal(fleet_incident_count(scene->fleet), 0);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct resolver_options resolver = {.resolv_conf = "", .hosts = ""};
	struct error err = ERROR_INIT;
	struct batch batch = {0};
	struct webhook_parts parts = {.clock = &clock_system};

	signal(SIGPIPE, SIG_IGN);
	scene->now = 1000;
	scene->loop = parts.loop = loop_new();
	scene->timer = loop_timer_new(scene->loop, stop, scene->loop);
	scene->resolver = resolver_new(scene->loop, &resolver, &err);
	scene->http = parts.http = http_new(scene->loop, scene->resolver);
	scene->fleet = fleet_new(&fleet_options_default);
	scene->endpoint = endpoint_new();
	assert_true(hostname_parse("a.example", &scene->endpoint->host, &err));
	scene->endpoint->port = 443;
	endpoint_finish(scene->endpoint);
	fleet_add_endpoint(scene->fleet, scene->endpoint);
	fleet_end_first_pass(scene->fleet, scene->now++, &batch);
	batch_clear(&batch);
	scene->receiver = http_receiver_start(NULL);
	scene->options = (struct webhook_options){
	    .name = mem_strdup("am"),
	    .url = http_receiver_url(scene->receiver, NULL, "/api/v2/alerts"),
	    .format = WEBHOOK_ALERTMANAGER,
	    .page_url = mem_strdup("https://watch.test/"),
	};
	scene->manager =
	    alertmanager_new(&parts, &scene->options, scene->fleet);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	alertmanager_free(scene->manager);
	webhook_options_clear(&scene->options);
	http_free(scene->http);
	resolver_free(scene->resolver);
	fleet_free(scene->fleet);
	endpoint_unref(scene->endpoint);
	loop_timer_free(scene->timer);
	loop_free(scene->loop);
	http_receiver_stop(scene->receiver);
	free(scene);
	return 0;
}

/* The only alert of that request; lent by *ret_list. */
static const json_t *
alert_of(struct scene *scene, size_t request, json_t **ret_list)
{
	int64_t start = clock_steady_ms(&clock_system);

	while (http_receiver_count(scene->receiver) <= request) {
		loop_timer_set(scene->timer, 10);
		loop_run(scene->loop);
		if (clock_steady_ms(&clock_system) - start > MOST_MS)
			fail_msg("request %zu never came", request);
	}
	*ret_list =
	    json_loads(http_receiver_body(scene->receiver, request), 0, NULL);
	assert_int_equal(json_array_size(*ret_list), 1);
	return json_array_get(*ret_list, 0);
}

/* Is its end still to come? */
static bool
is_open(const json_t *alert)
{
	int64_t ends_at = 0;
	struct error err = ERROR_INIT;

	assert_true(
	    timestamp_parse(json_string_value(json_object_get(alert, "endsAt")),
		&ends_at, &err));
	return ends_at > clock_wall_s(&clock_system) + 60;
}

static void
what_is_open_is_sent_and_its_end_too(void **state)
{
	struct scene *scene = *state;
	json_t *list;

	break_name(scene);
	assert_true(is_open(alert_of(scene, 0, &list)));
	json_decref(list);
	mend_name(scene);
	alertmanager_wake(scene->manager);
	assert_false(is_open(alert_of(scene, 1, &list)));
	json_decref(list);
}

static void
an_alert_leads_to_the_page_of_its_incident(void **state)
{
	struct scene *scene = *state;
	const json_t *alert;
	char *wanted;
	json_t *list;

	break_name(scene);
	alert = alert_of(scene, 0, &list);
	wanted = mem_printf("https://watch.test/incidents/%s",
	    json_string_value(json_object_get(
		json_object_get(alert, "annotations"), "incident")));
	assert_string_equal(
	    json_string_value(json_object_get(alert, "generatorURL")), wanted);
	free(wanted);
	json_decref(list);
}

static const struct silence *
silence(struct scene *scene)
{
	struct silence *silence = silence_new();
	struct batch batch = {0};
	struct error err = ERROR_INIT;
	const struct silence *set;

	silence->reason = mem_strdup("moving house");
	silence->author = mem_strdup("anna");
	silence->set_at = scene->now;
	silence->ends_at = scene->now + 3600;
	set = fleet_silence(scene->fleet, silence, scene->now, &batch, &err);
	batch_clear(&batch);
	assert_non_null(set);
	return set;
}

/* It opened while it was hushed; what is sent is what came after. */
static void
what_is_hushed_is_not_sent(void **state)
{
	struct scene *scene = *state;
	struct batch batch = {0};
	struct error err = ERROR_INIT;
	int64_t number = silence(scene)->number;
	json_t *list;

	break_name(scene);
	assert_int_equal(
	    fleet_incident_at(scene->fleet, 0)->told, INCIDENT_HUSHED);
	alertmanager_wake(scene->manager);
	loop_timer_set(scene->timer, 1500);
	loop_run(scene->loop);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
	assert_true(
	    fleet_unsilence(scene->fleet, number, scene->now++, &batch, &err));
	batch_clear(&batch);
	fleet_tick(scene->fleet, scene->now++, &batch);
	batch_clear(&batch);
	alertmanager_wake(scene->manager);
	assert_true(is_open(alert_of(scene, 0, &list)));
	json_decref(list);
}

static void
a_receiver_that_was_down_hears_of_it_later(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 503}, {.status = 200}};
	struct scene *scene = *state;
	json_t *list;

	http_receiver_plan(scene->receiver, answers, 2);
	break_name(scene);
	assert_true(is_open(alert_of(scene, 0, &list)));
	json_decref(list);
	assert_true(is_open(alert_of(scene, 1, &list)));
	json_decref(list);
	assert_int_equal(alertmanager_counts(scene->manager).failed, 1);
}

static void
an_end_is_sent_until_it_is_taken(void **state)
{
	static const struct receiver_answer answers[] = {
	    {.status = 200}, {.status = 500}, {.status = 200}};
	struct scene *scene = *state;
	json_t *list;

	http_receiver_plan(scene->receiver, answers, 3);
	break_name(scene);
	alert_of(scene, 0, &list);
	json_decref(list);
	mend_name(scene);
	alertmanager_wake(scene->manager);
	assert_false(is_open(alert_of(scene, 1, &list)));
	json_decref(list);
	assert_false(is_open(alert_of(scene, 2, &list)));
	json_decref(list);
}

/* The incident is lent to us; whom it is for is the routing's to say. */
static void
route(struct scene *scene, const char *sinks)
{
	struct incident *incident =
	    (struct incident *)(uintptr_t)fleet_incident_at(scene->fleet, 0);

	free(incident->sinks);
	incident->sinks = mem_strdup(sinks);
}

static void
what_is_for_others_is_not_sent(void **state)
{
	struct scene *scene = *state;
	json_t *list;

	break_name(scene);
	route(scene, "ops am");
	assert_true(is_open(alert_of(scene, 0, &list)));
	json_decref(list);
	route(scene, "ops");
	alertmanager_wake(scene->manager);
	assert_false(is_open(alert_of(scene, 1, &list)));
	json_decref(list);
}

static void
a_url_out_of_a_file_is_read_when_it_is_there(void **state)
{
	struct scene *scene = *state;
	const struct webhook_parts parts = {
	    .loop = scene->loop, .http = scene->http, .clock = &clock_system};
	char *url = TAKE(scene->options.url);
	struct temp_folder folder;
	json_t *list;

	temp_folder_make(&folder);
	scene->options.url_file = mem_strdup(temp_folder_path(&folder, "url"));
	alertmanager_free(scene->manager);
	scene->manager =
	    alertmanager_new(&parts, &scene->options, scene->fleet);
	break_name(scene);
	for (int i = 0; i < MOST_MS / 10 &&
	     alertmanager_counts(scene->manager).failed == 0;
	     i++) {
		loop_timer_set(scene->timer, 10);
		loop_run(scene->loop);
	}
	assert_int_equal(alertmanager_counts(scene->manager).failed, 1);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
	temp_folder_write(&folder, "url", url);
	assert_true(is_open(alert_of(scene, 0, &list)));
	json_decref(list);
	free(url);
	temp_folder_remove(&folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_open_is_sent_and_its_end_too),
	    TEST(an_alert_leads_to_the_page_of_its_incident),
	    TEST(what_is_hushed_is_not_sent),
	    TEST(a_receiver_that_was_down_hears_of_it_later),
	    TEST(an_end_is_sent_until_it_is_taken),
	    TEST(what_is_for_others_is_not_sent),
	    TEST(a_url_out_of_a_file_is_read_when_it_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
