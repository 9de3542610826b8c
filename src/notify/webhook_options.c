/* One entry of notify.webhooks; see webhook_options.h. */
#include "notify/webhook_options.h"

#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "model/route.h"

static const char *const format_names[] = {
    [WEBHOOK_JSON] = "json",
    [WEBHOOK_SLACK] = "slack",
    [WEBHOOK_PAGERDUTY] = "pagerduty",
    [WEBHOOK_ALERTMANAGER] = "alertmanager",
};

const struct names webhook_format_names = NAMES_INIT(format_names);

void
webhook_options_clear(struct webhook_options *options)
{
	free(options->name);
	free(options->url);
	free(options->url_file);
	free(options->url_credential);
	free(options->ca_file);
	free(options->page_url);
	texts_clear(&options->secret_files);
	texts_clear(&options->secret_credentials);
	*options = (struct webhook_options){0};
}

void
webhook_options_copy(
    struct webhook_options *to, const struct webhook_options *from)
{
	*to = *from;
	to->name = mem_strdup(from->name);
	to->url = mem_strdup(from->url);
	to->url_file = mem_strdup(from->url_file);
	to->url_credential = mem_strdup(from->url_credential);
	to->ca_file = mem_strdup(from->ca_file);
	to->page_url = mem_strdup(from->page_url);
	to->secret_files = to->secret_credentials = (struct texts){0};
	texts_add_all(&to->secret_files, &from->secret_files);
	texts_add_all(&to->secret_credentials, &from->secret_credentials);
}

static bool
text_equal(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
webhook_options_equal(
    const struct webhook_options *a, const struct webhook_options *b)
{
	return text_equal(a->name, b->name) && text_equal(a->url, b->url) &&
	    text_equal(a->url_file, b->url_file) &&
	    text_equal(a->url_credential, b->url_credential) &&
	    text_equal(a->ca_file, b->ca_file) &&
	    text_equal(a->page_url, b->page_url) && a->format == b->format &&
	    texts_equal(&a->secret_files, &b->secret_files) &&
	    texts_equal(&a->secret_credentials, &b->secret_credentials) &&
	    a->timeout_ms == b->timeout_ms &&
	    a->min_severity == b->min_severity && a->events == b->events;
}

bool
webhook_options_want(const struct webhook_options *options,
    enum event_kind kind, enum severity worst)
{
	if (options->events != 0)
		return (options->events & UINT64_C(1) << kind) != 0 &&
		    (kind == EVENT_HEARTBEAT ||
			(int)worst >= options->min_severity);
	if (kind == EVENT_HEARTBEAT)
		return options->format == WEBHOOK_JSON;
	/* Its timeline is for what happens to the service. */
	if (options->format == WEBHOOK_PAGERDUTY && route_is_of_monitor(kind) &&
	    kind != EVENT_MONITOR_FAULT)
		return false;
	return (int)worst >= options->min_severity;
}
