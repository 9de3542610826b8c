/* Events as they were kept; see payload.h. */
#include "notify/payload.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "render/json_value.h"
#include "render/render_page.h"
#include "render/render_pagerduty.h"

static json_t *
parse(const char *payload)
{
	return json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
}

static enum severity
severity_of(const json_t *object)
{
	const char *text =
	    json_string_value(json_object_get(object, "severity"));
	int value = 0;

	if (text == NULL || !names_find(&severity_names, text, &value))
		return SEVERITY_OK;
	return (enum severity)value;
}

static void
add_fault(const json_t *event, struct payload_about *about)
{
	const char *finding =
	    json_string_value(json_object_get(event, "finding"));
	const char *sink = json_string_value(json_object_get(event, "sink"));

	if (finding == NULL || !finding_find(finding, &about->finding))
		about->finding = FINDING_COUNT;
	if (sink != NULL)
		snprintf(about->sink, sizeof about->sink, "%s", sink);
}

bool
payload_about(const char *payload, struct payload_about *ret_about)
{
	json_t *event = parse(payload);
	const char *kind = json_string_value(json_object_get(event, "event"));
	int value = 0;
	bool ok = kind != NULL && names_find(&event_kind_names, kind, &value);

	if (ok) {
		*ret_about = (struct payload_about){
		    .kind = (enum event_kind)value,
		    .worst = severity_worse(severity_of(event),
			severity_of(json_object_get(event, "incident"))),
		};
		ret_about->is_routed =
		    json_is_array(json_object_get(event, "routed_to"));
		ret_about->is_page = render_pagerduty_is_for(event);
		add_fault(event, ret_about);
	}
	json_decref(event);
	return ok;
}

bool
payload_is_own_burial(const struct payload_about *about, const char *sink)
{
	return about->finding == FINDING_DEAD_LETTER &&
	    strcmp(about->sink, sink) == 0;
}

/* Others heard of its incident before, this sink did not. */
static bool
is_first_here(const json_t *event, const char *name)
{
	const json_t *newly = json_object_get(event, "newly_told");
	size_t i;
	json_t *value;

	json_array_foreach((json_t *)(uintptr_t)newly, i, value)
	{
		if (strcmp(json_string_value(value), name) == 0)
			return true;
	}
	return false;
}

static void
add_page(json_t *event, const char *page_url)
{
	const json_t *id =
	    json_object_get(json_object_get(event, "incident"), "id");
	CLEANUP(free) char *page = NULL;

	if (page_url == NULL || !json_is_string(id))
		return;
	page = render_page(page_url, json_string_value(id));
	json_object_set_new(event, "page", json_value_text(page));
}

json_t *
payload_for(const char *payload, const char *sink, const char *page_url)
{
	json_t *event = parse(payload);

	if (event == NULL)
		return NULL;
	if (is_first_here(event, sink))
		json_object_set_new(event, "first_here", json_true());
	add_page(event, page_url);
	return event;
}
