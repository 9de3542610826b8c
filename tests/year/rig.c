/* The program in virtual time; see rig.h. */
#include "year/rig.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monitor/commit_store.h"
#include "monitor/monitor.h"
#include "monitor/numbering.h"
#include "notify/told.h"
#include "store/load.h"
#include "store/prune.h"
#include "store/sequence.h"
#include "support/fault_vfs.h"

/* Written at once is what came in so long, as the daemon does with its 50 ms
 * under load: transactions are what a year takes longest for. */
#define BATCH_MS 20000

struct rig {
	struct rig_options options;
	struct loop *loop;
	struct clock clock;
	struct resolver *resolver;
	struct prober *prober;
	struct inspector *inspector;
	struct fleet *fleet;
	struct store *store;
	struct commit_store *commits;
	struct prune *prune;
	struct notify *notify;
	struct told *told;
	uint64_t last_told;
	struct monitor *monitor;
	uint64_t looks, judgements;	    /* of earlier runs */
	ARRAY(struct endpoint *) endpoints; /* the world's */
};

struct rig_sink {
	struct sink sink;
	struct rig *rig;
};

static void
must(bool ok, const struct error *err)
{
	if (ok)
		return;
	fprintf(stderr, "rig: %s\n", err->message);
	abort();
}

static bool
deliver(struct sink *sink, struct event *event)
{
	struct rig *rig = ((struct rig_sink *)sink)->rig;

	rig->options.told(rig->options.arg, event);
	rig->last_told = event->sequence;
	return true;
}

/* Whatever was released was told: only marks may be behind. */
static bool
deliver_again(struct sink *sink, const struct untold_entry *entry)
{
	if (entry->sequence <= ((struct rig_sink *)sink)->rig->last_told)
		return true;
	fprintf(stderr, "rig: an event was kept and not told\n");
	abort();
}

static uint64_t
told(struct sink *sink)
{
	return ((struct rig_sink *)sink)->rig->last_told;
}

static bool
flush(UNUSED struct sink *sink, UNUSED int64_t timeout_ms)
{
	return true;
}

static void
close_sink(struct sink *sink, UNUSED int64_t timeout_ms)
{
	free(sink);
}

static const struct sink_ops sink_ops = {
    .name = "year",
    .deliver = deliver,
    .deliver_again = deliver_again,
    .told = told,
    .flush = flush,
    .close = close_sink,
};

static void
on_store_change(void *arg, bool is_failing, const struct error *err)
{
	monitor_store_changed(((struct rig *)arg)->monitor, is_failing, err);
}

static void
on_forgotten(void *arg)
{
	commit_store_forget_certificates(((struct rig *)arg)->commits);
}

static void
on_stored(void *arg)
{
	told_wake(((struct rig *)arg)->told);
}

static void
open_store(struct rig *rig, struct loaded *ret_loaded)
{
	struct store_options options = store_options_default;
	struct commit_store_options commits = {0};
	struct prune_options prune = prune_options_default;
	struct untold untold = {0};
	struct error err = ERROR_INIT;

	options.directory = rig->options.directory;
	options.vfs = FAULT_VFS_NAME;
	options.is_inline = true;
	options.batch_ms = BATCH_MS;
	options.now = clock_wall_s(&rig->clock);
	rig->store = store_open(&options, rig->loop, &err);
	must(rig->store != NULL, &err);
	must(load_all(store_db(rig->store), ret_loaded, &err), &err);
	commits.last_sequence = ret_loaded->last_sequence;
	commits.reserved = ret_loaded->last_sequence + NUMBERING_RESERVE;
	must(sequence_reserve(store_db(rig->store), commits.reserved, &err),
	    &err);
	rig->commits =
	    commit_store_new(rig->store, rig->loop, &rig->clock, &commits);
	must(untold_load(store_db(rig->store), &untold, &err), &err);
	rig->told = told_new(rig->loop, rig->store, rig->notify, &untold);
	untold_clear(&untold);
	commit_store_on_stored(rig->commits, on_stored, rig);
	prune.event_age_s = prune.history_age_s = rig->options.keep_s;
	rig->prune = prune_new(
	    rig->store, rig->loop, &rig->clock, &prune, on_forgotten, rig);
}

static void
make_inspector(struct rig *rig)
{
	struct error err = ERROR_INIT;

	rig->prober = prober_new(rig->loop, &prober_options_default, &err);
	fake_probe_script(rig->prober, rig->options.probe, rig->options.arg);
	rig->inspector = inspector_new(
	    rig->loop, &rig->clock, rig->prober, &inspector_options_default);
	inspector_set_store(rig->inspector, rig->options.system);
	inspector_set_store(rig->inspector, rig->options.corp);
}

static void
begin(struct rig *rig)
{
	struct rig_sink *sink = MEM_NEW(struct rig_sink);
	struct loaded loaded = {0};

	sink->sink.ops = &sink_ops;
	sink->rig = rig;
	make_inspector(rig);
	rig->fleet = fleet_new(&fleet_options_default);
	rig->notify = notify_new(rig->loop);
	notify_add_sink(rig->notify, &sink->sink);
	open_store(rig, &loaded);
	rig->monitor = monitor_new(
	    &(struct monitor_parts){
		.loop = rig->loop,
		.clock = &rig->clock,
		.resolver = rig->resolver,
		.inspector = rig->inspector,
		.fleet = rig->fleet,
		.commit = commit_store_ops(rig->commits),
		.notify = rig->notify,
	    },
	    &monitor_options_default);
	store_on_change(rig->store, on_store_change, rig);
	monitor_set_endpoints(
	    rig->monitor, rig->endpoints.items, rig->endpoints.len);
	monitor_restore(rig->monitor, &loaded);
	loaded_clear(&loaded);
}

static void
end(struct rig *rig)
{
	struct inspector_counts counts = inspector_counts(rig->inspector);

	rig->looks += counts.inspections;
	rig->judgements += counts.judgements;
	store_off_change(rig->store, on_store_change, rig);
	monitor_free(TAKE(rig->monitor));
	prune_free(TAKE(rig->prune));
	told_free(TAKE(rig->told));
	commit_store_free(TAKE(rig->commits));
	store_close(TAKE(rig->store), 1000);
	notify_free(TAKE(rig->notify));
	fleet_free(TAKE(rig->fleet));
	inspector_free(TAKE(rig->inspector));
	prober_free(TAKE(rig->prober));
}

struct rig *
rig_new(const struct rig_options *options)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct resolver_options resolver_options = {0};
	struct error err = ERROR_INIT;

	fault_vfs_register();
	fault_vfs_heal();
	rig->options = *options;
	rig->loop = loop_new();
	rig->clock = fake_loop_clock(rig->loop);
	rig->resolver = resolver_new(rig->loop, &resolver_options, &err);
	for (size_t i = 0; i < options->endpoint_count; i++)
		*ARRAY_ADD(&rig->endpoints) = options->endpoints[i];
	begin(rig);
	return rig;
}

void
rig_free(struct rig *rig)
{
	end(rig);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
	ARRAY_CLEAR(&rig->endpoints);
	free(rig);
}

void
rig_restart(struct rig *rig, int64_t downtime_s, bool is_killed)
{
	if (is_killed)
		fault_vfs_set(FAULT_WRITE, 0, -1);
	end(rig);
	fault_vfs_heal();
	fake_loop_stall(rig->loop, downtime_s * 1000);
	begin(rig);
}

int64_t
rig_now(const struct rig *rig)
{
	return clock_wall_s(&rig->clock);
}

void
rig_run_until(struct rig *rig, int64_t wall_s)
{
	int64_t left_ms = wall_s * 1000 - clock_wall_ms(&rig->clock);

	if (left_ms > 0)
		fake_loop_run_for(rig->loop, left_ms);
}

struct resolver *
rig_resolver(struct rig *rig)
{
	return rig->resolver;
}

/* Of the file as it lies there: pages that are in use. */
static int64_t
store_bytes(const struct rig *rig)
{
	CLEANUP(free)
	char *path = mem_printf("%s/state.db", rig->options.directory);
	const struct db_options options = {.path = path, .is_read_only = true};
	struct error err = ERROR_INIT;
	struct db *db = db_open(&options, &err);
	int64_t bytes = 0;

	must(db != NULL, &err);
	must(db_ask_int(db,
		 "SELECT (page_count - freelist_count) * page_size FROM "
		 "pragma_page_count, pragma_freelist_count, pragma_page_size",
		 0, &bytes, &err),
	    &err);
	db_close(db);
	return bytes;
}

static size_t
resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long all = 0, resident = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%lu %lu", &all, &resident) != 2)
		resident = 0;
	fclose(file);
	return resident * (size_t)sysconf(_SC_PAGESIZE);
}

struct rig_counts
rig_counts(struct rig *rig)
{
	struct inspector_counts counts = inspector_counts(rig->inspector);
	struct mallinfo2 heap = mallinfo2();

	return (struct rig_counts){
	    .looks = rig->looks + counts.inspections,
	    .judgements = rig->judgements + counts.judgements,
	    .open_incidents = fleet_incident_count(rig->fleet),
	    .store_bytes = store_bytes(rig),
	    .heap_bytes = heap.uordblks + heap.hblkhd,
	    .resident_bytes = resident_bytes(),
	};
}
