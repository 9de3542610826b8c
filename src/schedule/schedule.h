/*
 * When is what due: one heap of keys with due times. Pure: time comes as a
 * parameter (steady milliseconds). Items carry their own slot, so that adding,
 * moving and removing are O(log n) without a table.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct schedule_item {
	int64_t due_ms; /* stays when it is removed */
	uint32_t slot;	/* 1-based place in the heap; 0: not in it */
	uint32_t kind;	/* the owner's, to know its own kinds apart */
};

struct schedule;

struct schedule *schedule_new(void);
void schedule_free(struct schedule *schedule);
/* Adds or moves. */
void schedule_set(
    struct schedule *schedule, struct schedule_item *item, int64_t due_ms);
void schedule_remove(struct schedule *schedule, struct schedule_item *item);
/* The earliest, or NULL. It stays in. */
struct schedule_item *schedule_first(const struct schedule *schedule);
size_t schedule_len(const struct schedule *schedule);

/* Planning, all in milliseconds. key: hash of what is planned, so that a fleet
 * spreads evenly and each member keeps its phase over restarts. */
int64_t schedule_first_due(
    uint64_t key, int64_t interval_ms, int64_t spread_ms, int64_t now_ms);
/* The next regular slot of its phase after now_ms: no drift, no bursts. */
int64_t schedule_next_due(uint64_t key, int64_t interval_ms, int64_t now_ms);
/* After the n-th failure in a row: sooner than the interval, growing back to
 * it, spread by key. */
int64_t schedule_retry_due(
    uint64_t key, int64_t interval_ms, unsigned failures, int64_t now_ms);
