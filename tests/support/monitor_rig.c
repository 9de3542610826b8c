/* A monitor over fakes; see monitor_rig.h. */
#include "support/monitor_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "monitor/numbering.h"
#include "store/load.h"
#include "store/sequence.h"

#define CRL_POINTER "crlDistributionPoints=URI:http://crl.example.test/"

struct rig_sink {
	struct sink sink;
	struct rig *rig;
};

static bool
deliver(struct sink *sink, struct event *event)
{
	struct rig *rig = ((struct rig_sink *)sink)->rig;

	*ARRAY_ADD(&rig->events) = event_ref(event);
	return true;
}

static bool
flush(struct sink *sink, int64_t timeout_ms)
{
	return true;
}

static void
close_sink(struct sink *sink, int64_t timeout_ms)
{
	free(sink);
}

static const struct sink_ops sink_ops = {
    .name = "rig",
    .deliver = deliver,
    .flush = flush,
    .close = close_sink,
};

static struct ip_address
address_of(const char *text)
{
	struct ip_address address;

	assert_true(ip_address_parse(text, &address));
	return address;
}

static bool
is_same_host(const struct ip_address *a, const struct ip_address *b)
{
	return a->family == b->family &&
	    memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static enum rig_serves
serves(const struct rig *rig, const struct place *place)
{
	ARRAY_EACH (server, &rig->servers) {
		if (server->variant == (enum variant)place->variant &&
		    is_same_host(&server->address, &place->address))
			return server->serves;
	}
	return place->variant == VARIANT_USUAL ? RIG_GOOD : RIG_NOT_OFFERED;
}

static const struct rig_host *
host_of(struct rig *rig, const char *name)
{
	struct rig_host *host;
	char names[HOSTNAME_MAX + 8];

	/* A fleet of many has one certificate. */
	if (strstr(name, ".fleet.test") != NULL)
		name = "*.fleet.test";
	ARRAY_EACH (known, &rig->hosts) {
		if (strcmp(known->host, name) == 0)
			return known;
	}
	snprintf(names, sizeof names, "DNS:%s", name);
	host = ARRAY_ADD(&rig->hosts);
	host->host = mem_strdup(name);
	host->chain = mint_chain_for(name);
	/* As the first one is: where its revocation is told is not lost. */
	host->renewed =
	    MINT(.subject = "CN=renewed", .issuer = host->chain.intermediate,
		.names = names, .extensions = {CRL_POINTER});
	host->rsa = MINT(.subject = "CN=rsa", .key_kind = MINT_RSA_2048,
	    .issuer = host->chain.intermediate, .names = names,
	    .extensions = {CRL_POINTER});
	return host;
}

/* One certificate for all of "*.fleet.test", expired since the year 2000. */
static void
send_shared(struct rig *rig, struct observation *observation)
{
	const struct rig_host *host = &rig->hosts.items[0];
	struct cert *certs[2];

	if (rig->shared == NULL)
		rig->shared = MINT(.subject = "CN=shared",
		    .issuer = host->chain.intermediate,
		    .names = "DNS:*.fleet.test", .not_before = 915148800,
		    .not_after = 946684800, .extensions = {CRL_POINTER});
	certs[0] = rig->shared->cert;
	certs[1] = host->chain.intermediate->cert;
	fake_probe_sends(observation, certs, 2);
}

static void
answer(void *arg, const struct target *target, struct observation *observation)
{
	struct rig *rig = arg;
	const struct rig_host *host = host_of(rig, target->endpoint->host.text);
	struct cert *certs[] = {
	    host->chain.leaf->cert, host->chain.intermediate->cert};

	*ARRAY_ADD(&rig->looks) = (struct rig_look){
	    .address = target->place.address,
	    .variant = (enum variant)target->place.variant,
	    .at_ms = loop_now_ms(rig->loop) - rig->started_ms,
	};
	switch (serves(rig, &target->place)) {
	case RIG_GOOD: fake_probe_sends(observation, certs, 2); break;
	case RIG_LEAF_ONLY:
		fake_probe_sends(observation, &host->renewed->cert, 1);
		break;
	case RIG_RSA:
	case RIG_RSA_LEAF_ONLY:
		certs[0] = host->rsa->cert;
		fake_probe_sends(observation, certs,
		    serves(rig, &target->place) == RIG_RSA ? 2 : 1);
		break;
	case RIG_SHARED: send_shared(rig, observation); break;
	case RIG_NOT_OFFERED:
		fake_probe_fails(observation, FAILURE_HANDSHAKE_ALERT);
		break;
	case RIG_REFUSED:
		fake_probe_fails(observation, FAILURE_CONNECT_REFUSED);
		break;
	case RIG_SILENT:
		fake_probe_fails(observation, FAILURE_CONNECT_TIMEOUT);
		break;
	}
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct rig *rig = arg;

	rig->inspected++;
}

static void
on_resolve_failed(void *arg, const struct endpoint *endpoint,
    enum failure failure, const char *detail)
{
	struct rig *rig = arg;

	rig->unresolved++;
}

static void
on_pass_ended(void *arg)
{
	struct rig *rig = arg;

	rig->passes_ended++;
}

/* Numbers at once, as the memory does, and keeps when the test says so. */
static void
commit(void *arg, struct batch *batch, loop_fn done, void *done_arg)
{
	struct rig *rig = arg;
	struct commit memory = commit_memory_ops(rig->memory);
	struct rig_commit *waiting;

	if (rig->into_store != NULL) {
		struct commit store = commit_store_ops(rig->into_store);

		store.commit(store.arg, batch, done, done_arg);
		return;
	}
	if (!rig->is_store_slow) {
		memory.commit(memory.arg, batch, done, done_arg);
		return;
	}
	waiting = ARRAY_ADD(&rig->commits);
	waiting->done = done;
	waiting->arg = done_arg;
}

void
rig_keep(struct rig *rig)
{
	struct rig_commit first;

	assert_true(rig->commits.len > 0);
	first = rig->commits.items[0];
	ARRAY_REMOVE(&rig->commits, 0);
	first.done(first.arg);
}

static void
make_inspector(struct rig *rig)
{
	struct mint_chain chain = mint_chain_for("www.example.test");
	struct trust_store *store = mint_trust("system", chain.root, NULL);
	struct error err = ERROR_INIT;

	rig->prober = prober_new(rig->loop, &prober_options_default, &err);
	fake_probe_script(rig->prober, answer, rig);
	rig->inspector = inspector_new(
	    rig->loop, &rig->clock, rig->prober, &inspector_options_default);
	inspector_set_store(rig->inspector, store);
	trust_store_unref(store);
}

static void
make_monitor(struct rig *rig, const struct monitor_options *options)
{
	struct monitor_parts parts = {
	    .loop = rig->loop,
	    .clock = &rig->clock,
	    .resolver = rig->resolver,
	    .inspector = rig->inspector,
	    .fleet = rig->fleet,
	    .commit = {.commit = commit, .arg = rig},
	    .notify = rig->notify,
	    .is_cut_off = rig->is_cut_off,
	    .read_clock_sync = rig->read_clock_sync,
	};
	struct monitor_hooks hooks = {
	    .inspected = on_inspected,
	    .resolve_failed = on_resolve_failed,
	    .pass_ended = on_pass_ended,
	    .arg = rig,
	};

	rig->monitor = monitor_new(
	    &parts, options == NULL ? &monitor_options_default : options);
	monitor_set_hooks(rig->monitor, &hooks);
}

static int64_t
wall_ms(void *arg)
{
	const struct rig *rig = arg;

	return clock_wall_ms(&rig->loop_clock) + rig->wall_skew_ms;
}

static int64_t
steady_ms(void *arg)
{
	return clock_steady_ms(&((const struct rig *)arg)->loop_clock);
}

static int64_t
slept_ms(void *arg)
{
	return ((const struct rig *)arg)->slept_ms;
}

void
rig_stop_monitor(struct rig *rig)
{
	monitor_free(TAKE(rig->monitor));
	fleet_free(TAKE(rig->fleet));
}

void
rig_start_monitor(struct rig *rig)
{
	rig->fleet = fleet_new(&fleet_options_default);
	make_monitor(rig, NULL);
}

static void
on_store_change(void *arg, bool is_failing, const struct error *err)
{
	struct rig *rig = arg;

	monitor_store_changed(rig->monitor, is_failing, err);
}

static void
open_store(struct rig *rig, struct loaded *loaded)
{
	struct store_options options = store_options_default;
	struct commit_store_options commit_options = {0};
	struct error err = ERROR_INIT;

	options.directory = rig->directory;
	options.is_inline = true;
	rig->store = store_open(&options, rig->loop, &err);
	assert_non_null(rig->store);
	assert_true(load_all(store_db(rig->store), loaded, &err));
	commit_options.last_sequence = loaded->last_sequence;
	commit_options.reserved = loaded->last_sequence + NUMBERING_RESERVE;
	assert_true(sequence_reserve(
	    store_db(rig->store), commit_options.reserved, &err));
	rig->into_store = commit_store_new(
	    rig->store, rig->loop, &rig->clock, &commit_options);
}

struct rig *
rig_new_in(const struct monitor_options *options, const char *directory)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct resolver_options resolver_options = {0};
	struct rig_sink *sink = MEM_NEW(struct rig_sink);
	struct loaded loaded = {0};
	struct error err = ERROR_INIT;

	sink->sink.ops = &sink_ops;
	sink->rig = rig;
	rig->loop = loop_new();
	rig->loop_clock = fake_loop_clock(rig->loop);
	rig->clock = (struct clock){wall_ms, steady_ms, rig, slept_ms};
	rig->started_ms = loop_now_ms(rig->loop);
	rig->directory = directory;
	rig->resolver = resolver_new(rig->loop, &resolver_options, &err);
	make_inspector(rig);
	rig->fleet = fleet_new(&fleet_options_default);
	rig->memory = commit_memory_new(rig->loop);
	rig->notify = notify_new(rig->loop);
	notify_add_sink(rig->notify, &sink->sink);
	if (directory != NULL)
		open_store(rig, &loaded);
	loaded_clear(&loaded);
	make_monitor(rig, options);
	if (directory != NULL)
		store_on_change(rig->store, on_store_change, rig);
	return rig;
}

struct rig *
rig_new(const struct monitor_options *options)
{
	return rig_new_in(options, NULL);
}

static void
close_store(struct rig *rig)
{
	if (rig->store == NULL)
		return;
	commit_store_free(TAKE(rig->into_store));
	store_close(TAKE(rig->store), 0);
}

void
rig_restart(struct rig *rig, int64_t downtime_s)
{
	struct loaded loaded = {0};

	monitor_free(rig->monitor);
	close_store(rig);
	fleet_free(rig->fleet);
	inspector_free(rig->inspector);
	prober_free(rig->prober);
	fake_loop_stall(rig->loop, downtime_s * 1000);

	make_inspector(rig);
	rig->fleet = fleet_new(&fleet_options_default);
	open_store(rig, &loaded);
	make_monitor(rig, NULL);
	store_on_change(rig->store, on_store_change, rig);
	rig_apply(rig);
	monitor_restore(rig->monitor, &loaded);
	loaded_clear(&loaded);
}

void
rig_free(struct rig *rig)
{
	monitor_free(rig->monitor);
	close_store(rig);
	notify_free(rig->notify);
	commit_memory_free(rig->memory);
	fleet_free(rig->fleet);
	inspector_free(rig->inspector);
	prober_free(rig->prober);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
	rig_forget_endpoints(rig);
	ARRAY_EACH (event, &rig->events)
		event_unref(*event);
	ARRAY_CLEAR(&rig->events);
	ARRAY_CLEAR(&rig->looks);
	ARRAY_EACH (host, &rig->hosts)
		free(host->host);
	ARRAY_CLEAR(&rig->hosts);
	ARRAY_CLEAR(&rig->servers);
	ARRAY_CLEAR(&rig->commits);
	free(rig);
}

struct endpoint *
rig_endpoint(struct rig *rig, const char *host, const char *addresses,
    int64_t interval_s)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint->settings->interval_s = interval_s;
	endpoint->settings->timeout_ms = 10000;
	while (*addresses != '\0') {
		size_t len = strcspn(addresses, " ");
		char text[IP_ADDRESS_TEXT_MAX];

		snprintf(text, sizeof text, "%.*s", (int)len, addresses);
		ARRAY_ADD(&endpoint->fronts)->address = address_of(text);
		addresses += len + strspn(addresses + len, " ");
	}
	endpoint_finish(endpoint);
	*ARRAY_ADD(&rig->endpoints) = endpoint;
	return endpoint;
}

void
rig_forget_endpoints(struct rig *rig)
{
	ARRAY_EACH (endpoint, &rig->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&rig->endpoints);
}

struct monitor_changes
rig_apply(struct rig *rig)
{
	return monitor_set_endpoints(
	    rig->monitor, rig->endpoints.items, rig->endpoints.len);
}

void
rig_serve(struct rig *rig, const char *address, enum rig_serves what)
{
	rig_serve_variant(rig, address, VARIANT_USUAL, what);
}

void
rig_serve_variant(struct rig *rig, const char *address, enum variant variant,
    enum rig_serves what)
{
	struct ip_address wanted = address_of(address);
	struct rig_server *added;

	ARRAY_EACH (server, &rig->servers) {
		if (server->variant == variant &&
		    is_same_host(&server->address, &wanted)) {
			server->serves = what;
			return;
		}
	}
	added = ARRAY_ADD(&rig->servers);
	added->address = wanted;
	added->variant = variant;
	added->serves = what;
}

unsigned
rig_variant_looks(
    const struct rig *rig, const char *address, enum variant variant)
{
	struct ip_address wanted = address_of(address);
	unsigned count = 0;

	ARRAY_EACH (look, &rig->looks)
		count += look->variant == variant &&
		    is_same_host(&look->address, &wanted);
	return count;
}

void
rig_run(struct rig *rig, int64_t seconds)
{
	fake_loop_run_for(rig->loop, seconds * 1000);
}

unsigned
rig_looks(const struct rig *rig, const char *address)
{
	struct ip_address wanted = address_of(address);
	unsigned count = 0;

	ARRAY_EACH (look, &rig->looks)
		count += is_same_host(&look->address, &wanted);
	return count;
}

int64_t
rig_look_at_s(const struct rig *rig, const char *address, unsigned n)
{
	struct ip_address wanted = address_of(address);

	ARRAY_EACH (look, &rig->looks) {
		if (is_same_host(&look->address, &wanted) && n-- == 0)
			return look->at_ms / 1000;
	}
	fail_msg("%s was not looked at so often", address);
	return -1;
}

unsigned
rig_count(const struct rig *rig, enum event_kind kind)
{
	unsigned count = 0;

	ARRAY_EACH (event, &rig->events)
		count += (*event)->kind == kind;
	return count;
}

const struct event *
rig_event(const struct rig *rig, enum event_kind kind)
{
	for (size_t i = rig->events.len; i-- > 0;) {
		if (rig->events.items[i]->kind == kind)
			return rig->events.items[i];
	}
	fail_msg("no event of kind %s", event_kind_text(kind));
	return NULL;
}

int
rig_set_up(void **state)
{
	*state = rig_new(NULL);
	return 0;
}

int
rig_tear_down(void **state)
{
	rig_free(*state);
	return 0;
}
