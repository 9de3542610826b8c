/* Which sinks an event is for: a table of questions to one set of routes. */
#include "model/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define KIND(kind) (UINT64_C(1) << EVENT_##kind)

/* A list of texts with a space between. */
static void
fill(struct texts *texts, const char *words)
{
	char name[SINK_NAME_MAX + 1];

	while (sink_names_next(&words, name))
		texts_add(texts, name);
}

struct sketch {
	const char *key, *value; /* of a label */
	const char *endpoints, *findings;
	uint64_t events;
	enum severity least;
	bool is_monitor, is_continued;
	const char *sinks;
};

static void
add_route(struct routes *routes, const struct sketch *sketch)
{
	struct route *route = ARRAY_ADD(&routes->list);

	if (sketch->key != NULL)
		*ARRAY_ADD(&route->labels) = (struct endpoint_label){
		    mem_strdup(sketch->key), mem_strdup(sketch->value)};
	fill(&route->endpoints, sketch->endpoints);
	fill(&route->findings, sketch->findings);
	fill(&route->sinks, sketch->sinks);
	route->events = sketch->events;
	route->min_severity = (int)sketch->least;
	route->is_monitor = sketch->is_monitor;
	route->is_continued = sketch->is_continued;
}

static void
add_sink(struct routes *routes, const char *name, enum severity least)
{
	struct route_sink *sink = ARRAY_ADD(&routes->sinks);

	sink->name = mem_strdup(name);
	sink->min_severity = (int)least;
}

static const struct sketch all_routes[] = {
    {.is_monitor = true, .least = SEVERITY_WARNING, .sinks = "admins"},
    {.events = KIND(CONFIG_REJECTED), .sinks = "ops"},
    {.key = "team",
	.value = "web*",
	.least = SEVERITY_CRITICAL,
	.is_continued = true,
	.sinks = "pager"},
    {.key = "team", .value = "web*", .sinks = "web"},
    {.endpoints = "*.db.test db.test:*",
	.findings = "leaf-*",
	.sinks = "db journal"},
    {.events = KIND(CHAIN_CHANGED), .sinks = "log"},
};

static void
set_up(struct routes *routes)
{
	static const char *const names[] = {
	    "admins", "ops", "pager", "web", "db", "log", "syslog"};

	memset(routes, 0, sizeof *routes);
	for (size_t i = 0; i < sizeof all_routes / sizeof all_routes[0]; i++)
		add_route(routes, &all_routes[i]);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		add_sink(routes, names[i], SEVERITY_OK);
	routes->has_defaults = true;
	fill(&routes->defaults, "ops syslog");
}

static struct endpoint *
endpoint_of(const char *host, const char *team)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint->port = 443;
	endpoint_finish(endpoint);
	if (team != NULL)
		*ARRAY_ADD(&endpoint->settings->labels) =
		    (struct endpoint_label){
			mem_strdup("team"), mem_strdup(team)};
	return endpoint;
}

static void
expect(const struct routes *routes, const char *host, const char *team,
    struct route_question question, const char *expected)
{
	CLEANUP(endpoint_unref)
	struct endpoint *endpoint =
	    host == NULL ? NULL : endpoint_of(host, team);
	CLEANUP(free) char *names = NULL;

	question.endpoint = endpoint;
	names = routes_find(routes, &question);
	if (strcmp(names == NULL ? "" : names, expected) != 0)
		fail_msg("%s, %s of %s: '%s' in place of '%s'",
		    event_kind_text(question.kind),
		    severity_text(question.severity),
		    host == NULL ? "the monitor" : host, names, expected);
}

static void
the_first_that_fits_is_taken(void **state)
{
	static const struct {
		const char *host, *team;
		enum event_kind kind;
		enum severity severity;
		enum finding_code finding;
		const char *expected;
	} rows[] = {
	    /* labels, severity, and going on */
	    {"a.test", "web", EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL,
		FINDING_LEAF_EXPIRED, "pager web"},
	    {"a.test", "web-2", EVENT_INCIDENT_OPENED, SEVERITY_WARNING,
		FINDING_LEAF_EXPIRED, "web"},
	    {"a.test", "mail", EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL,
		FINDING_LEAF_EXPIRED, "ops syslog"},
	    {"a.test", NULL, EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL,
		FINDING_LEAF_EXPIRED, "ops syslog"},
	    /* endpoints and findings */
	    {"x.db.test", NULL, EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL,
		FINDING_LEAF_EXPIRED, "db journal"},
	    {"db.test", NULL, EVENT_INCIDENT_OPENED, SEVERITY_OK,
		FINDING_LEAF_ONLY, "db journal"},
	    {"x.db.test", NULL, EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL,
		FINDING_NAME_MISMATCH, "ops syslog"},
	    {"x.db.test", NULL, EVENT_CHAIN_CHANGED, SEVERITY_NOTICE,
		FINDING_COUNT, "log"},
	    {"a.test", "web", EVENT_CHAIN_CHANGED, SEVERITY_NOTICE,
		FINDING_COUNT, "web"},
	    /* the monitor's own always reach the journal */
	    {NULL, NULL, EVENT_MONITOR_FAULT, SEVERITY_CRITICAL,
		FINDING_SINK_FAILING, "admins journal"},
	    {NULL, NULL, EVENT_MONITOR_STARTED, SEVERITY_NOTICE, FINDING_COUNT,
		"ops syslog journal"},
	    {NULL, NULL, EVENT_CONFIG_REJECTED, SEVERITY_NOTICE, FINDING_COUNT,
		"ops journal"},
	};
	struct routes routes;

	set_up(&routes);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		expect(&routes, rows[i].host, rows[i].team,
		    (struct route_question){
			.kind = rows[i].kind,
			.severity = rows[i].severity,
			.finding = rows[i].finding,
		    },
		    rows[i].expected);
	routes_clear(&routes);
}

static void
without_routes_all_hear_what_they_want(void **state)
{
	struct route_question question = {
	    .kind = EVENT_INCIDENT_OPENED,
	    .severity = SEVERITY_WARNING,
	    .finding = FINDING_LEAF_EXPIRED,
	};
	struct routes routes = {0};

	expect(&routes, "a.test", NULL, question, "journal");
	add_sink(&routes, "ops", SEVERITY_OK);
	add_sink(&routes, "pager", SEVERITY_CRITICAL);
	expect(&routes, "a.test", NULL, question, "ops journal");
	question.severity = SEVERITY_CRITICAL;
	expect(&routes, "a.test", NULL, question, "ops pager journal");
	routes_clear(&routes);
}

static void
an_end_goes_further_only_by_its_kind(void **state)
{
	const struct route_question question = {
	    .kind = EVENT_INCIDENT_RESOLVED,
	    .severity = SEVERITY_CRITICAL,
	    .finding = FINDING_LEAF_EXPIRED,
	    .is_by_kind_only = true,
	};
	const struct sketch ends = {
	    .events = KIND(INCIDENT_RESOLVED), .sinks = "log journal"};
	struct routes routes;

	set_up(&routes);
	expect(&routes, "a.test", "web", question, "");
	add_route(&routes, &ends);
	expect(&routes, "a.test", "web", question, "log journal");
	routes_clear(&routes);
}

/* Whoever routes to the journal decides what stands in it. */
static void
a_journal_that_nobody_routes_to_has_all(void **state)
{
	const struct route_question question = {
	    .kind = EVENT_INCIDENT_OPENED,
	    .severity = SEVERITY_CRITICAL,
	    .finding = FINDING_LEAF_EXPIRED,
	};
	const struct sketch sketch = {.sinks = "ops"};
	struct routes routes = {0};

	add_route(&routes, &sketch);
	add_sink(&routes, "ops", SEVERITY_OK);
	assert_false(routes_name_journal(&routes));
	expect(&routes, "a.test", NULL, question, "ops journal");
	fill(&routes.defaults, "journal");
	routes.has_defaults = true;
	assert_true(routes_name_journal(&routes));
	expect(&routes, "a.test", NULL, question, "ops");
	routes_clear(&routes);
}

static void
covering(
    const struct sketch *earlier, const struct sketch *later, bool expected)
{
	struct routes routes = {0};

	add_route(&routes, earlier);
	add_route(&routes, later);
	assert_int_equal(
	    route_covers(&routes.list.items[0], &routes.list.items[1]),
	    expected);
	routes_clear(&routes);
}

static void
a_route_behind_a_wider_one_is_never_asked(void **state)
{
	static const struct {
		struct sketch earlier, later;
		bool is_covered;
	} rows[] = {
	    {{.sinks = "a"}, {.key = "team", .value = "web"}, true},
	    {{.sinks = "a", .is_continued = true}, {.sinks = "b"}, false},
	    {{.sinks = "a"}, {.is_monitor = true}, false},
	    {{.sinks = "a"}, {.events = KIND(MONITOR_FAULT)}, false},
	    {{.is_monitor = true}, {.events = KIND(MONITOR_FAULT)}, true},
	    {{.least = SEVERITY_CRITICAL}, {.least = SEVERITY_WARNING}, false},
	    {{.least = SEVERITY_WARNING}, {.least = SEVERITY_CRITICAL}, true},
	    {{.key = "team", .value = "web*"}, {.key = "team", .value = "web1"},
		true},
	    {{.key = "team", .value = "web?"}, {.key = "team", .value = "web*"},
		false},
	    {{.key = "team", .value = "web"}, {.sinks = "b"}, false},
	    {{.endpoints = "*.test"}, {.endpoints = "a.test *.b.test"}, true},
	    {{.endpoints = "*.test"}, {.endpoints = "a.test b.example"}, false},
	    {{.findings = "leaf-*"}, {.findings = "leaf-expired"}, true},
	    {{.findings = "leaf-*"}, {.endpoints = "a.test"}, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		covering(&rows[i].earlier, &rows[i].later, rows[i].is_covered);
}

static void
what_nothing_fits_is_known(void **state)
{
	static const struct {
		struct sketch sketch;
		bool is_impossible;
	} rows[] = {
	    {{.sinks = "a"}, false},
	    {{.is_monitor = true}, false},
	    {{.is_monitor = true, .key = "team", .value = "*"}, true},
	    {{.is_monitor = true, .endpoints = "*"}, true},
	    {{.is_monitor = true, .events = KIND(CHAIN_CHANGED)}, true},
	    {{.events = KIND(MONITOR_FAULT), .endpoints = "*"}, true},
	    {{.events = KIND(MONITOR_FAULT) | KIND(CHAIN_CHANGED),
		 .endpoints = "*"},
		false},
	    {{.events = KIND(HEARTBEAT)}, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct routes routes = {0};

		add_route(&routes, &rows[i].sketch);
		assert_int_equal(
		    route_contradiction(&routes.list.items[0]) != NULL,
		    rows[i].is_impossible);
		routes_clear(&routes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_that_fits_is_taken),
	    cmocka_unit_test(without_routes_all_hear_what_they_want),
	    cmocka_unit_test(an_end_goes_further_only_by_its_kind),
	    cmocka_unit_test(a_journal_that_nobody_routes_to_has_all),
	    cmocka_unit_test(a_route_behind_a_wider_one_is_never_asked),
	    cmocka_unit_test(what_nothing_fits_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
