/* Events as syslog messages; see render_syslog.h. */
#include "render/render_syslog.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "base/utf8.h"
#include "model/event.h"
#include "model/finding.h"

/* RFC 5424 6: the most of each part of the header, and of a parameter's name */
#define SYSLOG_HOSTNAME_MAX 255
#define APP_NAME_MAX 48
#define PROCID_MAX 128
#define MSGID_MAX 32
#define PARAM_NAME_MAX 32

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* As priority_of_event(): what is resolved wakes nobody. */
static unsigned
severity_of(const json_t *event)
{
	static const struct {
		const char *name;
		unsigned number;
	} rows[] = {
	    {"critical", 2},
	    {"warning", 4},
	    {"notice", 5},
	};

	if (strcmp(text_of(event, "event"),
		event_kind_text(EVENT_INCIDENT_RESOLVED)) == 0)
		return 5;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(text_of(event, "severity"), rows[i].name) == 0)
			return rows[i].number;
	}
	return 6;
}

int64_t
render_syslog_time(const json_t *event)
{
	int64_t time;

	return timestamp_parse(text_of(event, "time"), &time, NULL) ? time : 0;
}

static bool
is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* A part of the header: printable ASCII without spaces, "-" for none. */
static void
add_word(struct strbuf *buf, const char *word, size_t max)
{
	size_t start = buf->len;

	for (; word != NULL && *word != '\0' && max > 0; word++, max--)
		strbuf_add_char(
		    buf, *word > 0x20 && *word < 0x7f ? *word : '?');
	if (buf->len == start)
		strbuf_add_char(buf, '-');
	strbuf_add_char(buf, ' ');
}

/* Free text, at most max bytes of it. escape: characters that get a backslash,
 * or NULL. */
static void
add_text(struct strbuf *buf, const char *text, size_t max, const char *escape)
{
	size_t len = strlen(text);

	if (len > max)
		len = utf8_cut(text, max);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (escape != NULL && strchr(escape, text[i]) != NULL)
			strbuf_add_char(buf, '\\');
		strbuf_add_char(buf, is_control(c) ? ' ' : text[i]);
	}
}

/* The parameters, for one of the two forms. */
struct params {
	struct strbuf *buf;
	size_t start;
	const char *escape; /* RFC 5424 6.3.3, or of the older form */
};

/* One that does not fit is left out whole; those that matter come first. */
static void
add_param(struct params *params, const char *name, const char *value)
{
	CLEANUP(strbuf_clear)
	struct strbuf param = STRBUF_INIT(RENDER_SYSLOG_DATA_MAX);

	if (*value == '\0')
		return;
	strbuf_addf(&param, " %.*s=\"", PARAM_NAME_MAX, name);
	add_text(&param, value, RENDER_SYSLOG_VALUE_MAX, params->escape);
	strbuf_add_char(&param, '"');
	if (params->buf->len - params->start + param.len <
	    RENDER_SYSLOG_DATA_MAX)
		strbuf_add_bytes(params->buf, strbuf_text(&param), param.len);
}

static void
add_number(struct params *params, const char *name, const json_t *value)
{
	char text[32];

	if (!json_is_integer(value))
		return;
	snprintf(
	    text, sizeof text, "%lld", (long long)json_integer_value(value));
	add_param(params, name, text);
}

static void
add_finding(struct params *params, const json_t *event)
{
	enum finding_code code;

	if (!finding_find(text_of(event, "finding"), &code))
		return;
	add_param(params, "finding", finding_code_text(code));
	add_param(params, "finding_id", finding_info(code)->message_id);
	add_param(params, "title", finding_info(code)->title);
}

static void
add_endpoint(struct params *params, const json_t *endpoint)
{
	const char *host = text_of(endpoint, "host");
	const json_t *port = json_object_get(endpoint, "port");
	char id[300];

	if (*host == '\0')
		return;
	snprintf(id, sizeof id,
	    strchr(host, ':') == NULL ? "%s:%lld" : "[%s]:%lld", host,
	    (long long)json_integer_value(port));
	add_param(params, "endpoint", id);
	add_param(params, "host", host);
	add_number(params, "port", port);
}

static void
add_incident(struct params *params, const json_t *incident)
{
	add_param(params, "incident", text_of(incident, "id"));
	add_param(params, "incident_opened_at", text_of(incident, "opened_at"));
	add_number(params, "endpoint_count",
	    json_object_get(incident, "endpoint_count"));
}

/* The fingerprint of the server's own certificate. */
static void
add_leaf(struct params *params, const char *name, const json_t *chain)
{
	const json_t *presented = json_object_get(chain, "presented");

	add_param(params, name,
	    text_of(json_array_get(presented, 0), "fingerprint_sha256"));
}

static void
add_addresses(struct params *params, const json_t *addresses)
{
	for (size_t i = 0;
	     i < json_array_size(addresses) && i < RENDER_SYSLOG_ADDRESSES_MAX;
	     i++) {
		const char *text =
		    json_string_value(json_array_get(addresses, i));

		add_param(params, "address", text == NULL ? "" : text);
	}
}

static void
add_fronts(struct params *params, const json_t *fronts)
{
	for (size_t i = 0;
	     i < json_array_size(fronts) && i < RENDER_SYSLOG_ADDRESSES_MAX;
	     i++) {
		const json_t *front = json_array_get(fronts, i);

		add_param(params, "front_role", text_of(front, "role"));
		add_param(params, "front_name", text_of(front, "name"));
		add_param(params, "provider", text_of(front, "provider"));
	}
}

/* Keys are the operator's: what a name may not hold becomes '_'. */
static void
add_labels(struct params *params, const json_t *labels)
{
	void *at = json_object_iter((json_t *)(uintptr_t)labels);

	for (; at != NULL;
	     at = json_object_iter_next((json_t *)(uintptr_t)labels, at)) {
		const char *value =
		    json_string_value(json_object_iter_value(at));
		char name[PARAM_NAME_MAX + 1];

		snprintf(
		    name, sizeof name, "label_%s", json_object_iter_key(at));
		for (char *c = name; *c != '\0'; c++)
			*c = (unsigned char)*c < 0x80 &&
				isalnum((unsigned char)*c)
			    ? (char)tolower((unsigned char)*c)
			    : '_';
		add_param(params, name, value == NULL ? "" : value);
	}
}

static void
add_params(struct params *params, const json_t *event)
{
	const json_t *endpoint = json_object_get(event, "endpoint");

	add_param(params, "event", text_of(event, "event"));
	add_param(params, "event_id", text_of(event, "id"));
	add_number(params, "sequence", json_object_get(event, "sequence"));
	add_param(params, "severity", text_of(event, "severity"));
	add_finding(params, event);
	add_param(params, "sink", text_of(event, "sink"));
	add_endpoint(params, endpoint);
	add_incident(params, json_object_get(event, "incident"));
	add_leaf(params, "before", json_object_get(event, "before"));
	add_leaf(params, "after", json_object_get(event, "after"));
	add_param(params, "detail", text_of(event, "detail"));
	add_param(params, "remedy",
	    text_of(json_object_get(event, "remedy"), "cure"));
	add_addresses(params, json_object_get(event, "addresses"));
	add_fronts(params, json_object_get(event, "fronts"));
	add_labels(params, json_object_get(endpoint, "labels"));
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
	}
	return true;
}

static const char *
sentence_of(const json_t *event)
{
	const char *text = text_of(event, "text");

	return *text != '\0' ? text : text_of(event, "event");
}

void
render_syslog(struct strbuf *buf, const struct render_syslog_origin *origin,
    const json_t *event)
{
	struct params params = {
	    .buf = buf, .start = buf->len, .escape = "\"\\]"};
	const char *sentence = sentence_of(event);

	strbuf_addf(buf, "<%u>1 ", origin->facility * 8 + severity_of(event));
	add_word(buf, text_of(event, "time"), TIMESTAMP_TEXT_MAX);
	add_word(buf, origin->hostname, SYSLOG_HOSTNAME_MAX);
	add_word(buf, origin->app_name, APP_NAME_MAX);
	add_word(buf, origin->procid, PROCID_MAX);
	add_word(buf, text_of(event, "event"), MSGID_MAX);
	strbuf_addf(buf, "[chainwatch@%u",
	    origin->enterprise != 0 ? origin->enterprise
				    : RENDER_SYSLOG_ENTERPRISE);
	add_params(&params, event);
	strbuf_add(buf, "] ");
	if (!is_ascii(sentence))
		strbuf_add(buf, BYTE_ORDER_MARK);
	add_text(
	    buf, sentence, RENDER_SYSLOG_MAX - (buf->len - params.start), NULL);
}

void
render_syslog_bsd(struct strbuf *buf, const struct render_syslog_origin *origin,
    const json_t *event, const struct tm *when)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct params params = {
	    .buf = buf, .start = buf->len, .escape = "\"\\"};
	CLEANUP(strbuf_clear)
	struct strbuf behind = STRBUF_INIT(RENDER_SYSLOG_DATA_MAX);
	size_t room = RENDER_SYSLOG_MAX - RENDER_SYSLOG_DATA_MAX - 100;

	strbuf_addf(buf, "<%u>%s %2d %02d:%02d:%02d %s[%s]: ",
	    origin->facility * 8 + severity_of(event),
	    months[when->tm_mon % 12], when->tm_mday, when->tm_hour,
	    when->tm_min, when->tm_sec, origin->app_name, origin->procid);
	add_text(buf, sentence_of(event), room, NULL);
	params.buf = &behind;
	params.start = 0;
	add_params(&params, event);
	if (behind.len > 0)
		strbuf_addf(buf, " [%s]", strbuf_text(&behind) + 1);
}
