/* Who may ask, what is found where, and what stands on every answer. */
#include "web/web.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_http.h"
#include "support/monitor_rig.h"

struct scene {
	struct rig *rig;
	struct web *web;
	struct web_options options;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct error err = ERROR_INIT;
	struct control_parts parts;

	scene->rig = rig_new(NULL);
	parts = (struct control_parts){
	    .loop = scene->rig->loop,
	    .clock = &scene->rig->clock,
	    .monitor = scene->rig->monitor,
	    .fleet = scene->rig->fleet,
	    .inspector = scene->rig->inspector,
	};
	texts_add(&scene->options.hosts, "watch.example.com");
	scene->options.url = "https://front.example.com:8443/x/";
	scene->web = web_new(&parts, &scene->options, &err);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	web_free(scene->web);
	texts_clear(&scene->options.hosts);
	rig_free(scene->rig);
	free(scene);
	return 0;
}

static int
status_under(const struct scene *scene, const char *host)
{
	CLEANUP(free) char *header = mem_printf("Host: %s", host);

	return fake_http_ask(scene->rig->loop, "/", header)->status;
}

static void
only_its_own_names_are_answered_to(void **state)
{
	static const char *const own[] = {
	    "localhost",
	    "LocalHost:9746",
	    "127.0.0.1:9746",
	    "192.0.2.7",
	    "[::1]",
	    "[2001:db8::1]:9746",
	    "watch.example.com",
	    "WATCH.example.com:80",
	    "front.example.com",
	};
	static const char *const foreign[] = {
	    "evil.example.com",
	    "watch.example.com.evil.example",
	    "xwatch.example.com",
	    "front.example.co",
	    "front.example.com.evil.example",
	    "127.0.0.1.evil.example:80",
	    "",
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		assert_int_equal(status_under(scene, own[i]), 200);
	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
		assert_int_equal(status_under(scene, foreign[i]), 421);
}

static void
every_answer_forbids_what_it_does_not_need(void **state)
{
	static const char *const targets[] = {"/", "/nothing", "/api/v9/x"};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		fake_http_get(scene->rig->loop, targets[i]);
		assert_non_null(
		    strstr(fake_http_header("Content-Security-Policy"),
			"default-src 'none'; "));
		assert_null(strstr(
		    fake_http_header("Content-Security-Policy"), "unsafe"));
		assert_string_equal(
		    fake_http_header("X-Content-Type-Options"), "nosniff");
		assert_string_equal(
		    fake_http_header("Cache-Control"), "no-store");
		assert_null(fake_http_header("Access-Control-Allow-Origin"));
	}
}

static void
what_is_not_there_is_said_in_the_askers_way(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	answer = fake_http_get(scene->rig->loop, "/nothing");
	assert_int_equal(answer->status, 404);
	assert_string_equal(answer->type, "text/html; charset=utf-8");
	assert_non_null(strstr(answer->body, "there is no such page"));
	assert_non_null(strstr(answer->body, "</html>"));
	answer = fake_http_get(scene->rig->loop, "/api/v9/nothing");
	assert_int_equal(answer->status, 404);
	assert_string_equal(answer->type, "application/problem+json");
	assert_non_null(strstr(answer->body, "\"status\":404"));
}

/* RFC 9457 for programs; a sentence for who reads. */
static void
what_is_refused_unread_is_said_in_the_askers_way(void **state)
{
	static const int statuses[] = {400, 405};
	const struct fake_answer *answer;

	(void)state;
	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		CLEANUP(free)
		char *status = mem_printf("\"status\":%d", statuses[i]);

		answer =
		    fake_http_refuse("/api/v1/status", statuses[i], "not so");
		assert_int_equal(answer->status, statuses[i]);
		assert_string_equal(answer->type, "application/problem+json");
		assert_non_null(strstr(answer->body, status));
		assert_non_null(strstr(answer->body, "\"detail\":\"not so\""));
		assert_null(strstr(answer->body, "\"title\":null"));
		assert_string_equal(
		    fake_http_header("Cache-Control"), "no-store");
		answer = fake_http_refuse("/incidents", statuses[i], "not so");
		assert_int_equal(answer->status, statuses[i]);
		assert_string_equal(answer->type, "text/html; charset=utf-8");
		assert_non_null(strstr(answer->body, "not so"));
	}
}

static void
the_overview_leads_to_each_endpoint(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	rig_endpoint(scene->rig, "www.example.com", "192.0.2.1", 3600);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_apply(scene->rig);
	rig_run(scene->rig, 4000);
	answer = fake_http_get(scene->rig->loop, "/");
	assert_int_equal(answer->status, 200);
	assert_non_null(
	    strstr(answer->body, "href=\"/endpoints/www.example.com%3A443\""));
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    CLAIM(only_its_own_names_are_answered_to),
	    CLAIM(every_answer_forbids_what_it_does_not_need),
	    CLAIM(what_is_not_there_is_said_in_the_askers_way),
	    CLAIM(what_is_refused_unread_is_said_in_the_askers_way),
	    CLAIM(the_overview_leads_to_each_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
