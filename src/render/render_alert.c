/* Open incidents for Alertmanager; see render_alert.h. */
#include "render/render_alert.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "render/json_value.h"

#define ENDPOINTS_TEXT_MAX 8192

/* A label of the operator's as Prometheus spells names. */
static void
set_label(json_t *labels, const struct endpoint_label *label)
{
	char *name = mem_printf("label_%s", label->key);

	for (char *p = name; *p != '\0'; p++) {
		if (strchr("abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
			*p) == NULL)
			*p = '_';
	}
	json_value_set(labels, name, json_value_text(label->value));
	free(name);
}

static json_t *
labels_of(const struct incident *incident)
{
	const struct endpoint *endpoint = incident->endpoint;
	const char *code = finding_code_text(incident->code);
	json_t *labels = json_value_object();

	json_value_set(labels, "alertname", json_value_text(code));
	json_value_set(labels, "finding", json_value_text(code));
	json_value_set(labels, "severity",
	    json_value_text(severity_text(incident->severity)));
	json_value_set(labels, "job", json_value_text("chainwatch"));
	if (incident->has_digest && incident->code == FINDING_RESOLVE_FAILED) {
		json_value_set(
		    labels, "zone", json_value_sha256(incident->sha256));
		return labels;
	}
	if (incident->has_digest) {
		bool is_proxy = finding_info(incident->code)->subject ==
		    FINDING_ABOUT_PROXY;

		json_value_set(labels, is_proxy ? "proxy" : "certificate",
		    json_value_sha256(incident->sha256));
		return labels;
	}
	if (endpoint == NULL)
		return labels;
	json_value_set(labels, "endpoint", json_value_text(endpoint->id));
	ARRAY_EACH (label, &endpoint->settings->labels)
		set_label(labels, label);
	return labels;
}

static void
add_endpoints(struct strbuf *text, const struct event_incident *described)
{
	size_t shown = 0;

	ARRAY_EACH (id, &described->endpoints) {
		if (shown == ALERT_MAX_ENDPOINTS)
			break;
		strbuf_addf(text, "%s%s", shown++ == 0 ? "" : ", ", *id);
	}
	if (described->endpoint_count > shown)
		strbuf_addf(
		    text, " and %zu more", described->endpoint_count - shown);
}

static json_t *
annotations_of(const struct incident *incident)
{
	const struct finding_info *info = finding_info(incident->code);
	json_t *annotations = json_value_object();
	struct strbuf endpoints = STRBUF_INIT(ENDPOINTS_TEXT_MAX);
	struct event_incident described = {0};
	char *summary;

	incident_describe(incident, &described);
	add_endpoints(&endpoints, &described);
	summary = mem_printf("%s: %s", strbuf_text(&endpoints), info->title);
	json_value_set(annotations, "summary", json_value_text(summary));
	json_value_set(annotations, "description",
	    json_value_text(incident->detail != NULL ? incident->detail
						     : info->explanation));
	json_value_set(annotations, "remedy", json_value_text(info->cure));
	json_value_set(annotations, "endpoints", json_value_strbuf(&endpoints));
	json_value_set(annotations, "incident", json_value_text(incident->id));
	free(summary);
	ARRAY_EACH (id, &described.endpoints)
		free(*id);
	ARRAY_CLEAR(&described.endpoints);
	strbuf_clear(&endpoints);
	return annotations;
}

json_t *
render_alert(const struct incident *incident, int64_t ends_at)
{
	json_t *alert = json_value_object();

	json_value_set(alert, "labels", labels_of(incident));
	json_value_set(alert, "annotations", annotations_of(incident));
	json_value_set(alert, "startsAt", json_value_time(incident->opened_at));
	json_value_set(alert, "endsAt", json_value_time(ends_at));
	return alert;
}

void
render_alert_end(json_t *alert, int64_t ended_at)
{
	json_value_set(alert, "endsAt", json_value_time(ended_at));
}
