/* The inside of struct fleet, for fleet.c, restore.c and quiet.c only. */
#pragma once

#include "incident/book.h"
#include "incident/fleet.h"
#include "incident/hush.h"
#include "incident/monitor_faults.h"

struct fleet {
	struct fleet_options options;
	struct hush_rules hush;
	struct table endpoints;
	struct book book;
	struct monitor_faults faults;
	uint64_t transitions;
	bool is_first_pass_over;
	bool is_restored; /* it knew endpoints before */
};

struct watched *fleet_find(
    const struct fleet *fleet, const struct endpoint *endpoint);
/* Begins a transition. */
struct step fleet_step(
    struct fleet *fleet, int64_t now, struct batch *ret_batch);
