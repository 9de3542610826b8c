/* Routes in scenarios; see scenario_routes.h. */
#include "support/scenario_routes.h"

#include <string.h>

#include "base/mem.h"
#include "incident/routing.h"

void
scenario_routes_clear(struct scenario_routes *routes)
{
	routes_clear(&routes->routes);
}

bool
scenario_routes_is(const char *word)
{
	return strcmp(word, "route") == 0 || strcmp(word, "sink") == 0 ||
	    strcmp(word, "label") == 0;
}

static void
split(struct texts *texts, const char *list)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ",");

		texts_add_take(texts, mem_strndup(list, len));
		list += len + (list[len] == ',');
	}
}

static bool
add_label(struct endpoint_label *label, const char *text)
{
	const char *equals = strchr(text, '=');

	if (equals == NULL)
		return false;
	label->key = mem_strndup(text, (size_t)(equals - text));
	label->value = mem_strdup(equals + 1);
	return true;
}

static bool
read_severity(const char *text, int *ret_severity)
{
	return names_find(&severity_names, text, ret_severity);
}

/* label:team=web endpoint:NAME finding:CODE event:KIND severity:LEAST */
static bool
read_term(struct route *route, const char *word)
{
	const char *value = strchr(word, ':');
	int kind;

	if (strcmp(word, "monitor") == 0)
		return route->is_monitor = true;
	if (strcmp(word, "continue") == 0)
		return route->is_continued = true;
	if (value++ == NULL)
		return false;
	if (strncmp(word, "label:", 6) == 0)
		return add_label(ARRAY_ADD(&route->labels), value);
	if (strncmp(word, "severity:", 9) == 0)
		return read_severity(value, &route->min_severity);
	if (strncmp(word, "event:", 6) == 0 &&
	    names_find(&event_kind_names, value, &kind)) {
		route->events |= UINT64_C(1) << kind;
		return true;
	}
	if (strncmp(word, "endpoint:", 9) == 0)
		split(&route->endpoints, value);
	else if (strncmp(word, "finding:", 8) == 0)
		split(&route->findings, value);
	else
		return false;
	return true;
}

static bool
play_route(struct routes *routes, char **words, size_t count)
{
	struct route *route;

	if (count == 3 && strcmp(words[1], "default") == 0) {
		routes->has_defaults = true;
		split(&routes->defaults, words[2]);
		return true;
	}
	route = ARRAY_ADD(&routes->list);
	split(&route->sinks, words[count - 1]);
	for (size_t i = 1; i + 1 < count; i++) {
		if (!read_term(route, words[i]))
			return false;
	}
	return true;
}

static bool
play_sink(struct routes *routes, char **words, size_t count)
{
	struct route_sink *sink = ARRAY_ADD(&routes->sinks);

	sink->name = mem_strdup(words[1]);
	for (size_t i = 2; i < count; i++) {
		if (strcmp(words[i], "alerts") == 0)
			sink->has_alerts = true;
		else if (!read_severity(words[i], &sink->min_severity))
			return false;
	}
	return true;
}

bool
scenario_routes_play(struct scenario_routes *routes, struct endpoint *endpoint,
    char **words, size_t count)
{
	if (count < 2)
		return false;
	if (strcmp(words[0], "route") == 0)
		return play_route(&routes->routes, words, count);
	if (strcmp(words[0], "sink") == 0)
		return play_sink(&routes->routes, words, count);
	return endpoint != NULL && count == 3 &&
	    add_label(ARRAY_ADD(&endpoint->settings->labels), words[2]);
}

static bool
is_used(const struct scenario_routes *routes)
{
	return routes->routes.list.len > 0 || routes->routes.sinks.len > 0;
}

void
scenario_routes_apply(const struct scenario_routes *routes, struct fleet *fleet,
    struct batch *batch, int64_t now)
{
	if (is_used(routes))
		routing_apply(&routes->routes, fleet_hush(fleet), batch, now);
}

static void
add_names(struct strbuf *buf, const char *before, const char *names)
{
	char name[SINK_NAME_MAX + 1];

	while (sink_names_next(&names, name)) {
		strbuf_addf(buf, "%s%s", before, name);
		before = ",";
	}
}

void
scenario_routes_words(const struct scenario_routes *routes,
    const struct event *event, struct strbuf *buf)
{
	if (!is_used(routes))
		return;
	add_names(buf, " -> ", event->sinks);
	add_names(buf, " first ", event->newly_told);
}
