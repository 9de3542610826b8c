/* Events and log lines as journal fields; see journal_fields.h. */
#include "notify/journal_fields.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "notify/priority.h"
#include "render/render_text.h"

#define VALUE_MAX_BYTES (64u << 10)
#define FIELD_NAME_MAX 64 /* journald drops longer ones without a word */
#define LABEL_PREFIX "CHAINWATCH_LABEL_"

/* A block is a row of: length of the field (uint32_t), its bytes. */
static void
add_field(struct strbuf *buf, const char *name, const char *value, size_t len)
{
	uint32_t field_len = (uint32_t)(strlen(name) + 1 + len);

	if (len == 0 ||
	    buf->len + sizeof field_len + field_len > buf->max_bytes)
		return;
	strbuf_add_bytes(buf, &field_len, sizeof field_len);
	strbuf_add(buf, name);
	strbuf_add_char(buf, '=');
	strbuf_add_bytes(buf, value, len);
}

size_t
journal_fields_split(const void *block, size_t len,
    struct journal_field ret_fields[JOURNAL_FIELDS_MAX])
{
	const char *p = block;
	size_t count = 0;
	uint32_t field_len;

	while (len >= sizeof field_len && count < JOURNAL_FIELDS_MAX) {
		memcpy(&field_len, p, sizeof field_len);
		p += sizeof field_len;
		len -= sizeof field_len;
		if (field_len > len)
			break;
		ret_fields[count].bytes = p;
		ret_fields[count++].len = field_len;
		p += field_len;
		len -= field_len;
	}
	return count;
}

/* The finding as the judge knows it, or NULL. */
static const struct finding *
finding_of(const struct event *event)
{
	if (event->report == NULL || event->finding == FINDING_COUNT)
		return NULL;
	return report_find(event->report, event->finding);
}

static void
value_priority(struct strbuf *value, const struct event *event)
{
	strbuf_addf(value, "%d", priority_of_event(event));
}

static void
value_message(struct strbuf *value, const struct event *event)
{
	render_text_message(value, event);
}

static void
value_message_id(struct strbuf *value, const struct event *event)
{
	strbuf_add(value, event_kind_message_id(event->kind));
}

static void
value_event(struct strbuf *value, const struct event *event)
{
	strbuf_add(value, event_kind_text(event->kind));
}

static void
value_event_id(struct strbuf *value, const struct event *event)
{
	strbuf_add(value, event->id);
}

static void
value_sequence(struct strbuf *value, const struct event *event)
{
	if (event->sequence != 0)
		strbuf_addf(value, "%llu", (unsigned long long)event->sequence);
}

static void
value_unstored(struct strbuf *value, const struct event *event)
{
	if (event->is_unstored)
		strbuf_add(value, "1");
}

static void
value_hushed(struct strbuf *value, const struct event *event)
{
	if (event->hush != HUSH_NONE)
		strbuf_add(value, hush_text(event->hush));
}

static void
value_hush_reason(struct strbuf *value, const struct event *event)
{
	if (event->hush != HUSH_NONE)
		strbuf_add(value, event->hush_words);
}

static void
value_time(struct strbuf *value, const struct event *event)
{
	char text[TIMESTAMP_TEXT_MAX];

	strbuf_add(value, timestamp_format(event->time, text));
}

static void
value_severity(struct strbuf *value, const struct event *event)
{
	strbuf_add(value, severity_text(event->severity));
}

static void
value_finding(struct strbuf *value, const struct event *event)
{
	if (event->finding != FINDING_COUNT)
		strbuf_add(value, finding_code_text(event->finding));
}

static void
value_finding_id(struct strbuf *value, const struct event *event)
{
	if (event->finding != FINDING_COUNT)
		strbuf_add(value, finding_info(event->finding)->message_id);
}

static void
value_title(struct strbuf *value, const struct event *event)
{
	if (event->finding != FINDING_COUNT)
		strbuf_add(value, finding_info(event->finding)->title);
}

/* For `journalctl -x`, which fills it in below the entry. */
static void
value_explanation(struct strbuf *value, const struct event *event)
{
	if (event->finding != FINDING_COUNT &&
	    event->kind != EVENT_INCIDENT_RESOLVED)
		strbuf_add(value, finding_info(event->finding)->explanation);
}

static void
value_detail(struct strbuf *value, const struct event *event)
{
	const struct finding *finding = finding_of(event);

	if (event->detail != NULL)
		strbuf_add(value, event->detail);
	else if (finding != NULL && finding->detail != NULL)
		strbuf_add(value, finding->detail);
}

static void
add_sha256(struct strbuf *value, const uint8_t sha256[CERT_SHA256_LEN])
{
	char text[CERT_FINGERPRINT_TEXT_MAX];

	strbuf_add(value, cert_fingerprint(sha256, text));
}

static void
value_certificate(struct strbuf *value, const struct event *event)
{
	const struct finding *finding = finding_of(event);
	const struct verdict_finding *made_small = NULL;

	if (finding != NULL && finding->has_fingerprint) {
		add_sha256(value, finding->sha256);
		return;
	}
	if (event->after != NULL && event->finding != FINDING_COUNT)
		made_small = verdict_find(event->after, event->finding);
	if (made_small != NULL && made_small->has_fingerprint)
		add_sha256(value, made_small->sha256);
}

static void
value_findings(struct strbuf *value, const struct event *event)
{
	if (event->report == NULL)
		return;
	ARRAY_EACH (finding, &event->report->findings)
		strbuf_addf(value, "%s%s", value->len == 0 ? "" : " ",
		    finding_code_text(finding->code));
}

static void
value_remedy(struct strbuf *value, const struct event *event)
{
	if (event->kind != EVENT_INCIDENT_RESOLVED)
		render_text_event_remedy(value, event);
}

static void
value_endpoint(struct strbuf *value, const struct event *event)
{
	if (event->endpoint != NULL)
		strbuf_add(value, event->endpoint->id);
}

static void
value_sink(struct strbuf *value, const struct event *event)
{
	if (event->sink != NULL)
		strbuf_add(value, event->sink);
}

static void
value_host(struct strbuf *value, const struct event *event)
{
	if (event->endpoint != NULL)
		strbuf_add(value, event->endpoint->host.text);
}

static void
value_port(struct strbuf *value, const struct event *event)
{
	if (event->endpoint != NULL && event->endpoint->file == NULL)
		strbuf_addf(value, "%u", (unsigned)event->endpoint->port);
}

static void
value_incident(struct strbuf *value, const struct event *event)
{
	if (event->incident.is_set)
		strbuf_add(value, event->incident.id);
}

static void
value_incident_opened_at(struct strbuf *value, const struct event *event)
{
	char text[TIMESTAMP_TEXT_MAX];

	if (event->incident.is_set)
		strbuf_add(
		    value, timestamp_format(event->incident.opened_at, text));
}

static void
value_endpoint_count(struct strbuf *value, const struct event *event)
{
	if (event->incident.is_set)
		strbuf_addf(value, "%zu", event->incident.endpoint_count);
}

static void
value_endpoints(struct strbuf *value, const struct event *event)
{
	ARRAY_EACH (id, &event->incident.endpoints)
		strbuf_addf(value, "%s%s", value->len == 0 ? "" : "\n", *id);
}

static void
add_leaf(struct strbuf *value, const struct verdict *verdict)
{
	if (verdict != NULL && verdict->cert_count > 0)
		add_sha256(value, verdict->certs[0]->sha256);
}

static void
add_chain(struct strbuf *value, const struct verdict *verdict)
{
	for (size_t i = 0; verdict != NULL && i < verdict->cert_count; i++) {
		if (i > 0)
			strbuf_add_char(value, '\n');
		add_sha256(value, verdict->certs[i]->sha256);
		strbuf_addf(value, " %s", verdict->certs[i]->label);
	}
}

static void
value_before(struct strbuf *value, const struct event *event)
{
	add_leaf(value, event->before);
}

static void
value_after(struct strbuf *value, const struct event *event)
{
	add_leaf(value, event->after);
}

static void
value_before_chain(struct strbuf *value, const struct event *event)
{
	add_chain(value, event->before);
}

static void
value_after_chain(struct strbuf *value, const struct event *event)
{
	add_chain(value, event->after);
}

/* What leaves its value empty has no field. */
static const struct {
	const char *name;
	void (*value)(struct strbuf *value, const struct event *event);
} rows[] = {
    {"PRIORITY", value_priority},
    {"MESSAGE", value_message},
    {"MESSAGE_ID", value_message_id},
    {"CHAINWATCH_EVENT", value_event},
    {"CHAINWATCH_EVENT_ID", value_event_id},
    {"CHAINWATCH_SEQUENCE", value_sequence},
    {"CHAINWATCH_UNSTORED", value_unstored},
    {"CHAINWATCH_HUSHED", value_hushed},
    {"CHAINWATCH_HUSH_REASON", value_hush_reason},
    {"CHAINWATCH_TIME", value_time},
    {"CHAINWATCH_SEVERITY", value_severity},
    {"CHAINWATCH_FINDING", value_finding},
    {"CHAINWATCH_FINDING_ID", value_finding_id},
    {"CHAINWATCH_TITLE", value_title},
    {"CHAINWATCH_EXPLANATION", value_explanation},
    {"CHAINWATCH_DETAIL", value_detail},
    {"CHAINWATCH_CERTIFICATE", value_certificate},
    {"CHAINWATCH_FINDINGS", value_findings},
    {"CHAINWATCH_REMEDY", value_remedy},
    {"CHAINWATCH_SINK", value_sink},
    {"CHAINWATCH_ENDPOINT", value_endpoint},
    {"CHAINWATCH_HOST", value_host},
    {"CHAINWATCH_PORT", value_port},
    {"CHAINWATCH_INCIDENT", value_incident},
    {"CHAINWATCH_INCIDENT_OPENED_AT", value_incident_opened_at},
    {"CHAINWATCH_ENDPOINT_COUNT", value_endpoint_count},
    {"CHAINWATCH_ENDPOINTS", value_endpoints},
    {"CHAINWATCH_BEFORE", value_before},
    {"CHAINWATCH_AFTER", value_after},
    {"CHAINWATCH_BEFORE_CHAIN", value_before_chain},
    {"CHAINWATCH_AFTER_CHAIN", value_after_chain},
};

static void
add_addresses(struct strbuf *buf, const struct event *event)
{
	char text[PLACE_TEXT_MAX];

	for (size_t i = 0;
	     i < event->places.len && i < JOURNAL_FIELDS_ADDRESSES_MAX; i++) {
		if (event_repeats_address(event, i))
			continue;
		place_format_where(&event->places.items[i], text);
		add_field(buf, "CHAINWATCH_ADDRESS", text, strlen(text));
	}
}

static void
add_variants(struct strbuf *buf, const struct event *event)
{
	unsigned variants = event_variants(event);

	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++) {
		const char *text = variant_text((enum variant)i);

		if (variants_have(variants, (enum variant)i))
			add_field(
			    buf, "CHAINWATCH_VARIANT", text, strlen(text));
	}
}

/* Was the same said of an address before? */
static bool
is_front_new(const struct event *event, size_t i)
{
	const struct endpoint_via *via = &event->vias.items[i];

	for (size_t k = 0; k < i; k++) {
		const struct endpoint_via *other = &event->vias.items[k];

		if (endpoint_front_is_one(via->front, other->front) &&
		    via->provider == other->provider)
			return false;
	}
	return true;
}

/* "load-balancer eu-1", and whose product it is: each once. */
static void
add_fronts(struct strbuf *buf, const struct event *event)
{
	for (size_t i = 0;
	     i < event->vias.len && i < JOURNAL_FIELDS_ADDRESSES_MAX; i++) {
		const struct endpoint_via *via = &event->vias.items[i];
		const struct endpoint_front *front = via->front;
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(ENDPOINT_VIA_TEXT_MAX);

		if (!is_front_new(event, i))
			continue;
		if (front != NULL && front->role != ENDPOINT_ROLE_NONE)
			strbuf_add(&text,
			    names_text(&endpoint_role_names, (int)front->role));
		if (front != NULL && front->title != NULL)
			strbuf_addf(&text, "%s%s", text.len == 0 ? "" : " ",
			    front->title);
		add_field(
		    buf, "CHAINWATCH_FRONT", strbuf_text(&text), text.len);
		if (via->provider != PROVIDER_NONE) {
			const char *key =
			    names_text(&provider_names, (int)via->provider);

			add_field(buf, "CHAINWATCH_PROVIDER", key, strlen(key));
		}
	}
}

/* A label's key in the letters that journald takes: A-Z, 0-9, "_". */
static void
add_label(struct strbuf *buf, const struct endpoint_label *label)
{
	char name[FIELD_NAME_MAX + 1];

	snprintf(name, sizeof name, LABEL_PREFIX "%s", label->key);
	for (char *c = name; *c != '\0'; c++) {
		unsigned char upper = (unsigned char)toupper((unsigned char)*c);

		*c = (upper < 0x80 && isalnum(upper)) ? (char)upper : '_';
	}
	add_field(buf, name, label->value, strlen(label->value));
}

#define LABELS_MAX 100

void
journal_fields_event(struct strbuf *buf, const struct event *event)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf value = STRBUF_INIT(VALUE_MAX_BYTES);

		rows[i].value(&value, event);
		add_field(buf, rows[i].name, strbuf_text(&value), value.len);
	}
	add_addresses(buf, event);
	add_variants(buf, event);
	add_fronts(buf, event);
	for (size_t i = 0; event->endpoint != NULL && i < LABELS_MAX &&
	     i < event->endpoint->settings->labels.len;
	     i++)
		add_label(buf, &event->endpoint->settings->labels.items[i]);
}

void
journal_fields_log(struct strbuf *buf, enum log_level level,
    const char *subject, const char *message)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(VALUE_MAX_BYTES);
	char priority[16];

	snprintf(priority, sizeof priority, "%d", log_syslog_priority(level));
	add_field(buf, "PRIORITY", priority, strlen(priority));
	if (subject != NULL) {
		strbuf_addf(&text, "%s: ", subject);
		add_field(buf, "CHAINWATCH_SUBJECT", subject, strlen(subject));
	}
	strbuf_add(&text, message);
	add_field(buf, "MESSAGE", strbuf_text(&text), text.len);
}
