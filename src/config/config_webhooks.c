/* "notify.webhooks": receivers of events over HTTP. */
#include "config/config_webhooks.h"

#include "base/mem.h"
#include "config/config.h"
#include "config/config_sinks.h"
#include "config/loader.h"
#include "net/http_url.h"
#include "notify/webhook_options.h"

#define MAX_SECRETS 8

static const char *const formats[] = {
    "json", "slack", "alertmanager", "pagerduty", NULL};

/* What the keys fill; it becomes a struct webhook_options. */
struct entry {
	struct webhook_options options;
	char *secret_file, *secret_credential;
};

static bool
parse_url(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	struct http_url url = {0};

	if (!http_url_parse(text, &url, err))
		return false;
	http_url_clear(&url);
	free(*(char **)slot);
	*(char **)slot = mem_strdup(text);
	return true;
}

static const struct field_type url_type = {
    .name = "URL",
    .words = "a URL such as https://hooks.example.com/in",
    .parse = parse_url,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[Hh][Tt][Tt][Pp][Ss]?:",
};

enum row {
	ROW_NAME,
	ROW_URL,
	ROW_URL_FILE,
	ROW_URL_CREDENTIAL,
	ROW_FORMAT,
	ROW_SECRET_FILE,
	ROW_SECRET_FILES,
	ROW_SECRET_CREDENTIAL,
	ROW_CA_FILE,
	ROW_TIMEOUT,
	ROW_MIN_SEVERITY,
	ROW_EVENTS,
};

static const struct field rows[] = {
    [ROW_NAME] =
	{
	    .key = "name",
	    .type = &config_sink_name,
	    .offset = offsetof(struct entry, options.name),
	    .flags = FIELD_REQUIRED,
	    .sentence = "By this name it is kept what it was told already.",
	},
    [ROW_URL] =
	{
	    .key = "url",
	    .type = &url_type,
	    .offset = offsetof(struct entry, options.url),
	    .inherits = "PagerDuty's own with that format, else required, here "
			"or by 'url_file' or 'url_credential'",
	    .sentence = "Where events are posted to. https is verified; "
			"redirects are not followed.",
	},
    [ROW_URL_FILE] =
	{
	    .key = "url_file",
	    .type = &field_path,
	    .offset = offsetof(struct entry, options.url_file),
	    .sentence = "A file with the URL, instead of 'url', where it is a "
			"secret itself (Slack's and such): one line, as 'url' "
			"would be. Read again when it changes; it stands in no "
			"log, event or error.",
	},
    [ROW_URL_CREDENTIAL] =
	{
	    .key = "url_credential",
	    .type = &config_sink_name,
	    .offset = offsetof(struct entry, options.url_credential),
	    .sentence = "The same as a credential of the service manager "
			"(LoadCredential=).",
	},
    [ROW_FORMAT] =
	{
	    .key = "format",
	    .type = &field_choice,
	    .choices = formats,
	    .offset = offsetof(struct entry, options.format),
	    .fallback = "json",
	    .sentence = "What is posted: each event as JSON, a message for "
			"Slack, alerts for PagerDuty (Events API v2, one for "
			"each incident), or the open incidents for an "
			"Alertmanager (its URL ends in /api/v2/alerts).",
	},
    [ROW_SECRET_FILE] =
	{
	    .key = "secret_file",
	    .type = &field_path,
	    .offset = offsetof(struct entry, secret_file),
	    .sentence = "A file with the secrets that sign (Standard "
			"Webhooks), one a line, 'whsec_...' or plain; with "
			"format pagerduty, the routing key. Read again when "
			"it changes.",
	},
    [ROW_SECRET_FILES] =
	{
	    .key = "secret_files",
	    .type = &field_list,
	    .item = &field_path_item,
	    .offset = offsetof(struct entry, options.secret_files),
	    .least = 1,
	    .most = MAX_SECRETS,
	    .sentence = "Several such files: all of them sign.",
	},
    [ROW_SECRET_CREDENTIAL] =
	{
	    .key = "secret_credential",
	    .type = &config_sink_name,
	    .offset = offsetof(struct entry, secret_credential),
	    .sentence = "The same as a credential of the service manager "
			"(LoadCredential=).",
	},
    [ROW_CA_FILE] =
	{
	    .key = "ca_file",
	    .type = &field_path,
	    .offset = offsetof(struct entry, options.ca_file),
	    .inherits = "the system's",
	    .sentence = "PEM file of the CAs that the receiver's certificate "
			"is verified with, and no others.",
	},
    [ROW_TIMEOUT] =
	{
	    .key = "timeout",
	    .type = &field_duration_ms,
	    .offset = offsetof(struct entry, options.timeout_ms),
	    .least = 1,
	    .most = 60,
	    .fallback = "10s",
	    .sentence = "How long one attempt may take.",
	},
    [ROW_MIN_SEVERITY] =
	{
	    .key = "min_severity",
	    .type = &field_choice,
	    .choices = config_severities,
	    .offset = offsetof(struct entry, options.min_severity),
	    .fallback = "ok",
	    .sentence = "What is less severe is not sent.",
	},
    [ROW_EVENTS] =
	{
	    .key = "events",
	    .type = &field_list,
	    .item = &config_event_kind,
	    .offset = offsetof(struct entry, options.events),
	    .least = 1,
	    .most = CONFIG_MAX_EVENTS,
	    .inherits = "all",
	    .sentence = "The kinds of events that are sent.",
	},
};

const struct field_table config_webhook_table = FIELD_TABLE("a webhook", rows);

static bool
has_row(uint64_t seen, enum row row)
{
	return (seen & UINT64_C(1) << row) != 0;
}

/* That of a file is held against it when it is read. */
static void
check_ca_file(struct field_reader *reader, const struct yaml_node *node,
    const struct webhook_options *options)
{
	if (options->url != NULL && strncasecmp(options->url, "https:", 6) != 0)
		field_fault(reader, yaml_map_find(node, "ca_file"),
		    "'ca_file' is for https; the URL begins with http:");
	else
		field_check_is_there(
		    reader, yaml_map_find(node, "ca_file"), options->ca_file);
}

/* What stands in the file is not looked at here: who only asks a daemon may not
 * read it, and it changes without a reload. */
static void
check_url(struct field_reader *reader, const struct yaml_node *node,
    uint64_t seen, const struct webhook_options *options)
{
	if (has_row(seen, ROW_URL) + has_row(seen, ROW_URL_FILE) +
		has_row(seen, ROW_URL_CREDENTIAL) >
	    1)
		field_fault(reader, node,
		    "'url', 'url_file' and 'url_credential' say the same; "
		    "leave one of them");
	else if (has_row(seen, ROW_URL_FILE))
		field_check_is_there(
		    reader, yaml_map_find(node, "url_file"), options->url_file);
}

static void
check_pager(struct field_reader *reader, const struct yaml_node *node,
    uint64_t seen, const struct webhook_options *options)
{
	int keys = has_row(seen, ROW_SECRET_FILE) +
	    has_row(seen, ROW_SECRET_CREDENTIAL) +
	    (int)options->secret_files.len;

	if (keys != 1)
		field_fault(reader, node,
		    "PagerDuty knows a service by one routing key; give it by "
		    "'secret_file' or 'secret_credential'");
	if ((options->events & UINT64_C(1) << EVENT_HEARTBEAT) != 0)
		field_fault(reader, yaml_map_find(node, "events"),
		    "PagerDuty has no use for heartbeats; remove 'heartbeat'");
}

static bool
check(struct field_reader *reader, const struct yaml_node *node, uint64_t seen,
    const struct webhook_options *options)
{
	size_t before = reader->faults->added;

	config_sink_add(reader, yaml_map_find(node, "name"), options->name,
	    options->min_severity);
	check_url(reader, node, seen, options);
	if (has_row(seen, ROW_SECRET_FILE) && has_row(seen, ROW_SECRET_FILES))
		field_fault(reader, yaml_map_find(node, "secret_file"),
		    "'secret_file' and 'secret_files' are both given; put all "
		    "into 'secret_files'");
	if (reader->faults->added == before &&
	    options->format == WEBHOOK_PAGERDUTY) {
		config_sink_last(reader)->has_alerts = true;
		check_pager(reader, node, seen, options);
	}
	if (has_row(seen, ROW_CA_FILE))
		check_ca_file(reader, node, options);
	if (has_row(seen, ROW_EVENTS) &&
	    options->format == WEBHOOK_ALERTMANAGER)
		field_fault(reader, yaml_map_find(node, "events"),
		    "an Alertmanager is told which incidents are open, not of "
		    "events; remove 'events'");
	return reader->faults->added == before;
}

static void
entry_clear(struct entry *entry)
{
	webhook_options_clear(&entry->options);
	free(entry->secret_file);
	free(entry->secret_credential);
}

/* Like a key that is required, where the format has none of its own. */
static void
set_url(struct field_reader *reader, const struct yaml_node *node,
    struct webhook_options *options)
{
	static const char *const keys[] = {"url", "url_file", "url_credential"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (yaml_map_find(node, keys[i]) != NULL)
			return;
	}
	if (options->format == WEBHOOK_PAGERDUTY)
		options->url = mem_strdup(WEBHOOK_PAGERDUTY_URL);
	else
		faults_add(reader->faults, reader->source, node->start,
		    node->start + 1,
		    "a webhook has no 'url'; give it %s, or "
		    "a 'url_file' where it is a secret",
		    url_type.words);
}

static void
decode_webhook(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct entry entry = {0};
	size_t before = reader->faults->added;
	uint64_t seen;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_set_defaults(&config_webhook_table, &entry);
	seen = field_decode_map(reader, &config_webhook_table, node, &entry);
	set_url(reader, node, &entry.options);
	if (reader->faults->added == before &&
	    check(reader, node, seen, &entry.options)) {
		if (entry.secret_file != NULL)
			texts_add(
			    &entry.options.secret_files, entry.secret_file);
		if (entry.secret_credential != NULL)
			texts_add(&entry.options.secret_credentials,
			    entry.secret_credential);
		*ARRAY_ADD(&loader_of(reader)->config->webhooks) =
		    entry.options;
		entry.options = (struct webhook_options){0};
	}
	entry_clear(&entry);
}

const struct field_type config_webhook_item = {
    .name = "webhook",
    .words = "a map of keys such as {name: ops, url: \"https://...\"}",
    .decode = decode_webhook,
    .shapes = FIELD_AS_MAP,
};
