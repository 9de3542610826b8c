/*
 * struct sample: the newest looks of the whole fleet, one of each target: what
 * is needed to tell a fault of many targets at once, which is one of the
 * monitor's own, from faults of theirs. Small and of a fixed size; it owns
 * nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAMPLE_MAX 64

struct sample_look {
	uint64_t target;   /* what was looked at: never twice in a sample */
	uint64_t endpoint; /* that it is of */
	uint64_t address;  /* where it is */
	uint64_t network;  /* ... in which network */
	int64_t at;
	bool is_bad;
	bool is_cut_off; /* bad, and this machine had no way to it */
};

struct sample {
	struct sample_look looks[SAMPLE_MAX]; /* oldest first */
	size_t len;
};

/* A part of it, up to the newest. */
struct sample_count {
	size_t looks, bad, cut_off;
	size_t endpoints, addresses, networks; /* distinct ones of the bad */
	int64_t since;			       /* its first look */
};

/* Takes the place of what the target showed before; the oldest goes when there
 * are too many. */
void sample_note(struct sample *sample, const struct sample_look *look);
/* Counts looks[from] in as well; from the newest down. */
void sample_count_in(
    const struct sample *sample, size_t from, struct sample_count *count);
/* The looks from then on. */
struct sample_count sample_since(const struct sample *sample, int64_t since);
void sample_clear(struct sample *sample);
