/* Names and wishes of sinks; see config_sinks.h. */
#include "config/config_sinks.h"

#include <string.h>

#include "base/mem.h"
#include "config/config.h"
#include "config/loader.h"
#include "config/spelling.h"

const char *const config_severities[] = {
    "ok", "notice", "warning", "critical", NULL};

static bool
parse_name(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	size_t len = strnlen(text, SINK_NAME_MAX + 1);

	if (len == 0 || len > SINK_NAME_MAX ||
	    text[strspn(text,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-")] != '\0')
		return error_set(err, ERROR_INVALID,
		    "is '%s'; use 1 to %d letters, digits, '.', '_' and '-'",
		    fault_value(text).text, SINK_NAME_MAX);
	free(*(char **)slot);
	*(char **)slot = mem_strdup(text);
	return true;
}

const struct field_type config_sink_name = {
    .name = "name",
    .words = "a name of letters and digits",
    .parse = parse_name,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[A-Za-z0-9._-]+$",
};

static void
unknown_kind(
    struct field_reader *reader, const struct yaml_node *node, const char *text)
{
	struct spelling spelling = SPELLING_INIT(text);

	for (int i = 0; i < EVENT_KIND_COUNT; i++)
		spelling_offer(&spelling, event_kind_text((enum event_kind)i));
	field_fault(reader, node,
	    spelling.best != NULL
		? "there is no event '%s'; did you mean '%s'?"
		: "there is no event '%s'; there are incident-opened, %s and "
		  "others",
	    fault_value(text).text,
	    spelling.best != NULL ? spelling.best : "incident-resolved");
}

static void
decode_kind(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	int kind = 0;

	if (text == NULL)
		return;
	if (names_find(&event_kind_names, text, &kind))
		*(uint64_t *)slot |= UINT64_C(1) << kind;
	else
		unknown_kind(reader, node, text);
}

const struct field_type config_event_kind = {
    .name = "kind of event",
    .words = "a kind of event such as incident-opened",
    .decode = decode_kind,
    .shapes = FIELD_AS_TEXT,
    .names = &event_kind_names,
};

/* The names that are ours. */
static bool
is_reserved(const char *name)
{
	return strcmp(name, SINK_NAME_JOURNAL) == 0 ||
	    strcmp(name, SINK_NAME_SYSLOG) == 0;
}

void
config_sink_declare(struct field_reader *reader, const struct yaml_node *node,
    const char *name, int min_severity)
{
	struct loader *loader = loader_of(reader);
	struct route_sink *sink = ARRAY_ADD(&loader->config->routes.sinks);

	sink->name = mem_strdup(name);
	sink->min_severity = min_severity;
	*ARRAY_ADD(&loader->sink_places) = loader_place(reader, node);
}

struct route_sink *
config_sink_last(struct field_reader *reader)
{
	struct routes *routes = &loader_of(reader)->config->routes;

	return &routes->sinks.items[routes->sinks.len - 1];
}

void
config_sink_add(struct field_reader *reader, const struct yaml_node *node,
    const char *name, int min_severity)
{
	if (is_reserved(name)) {
		field_fault(reader, node,
		    "'%s' is the name of another sink; choose another", name);
		return;
	}
	ARRAY_EACH (other, &loader_of(reader)->config->routes.sinks) {
		if (strcmp(other->name, name) != 0)
			continue;
		field_fault(reader, node,
		    "there is a sink '%s' already; choose another name", name);
		return;
	}
	config_sink_declare(reader, node, name, min_severity);
}
