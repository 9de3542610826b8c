/*
 * A prober on a loop, and what its probes came to: for the tests of probe.
 */
#pragma once

#include "probe/probe.h"
#include "support/tls_server.h"

#define PROBE_SCENE_HOST "www.example.test"
#define PROBE_SCENE_MAX 256

struct probe_scene {
	struct loop *loop;
	struct prober *prober;
	struct loop_timer *timer;
	struct endpoint *endpoint; /* of PROBE_SCENE_HOST, timeout 5 s */
	struct observation *seen[PROBE_SCENE_MAX]; /* in the order they ended */
	size_t seen_len;
	size_t stop_at; /* the loop stops when that many were seen */
};

void probe_scene_init(
    struct probe_scene *scene, const struct prober_options *options);
void probe_scene_clear(struct probe_scene *scene);
/* Starts a probe of that address. */
struct probe *probe_scene_start(
    struct probe_scene *scene, const struct ip_address *address);
struct probe *probe_scene_start_server(
    struct probe_scene *scene, const struct tls_server *server);
/* Runs the loop until that many in all have ended. */
void probe_scene_run_until(struct probe_scene *scene, size_t count);
void probe_scene_run_for(struct probe_scene *scene, int64_t ms);
/* One probe from start to end; the observation stays the scene's. */
const struct observation *probe_scene_probe(
    struct probe_scene *scene, const struct ip_address *address);
/* The same against a server of that script, started and stopped for it. */
const struct observation *probe_scene_play(
    struct probe_scene *scene, const struct tls_script *script);
/* Frees what was seen. */
void probe_scene_forget(struct probe_scene *scene);
/* A good chain for PROBE_SCENE_HOST. */
struct tls_script probe_scene_script(void);
