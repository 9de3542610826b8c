/*
 * One conversation with one target: dial, talk, handshake. It records and
 * judges nothing; how it failed is data.
 *
 * What is scarce is shared out in lines, first come, first served, and a probe
 * that waits costs a small struct:
 *
 *  - connections to one IP address (max_per_address): who waits for them holds
 *    up nobody else;
 *  - connections being made to one network, an IPv4 /24 or an IPv6 /48, and to
 *    one endpoint (max_per_network, max_per_endpoint), for a second at most;
 *  - sockets that wait for the other side (max_dialing): dialling, connected
 *    and waiting to shake hands, or with a slow server;
 *  - handshakes (max_handshaking), which cost memory and CPU. A handshake keeps
 *    its place for a second at most; after that it is the server that takes its
 *    time, and it goes on beside the line. So silent servers hold up nobody.
 *
 * A probe's deadline (its endpoint's timeout_ms) starts when it dials, and
 * stands still while it waits for its handshake: a busy monitor must not make a
 * server look slow.
 */
#pragma once

#include "model/observation.h"
#include "model/target.h"
#include "net/loop.h"

struct prober_options {
	unsigned max_dialing;	   /* 1000: a silent address costs a socket */
	unsigned max_handshaking;  /* 64 */
	unsigned max_per_address;  /* 4: connections to one IP at a time */
	unsigned max_per_network;  /* 16: being made to a /24 or /48 */
	unsigned max_per_endpoint; /* 8: being made to one endpoint */
	int64_t dial_timeout_ms;   /* at most; the probe's own is the whole */
};

extern const struct prober_options prober_options_default;
/* The same, with no more sockets than a process that may open so many
 * descriptors can have: a lack of them is the monitor's own, and must not look
 * like a server that cannot be reached. */
struct prober_options prober_options_for(unsigned long descriptors);

struct approach;
struct credentials;
struct identity;
struct resolver;

/* What an approach names by files, from whoever reads them. A function may be
 * NULL: there are none. */
struct probe_secrets {
	/* Lent for this turn of the loop; NULL: there is none. */
	const struct identity *(*identity)(
	    void *arg, const struct approach *approach);
	bool (*credentials)(void *arg, const struct approach *approach,
	    struct credentials *ret_credentials);
	void *arg;
};

struct prober;
struct probe;
/* observation is handed over: observation_free. The probe is gone then; the
 * prober may be freed here. */
typedef void (*probe_fn)(void *arg, struct observation *observation);

struct prober *prober_new(
    struct loop *loop, const struct prober_options *options, struct error *err);
void prober_free(struct prober *prober); /* cancels what runs */
CLEANUP_DEFINE(struct prober, prober_free)
/* What `fast_keys` asks for cannot be had here, and all goes on as without;
 * handshake.h. Known from the start. */
bool prober_is_passed_by(const struct prober *prober);
/* For the names of proxies; borrowed. Before the last one is gone. */
void prober_set_resolver(struct prober *prober, struct resolver *resolver);
void prober_set_secrets(
    struct prober *prober, const struct probe_secrets *secrets);
/* Copies of the target what it needs. Never calls fn before it returns. */
struct probe *probe_start(
    struct prober *prober, const struct target *target, probe_fn fn, void *arg);
void probe_cancel(struct probe *probe); /* NULL is fine */

struct prober_counts {
	unsigned waiting, dialing, handshaking;
	uint64_t started, finished; /* finished: not those cancelled */
};
struct prober_counts prober_counts(const struct prober *prober);
