/* Routes as they are written; see config_routes.h. */
#include "config/config_routes.h"

#include <string.h>

#include "base/glob.h"
#include "base/mem.h"
#include "config/config.h"
#include "config/config_sinks.h"
#include "config/loader.h"
#include "config/spelling.h"

#define MAX_TERMS 100
#define MAX_TEXT 300

static void
decode_sink(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *name = field_text(reader, field, field->item, node);
	struct loader_sink_name *later;

	if (name == NULL)
		return;
	if (texts_has(slot, name)) {
		field_fault(reader, node, "'%s' names '%s' twice; remove one",
		    field->key, fault_value(name).text);
		return;
	}
	texts_add(slot, name);
	later = ARRAY_ADD(&loader_of(reader)->sink_names);
	later->name = mem_strdup(name);
	later->place = loader_place(reader, node);
}

const struct field_type config_routed_sink = {
    .name = "sink",
    .words = "the name of a webhook, a mail or 'syslog', or 'journal'",
    .decode = decode_sink,
    .shapes = FIELD_AS_TEXT,
};

static void
decode_defaults(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct routes *routes = slot;

	routes->has_defaults = true;
	field_list.decode(reader, field, node, &routes->defaults);
}

const struct field_type config_default_sinks = {
    .name = "list",
    .words = "a list of sinks",
    .decode = decode_defaults,
    .shapes = FIELD_AS_LIST,
};

static void
decode_label(struct field_reader *reader, const struct field *field,
    const struct yaml_pair *pair, struct route *route)
{
	const char *value;
	struct endpoint_label *label;

	if (yaml_node_is_null(pair->value)) {
		field_fault(reader, pair->key,
		    "the label '%s' has no value; give it a pattern, \"*\" "
		    "for any",
		    fault_value(pair->key->text).text);
		return;
	}
	value = field_text(reader, field, &field_string, pair->value);
	if (value == NULL)
		return;
	label = ARRAY_ADD(&route->labels);
	label->key = mem_strdup(pair->key->text);
	label->value = mem_strdup(value);
}

static void
decode_labels(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind != YAML_KIND_MAP)
		field_wrong_type(reader, field, field->type, node);
	else if (node->len == 0 || node->len > MAX_TERMS)
		field_fault(reader, node,
		    "%u labels; give one to %d, or leave it out", node->len,
		    MAX_TERMS);
	else
		for (size_t i = 0; i < node->len; i++)
			decode_label(reader, field, &node->pairs[i], slot);
}

static const struct field_type labels_type = {
    .name = "map of patterns",
    .words = "a map of names and patterns, such as {team: web}",
    .decode = decode_labels,
    .shapes = FIELD_AS_NAMED,
    .element = &field_string,
};

static void
decode_pattern(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);

	if (text == NULL)
		return;
	if (*text == '\0' || strlen(text) > MAX_TEXT)
		field_fault(reader, node,
		    "a pattern has 1 to %d characters; '*' fits anything",
		    MAX_TEXT);
	else
		texts_add(slot, text);
}

static const struct field_type pattern_type = {
    .name = "pattern",
    .words = "a pattern such as *.example.com or www.example.com:443",
    .decode = decode_pattern,
    .shapes = FIELD_AS_TEXT,
};

/* A pattern that fits no finding there is would never fit. */
static void
decode_finding(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct spelling spelling = SPELLING_INIT(text);

	if (text == NULL)
		return;
	for (int i = 0; i < FINDING_COUNT; i++) {
		const char *code = finding_code_text((enum finding_code)i);

		if (glob_fits(text, code)) {
			texts_add(slot, text);
			return;
		}
		spelling_offer(&spelling, code);
	}
	field_fault(reader, node,
	    spelling.best != NULL
		? "there is no finding '%s'; did you mean '%s'?"
		: "there is no finding '%s'%s; `chainwatch explain` lists "
		  "them",
	    fault_value(text).text, spelling.best != NULL ? spelling.best : "");
}

static const struct field_type finding_type = {
    .name = "finding",
    .words = "a finding's code or a pattern of codes, such as leaf-*",
    .decode = decode_finding,
    .shapes = FIELD_AS_TEXT,
};

static const struct field rows[] = {
    {
	.key = "labels",
	.type = &labels_type,
	.offset = offsetof(struct route, labels),
	.inherits = "any",
	.sentence = "Labels that the endpoint must have, all of them; values "
		    "may have '*' and '?'.",
    },
    {
	.key = "endpoints",
	.type = &field_list,
	.item = &pattern_type,
	.offset = offsetof(struct route, endpoints),
	.least = 1,
	.most = MAX_TERMS,
	.inherits = "any",
	.sentence = "Endpoints by host, or by host:port; '*' and '?' may "
		    "stand in them.",
    },
    {
	.key = "findings",
	.type = &field_list,
	.item = &finding_type,
	.offset = offsetof(struct route, findings),
	.least = 1,
	.most = MAX_TERMS,
	.inherits = "any",
	.sentence = "Codes of findings, or patterns of them.",
    },
    {
	.key = "events",
	.type = &field_list,
	.item = &config_event_kind,
	.offset = offsetof(struct route, events),
	.least = 1,
	.most = CONFIG_MAX_EVENTS,
	.inherits = "all, but those of the monitor itself",
	.sentence = "Kinds of events. How an incident goes on and ends is "
		    "told to who heard it begin; name kinds for what else "
		    "shall go there.",
    },
    {
	.key = "min_severity",
	.type = &field_choice,
	.choices = config_severities,
	.offset = offsetof(struct route, min_severity),
	.fallback = "ok",
	.sentence = "The least severity.",
    },
    {
	.key = "monitor",
	.type = &field_boolean,
	.offset = offsetof(struct route, is_monitor),
	.fallback = "false",
	.sentence = "The monitor's own events (its faults, its start, reloads, "
		    "the first pass) in place of those of endpoints.",
    },
    {
	.key = "continue",
	.type = &field_boolean,
	.offset = offsetof(struct route, is_continued),
	.fallback = "false",
	.sentence = "Go on to the next routes although this one fits.",
    },
    {
	.key = "sinks",
	.type = &field_list,
	.item = &config_routed_sink,
	.offset = offsetof(struct route, sinks),
	.flags = FIELD_REQUIRED,
	.least = 1,
	.most = CONFIG_MAX_ROUTED,
	.sentence = "Who hears of it: names of webhooks and mails, 'syslog', "
		    "'journal'.",
    },
};

const struct field_table config_route_table = FIELD_TABLE("a route", rows);

static void
check(struct field_reader *reader, const struct yaml_node *node,
    const struct route *route)
{
	struct loader *loader = loader_of(reader);
	const struct routes *routes = &loader->config->routes;
	const char *words = route_contradiction(route);
	char where[LOADER_WHERE_MAX];

	if (words != NULL) {
		field_fault(reader, node, "this route never fits: %s", words);
		return;
	}
	for (size_t i = 0; i < routes->list.len; i++) {
		if (!route_covers(&routes->list.items[i], route))
			continue;
		field_fault(reader, node,
		    "this route is never asked: the one %s takes all that it "
		    "would; put it before that, or say 'continue: true' there",
		    loader_where(
			&loader->route_places.items[i], reader->source, where));
		return;
	}
}

static void
decode_route(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct loader *loader = loader_of(reader);
	struct route route = {0};
	size_t before = reader->faults->added;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_set_defaults(&config_route_table, &route);
	field_decode_map(reader, &config_route_table, node, &route);
	if (reader->faults->added == before)
		check(reader, node, &route);
	if (reader->faults->added != before) {
		route_clear(&route);
		return;
	}
	*ARRAY_ADD(&loader->config->routes.list) = route;
	*ARRAY_ADD(&loader->route_places) = loader_place(reader, node);
}

const struct field_type config_route_item = {
    .name = "route",
    .words = "a map of keys such as {labels: {team: web}, sinks: [ops]}",
    .decode = decode_route,
    .shapes = FIELD_AS_MAP,
};

static bool
is_sink(const struct routes *routes, const char *name)
{
	ARRAY_EACH (sink, &routes->sinks) {
		if (strcmp(sink->name, name) == 0)
			return true;
	}
	return strcmp(name, SINK_NAME_JOURNAL) == 0;
}

static void
unknown_sink(struct loader *loader, const struct loader_sink_name *named)
{
	struct spelling spelling = SPELLING_INIT(named->name);
	struct strbuf known = STRBUF_INIT(200);

	spelling_offer(&spelling, SINK_NAME_JOURNAL);
	strbuf_add(&known, SINK_NAME_JOURNAL);
	ARRAY_EACH (sink, &loader->config->routes.sinks) {
		spelling_offer(&spelling, sink->name);
		strbuf_addf(&known, ", %s", sink->name);
	}
	faults_add(&loader->faults, named->place.source, named->place.start,
	    named->place.end,
	    spelling.best != NULL ? "unknown sink '%s'; did you mean '%s'?"
				  : "unknown sink '%s'; there are: %s",
	    fault_value(named->name).text,
	    spelling.best != NULL ? spelling.best : strbuf_text(&known));
	strbuf_clear(&known);
}

static bool
is_named(const struct loader *loader, const char *name)
{
	ARRAY_EACH (named, &loader->sink_names) {
		if (strcmp(named->name, name) == 0)
			return true;
	}
	return false;
}

/* Without a default, what no route takes goes to all. */
static void
check_reached(struct loader *loader)
{
	const struct routes *routes = &loader->config->routes;

	for (size_t i = 0; routes->has_defaults && i < routes->sinks.len; i++) {
		const char *name = routes->sinks.items[i].name;
		const struct loader_place *place =
		    &loader->sink_places.items[i];

		if (!is_named(loader, name))
			faults_add(&loader->faults, place->source, place->start,
			    place->end,
			    "no route leads to '%s'; name it in 'routes' or in "
			    "'default', or remove it",
			    name);
	}
}

void
config_routes_resolve(struct loader *loader)
{
	ARRAY_EACH (named, &loader->sink_names) {
		if (!is_sink(&loader->config->routes, named->name))
			unknown_sink(loader, named);
	}
	check_reached(loader);
}
