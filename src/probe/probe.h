/*
 * One conversation with one target: dial, handshake. It records and judges
 * nothing; how it failed is data. The caps on dialling, on handshaking and per
 * address are kept here: a probe that may not start yet waits in line, and its
 * deadline starts when it dials.
 */
#pragma once

#include "model/observation.h"
#include "model/target.h"
#include "net/loop.h"

struct prober_options {
	unsigned max_dialing;	  /* 1000: a silent address costs a socket */
	unsigned max_handshaking; /* 64 */
	unsigned max_per_address; /* 4: connections to one IP at a time */
	int64_t dial_timeout_ms;  /* at most; the probe's own is the whole */
};

extern const struct prober_options prober_options_default;

struct prober;
struct probe;
/* observation is handed over: observation_free. The probe is gone then. */
typedef void (*probe_fn)(void *arg, struct observation *observation);

struct prober *prober_new(
    struct loop *loop, const struct prober_options *options, struct error *err);
void prober_free(struct prober *prober); /* cancels what runs */
CLEANUP_DEFINE(struct prober, prober_free)
/* Copies of the target what it needs. Never calls fn before it returns. */
struct probe *probe_start(
    struct prober *prober, const struct target *target, probe_fn fn, void *arg);
void probe_cancel(struct probe *probe);

struct prober_counts {
	unsigned waiting, dialing, handshaking;
	uint64_t started, finished;
};
struct prober_counts prober_counts(const struct prober *prober);
