/*
 * The events that the daemon tells of itself: started, stopped, reloaded,
 * rejected, a trust store that changed.
 */
#pragma once

#include "daemon/trust_stores.h"
#include "model/event.h"
#include "monitor/monitor.h"
#include "notify/webhook.h"

struct event *own_event_started(const struct config *config,
    const struct trust_stores *stores, int64_t now);
struct event *own_event_stopped(int64_t now);
struct event *own_event_reloaded(
    const struct monitor_changes *changes, int64_t now);
struct event *own_event_rejected(const struct error *why, int64_t now);
/* The same when files that list endpoints were read again. */
struct event *own_event_lists_read(
    const struct monitor_changes *changes, int64_t now);
/* What DNS names ("mx", "srv") has changed, words say how. */
struct event *own_event_service_changed(
    const char *words, const struct monitor_changes *changes, int64_t now);
/* DNS gives no answer about a service; or it does again. */
struct event *own_event_service_failing(
    const char *name, bool is_failing, const char *words, int64_t now);
struct event *own_event_list_rejected(const struct error *why, int64_t now);
/* A corrupt state was set aside there. */
struct event *own_event_store_corrupt(const char *path, int64_t now);
/* A sink, by its name in the store, takes nothing any more, words say why; or
 * it does again. */
struct event *own_event_sink_failing(const char *noun, const char *name,
    bool is_failing, const char *words, int64_t now);
/* It is not configured any more. */
struct event *own_event_sink_gone(const char *name, int64_t now);
/* Answers of DNS cannot be proven here at all, detail says why; or they can
 * again. */
struct event *own_event_dnssec(bool can_prove, const char *detail, int64_t now);
/* The other sinks are told; the one that refused it is not. */
struct event *own_event_dead_letter(
    const struct courier_burial *burial, int64_t now);
struct event *own_event_store_changed(const struct trust_store *before,
    const struct trust_store *after, int64_t now);
/* A store changed to something that cannot be used; why NULL: it can again. */
struct event *own_event_store_unusable(
    const char *name, const struct error *why, int64_t now);
/* Issuers that are given, or the dated rules, were read again. */
struct event *own_event_issuers_changed(const struct trust_store *before,
    const struct trust_store *after, int64_t now);
struct event *own_event_logs_changed(const struct ct_logs *logs, int64_t now);
struct event *own_event_policy_changed(
    const struct policy *policy, int64_t now);
/* What approaches name by files: words say which. why NULL: it can be used
 * again. */
struct event *own_event_credentials(
    const char *words, const struct error *why, int64_t now);
/* Its newest public CA is from then (trust_stores_newest_public); 0: it is old
 * no more. */
struct event *own_event_store_old(
    const struct trust_store *store, int64_t newest, int64_t now);
