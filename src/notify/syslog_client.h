/*
 * Messages to a syslog receiver: the socket of this machine, TCP, or TLS.
 * Bounded, in order, and each told as delivered once it is as sure as syslog
 * can be. What was not, when a connection ends, is sent again over the next:
 * the receiver may then see one twice, and tells them apart by event_id.
 *
 * Syslog has no answers. A message counts as delivered to the local socket when
 * the kernel took it, and to a remote receiver when its machine acknowledged it
 * and the connection stood for SYSLOG_SETTLE_MS after that. What a receiver
 * loses later, nobody here can know.
 */
#pragma once

#include "base/error.h"
#include "net/loop.h"
#include "net/resolve.h"
#include "notify/syslog_options.h"

#define SYSLOG_WINDOW 64      /* messages that are not delivered yet */
#define SYSLOG_SETTLE_MS 1000 /* a message is lost if a reset comes sooner */
#define SYSLOG_STALL_MS 60000 /* acknowledges nothing for so long */
#define SYSLOG_OPEN_TIMEOUT_MS 15000
#define SYSLOG_RETRY_FIRST_MS 1000 /* doubling, with a little chance in it */
#define SYSLOG_RETRY_MOST_MS 60000

struct syslog_client_events {
	/* In the order they were put. It may put another. */
	void (*delivered)(void *arg, uint64_t key);
	/* It cannot be reached, or (err NULL) it can again: once each. */
	void (*changed)(void *arg, const struct error *err);
	/* Each attempt that failed; may be NULL. */
	void (*failed)(void *arg, const struct error *err);
	void *arg;
};

struct syslog_client;

/* Options are lent for its life. resolver may be NULL where the host is an
 * address. */
struct syslog_client *syslog_client_new(struct loop *loop,
    struct resolver *resolver, const struct syslog_options *options,
    const struct syslog_client_events *events);
/* What is not delivered is given up. */
void syslog_client_free(struct syslog_client *client);
CLEANUP_DEFINE(struct syslog_client, syslog_client_free)
/* The resolver was made anew. */
void syslog_client_set_resolver(
    struct syslog_client *client, struct resolver *resolver);
/* Bytes as they go out, framed where the transport wants it; copied. false:
 * the window is full, delivered() comes first. Never calls back itself. */
bool syslog_client_put(struct syslog_client *client, uint64_t key,
    const void *bytes, size_t len) MUST_CHECK;
/* Other times than the above, for tests. */
void syslog_client_set_timing(
    struct syslog_client *client, int64_t settle_ms, int64_t retry_ms);
/* It could not be reached lately. */
bool syslog_client_is_failing(const struct syslog_client *client);
size_t syslog_client_waiting(const struct syslog_client *client);
/* For a caller without a loop, at the end: sends what goes out at once. */
void syslog_client_flush(struct syslog_client *client);
