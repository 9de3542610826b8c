/*
 * One simulated year: a world, the program that watches it, and the truth that
 * what it tells is held against. All of it follows from the seed.
 */
#pragma once

#include "year/agenda.h"
#include "year/rig.h"
#include "year/truth.h"
#include "year/world.h"

/* By when the next look at any address has been: the interval, and what a
 * restart may add. */
#define YEAR_LOOK_S (WORLD_HOUR + 20 * 60)
/* Until the second clean look, which follows within a minute. */
#define YEAR_CLEAN_S (YEAR_LOOK_S + 120)

struct year_options {
	uint64_t seed;
	size_t endpoints;
	int64_t days;
	bool is_telling;  /* of how it goes */
	unsigned mishaps; /* so many times as many as there would be */
};

struct year {
	struct year_options options;
	struct random random; /* of stories; the world has its own */
	struct world world;
	struct truth truth;
	struct agenda agenda;
	struct rig *rig;
	int64_t starts, ends;
	int64_t doom; /* when an intermediate ends under many */
	int64_t offline_until;
	uint64_t told, summaries;
	uint64_t stories[16]; /* how often each was told: stories.c */
	uint64_t overdue;     /* forgotten renewals against a habit */
	uint64_t outages, blips, restarts, kills, offlines, lost_names;
};

/* Of each site: when its certificate is renewed the next time. */
void stories_plan(struct year *year, size_t site);
const char *stories_name(size_t i); /* NULL: there are no more */
/* What becomes of those whose intermediate ends: doom.c. */
void doom_plan(struct year *year);
/* Promised of the site, or of its group. */
void year_promise(struct year *year, const struct promise *promise);
/* A renewal that shows, and is part of what the site's habit is. */
void stories_note(struct year *year, size_t site, bool is_by_rule);
/* Servers that are away, and the monitor itself. */
void outages_plan(struct year *year);
void year_put(struct year *year, int64_t at, act_fn fn, size_t site,
    size_t endpoint, size_t step, int64_t began);
/* A story is told of the site until then: no other begins. */
void year_keep_busy(struct year *year, size_t site, int64_t until);
