/* Events for PagerDuty; see render_pagerduty.h. */
#include "render/render_pagerduty.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/json_value.h"

#define KEY_MAX 255 /* of a dedup_key */
#define LIST_MAX 100

enum action {
	ACTION_NONE,
	ACTION_TRIGGER,
	ACTION_ACKNOWLEDGE,
	ACTION_RESOLVE,
	ACTION_CHANGE,
};

static const char *const action_names[] = {
    [ACTION_TRIGGER] = "trigger",
    [ACTION_ACKNOWLEDGE] = "acknowledge",
    [ACTION_RESOLVE] = "resolve",
};

/* What an event comes to: where it is about an incident, and where not. */
static const struct {
	const char *event;
	enum action with, without;
} actions[] = {
    {"incident-opened", ACTION_TRIGGER, ACTION_NONE},
    {"incident-changed", ACTION_TRIGGER, ACTION_NONE},
    {"incident-reminder", ACTION_TRIGGER, ACTION_NONE},
    {"incident-resolved", ACTION_RESOLVE, ACTION_NONE},
    {"acknowledged", ACTION_ACKNOWLEDGE, ACTION_NONE},
    {"chain-regressed", ACTION_TRIGGER, ACTION_CHANGE},
    {"rollout-stalled", ACTION_TRIGGER, ACTION_CHANGE},
    {"monitor-fault", ACTION_TRIGGER, ACTION_TRIGGER},
    {"chain-changed", ACTION_CHANGE, ACTION_CHANGE},
    {"rollout-started", ACTION_CHANGE, ACTION_CHANGE},
    {"rollout-finished", ACTION_CHANGE, ACTION_CHANGE},
    {"trust-store-changed", ACTION_CHANGE, ACTION_CHANGE},
    {"config-reloaded", ACTION_CHANGE, ACTION_CHANGE},
    {"config-rejected", ACTION_CHANGE, ACTION_CHANGE},
    {"monitor-started", ACTION_CHANGE, ACTION_CHANGE},
    {"monitor-stopped", ACTION_CHANGE, ACTION_CHANGE},
    {"first-pass", ACTION_CHANGE, ACTION_CHANGE},
};

static const struct {
	const char *ours, *theirs;
} severities[] = {
    {"critical", "critical"},
    {"warning", "warning"},
    {"notice", "info"},
    {"ok", "info"},
};

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

static bool
is_bad(const json_t *event)
{
	const char *severity = text_of(event, "severity");

	return strcmp(severity, "warning") == 0 ||
	    strcmp(severity, "critical") == 0;
}

static enum action
action_of(const json_t *event)
{
	const char *kind = text_of(event, "event");
	bool has_incident = json_is_object(json_object_get(event, "incident"));

	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
		enum action action =
		    has_incident ? actions[i].with : actions[i].without;

		if (strcmp(actions[i].event, kind) != 0)
			continue;
		/* The end of a fault of ours is no fault. */
		if (strcmp(kind, "monitor-fault") == 0 && !is_bad(event))
			return ACTION_RESOLVE;
		return action;
	}
	return ACTION_NONE;
}

static json_t *
cut_text(const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);
	CLEANUP(free)
	char *cut = mem_strndup(text, len > max ? utf8_cut(text, max) : len);

	return json_value_text(cut);
}

static json_t *
dedup_key(const json_t *event)
{
	const json_t *incident = json_object_get(event, "incident");
	CLEANUP(free) char *key = NULL;

	if (json_is_object(incident))
		return json_value_text(text_of(incident, "id"));
	key = mem_printf("chainwatch/%s/%s", text_of(event, "finding"),
	    text_of(event, "sink"));
	return cut_text(key, KEY_MAX);
}

static const char *
severity_of(const json_t *event)
{
	const json_t *incident = json_object_get(event, "incident");
	const char *ours =
	    text_of(json_is_object(incident) ? incident : event, "severity");

	for (size_t i = 0; i < sizeof severities / sizeof severities[0]; i++) {
		if (strcmp(severities[i].ours, ours) == 0)
			return severities[i].theirs;
	}
	return "info";
}

/* "www.example.com:443"; the monitor is its own source. */
static json_t *
source_of(const json_t *event)
{
	const json_t *endpoint = json_object_get(event, "endpoint");
	const char *host = text_of(endpoint, "host");
	CLEANUP(free) char *text = NULL;

	if (*host == '\0')
		return json_value_text("chainwatch");
	text = mem_printf("%s:%lld", host,
	    (long long)json_integer_value(json_object_get(endpoint, "port")));
	return json_value_text(text);
}

static void
copy(json_t *to, const json_t *event, const char *key)
{
	json_t *value = json_object_get(event, key);

	if (value != NULL && !json_is_null(value))
		json_value_set(to, key, json_incref(value));
}

/* An incident's endpoints may be a thousand: their number stays. */
static json_t *
short_incident(const json_t *incident)
{
	json_t *shorter = json_copy((json_t *)(uintptr_t)incident);
	const json_t *all = json_object_get(incident, "endpoints");
	json_t *list = json_value_array();

	for (size_t i = 0; i < json_array_size(all) && i < LIST_MAX; i++)
		json_value_append(list, json_incref(json_array_get(all, i)));
	json_value_set(shorter, "endpoints", list);
	return shorter;
}

static json_t *
details_of(const json_t *event, bool has_report)
{
	static const char *const keys[] = {"event", "id", "time", "finding",
	    "detail", "remedy", "endpoint", "addresses", "changes", "rollout",
	    "sink"};
	const json_t *incident = json_object_get(event, "incident");
	json_t *details = json_value_object();

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		copy(details, event, keys[i]);
	if (json_is_object(incident))
		json_value_set(details, "incident", short_incident(incident));
	if (json_is_true(json_object_get(event, "first_here")))
		copy(details, event, "first_here");
	if (has_report)
		copy(details, event, "report");
	return details;
}

static json_t *
payload_of(const json_t *event, enum action action, json_t *take_details)
{
	json_t *payload = json_value_object();
	const char *finding = text_of(event, "finding");

	json_value_set(payload, "summary",
	    cut_text(text_of(event, "text"), PAGERDUTY_SUMMARY_MAX));
	json_value_set(payload, "source", source_of(event));
	json_value_set(
	    payload, "timestamp", json_value_text(text_of(event, "time")));
	json_value_set(payload, "custom_details", take_details);
	if (action == ACTION_CHANGE)
		return payload;
	json_value_set(
	    payload, "severity", json_value_text(severity_of(event)));
	json_value_set(payload, "component", json_value_text("tls"));
	if (*finding != '\0')
		json_value_set(payload, "class", json_value_text(finding));
	return payload;
}

/* Where more of it is to be seen: of alerts and of changes alike. */
static void
add_page(json_t *body, const json_t *event)
{
	const char *page = text_of(event, "page");
	json_t *links, *link;

	if (*page == '\0')
		return;
	links = json_value_array();
	link = json_value_object();
	json_value_set(link, "href", json_value_text(page));
	json_value_set(link, "text", json_value_text("The incident"));
	json_value_append(links, link);
	json_value_set(body, "links", links);
}

static char *
body_of(const json_t *event, enum action action, const char *routing_key,
    json_t *take_details)
{
	json_t *body = json_value_object();
	char *text;

	json_value_set(body, "routing_key", json_value_text(routing_key));
	json_value_set(
	    body, "payload", payload_of(event, action, take_details));
	if (action != ACTION_CHANGE) {
		json_value_set(body, "event_action",
		    json_value_text(action_names[action]));
		json_value_set(body, "dedup_key", dedup_key(event));
		json_value_set(body, "client", json_value_text("chainwatch"));
	}
	add_page(body, event);
	text = json_dumps(body, JSON_COMPACT);
	if (text == NULL)
		abort(); /* memory, as in mem.h */
	json_decref(body);
	return text;
}

bool
render_pagerduty_is_for(const json_t *event)
{
	return action_of(event) != ACTION_NONE;
}

bool
render_pagerduty_event(const json_t *event, const char *routing_key,
    struct pagerduty_message *ret_message)
{
	enum action action = action_of(event);
	char *body;

	if (action == ACTION_NONE)
		return false;
	body = body_of(event, action, routing_key, details_of(event, true));
	if (strlen(body) > PAGERDUTY_BODY_MAX) {
		free(body);
		body = body_of(
		    event, action, routing_key, details_of(event, false));
	}
	if (strlen(body) > PAGERDUTY_BODY_MAX) {
		free(body);
		body = body_of(event, action, routing_key, json_value_object());
	}
	*ret_message = (struct pagerduty_message){
	    .body = body, .is_change = action == ACTION_CHANGE};
	return true;
}
