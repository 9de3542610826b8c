/*
 * probe/probe.h answered by a script: linked instead of the prober, it makes
 * observations out of what the test says each target shows.
 */
#pragma once

#include "probe/probe.h"

/* Makes what the probe sees: fill observation. */
typedef void (*fake_probe_fn)(
    void *arg, const struct target *target, struct observation *observation);

/* Each probe takes so long, in the loop's time. */
void fake_probe_script(struct prober *prober, fake_probe_fn fn, void *arg);
void fake_probe_set_duration(struct prober *prober, int64_t ms);
/* Has been started so often, over all targets. */
unsigned fake_probe_count(const struct prober *prober);

/* For scripts: the server sends these certificates. */
struct cert;
void fake_probe_sends(
    struct observation *observation, struct cert *const *certs, size_t count);
/* The dial failed. */
void fake_probe_fails(struct observation *observation, enum failure failure);
