/* A prober on a loop; see probe_scene.h. */
#include "support/probe_scene.h"

#include <assert.h>
#include <stdio.h>

static void
stop(void *arg)
{
	loop_stop(((struct probe_scene *)arg)->loop);
}

void
probe_scene_init(
    struct probe_scene *scene, const struct prober_options *options)
{
	struct error err = ERROR_INIT;

	*scene = (struct probe_scene){.loop = loop_new()};
	scene->prober = prober_new(scene->loop,
	    options != NULL ? options : &prober_options_default, &err);
	if (scene->prober == NULL) {
		fputs(err.message, stderr);
		abort();
	}
	scene->timer = loop_timer_new(scene->loop, stop, scene);
	scene->endpoint = endpoint_new();
	snprintf(scene->endpoint->host.text, sizeof scene->endpoint->host.text,
	    PROBE_SCENE_HOST);
	endpoint_finish(scene->endpoint);
	scene->endpoint->settings->timeout_ms = 5000;
}

void
probe_scene_forget(struct probe_scene *scene)
{
	for (size_t i = 0; i < scene->seen_len; i++)
		observation_free(scene->seen[i]);
	scene->seen_len = 0;
}

void
probe_scene_clear(struct probe_scene *scene)
{
	prober_free(scene->prober);
	probe_scene_forget(scene);
	endpoint_unref(scene->endpoint);
	loop_timer_free(scene->timer);
	loop_free(scene->loop);
}

static void
on_observation(void *arg, struct observation *observation)
{
	struct probe_scene *scene = arg;

	assert(scene->seen_len < PROBE_SCENE_MAX);
	scene->seen[scene->seen_len++] = observation;
	if (scene->seen_len == scene->stop_at)
		loop_stop(scene->loop);
}

struct probe *
probe_scene_start(struct probe_scene *scene, const struct ip_address *address)
{
	struct target target = {0};
	size_t before = scene->seen_len;
	struct probe *probe;

	target_set(&target, scene->endpoint,
	    &(struct place){.address = *address}, NULL);
	probe = probe_start(scene->prober, &target, on_observation, scene);
	assert(scene->seen_len == before);
	(void)before;
	target_clear(&target);
	return probe;
}

struct probe *
probe_scene_start_server(
    struct probe_scene *scene, const struct tls_server *server)
{
	struct ip_address address = tls_server_address(server);

	return probe_scene_start(scene, &address);
}

void
probe_scene_run_until(struct probe_scene *scene, size_t count)
{
	scene->stop_at = count;
	if (scene->seen_len < count)
		loop_run(scene->loop);
	assert(scene->seen_len >= count);
}

void
probe_scene_run_for(struct probe_scene *scene, int64_t ms)
{
	scene->stop_at = 0;
	loop_timer_set(scene->timer, ms);
	loop_run(scene->loop);
}

const struct observation *
probe_scene_probe(struct probe_scene *scene, const struct ip_address *address)
{
	probe_scene_start(scene, address);
	probe_scene_run_until(scene, scene->seen_len + 1);
	return scene->seen[scene->seen_len - 1];
}

const struct observation *
probe_scene_play(struct probe_scene *scene, const struct tls_script *script)
{
	struct tls_server *server = tls_server_start(script);
	struct ip_address address = tls_server_address(server);
	const struct observation *o = probe_scene_probe(scene, &address);

	tls_server_stop(server);
	return o;
}

struct tls_script
probe_scene_script(void)
{
	struct mint_chain chain = mint_chain_for(PROBE_SCENE_HOST);

	return (struct tls_script){.chain = {chain.leaf, chain.intermediate}};
}
