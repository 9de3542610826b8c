/* Which sinks an event is for; see route.h. */
#include "model/route.h"

#include <string.h>

#include "base/glob.h"
#include "base/mem.h"

#define KIND_BIT(kind) (UINT64_C(1) << (kind))

static const uint64_t monitor_kinds = KIND_BIT(EVENT_TRUST_STORE_CHANGED) |
    KIND_BIT(EVENT_CONFIG_RELOADED) | KIND_BIT(EVENT_CONFIG_REJECTED) |
    KIND_BIT(EVENT_MONITOR_STARTED) | KIND_BIT(EVENT_MONITOR_STOPPED) |
    KIND_BIT(EVENT_FIRST_PASS) | KIND_BIT(EVENT_MONITOR_FAULT) |
    KIND_BIT(EVENT_HEARTBEAT);

void
route_clear(struct route *route)
{
	ARRAY_EACH (label, &route->labels) {
		free(label->key);
		free(label->value);
	}
	ARRAY_CLEAR(&route->labels);
	texts_clear(&route->endpoints);
	texts_clear(&route->findings);
	texts_clear(&route->sinks);
	memset(route, 0, sizeof *route);
}

void
routes_clear(struct routes *routes)
{
	ARRAY_EACH (route, &routes->list)
		route_clear(route);
	ARRAY_CLEAR(&routes->list);
	texts_clear(&routes->defaults);
	ARRAY_EACH (sink, &routes->sinks)
		free(sink->name);
	ARRAY_CLEAR(&routes->sinks);
	routes->has_defaults = false;
}

bool
route_is_of_monitor(enum event_kind kind)
{
	return (monitor_kinds & KIND_BIT(kind)) != 0;
}

static bool
has_endpoint_terms(const struct route *route)
{
	return route->labels.len > 0 || route->endpoints.len > 0;
}

const char *
route_contradiction(const struct route *route)
{
	bool is_of_monitor = route->is_monitor ||
	    (route->events != 0 && (route->events & ~monitor_kinds) == 0);

	if (is_of_monitor && has_endpoint_terms(route))
		return "the monitor's own events have no endpoint and no "
		       "labels";
	if (route->is_monitor && route->events != 0 &&
	    (route->events & monitor_kinds) == 0)
		return "none of its 'events' is one of the monitor's own";
	if (route->events == KIND_BIT(EVENT_HEARTBEAT))
		return "heartbeats go to the webhooks that want them, by no "
		       "route";
	return NULL;
}

/* Does all that fits `later` fit `earlier`? "?" fits no star. */
static bool
pattern_covers(const char *earlier, const char *later)
{
	return strcmp(earlier, later) == 0 ||
	    (strchr(earlier, '?') == NULL && glob_fits(earlier, later));
}

static bool
names_label(const struct route *route, const struct endpoint_label *wanted)
{
	ARRAY_EACH (label, &route->labels) {
		if (strcmp(label->key, wanted->key) == 0 &&
		    pattern_covers(wanted->value, label->value))
			return true;
	}
	return false;
}

/* Is each of `later` covered by one that is there earlier? */
static bool
texts_cover(const struct texts *earlier, const struct texts *later)
{
	if (earlier->len == 0)
		return true;
	if (later->len == 0)
		return false;
	ARRAY_EACH (text, later) {
		bool is_covered = false;

		ARRAY_EACH (pattern, earlier)
			is_covered |= pattern_covers(*pattern, *text);
		if (!is_covered)
			return false;
	}
	return true;
}

/* The kinds that it takes at all. */
static uint64_t
kinds_of(const struct route *route)
{
	if (route->is_monitor)
		return route->events == 0 ? monitor_kinds
					  : route->events & monitor_kinds;
	return route->events == 0 ? ~monitor_kinds : route->events;
}

bool
route_covers(const struct route *earlier, const struct route *later)
{
	if (earlier->is_continued ||
	    (kinds_of(later) & ~kinds_of(earlier)) != 0 ||
	    earlier->min_severity > later->min_severity)
		return false;
	ARRAY_EACH (label, &earlier->labels) {
		if (!names_label(later, label))
			return false;
	}
	return texts_cover(&earlier->endpoints, &later->endpoints) &&
	    texts_cover(&earlier->findings, &later->findings);
}

bool
routes_has_alerts(const struct routes *routes, const char *name)
{
	ARRAY_EACH (sink, &routes->sinks) {
		if (strcmp(sink->name, name) == 0)
			return sink->has_alerts;
	}
	return false;
}

bool
routes_name_journal(const struct routes *routes)
{
	if (texts_has(&routes->defaults, SINK_NAME_JOURNAL))
		return true;
	ARRAY_EACH (route, &routes->list) {
		if (texts_has(&route->sinks, SINK_NAME_JOURNAL))
			return true;
	}
	return false;
}

static bool
fit_labels(const struct route *route, const struct endpoint *endpoint)
{
	ARRAY_EACH (wanted, &route->labels) {
		bool has = false;

		ARRAY_EACH (label, &endpoint->settings->labels)
			has |= strcmp(label->key, wanted->key) == 0 &&
			    glob_fits(wanted->value, label->value);
		if (!has)
			return false;
	}
	return true;
}

static bool
fit_endpoint(const struct route *route, const struct endpoint *endpoint)
{
	if (!has_endpoint_terms(route))
		return true;
	if (endpoint == NULL || !fit_labels(route, endpoint))
		return false;
	ARRAY_EACH (pattern, &route->endpoints) {
		if (glob_fits(*pattern, endpoint->id) ||
		    glob_fits(*pattern, endpoint->host.text))
			return true;
	}
	return route->endpoints.len == 0;
}

static bool
fit_finding(const struct route *route, enum finding_code finding)
{
	ARRAY_EACH (pattern, &route->findings) {
		if (finding != FINDING_COUNT &&
		    glob_fits(*pattern, finding_code_text(finding)))
			return true;
	}
	return route->findings.len == 0;
}

static bool
fits(const struct route *route, const struct route_question *question)
{
	if ((kinds_of(route) & KIND_BIT(question->kind)) == 0 ||
	    (question->is_by_kind_only && route->events == 0))
		return false;
	return (int)question->severity >= route->min_severity &&
	    fit_finding(route, question->finding) &&
	    fit_endpoint(route, question->endpoint);
}

static bool
is_enough_for(
    const struct routes *routes, const char *name, enum severity severity)
{
	ARRAY_EACH (sink, &routes->sinks) {
		if (strcmp(sink->name, name) == 0)
			return (int)severity >= sink->min_severity;
	}
	return true;
}

static void
add(char **names, const struct routes *routes, const struct texts *sinks,
    enum severity severity)
{
	ARRAY_EACH (name, sinks) {
		if (is_enough_for(routes, *name, severity))
			sink_names_add(names, *name);
	}
}

static void
add_defaults(char **names, const struct routes *routes, enum severity severity)
{
	if (routes->has_defaults) {
		add(names, routes, &routes->defaults, severity);
		return;
	}
	ARRAY_EACH (sink, &routes->sinks) {
		if ((int)severity >= sink->min_severity)
			sink_names_add(names, sink->name);
	}
}

char *
routes_find(const struct routes *routes, const struct route_question *question)
{
	char *names = NULL;
	bool is_taken = question->is_by_kind_only;

	ARRAY_EACH (route, &routes->list) {
		if (!fits(route, question))
			continue;
		add(&names, routes, &route->sinks, question->severity);
		is_taken = true;
		if (!route->is_continued)
			break;
	}
	if (!is_taken)
		add_defaults(&names, routes, question->severity);
	/* Whoever else is told, of the monitor itself somebody always is. */
	if (route_is_of_monitor(question->kind) || !routes_name_journal(routes))
		sink_names_add(&names, SINK_NAME_JOURNAL);
	return names;
}
