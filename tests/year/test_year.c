/*
 * A year of a fleet in minutes; see tests/README. What the program tells is
 * counted against the truth of who made the world: none missed, none false,
 * none doubled; and what it keeps, in memory and in its store, does not grow.
 *
 *	test_year [--endpoints N] [--days N] [--mishaps N] [--quiet] [SEED...]
 */
#include "year/year.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/temp_folder.h"

#define KEEP_S (30 * WORLD_DAY) /* retention: what lasts is seen sooner */
/* By then as much goes as comes: what was kept of a certificate goes KEEP_S
 * after its end. */
#define WARM_DAYS 150
#define SLACK_BYTES (512 << 10) /* what a month differs from another by */

struct sample {
	int64_t day;
	struct rig_counts counts;
};

void
year_put(struct year *year, int64_t at, act_fn fn, size_t site, size_t endpoint,
    size_t step, int64_t began)
{
	agenda_put(&year->agenda,
	    &(struct act){
		.at = at,
		.fn = fn,
		.site = site,
		.endpoint = endpoint,
		.step = step,
		.began = began,
	    });
}

void
year_keep_busy(struct year *year, size_t number, int64_t until)
{
	struct world_site *site = &year->world.sites.items[number];

	if (site->busy_until < until)
		site->busy_until = until;
}

void
year_promise(struct year *year, const struct promise *promise)
{
	struct promise grouped = *promise;

	grouped.site = year->world.sites.items[promise->site].group;
	truth_promise(&year->truth, &grouped);
}

static void
on_probe(
    void *arg, const struct target *target, struct observation *observation)
{
	struct year *year = arg;
	struct world_address *at =
	    world_at(&year->world, &target->place.address);
	enum failure failure =
	    at == NULL ? FAILURE_CONNECT_REFUSED : at->failure;

	if (year->offline_until > 0) {
		failure = FAILURE_CONNECT_TIMEOUT;
	} else if (at != NULL && at->failing_looks > 0) {
		at->failing_looks--;
		failure = FAILURE_CONNECT_TIMEOUT;
	}
	if (failure != FAILURE_NONE)
		fake_probe_fails(observation, failure);
	else if (target->place.variant != VARIANT_USUAL)
		fake_probe_fails(observation, FAILURE_HANDSHAKE_ALERT);
	else
		fake_probe_sends(
		    observation, at->shown->certs, at->shown->count);
}

/* "e12.s3.test:443" */
static void
on_told(void *arg, const struct event *event)
{
	struct year *year = arg;
	unsigned long endpoint, site;

	year->told++;
	if (event->kind == EVENT_FIRST_PASS) {
		year->summaries++;
		return;
	}
	if (event->endpoint == NULL) {
		truth_told(&year->truth, event, year->truth.site_count - 1, 0);
		return;
	}
	if (sscanf(event->endpoint->id, "e%lu.s%lu.", &endpoint, &site) != 2)
		abort();
	site = year->world.sites.items[site].group;
	truth_told(&year->truth, event, site, endpoint);
}

static void
begin(struct year *year, const char *directory)
{
	ARRAY(struct endpoint *) endpoints = {0};

	ARRAY_EACH (endpoint, &year->world.endpoints)
		*ARRAY_ADD(&endpoints) = endpoint->endpoint;
	year->rig = rig_new(&(struct rig_options){
	    .directory = directory,
	    .probe = on_probe,
	    .told = on_told,
	    .arg = year,
	    .keep_s = KEEP_S,
	    .system = year->world.system,
	    .corp = year->world.corp,
	    .endpoints = endpoints.items,
	    .endpoint_count = endpoints.len,
	});
	ARRAY_CLEAR(&endpoints);
}

static struct sample
take_sample(struct year *year, int64_t day)
{
	struct sample sample = {day, rig_counts(year->rig)};

	if (year->options.is_telling)
		printf("day %3" PRId64 ": %" PRIu64 " looks, %" PRIu64
		       " judgements, %" PRIu64
		       " events, %zu open, store %" PRId64
		       " KB, heap %zu KB, resident %zu KB\n",
		    day, sample.counts.looks, sample.counts.judgements,
		    year->told, sample.counts.open_incidents,
		    sample.counts.store_bytes / 1024,
		    sample.counts.heap_bytes / 1024,
		    sample.counts.resident_bytes / 1024);
	fflush(stdout);
	return sample;
}

static void
run_until(struct year *year, int64_t until)
{
	const struct act *next;

	while (
	    (next = agenda_next(&year->agenda)) != NULL && next->at <= until) {
		struct act act = agenda_take(&year->agenda);

		rig_run_until(year->rig, act.at);
		act.fn(year, &act);
	}
	rig_run_until(year->rig, until);
}

/* Not a tenth more than it was after WARM_DAYS. */
static bool
is_flat(const char *what, int64_t then, int64_t now)
{
	if (now <= then + then / 10 + SLACK_BYTES)
		return true;
	printf("%s has grown from %" PRId64 " to %" PRId64 " bytes\n", what,
	    then, now);
	return false;
}

static bool
play(struct year *year)
{
	struct sample warm = {0}, last = {0};
	bool is_well = true;

	for (int64_t day = 1; day <= year->options.days; day++) {
		run_until(year, year->starts + day * WORLD_DAY);
		truth_settle(&year->truth, rig_now(year->rig));
		if (day % 30 == 0 || day == year->options.days)
			last = take_sample(year, day);
		if (day == WARM_DAYS)
			warm = last;
	}
	if (warm.day > 0) {
		is_well &= is_flat("the store", warm.counts.store_bytes,
		    last.counts.store_bytes);
		is_well &= is_flat("memory", (int64_t)warm.counts.heap_bytes,
		    (int64_t)last.counts.heap_bytes);
	}
	return is_well;
}

static void
tell_result(const struct year *year, double seconds)
{
	const struct truth *truth = &year->truth;

	for (size_t i = 0; stories_name(i) != NULL; i++)
		printf("%" PRIu64 " %s, ", year->stories[i], stories_name(i));
	printf("%" PRIu64 " of the forgotten ones against a habit, ",
	    year->overdue);
	printf("%" PRIu64 " outages, %" PRIu64 " blips, %" PRIu64
	       " names lost, %" PRIu64 " restarts, %" PRIu64
	       " of them kills, %" PRIu64 " times offline\n",
	    year->outages, year->blips, year->lost_names, year->restarts,
	    year->kills, year->offlines);
	printf("seed %" PRIu64 ": %zu endpoints at %zu addresses, %" PRId64
	       " days in %.1f s: %" PRIu64 " events told, %" PRIu64
	       " alarms; %" PRIu64 " missed, %" PRIu64
	       " without cause or told twice\n",
	    year->options.seed, year->world.endpoints.len,
	    year->world.addresses.len, year->options.days, seconds, year->told,
	    truth->told[TRUTH_ALARM], truth->missed, truth->unexpected);
}

static double
cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool
run(const struct year_options *options)
{
	struct year year = {.options = *options};
	struct temp_folder folder;
	double before = cpu_seconds();
	bool is_well;

	temp_folder_make(&folder);
	year.random.state = ~options->seed;
	year.doom = FAKE_LOOP_WALL_START + options->days * 2 / 3 * WORLD_DAY;
	world_make(&year.world, options->seed, options->endpoints,
	    FAKE_LOOP_WALL_START + 1000, year.doom);
	truth_init(&year.truth, options->seed, year.world.sites.len + 1);
	begin(&year, folder.path);
	year.starts = rig_now(year.rig);
	year.ends = year.starts + options->days * WORLD_DAY;
	for (size_t i = 0; i < year.world.first_doomed; i++)
		stories_plan(&year, i);
	doom_plan(&year);
	outages_plan(&year);
	is_well = play(&year);
	tell_result(&year, cpu_seconds() - before);
	is_well &= truth_wrong(&year.truth) == 0 && year.summaries == 1;
	rig_free(year.rig);
	truth_clear(&year.truth);
	agenda_clear(&year.agenda);
	world_clear(&year.world);
	temp_folder_remove(&folder);
	return is_well;
}

int
main(int argc, char **argv)
{
	struct year_options options = {.seed = 1,
	    .endpoints = 40,
	    .days = 75,
	    .is_telling = true,
	    .mishaps = 4};
	bool is_well = true;
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--quiet") == 0)
			options.is_telling = false;
		else if (i + 1 < argc && strcmp(argv[i], "--endpoints") == 0)
			options.endpoints = strtoul(argv[++i], NULL, 10);
		else if (i + 1 < argc && strcmp(argv[i], "--days") == 0)
			options.days = strtol(argv[++i], NULL, 10);
		else if (i + 1 < argc && strcmp(argv[i], "--mishaps") == 0)
			options.mishaps =
			    (unsigned)strtoul(argv[++i], NULL, 10);
		else
			return 2;
	}
	if (i == argc)
		is_well = run(&options);
	for (; i < argc; i++) {
		options.seed = strtoull(argv[i], NULL, 10);
		is_well &= run(&options);
	}
	return is_well ? 0 : 1;
}
