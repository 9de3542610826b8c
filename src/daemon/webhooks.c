/* The webhooks of the configuration; see webhooks.h. */
#include "daemon/webhooks.h"

#include <string.h>

#include "notify/alertmanager.h"
#include "notify/heartbeat.h"
#include "notify/mail.h"
#include "notify/webhook.h"
#include "notify/webhook_url.h"

struct webhooks {
	struct http *http;
	ARRAY(struct sink *) sinks;
	ARRAY(struct alertmanager *) managers;
	struct smtp *smtp;
	ARRAY(struct sink *) mails;
	struct heartbeat *heartbeat; /* NULL: none */
};

static void
on_beat(void *arg, const char *id, const char *payload)
{
	struct webhooks *webhooks = arg;

	ARRAY_EACH (sink, &webhooks->sinks)
		webhook_beat(*sink, id, payload);
}

static void
open_mails(struct webhooks *webhooks, const struct webhooks_parts *parts,
    const struct config *config)
{
	const struct courier_parts each = {
	    .loop = parts->loop,
	    .clock = &clock_system,
	    .store = parts->store,
	    .failing = parts->failing,
	    .was_failing = parts->was_failing,
	    .buried = parts->buried,
	    .told_arg = parts->told_arg,
	};

	webhooks->smtp = smtp_new(parts->loop, parts->resolver);
	ARRAY_EACH (options, &config->mails)
		*ARRAY_ADD(&webhooks->mails) =
		    mail_new(&each, webhooks->smtp, options);
}

struct webhooks *
webhooks_new(const struct webhooks_parts *parts, const struct config *config)
{
	struct webhooks *webhooks = MEM_NEW(struct webhooks);
	struct webhook_parts each = {
	    .loop = parts->loop,
	    .clock = &clock_system,
	    .store = parts->store,
	    .failing = parts->failing,
	    .was_failing = parts->was_failing,
	    .buried = parts->buried,
	    .told_arg = parts->told_arg,
	};

	each.http = webhooks->http = http_new(parts->loop, parts->resolver);
	ARRAY_EACH (options, &config->webhooks) {
		if (options->format == WEBHOOK_ALERTMANAGER)
			*ARRAY_ADD(&webhooks->managers) =
			    alertmanager_new(&each, options, parts->fleet);
		else
			*ARRAY_ADD(&webhooks->sinks) =
			    webhook_new(&each, options);
	}
	open_mails(webhooks, parts, config);
	if (config->heartbeat_s > 0)
		webhooks->heartbeat = heartbeat_new(parts->loop, &clock_system,
		    config->heartbeat_s, on_beat, webhooks);
	return webhooks;
}

void
webhooks_free(struct webhooks *webhooks)
{
	if (webhooks == NULL)
		return;
	heartbeat_free(webhooks->heartbeat);
	ARRAY_EACH (sink, &webhooks->sinks)
		(*sink)->ops->close(*sink, 0);
	ARRAY_CLEAR(&webhooks->sinks);
	ARRAY_EACH (manager, &webhooks->managers)
		alertmanager_free(*manager);
	ARRAY_CLEAR(&webhooks->managers);
	ARRAY_EACH (mail, &webhooks->mails)
		(*mail)->ops->close(*mail, 0);
	ARRAY_CLEAR(&webhooks->mails);
	smtp_free(webhooks->smtp);
	http_free(webhooks->http);
	free(webhooks);
}

void
webhooks_wake(struct webhooks *webhooks)
{
	ARRAY_EACH (sink, &webhooks->sinks)
		(*sink)->ops->deliver(*sink, NULL);
	ARRAY_EACH (mail, &webhooks->mails)
		(*mail)->ops->deliver(*mail, NULL);
	ARRAY_EACH (manager, &webhooks->managers)
		alertmanager_wake(*manager);
}

void
webhooks_flush(struct webhooks *webhooks)
{
	ARRAY_EACH (mail, &webhooks->mails)
		(*mail)->ops->flush(*mail, 0);
}

bool
webhooks_are_idle(const struct webhooks *webhooks)
{
	ARRAY_EACH (sink, &webhooks->sinks) {
		if (!webhook_is_idle(*sink))
			return false;
	}
	ARRAY_EACH (mail, &webhooks->mails) {
		if (!mail_is_idle(*mail))
			return false;
	}
	return true;
}

size_t
webhooks_count(const struct webhooks *webhooks)
{
	return webhooks->sinks.len + webhooks->mails.len +
	    webhooks->managers.len;
}

struct courier_counts
webhooks_counts_at(const struct webhooks *webhooks, size_t i)
{
	if (i < webhooks->sinks.len)
		return webhook_counts(webhooks->sinks.items[i]);
	i -= webhooks->sinks.len;
	if (i < webhooks->mails.len)
		return mail_counts(webhooks->mails.items[i]);
	i -= webhooks->mails.len;
	return alertmanager_counts(webhooks->managers.items[i]);
}

void
webhooks_set_resolver(struct webhooks *webhooks, struct resolver *resolver)
{
	http_set_resolver(webhooks->http, resolver);
	smtp_set_resolver(webhooks->smtp, resolver);
}

const char *
webhooks_noun(const struct config *config, const char *name)
{
	ARRAY_EACH (mail, &config->mails) {
		if (strcmp(mail->name, name) == 0)
			return "mail";
	}
	return "webhook";
}

bool
webhooks_lack_credential(const struct webhook_options *options)
{
	return options->url_credential != NULL &&
	    getenv("CREDENTIALS_DIRECTORY") == NULL;
}

bool
webhooks_check_urls(
    const struct config *config, bool may_lack, struct error *err)
{
	ARRAY_EACH (options, &config->webhooks) {
		CLEANUP(webhook_url_free) struct webhook_url *url = NULL;

		if (may_lack && webhooks_lack_credential(options))
			continue;
		url = webhook_url_new(options);
		if (webhook_url_get(url, err) == NULL)
			return error_prefix(err, "webhook %s", options->name);
	}
	return true;
}

bool
webhooks_differ(const struct config *a, const struct config *b)
{
	if (a->webhooks.len != b->webhooks.len ||
	    a->mails.len != b->mails.len || a->heartbeat_s != b->heartbeat_s)
		return true;
	for (size_t i = 0; i < a->webhooks.len; i++) {
		if (!webhook_options_equal(
			&a->webhooks.items[i], &b->webhooks.items[i]))
			return true;
	}
	for (size_t i = 0; i < a->mails.len; i++) {
		if (!mail_options_equal(&a->mails.items[i], &b->mails.items[i]))
			return true;
	}
	return false;
}
