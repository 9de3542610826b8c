/*
 * The webhooks and mails of the configuration, their clients and the heartbeat.
 * Events come out of the store and from nowhere else; Alertmanagers are told
 * what is open.
 */
#pragma once

#include "config/config.h"
#include "incident/fleet.h"
#include "net/http.h"
#include "notify/webhook.h"
#include "store/store.h"

struct webhooks;

struct webhooks_parts {
	struct loop *loop;
	struct resolver *resolver;
	struct store *store;
	const struct fleet *fleet; /* its open incidents */
	/* See notify/webhook.h. */
	void (*failing)(
	    void *arg, const char *name, bool is_failing, const char *words);
	void (*buried)(void *arg, const struct courier_burial *burial);
	bool (*was_failing)(void *arg, const char *name);
	void *told_arg;
};

struct webhooks *webhooks_new(
    const struct webhooks_parts *parts, const struct config *config);
/* Before the store is closed. What is under way comes again. */
void webhooks_free(struct webhooks *webhooks);
CLEANUP_DEFINE(struct webhooks, webhooks_free)
/* Events were kept. */
void webhooks_wake(struct webhooks *webhooks);
/* What waits for others, to go with them, goes now: the daemon stops. */
void webhooks_flush(struct webhooks *webhooks);
/* Nothing is under way that receivers will soon have taken. */
bool webhooks_are_idle(const struct webhooks *webhooks);
/* How many of all kinds there are, and what each has delivered. */
size_t webhooks_count(const struct webhooks *webhooks);
struct courier_counts webhooks_counts_at(
    const struct webhooks *webhooks, size_t i);
void webhooks_set_resolver(
    struct webhooks *webhooks, struct resolver *resolver);
/* "webhook" or "mail": what the sink of this name is. */
const char *webhooks_noun(const struct config *config, const char *name);
/* Is its URL a credential, and no service manager there that would give it? */
bool webhooks_lack_credential(const struct webhook_options *options);
/* Can the URLs be used that stand in files and credentials? Only to see; each
 * webhook reads its own for itself. may_lack: what lacks its credential is
 * passed over. */
bool webhooks_check_urls(
    const struct config *config, bool may_lack, struct error *err) MUST_CHECK;
/* Would webhooks_new make others for b than for a? */
bool webhooks_differ(const struct config *a, const struct config *b);
