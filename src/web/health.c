/*
 * "/healthz": the loop turns, or nobody would answer. "/readyz": what is shown
 * here and told elsewhere can be believed: endpoints are loaded, the store is
 * open, somebody was looked at. Both cost next to nothing. See web.h.
 */
#include "base/mem.h"
#include "control/control.h"
#include "render/json_value.h"
#include "web/problem.h"
#include "web/route.h"

#define BODY_MAX 8192
#define LOOKED_MAX 100 /* endpoints that are asked whether they were seen */

static void
answer(struct web_request *request, int status, const char *word,
    json_t *take_reasons)
{
	static const struct http_header retry = {"Retry-After", WEB_RETRY_S};
	const struct http_reply reply = {
	    .status = status,
	    .type = "application/json",
	    .headers = &retry,
	    .header_count = status == 503,
	};
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(BODY_MAX);
	CLEANUP(free) char *text = NULL;
	json_t *object = json_value_object();

	json_value_set(object, "status", json_value_text(word));
	if (take_reasons != NULL)
		json_value_set(object, "reasons", take_reasons);
	text = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	strbuf_add(&body, text);
	strbuf_add_char(&body, '\n');
	web_answer_with(request, &reply, &body);
}

static void
answer_health(struct web_request *request)
{
	answer(request, 200, "ok", NULL);
}

/* Now, or before the last restart. */
static bool
has_looked(const struct monitor *monitor)
{
	size_t count = monitor_endpoint_count(monitor);
	bool is_looked_at = false;

	if (monitor_counts(monitor).inspections > 0)
		return true;
	for (size_t i = 0; i < count && i < LOOKED_MAX && !is_looked_at; i++) {
		struct endpoint_status status;

		if (!monitor_status_at(monitor, i, &status))
			continue;
		is_looked_at = status.is_looked_at;
		endpoint_status_clear(&status);
	}
	return is_looked_at;
}

static void
answer_ready(struct web_request *request)
{
	const struct control_parts *parts = web_control(request);
	size_t count = monitor_endpoint_count(parts->monitor);
	json_t *reasons = json_value_array();

	if (parts->store == NULL)
		json_value_append(
		    reasons, json_value_text("the store is not open"));
	if (count == 0)
		json_value_append(
		    reasons, json_value_text("no endpoint is loaded"));
	else if (!has_looked(parts->monitor))
		json_value_append(
		    reasons, json_value_text("no endpoint was looked at yet"));
	if (json_array_size(reasons) > 0)
		answer(request, 503, "not ready", reasons);
	else
		answer(request, 200, "ready", reasons);
}

const struct web_route web_route_health = {
    .path = "/healthz",
    .answer = answer_health,
};

const struct web_route web_route_ready = {
    .path = "/readyz",
    .answer = answer_ready,
};
