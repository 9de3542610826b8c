/* /metrics and /probe, over a fleet on a fake clock. */
#include "web/metrics.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_http.h"
#include "support/monitor_rig.h"

#define OPEN "Accept: application/openmetrics-text;version=1.0.0"

struct scene {
	struct rig *rig;
	struct web *web;
	struct web_options options;
	unsigned filled;
};

static void
fill(void *arg, struct metric_values *values)
{
	struct scene *scene = arg;

	scene->filled++;
	values->version = "1";
	values->openssl = "3";
	*ARRAY_ADD(&values->sinks) = (struct metric_sink){.name = "ops"};
}

static void
open_web(struct scene *scene)
{
	const struct control_parts parts = {
	    .loop = scene->rig->loop,
	    .clock = &scene->rig->clock,
	    .monitor = scene->rig->monitor,
	    .fleet = scene->rig->fleet,
	    .inspector = scene->rig->inspector,
	};
	struct error err = ERROR_INIT;

	scene->web = web_new(&parts, &scene->options, &err);
	assert_non_null(scene->web);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->rig = rig_new(NULL);
	scene->options.metrics_endpoints = 1000;
	scene->options.figures = fill;
	scene->options.figures_arg = scene;
	open_web(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	web_free(scene->web);
	rig_free(scene->rig);
	free(scene);
	return 0;
}

/* A good one and one that refuses, looked at. */
static void
watch_two(struct scene *scene)
{
	rig_serve(scene->rig, "192.0.2.1", RIG_GOOD);
	rig_serve(scene->rig, "192.0.2.2", RIG_REFUSED);
	rig_endpoint(scene->rig, "good.example.test", "192.0.2.1", 3600);
	rig_endpoint(scene->rig, "gone.example.test", "192.0.2.2", 3600);
	rig_apply(scene->rig);
	rig_run(scene->rig, 600);
}

static const struct fake_answer *
get(const struct scene *scene, const char *target)
{
	return fake_http_get(scene->rig->loop, target);
}

static void
assert_has(const struct fake_answer *answer, const char *line)
{
	if (strstr(answer->body, line) == NULL)
		fail_msg("no '%s' in:\n%s", line, answer->body);
}

static void
assert_has_not(const struct fake_answer *answer, const char *words)
{
	if (strstr(answer->body, words) != NULL)
		fail_msg("'%s' in:\n%s", words, answer->body);
}

static void
endpoints_stand_as_they_are_known(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	watch_two(scene);
	answer = get(scene, "/metrics");
	assert_int_equal(answer->status, 200);
	assert_string_equal(
	    answer->type, "text/plain; version=0.0.4; charset=utf-8");
	assert_has(
	    answer, "\nprobe_success{instance=\"good.example.test:443\"} 1\n");
	assert_has(
	    answer, "\nprobe_success{instance=\"gone.example.test:443\"} 0\n");
	assert_has(answer,
	    "\nchainwatch_endpoint_incident{instance="
	    "\"gone.example.test:443\",finding=\"connect-refused\","
	    "severity=\"critical\"} 1\n");
	assert_has(answer,
	    "\nchainwatch_incidents_open{finding=\"connect-refused\","
	    "severity=\"critical\"} 1\n");
	assert_has(answer, "\nchainwatch_endpoints{state=\"ok\"} 1\n");
	assert_has(answer, "\nchainwatch_targets 2\n");
	assert_int_equal(scene->filled, 1);
}

static void
openmetrics_comes_to_who_asks_for_it(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	watch_two(scene);
	answer = fake_http_ask(scene->rig->loop, "/metrics", OPEN);
	assert_string_equal(answer->type,
	    "application/openmetrics-text; version=1.0.0; charset=utf-8");
	assert_string_equal(answer->body + answer->len - 6, "# EOF\n");
	assert_string_equal(fake_http_header("Vary"), "Accept");
}

/* The families of the text format, each once, its samples behind it. */
static void
families_are_not_mixed(void **state)
{
	struct scene *scene = *state;
	const char *line;
	char family[200] = "";

	web_free(scene->web);
	scene->options.has_least_slices = true;
	open_web(scene);
	watch_two(scene);
	for (int i = 0; i < 100; i++) {
		char host[40];

		snprintf(host, sizeof host, "h%04d.example.test", i);
		rig_endpoint(scene->rig, host, "192.0.2.1", 3600);
	}
	rig_apply(scene->rig);
	line = get(scene, "/metrics")->body;
	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		if (strncmp(line, "# TYPE ", 7) == 0) {
			CLEANUP(free) char *head = mem_strndup(line, len);

			/* each has one head, however it was sliced */
			assert_null(strstr(line + len, head));
			snprintf(family, sizeof family, "%.*s",
			    (int)strcspn(line + 7, " "), line + 7);
		} else if (line[0] != '#')
			assert_int_equal(
			    strncmp(line, family, strlen(family)), 0);
		line += len + 1;
	}
}

static void
an_empty_fleet_is_told_too(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer = get(scene, "/metrics");

	assert_int_equal(answer->status, 200);
	assert_has(answer, "\nchainwatch_endpoints{state=\"ok\"} 0\n");
	assert_has(answer, "\n# TYPE probe_success gauge\n");
}

static void
beyond_the_bound_endpoints_have_no_series(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	web_free(scene->web);
	scene->options.metrics_endpoints = 1;
	open_web(scene);
	watch_two(scene);
	answer = get(scene, "/metrics");
	assert_has(answer, "\nchainwatch_endpoints_left_out 1\n");
	assert_has(answer, "\nprobe_success{instance=\"gone.example.test");
	assert_has_not(answer, "instance=\"good.example.test");
	assert_has(answer, "\nchainwatch_endpoints{state=\"ok\"} 1\n");
}

static void
a_reader_who_goes_leaves_nothing_behind(void **state)
{
	struct scene *scene = *state;

	watch_two(scene);
	for (int i = 0; i < 2 * METRICS_MAX_UNDER_WAY; i++) {
		fake_http_begin(scene->rig->loop, "/metrics");
		fake_http_abandon();
	}
	assert_int_equal(get(scene, "/metrics")->status, 200);
}

static void
blackbox_is_answered_from_what_is_known(void **state)
{
	struct scene *scene = *state;
	unsigned looks;
	const struct fake_answer *answer;

	watch_two(scene);
	looks = rig_looks(scene->rig, "192.0.2.1");
	answer = get(scene, "/probe?module=tls&target=good.example.test:443");
	assert_int_equal(answer->status, 200);
	assert_has(answer, "\nprobe_success 1\n");
	assert_has(answer, "\nprobe_ssl_earliest_cert_expiry 1");
	assert_has(answer, "\nprobe_ssl_last_chain_expiry_timestamp_seconds 1");
	assert_has(answer, "\nprobe_ssl_last_chain_info{fingerprint_sha256=");
	assert_has_not(answer, "instance=");
	assert_int_equal(rig_looks(scene->rig, "192.0.2.1"), looks);
	assert_has(get(scene, "/probe?target=gone.example.test:443"),
	    "\nprobe_success 0\n");
}

static void
a_target_may_be_written_as_people_do(void **state)
{
	static const char *const targets[] = {"good.example.test",
	    "GOOD.example.test:443", "https://good.example.test/",
	    "https://good.example.test:443/health%3Fx=1",
	    "good.example.test.:443"};
	struct scene *scene = *state;

	watch_two(scene);
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		CLEANUP(free)
		char *path = mem_printf("/probe?target=%s", targets[i]);

		assert_has(get(scene, path), "\nprobe_success 1\n");
	}
}

static void
strangers_are_not_probed(void **state)
{
	static const char *const targets[] = {"evil.example.test:443",
	    "good.example.test:8443", "192.0.2.1:443", "good.example.test:0",
	    "good.example.test:99999", "good.example.test:443x", ":443", "%00",
	    "%0A%22", "[::1", "http://good.example.test/"};
	struct scene *scene = *state;
	unsigned looks;

	watch_two(scene);
	looks = rig_looks(scene->rig, "192.0.2.1");
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		CLEANUP(free)
		char *path = mem_printf("/probe?target=%s", targets[i]);
		const struct fake_answer *answer = get(scene, path);

		assert_true(answer->status == 404 || answer->status == 400);
		assert_has_not(answer, "probe_success");
	}
	assert_int_equal(get(scene, "/probe")->status, 400);
	assert_int_equal(rig_looks(scene->rig, "192.0.2.1"), looks);
}

/* As many as a connection has room for; the bound is web.metrics_endpoints. */
static void
a_large_fleet_is_told_in_slices(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;
	char host[40];

	rig_serve(scene->rig, "192.0.2.1", RIG_GOOD);
	for (int i = 0; i < 800; i++) {
		snprintf(host, sizeof host, "h%04d.example.test", i);
		rig_endpoint(scene->rig, host, "192.0.2.1", 3600);
	}
	rig_apply(scene->rig);
	answer = get(scene, "/metrics");
	assert_false(answer->is_broken);
	assert_true(answer->len > 64u << 10);
	assert_has(answer,
	    "\nchainwatch_endpoint_info{instance="
	    "\"h0000.example.test:443\"");
	assert_has(answer,
	    "\nchainwatch_endpoint_info{instance="
	    "\"h0799.example.test:443\"");
}

#define WITH_WEB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_WEB(endpoints_stand_as_they_are_known),
	    WITH_WEB(openmetrics_comes_to_who_asks_for_it),
	    WITH_WEB(families_are_not_mixed),
	    WITH_WEB(an_empty_fleet_is_told_too),
	    WITH_WEB(beyond_the_bound_endpoints_have_no_series),
	    WITH_WEB(a_reader_who_goes_leaves_nothing_behind),
	    WITH_WEB(blackbox_is_answered_from_what_is_known),
	    WITH_WEB(a_target_may_be_written_as_people_do),
	    WITH_WEB(strangers_are_not_probed),
	    WITH_WEB(a_large_fleet_is_told_in_slices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
