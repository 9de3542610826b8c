/*
 * The inside of struct monitor, for the files of this folder only:
 *
 *	monitor.c	life, and the one timer over the one heap
 *	addresses.c	an endpoint's names are due -> targets come and go
 *	variants.c	an address in other variants
 *	look.c		a target is due -> inspected -> planned again
 *	turns.c		names with many addresses, by turns
 *	asleep.c	the machine was suspended
 *	clock_watch.c	the wall clock beside the one that counts on
 *	hurry.c		looks out of turn
 *	outage.c	looks when the monitor's own network is in doubt
 *	keep.c		a transition is made, committed, and its events released
 *	quiet.c		silences and acknowledgements
 *	pass.c		when has everything been looked at once
 *	reload.c	other endpoints
 *	restore.c	what was known before a restart
 *	status.c	what is watched, for who asks
 */
#pragma once

#include "incident/quiet.h"
#include "model/monitor_fault.h"
#include "monitor/lag.h"
#include "monitor/look_tally.h"
#include "monitor/monitor.h"
#include "monitor/transition.h"
#include "store/load.h"

#define MONITOR_MAX_RESOLVING 64      /* endpoints whose names are asked */
#define MONITOR_MAX_INSPECTIONS 10000 /* under way, waiting ones included */
#define MONITOR_MAX_STARTS 64	      /* in one turn of the loop */
#define MONITOR_TICK_MS 60000	      /* fleet_tick, at the latest */
#define MONITOR_TICK_LEAST_MS 1000
#define MONITOR_RESOLVE_MIN_MS 30000 /* names are not asked more often */
/* The resolver keeps a failure for 5 s: sooner it says the same again. */
#define MONITOR_RESOLVE_RETRY_MIN_MS 6000
#define MONITOR_RESOLVE_HELD_MS 10000 /* is it theirs, or DNS? */
/* So many may wait to be kept while further endpoints are expanded. */
#define MONITOR_MAX_KEEPING 512
#define MONITOR_RESOLVE_MIN_SHARE 4  /* ... nor than so many an interval */
#define MONITOR_SERVER_SOON_MS 5000  /* after a file of it has changed */
#define MONITOR_FIRST_PASS_PER_S 500 /* looks planned at most */

struct monitor {
	struct monitor_parts parts;
	struct monitor_options options;
	struct monitor_hooks hooks;
	struct schedule *schedule;
	struct loop_timer *due_timer, *tick_timer;
	int64_t armed_for_ms; /* what due_timer is set to; INT64_MAX: not */
	ARRAY(struct watch *) watches; /* sorted by endpoint id */
	size_t target_count, inspecting, resolving;
	struct watch *line_first, *line_last; /* wait for the resolver */
	struct transition *newest_kept; /* being kept: a doubly linked list */
	size_t keeping;			/* how many these are */
	struct lag lag;
	struct look_tally tally;
	uint64_t told[EVENT_KIND_COUNT];  /* events that were given out */
	struct monitor_fault_list faults; /* of its own, that are there */
	bool is_store_corrupt;		  /* until a restart */

	int64_t slept_ms;   /* of the machine, when last read */
	int64_t woke_at_ms; /* 0: it never slept */
	bool is_clock_read;
	int64_t clock_offset_ms; /* wall beyond steady, when last read */
	size_t outage_at; /* the watch at which the next are looked for */

	size_t pass_left;   /* what the first pass still waits for */
	bool is_pass_begun; /* it was said what is watched */
	bool is_pass_over, is_pass_held;
	int64_t pass_held_ms; /* since then an outage is waited for */
	int64_t pass_started_ms, pass_spread_ms;

	bool is_stopping;
	loop_fn stopped;
	void *stopped_arg;
};

int64_t monitor_now_ms(const struct monitor *monitor);
void monitor_arm(struct monitor *monitor);
void monitor_plan(struct monitor *monitor, struct due *due, int64_t due_ms);
void monitor_unplan(struct monitor *monitor, struct due *due);
void monitor_note_lag(struct monitor *monitor, int64_t lag_ms);

void look_start(struct monitor *monitor, struct watch_target *target);
/* Before and after the commit. */
void look_made(struct monitor *monitor, struct transition *transition);
void look_kept(struct monitor *monitor, const struct transition *transition);
/* When a target that was due then, before a restart, is due. */
int64_t look_resume_ms(const struct monitor *monitor,
    const struct watch_target *target, int64_t due_at_ms);
/* Its next regular slot. */
int64_t look_next_ms(const struct watch_target *target);
/* Out of schedule, inspection and list. */
void look_drop(struct monitor *monitor, struct watch_target *target);
/* When a target that was never looked at, or not since a change, is due. */
int64_t look_soon_ms(
    const struct monitor *monitor, const struct watch_target *target);

/* It has so many addresses of names now: how many turns do they make? */
void turns_set(struct watch *watch, size_t named);
/* How often this target is looked at. */
int64_t turns_interval_ms(const struct watch_target *target);
/* The longest that this can be, whatever names come to. */
int64_t turns_most_ms(const struct watch_target *target);
/* Is it among those of the first turn? */
bool turns_is_first(const struct watch_target *target);
/* A look counts; false: too many in this minute, and it is planned later. */
bool turns_take(struct monitor *monitor, struct watch_target *target);

/* Before what is due is begun, or called late: was the machine asleep? */
void asleep_check(struct monitor *monitor);
/* Before a look is believed: has the wall clock jumped? is_tick: the minute. */
void clock_watch(struct monitor *monitor, bool is_tick);
/* What the fleet asks for when its own network is in doubt, or is back. */
void outage_follow(struct monitor *monitor, const struct batch *batch);
/* While nothing can be reached, some are looked at each minute. */
void outage_tick(struct monitor *monitor);
/* Those who load the file. */
void hurry_servers(struct monitor *monitor, const struct endpoint_file *file);
/* After a look was made, before its evidence is dropped: a usual one that shows
 * another chain has its address looked at in other variants. */
void variants_follow(struct monitor *monitor, struct watch_target *target,
    const struct transition *look);
int64_t variants_interval_ms(const struct watch_target *target);
/* They go with the address. */
void variants_drop_beside(
    struct monitor *monitor, const struct watch_target *usual);
/* Those that the endpoint asks for no more; true: there were some. */
bool variants_drop_unwanted(struct monitor *monitor, struct watch *watch);

/* Time alone: a minute on, or when somebody's time is over. */
void monitor_arm_tick(struct monitor *monitor);

void addresses_ask(struct monitor *monitor, struct watch *watch);
/* Something was kept: whoever waited for that is expanded. */
void addresses_go_on(struct monitor *monitor);
void addresses_cancel(struct monitor *monitor, struct watch *watch);
/* That its names failed was taken: they may have to be asked for sooner. */
void addresses_made(
    struct monitor *monitor, const struct transition *transition);

void keep_transition(
    struct monitor *monitor, struct transition *take_transition);
void keep_batch(
    struct monitor *monitor, struct batch *take_batch, loop_fn kept);
/* Drops what waits; what is being kept goes on. */
void keep_forget_waiting(struct watch *watch);
void keep_free_all(struct monitor *monitor);

void pass_enter(struct monitor *monitor, bool *is_in_pass);
void pass_leave(struct monitor *monitor, bool *is_in_pass);
/* Ends the pass when nothing is left of it, and no outage is waited for. */
void pass_check(struct monitor *monitor);
/* Time alone: the same, when it had to wait. */
void pass_tick(struct monitor *monitor);
