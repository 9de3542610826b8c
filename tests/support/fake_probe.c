/* The prober answered by a script; see fake_probe.h. */
#include "support/fake_probe.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"

#define DURATION_MS 20
#define TLS_1_3 0x0304

struct probe {
	struct prober *prober;
	struct target target;
	struct loop_timer *timer;
	probe_fn fn; /* NULL: cancelled or done */
	void *arg;
};

struct prober {
	struct loop *loop;
	fake_probe_fn script;
	void *script_arg;
	int64_t duration_ms;
	unsigned started, finished;
	ARRAY(struct probe *) probes; /* all that were not freed */
};

const struct prober_options prober_options_default;

struct prober *
prober_new(
    struct loop *loop, const struct prober_options *options, struct error *err)
{
	struct prober *prober = MEM_NEW(struct prober);

	prober->loop = loop;
	prober->duration_ms = DURATION_MS;
	return prober;
}

static void
free_probe(struct probe *probe)
{
	struct prober *prober = probe->prober;

	for (size_t i = 0; i < prober->probes.len; i++) {
		if (prober->probes.items[i] == probe) {
			ARRAY_REMOVE(&prober->probes, i);
			break;
		}
	}
	loop_timer_free(probe->timer);
	target_clear(&probe->target);
	free(probe);
}

void
prober_set_resolver(
    UNUSED struct prober *prober, UNUSED struct resolver *resolver)
{
}

void
prober_set_secrets(
    UNUSED struct prober *prober, UNUSED const struct probe_secrets *secrets)
{
}

void
prober_free(struct prober *prober)
{
	if (prober == NULL)
		return;
	while (prober->probes.len > 0)
		free_probe(prober->probes.items[0]);
	ARRAY_CLEAR(&prober->probes);
	free(prober);
}

void
fake_probe_script(struct prober *prober, fake_probe_fn fn, void *arg)
{
	prober->script = fn;
	prober->script_arg = arg;
}

void
fake_probe_set_duration(struct prober *prober, int64_t ms)
{
	prober->duration_ms = ms;
}

unsigned
fake_probe_count(const struct prober *prober)
{
	return prober->started;
}

/* A timer may not be freed in its own callback. */
static void
free_later(void *arg)
{
	struct prober *prober = arg;

	for (size_t i = prober->probes.len; i-- > 0;) {
		if (prober->probes.items[i]->fn == NULL)
			free_probe(prober->probes.items[i]);
	}
}

static void
on_end(void *arg)
{
	struct probe *probe = arg;
	struct prober *prober = probe->prober;
	struct observation *observation = observation_new();
	probe_fn fn = probe->fn;

	prober->finished++;
	observation->total_ms = prober->duration_ms;
	observation->variant = (enum variant)probe->target.place.variant;
	if (prober->script != NULL)
		prober->script(prober->script_arg, &probe->target, observation);
	probe->fn = NULL;
	loop_defer(prober->loop, free_later, prober);
	fn(probe->arg, observation);
}

struct probe *
probe_start(
    struct prober *prober, const struct target *target, probe_fn fn, void *arg)
{
	struct probe *probe = MEM_NEW(struct probe);

	probe->prober = prober;
	target_set(
	    &probe->target, target->endpoint, &target->place, &target->via);
	probe->fn = fn;
	probe->arg = arg;
	probe->timer = loop_timer_new(prober->loop, on_end, probe);
	loop_timer_set(probe->timer, prober->duration_ms);
	*ARRAY_ADD(&prober->probes) = probe;
	prober->started++;
	return probe;
}

void
probe_cancel(struct probe *probe)
{
	if (probe != NULL)
		free_probe(probe);
}

struct prober_counts
prober_counts(const struct prober *prober)
{
	return (struct prober_counts){
	    .dialing = prober->started - prober->finished,
	    .started = prober->started,
	    .finished = prober->finished,
	};
}

void
fake_probe_sends(
    struct observation *observation, struct cert *const *certs, size_t count)
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++)
		len += certs[i]->der_len;
	observation->message = mem_new(len, 1);
	observation->message_len = len;
	observation->tls_version = TLS_1_3;
	len = 0;
	for (size_t i = 0; i < count; i++) {
		struct observation_cert *sent = ARRAY_ADD(&observation->certs);

		sent->der = observation->message + len;
		sent->der_len = certs[i]->der_len;
		memcpy(sent->sha256, certs[i]->sha256, CERT_SHA256_LEN);
		memcpy(observation->message + len, certs[i]->der,
		    certs[i]->der_len);
		len += certs[i]->der_len;
	}
}

void
fake_probe_fails(struct observation *observation, enum failure failure)
{
	observation->failure = failure;
	snprintf(observation->detail, sizeof observation->detail, "%s",
	    failure_text(failure));
}
