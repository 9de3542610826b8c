/* The heap of what is due, and the planning of when; see schedule.h. */
#include "schedule/schedule.h"

#include <assert.h>

#include "base/array.h"
#include "base/hash.h"

/* A failed probe is tried again after this long, then twice as long, and so on
 * until the interval is reached. */
#define RETRY_FIRST_MS 30000
/* ... but never sooner than this share of a short interval. */
#define RETRY_SHARE 2

struct schedule {
	ARRAY(struct schedule_item *) heap; /* slot n stands at n - 1 */
};

struct schedule *
schedule_new(void)
{
	return MEM_NEW(struct schedule);
}

void
schedule_free(struct schedule *schedule)
{
	if (schedule == NULL)
		return;
	ARRAY_EACH (item, &schedule->heap)
		(*item)->slot = 0;
	ARRAY_CLEAR(&schedule->heap);
	free(schedule);
}

static void
place(struct schedule *schedule, struct schedule_item *item, size_t slot)
{
	schedule->heap.items[slot - 1] = item;
	item->slot = (uint32_t)slot;
}

static struct schedule_item *
at(const struct schedule *schedule, size_t slot)
{
	return schedule->heap.items[slot - 1];
}

static void
rise(struct schedule *schedule, struct schedule_item *item)
{
	size_t slot = item->slot;

	while (slot > 1 && at(schedule, slot / 2)->due_ms > item->due_ms) {
		place(schedule, at(schedule, slot / 2), slot);
		slot /= 2;
	}
	place(schedule, item, slot);
}

static void
sink(struct schedule *schedule, struct schedule_item *item)
{
	size_t slot = item->slot, len = schedule->heap.len;

	while (2 * slot <= len) {
		size_t child = 2 * slot;

		if (child < len &&
		    at(schedule, child + 1)->due_ms <
			at(schedule, child)->due_ms)
			child++;
		if (at(schedule, child)->due_ms >= item->due_ms)
			break;
		place(schedule, at(schedule, child), slot);
		slot = child;
	}
	place(schedule, item, slot);
}

void
schedule_set(
    struct schedule *schedule, struct schedule_item *item, int64_t due_ms)
{
	item->due_ms = due_ms;
	if (item->slot == 0) {
		*ARRAY_ADD(&schedule->heap) = item;
		item->slot = (uint32_t)schedule->heap.len;
	}
	assert(at(schedule, item->slot) == item);
	rise(schedule, item);
	sink(schedule, item);
}

void
schedule_remove(struct schedule *schedule, struct schedule_item *item)
{
	size_t slot = item->slot;
	struct schedule_item *last;

	if (slot == 0)
		return;
	assert(at(schedule, slot) == item);
	last = at(schedule, schedule->heap.len);
	schedule->heap.len--;
	item->slot = 0;
	if (last == item)
		return;
	place(schedule, last, slot);
	rise(schedule, last);
	sink(schedule, last);
}

struct schedule_item *
schedule_first(const struct schedule *schedule)
{
	return schedule->heap.len == 0 ? NULL : at(schedule, 1);
}

size_t
schedule_len(const struct schedule *schedule)
{
	return schedule->heap.len;
}

/* Even over [0, range), also where keys themselves are not. */
static int64_t
share_of(uint64_t key, uint64_t purpose, int64_t range)
{
	uint64_t mixed;

	if (range <= 0)
		return 0;
	mixed = hash_bytes(HASH_START ^ purpose, &key, sizeof key);
	return (int64_t)(mixed % (uint64_t)range);
}

int64_t
schedule_next_due(uint64_t key, int64_t interval_ms, int64_t now_ms)
{
	int64_t phase, since_slot;

	if (interval_ms <= 0)
		return now_ms;
	phase = share_of(key, 0, interval_ms);
	since_slot = (now_ms - phase) % interval_ms;
	if (since_slot < 0)
		since_slot += interval_ms;
	return now_ms + interval_ms - since_slot;
}

int64_t
schedule_first_due(
    uint64_t key, int64_t interval_ms, int64_t spread_ms, int64_t now_ms)
{
	/* Spread over the whole interval the regular slots do it already. */
	if (spread_ms >= interval_ms)
		return schedule_next_due(key, interval_ms, now_ms);
	return now_ms + share_of(key, 1, spread_ms);
}

int64_t
schedule_retry_due(
    uint64_t key, int64_t interval_ms, unsigned failures, int64_t now_ms)
{
	int64_t regular = schedule_next_due(key, interval_ms, now_ms);
	int64_t delay = RETRY_FIRST_MS;

	if (failures == 0)
		return regular;
	if (delay > interval_ms / RETRY_SHARE)
		delay = interval_ms / RETRY_SHARE;
	for (unsigned i = 1; i < failures && delay < interval_ms; i++)
		delay *= 2;
	if (delay >= interval_ms)
		return regular;
	/* A fifth more or less, so that a host that took many endpoints with
	 * it is not met by all of them at once. */
	delay += share_of(key, failures, delay * 2 / 5) - delay / 5;
	/* The regular slot serves as the retry when it lies about there; one
	 * that comes at once would only repeat the look that failed. */
	if (regular <= now_ms + delay && regular >= now_ms + delay / 2)
		return regular;
	return now_ms + delay;
}
