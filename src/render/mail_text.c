/* The words of a mail; see mail_text.h. */
#include "render/mail_text.h"

#include <stdint.h>
#include <string.h>

#define ENDPOINTS_SHOWN 50
#define CLIENTS_SHOWN 20

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* Peers wrote some of it: what is no line end and no character is a blank. */
static void
add_clean(struct strbuf *text, const char *words, bool has_lines)
{
	for (; *words != '\0'; words++) {
		unsigned char c = (unsigned char)*words;

		if (c == '\n' && has_lines)
			strbuf_add_char(text, '\n');
		else
			strbuf_add_char(
			    text, c < ' ' || c == 0x7f ? ' ' : *words);
	}
}

static void
add_item(struct strbuf *text, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	strbuf_addf(text, "%-11s ", name);
	add_clean(text, value, false);
	strbuf_add_char(text, '\n');
}

static void
add_endpoint(struct strbuf *text, const json_t *endpoint)
{
	const json_t *labels = json_object_get(endpoint, "labels");
	const char *key;
	json_t *value;

	if (!json_is_object(endpoint))
		return;
	strbuf_addf(text, "%-11s ", "Endpoint:");
	add_clean(text, text_of(endpoint, "host"), false);
	strbuf_addf(text, ":%lld",
	    (long long)json_integer_value(json_object_get(endpoint, "port")));
	json_object_foreach((json_t *)(uintptr_t)labels, key, value)
	{
		strbuf_add(text, "  ");
		add_clean(text, key, false);
		strbuf_add_char(text, '=');
		add_clean(text, json_string_value(value), false);
	}
	strbuf_add_char(text, '\n');
}

static void
add_list(
    struct strbuf *text, const char *name, const json_t *list, size_t total)
{
	size_t shown = json_array_size(list);

	if (shown == 0)
		return;
	if (shown > ENDPOINTS_SHOWN)
		shown = ENDPOINTS_SHOWN;
	strbuf_addf(text, "%-11s ", name);
	for (size_t i = 0; i < shown; i++) {
		const char *value = json_string_value(json_array_get(list, i));

		strbuf_add(text, i == 0 ? "" : ", ");
		add_clean(text, value == NULL ? "?" : value, false);
	}
	if (total > shown)
		strbuf_addf(text, " and %zu more", total - shown);
	strbuf_add_char(text, '\n');
}

static void
add_incident(struct strbuf *text, const json_t *event)
{
	const json_t *incident = json_object_get(event, "incident");
	size_t total = (size_t)json_integer_value(
	    json_object_get(incident, "endpoint_count"));

	if (!json_is_object(incident))
		return;
	add_item(text, "Since:", text_of(incident, "opened_at"));
	add_item(text, "Until:", text_of(incident, "resolved_at"));
	if (json_is_true(json_object_get(event, "first_here")))
		add_item(text, "", "this is the first that is said of it here");
	if (total > 1)
		add_list(text,
		    "Affected:", json_object_get(incident, "endpoints"), total);
}

/* For whom: the clients that refuse, and why the first does. */
static void
add_clients(struct strbuf *text, const json_t *report)
{
	const json_t *clients = json_object_get(report, "clients");
	const char *name;
	json_t *client;
	size_t count = 0;

	json_object_foreach((json_t *)(uintptr_t)clients, name, client)
	{
		if (!json_is_false(json_object_get(client, "accepts")))
			continue;
		if (count == CLIENTS_SHOWN) {
			strbuf_add(text, " and others");
			break;
		}
		if (count++ == 0)
			strbuf_addf(text, "%-11s ", "Refused by:");
		else
			strbuf_add(text, ", ");
		add_clean(text, name, false);
	}
	if (count > 0)
		strbuf_add_char(text, '\n');
}

static void
add_recipes(struct strbuf *text, const json_t *recipes)
{
	size_t i;
	json_t *recipe;

	json_array_foreach((json_t *)(uintptr_t)recipes, i, recipe)
	{
		strbuf_add(text, "\n--- ");
		add_clean(text, text_of(recipe, "where"), false);
		strbuf_add(text, " ---\n");
		add_clean(text, text_of(recipe, "text"), true);
		strbuf_add_char(text, '\n');
	}
}

static void
add_remedy(struct strbuf *text, const json_t *remedy)
{
	if (*text_of(remedy, "cure") == '\0')
		return;
	strbuf_add(text, "\nWhat to do: ");
	add_clean(text, text_of(remedy, "cure"), true);
	strbuf_add_char(text, '\n');
	add_recipes(text, json_object_get(remedy, "server"));
	add_recipes(text, json_object_get(remedy, "client"));
	if (*text_of(remedy, "command") == '\0')
		return;
	strbuf_add(text, "\nTo see it by hand:\n");
	add_clean(text, text_of(remedy, "command"), true);
	strbuf_add_char(text, '\n');
}

static void
add_head(struct strbuf *text, const json_t *event)
{
	strbuf_addf(text, "%s: ", text_of(event, "severity"));
	add_clean(text, text_of(event, "text"), false);
	strbuf_add_char(text, '\n');
	if (*text_of(event, "detail") != '\0') {
		strbuf_add_char(text, '\n');
		add_clean(text, text_of(event, "detail"), true);
		strbuf_add_char(text, '\n');
	}
	strbuf_add_char(text, '\n');
}

static void
add_facts(struct strbuf *text, const json_t *event)
{
	const json_t *addresses = json_object_get(event, "addresses");
	const json_t *report = json_object_get(event, "report");

	add_endpoint(text, json_object_get(event, "endpoint"));
	add_list(text, "Addresses:", addresses, json_array_size(addresses));
	add_item(text, "Finding:", text_of(event, "finding"));
	add_incident(text, event);
	add_clients(text, report);
	add_item(text, "Breaks at:", text_of(report, "breaks_at"));
	add_item(text, "Event:", text_of(event, "event"));
	add_item(text, "Time:", text_of(event, "time"));
	add_item(text,
	    "Incident:", text_of(json_object_get(event, "incident"), "id"));
	add_item(text, "Page:", text_of(event, "page"));
}

void
mail_text_count(struct strbuf *text, const json_t *const *events, size_t count)
{
	static const char *const severities[] = {
	    "critical", "warning", "notice", "ok"};
	const char *before = ": ";

	strbuf_addf(text, "%zu events", count);
	for (size_t s = 0; s < sizeof severities / sizeof severities[0]; s++) {
		size_t such = 0;

		for (size_t i = 0; i < count; i++)
			such += strcmp(text_of(events[i], "severity"),
				    severities[s]) == 0;
		if (such == 0)
			continue;
		strbuf_addf(text, "%s%zu %s", before, such, severities[s]);
		before = ", ";
	}
}

/* First all in a line each, so that one screen shows what happened. */
static void
add_several(struct strbuf *text, const json_t *const *events, size_t count)
{
	mail_text_count(text, events, count);
	strbuf_add(text, "\n\n");
	for (size_t i = 0; i < count; i++) {
		strbuf_addf(text, "%-9s ", text_of(events[i], "severity"));
		add_clean(text, text_of(events[i], "text"), false);
		strbuf_add_char(text, '\n');
	}
	for (size_t i = 0; i < count; i++) {
		const json_t *remedy = json_object_get(events[i], "remedy");

		strbuf_addf(text, "\n=== %zu of %zu ===\n\n", i + 1, count);
		add_head(text, events[i]);
		add_facts(text, events[i]);
		if (*text_of(remedy, "cure") == '\0')
			continue;
		strbuf_add(text, "\nWhat to do: ");
		add_clean(text, text_of(remedy, "cure"), true);
		strbuf_add_char(text, '\n');
	}
}

void
mail_text_of(struct strbuf *text, const json_t *const *events, size_t count)
{
	if (count > 1) {
		add_several(text, events, count);
		return;
	}
	add_head(text, events[0]);
	add_facts(text, events[0]);
	add_remedy(text, json_object_get(events[0], "remedy"));
}
