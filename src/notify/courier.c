/*
 * From an outbox to a carrier; see courier.h.
 *
 *	outbox -> ready -> slot: CARRYING -> SETTLING -> free
 *
 * A slot is settling while the outcome is on its way into the store: an event
 * is out of our hands only when that is committed. A receiver in trouble
 * pauses the whole sink, and is then tried with one message at a time.
 */
#include "notify/courier.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "notify/chance.h"
#include "notify/consignment.h"
#include "notify/receiver.h"

#define TAKE_MAX 16	    /* events in memory, where each goes alone */
#define STORE_RETRY_MS 1000 /* after a full queue, or a job that failed */

enum slot_state {
	SLOT_FREE,
	SLOT_CARRYING,
	SLOT_SETTLING,
};

struct slot {
	struct courier *courier;
	enum slot_state state;
	struct consignment load;
};

struct courier {
	struct courier_parts parts;
	struct courier_carrier carrier;
	char *name;
	struct outbox *outbox;
	struct loop_timer *timer;
	struct slot slots[COURIER_CONCURRENCY];
	ARRAY(struct outbox_item) ready;
	int64_t gather_until_ms; /* 0: nothing is gathered */
	bool is_taking;
	bool is_dirty;	 /* the outbox may have more than was seen */
	int64_t next_at; /* seconds, of the wall: a row is due; 0: none */
	struct receiver receiver;
	size_t pending, dead; /* as of the last look at the outbox */
	struct chance chance;
};

static void pump(struct courier *courier);

static int64_t
now_ms(const struct courier *courier)
{
	return clock_steady_ms(courier->parts.clock);
}

static void
wake_in(struct courier *courier, int64_t ms)
{
	loop_timer_set(courier->timer, ms < 0 ? 0 : ms);
}

static void
free_slot(struct slot *slot)
{
	consignment_clear(&slot->load);
	slot->state = SLOT_FREE;
}

/* The outcome is kept, or could not be: then it is all done again. */
static void
on_settled(void *arg, bool is_ok)
{
	struct slot *slot = arg;
	struct courier *courier = slot->courier;

	free_slot(slot);
	courier->is_dirty = true;
	if (is_ok)
		pump(courier);
	else
		wake_in(courier, STORE_RETRY_MS);
}

static void
settle(struct slot *slot)
{
	slot->state = SLOT_SETTLING;
	if (!consignment_settle(&slot->load))
		wake_in(slot->courier, STORE_RETRY_MS);
}

/* Should the store have no place now, the rows wait their time. */
static void
note_outcome(struct courier *courier, const struct delivery_outcome *outcome)
{
	if (receiver_note(&courier->receiver, outcome, now_ms(courier),
		chance_next(&courier->chance)) &&
	    !outbox_hurry(courier->outbox, NULL, NULL))
		log_debug(courier->name, "the store's queue is full");
}

static void
note_burial(struct courier *courier, const struct parcel *parcel)
{
	const struct courier_burial burial = {
	    .noun = courier->carrier.noun,
	    .name = courier->name,
	    .id = parcel->item.id,
	    .sequence = parcel->item.sequence,
	    .attempts = parcel->item.attempts + 1,
	    .words = parcel->consignment->words,
	};

	receiver_buried(
	    &courier->receiver, &burial, parcel->item.payload, now_ms(courier));
}

static void
end_attempt(struct slot *slot, const struct delivery_outcome *outcome)
{
	struct courier *courier = slot->courier;

	note_outcome(courier, outcome);
	consignment_plan(&slot->load, outcome,
	    clock_wall_ms(courier->parts.clock), chance_next(&courier->chance));
	for (size_t i = 0; i < slot->load.count; i++) {
		if (slot->load.parcels[i].action == DELIVERY_BURY)
			note_burial(courier, &slot->load.parcels[i]);
	}
	settle(slot);
}

void
courier_ended(struct courier *courier, size_t slot,
    const struct delivery_outcome *outcome)
{
	end_attempt(&courier->slots[slot], outcome);
	pump(courier);
}

/* The next that is ready, into the slot. */
static void
load_item(struct slot *slot)
{
	struct courier *courier = slot->courier;

	consignment_add(&slot->load, &courier->ready.items[0]);
	ARRAY_REMOVE(&courier->ready, 0);
}

static bool
is_next_wanted(const struct courier *courier)
{
	return courier->carrier.wants(
	    courier->carrier.arg, &courier->ready.items[0]);
}

/* What keeps us from asking is as good as an answer that failed. */
static void
carry(struct slot *slot)
{
	const struct courier_carrier *carrier = &slot->courier->carrier;
	const struct outbox_item *items[COURIER_MOST_ITEMS];
	struct error err = ERROR_INIT;
	struct delivery_outcome outcome = {.verdict = DELIVERY_TROUBLE};

	for (size_t i = 0; i < slot->load.count; i++)
		items[i] = &slot->load.parcels[i].item;
	if (carrier->start(carrier->arg, (size_t)(slot - slot->courier->slots),
		items, slot->load.count, &err))
		return;
	snprintf(outcome.words, sizeof outcome.words, "%.*s",
	    (int)sizeof outcome.words - 1, err.message);
	end_attempt(slot, &outcome);
}

/* One that nobody wants is done; others go together, as many as may. */
static void
start(struct slot *slot)
{
	struct courier *courier = slot->courier;
	size_t most = courier->carrier.most;

	consignment_begin(&slot->load, most);
	slot->state = SLOT_CARRYING;
	if (!is_next_wanted(courier)) {
		load_item(slot);
		settle(slot);
		return;
	}
	do
		load_item(slot);
	while (slot->load.count < most && courier->ready.len > 0 &&
	    is_next_wanted(courier) &&
	    consignment_fits(&slot->load, &courier->ready.items[0]));
	carry(slot);
}

static void
on_taken(void *arg, bool is_ok, struct outbox_batch *batch)
{
	struct courier *courier = arg;

	courier->is_taking = false;
	if (!is_ok) {
		courier->is_dirty = true;
		wake_in(courier, STORE_RETRY_MS);
		return;
	}
	if (courier->carrier.gather_ms > 0 && courier->ready.len == 0 &&
	    batch->items.len > 0)
		courier->gather_until_ms =
		    now_ms(courier) + courier->carrier.gather_ms;
	ARRAY_EACH (item, &batch->items) {
		*ARRAY_ADD(&courier->ready) = *item;
		*item = (struct outbox_item){0};
	}
	courier->next_at = batch->next_at;
	courier->pending = batch->pending;
	courier->dead = batch->dead;
	/* A full outbox moves on when one of its rows goes. */
	courier->is_dirty |=
	    batch->has_more && batch->pending < OUTBOX_MAX_PENDING;
	pump(courier);
}

static size_t
max_ready(const struct courier *courier)
{
	return courier->carrier.most > 1 ? courier->carrier.most : TAKE_MAX;
}

static size_t
list_under_way(
    const struct courier *courier, uint64_t sequences[OUTBOX_MAX_UNDER_WAY])
{
	size_t count = 0;

	for (size_t i = 0; i < COURIER_CONCURRENCY; i++) {
		const struct slot *slot = &courier->slots[i];

		for (size_t k = 0;
		     k < slot->load.count && count < OUTBOX_MAX_UNDER_WAY; k++)
			sequences[count++] =
			    slot->load.parcels[k].item.sequence;
	}
	ARRAY_EACH (item, &courier->ready) {
		if (count < OUTBOX_MAX_UNDER_WAY)
			sequences[count++] = item->sequence;
	}
	return count;
}

static void
take(struct courier *courier)
{
	uint64_t under_way[OUTBOX_MAX_UNDER_WAY];
	size_t count = list_under_way(courier, under_way);

	courier->is_taking = outbox_take(courier->outbox,
	    max_ready(courier) - courier->ready.len,
	    clock_wall_s(courier->parts.clock), under_way, count, on_taken,
	    courier);
	courier->is_dirty = !courier->is_taking;
	if (!courier->is_taking)
		wake_in(courier, STORE_RETRY_MS);
}

static size_t
busy_count(const struct courier *courier)
{
	size_t count = 0;

	for (size_t i = 0; i < COURIER_CONCURRENCY; i++)
		count += courier->slots[i].state != SLOT_FREE;
	return count;
}

static bool
is_gathering(const struct courier *courier)
{
	return courier->ready.len < courier->carrier.most &&
	    now_ms(courier) < courier->gather_until_ms;
}

/* Several in one message go one after the other: more would come together
 * meanwhile. */
static size_t
max_busy(const struct courier *courier)
{
	return courier->receiver.health.failures > 0 ||
		courier->carrier.most > 1
	    ? 1
	    : COURIER_CONCURRENCY;
}

static struct slot *
find_free(struct courier *courier)
{
	if (courier->ready.len == 0 || is_gathering(courier) ||
	    busy_count(courier) >= max_busy(courier) ||
	    now_ms(courier) < courier->receiver.health.paused_until_ms)
		return NULL;
	for (size_t i = 0; i < COURIER_CONCURRENCY; i++) {
		if (courier->slots[i].state == SLOT_FREE)
			return &courier->slots[i];
	}
	return NULL;
}

/* Until the pause ends, all is gathered, or the next row is due. */
static void
sleep_on(struct courier *courier)
{
	int64_t pause_ms =
	    courier->receiver.health.paused_until_ms - now_ms(courier);

	if (pause_ms > 0)
		wake_in(courier, pause_ms);
	else if (courier->ready.len > 0 && is_gathering(courier))
		wake_in(courier, courier->gather_until_ms - now_ms(courier));
	else if (courier->next_at > 0)
		wake_in(courier,
		    courier->next_at * 1000 -
			clock_wall_ms(courier->parts.clock));
}

static bool
has_room(const struct courier *courier)
{
	return courier->ready.len == 0 ||
	    (is_gathering(courier) && courier->ready.len < max_ready(courier));
}

static void
pump(struct courier *courier)
{
	struct slot *slot;
	bool is_due = courier->next_at > 0 &&
	    outbox_is_due(courier->next_at, clock_wall_s(courier->parts.clock));

	while ((slot = find_free(courier)) != NULL)
		start(slot);
	if (has_room(courier) && !courier->is_taking &&
	    now_ms(courier) >= courier->receiver.health.paused_until_ms &&
	    (courier->is_dirty || is_due)) {
		courier->next_at = 0;
		take(courier);
		return;
	}
	if (!courier->is_taking)
		sleep_on(courier);
}

static void
on_timer(void *arg)
{
	struct courier *courier = arg;

	for (size_t i = 0; i < COURIER_CONCURRENCY; i++) {
		if (courier->slots[i].state == SLOT_SETTLING)
			settle(&courier->slots[i]);
	}
	pump(courier);
}

void
courier_wake(struct courier *courier)
{
	if (!courier->is_taking &&
	    now_ms(courier) >= courier->receiver.health.paused_until_ms)
		wake_in(courier, 0);
	courier->is_dirty = true;
}

void
courier_flush(struct courier *courier)
{
	courier->carrier.gather_ms = courier->gather_until_ms = 0;
	courier_wake(courier);
}

void
courier_free(struct courier *courier)
{
	if (courier == NULL)
		return;
	for (size_t i = 0; i < COURIER_CONCURRENCY; i++) {
		if (courier->slots[i].state == SLOT_CARRYING)
			courier->carrier.cancel(courier->carrier.arg, i);
		free_slot(&courier->slots[i]);
	}
	outbox_free(courier->outbox);
	ARRAY_EACH (item, &courier->ready)
		outbox_item_clear(item);
	ARRAY_CLEAR(&courier->ready);
	loop_timer_free(courier->timer);
	free(courier->name);
	free(courier);
}

struct courier *
courier_new(const struct courier_parts *parts, const char *name,
    const struct courier_carrier *carrier)
{
	struct courier *courier = MEM_NEW(struct courier);

	courier->parts = *parts;
	courier->carrier = *carrier;
	courier->name = mem_strdup(name);
	receiver_init(
	    &courier->receiver, &courier->parts, carrier->noun, courier->name);
	courier->outbox = outbox_new(parts->store, name);
	courier->timer = loop_timer_new(parts->loop, on_timer, courier);
	chance_init(&courier->chance, parts->seed);
	for (size_t i = 0; i < COURIER_CONCURRENCY; i++) {
		struct slot *slot = &courier->slots[i];

		slot->courier = courier;
		slot->load = (struct consignment){
		    .outbox = courier->outbox,
		    .done = on_settled,
		    .arg = slot,
		};
	}
	/* Before any event of this run is kept: a new sink begins here. */
	take(courier);
	return courier;
}

struct courier_counts
courier_counts(const struct courier *courier)
{
	return (struct courier_counts){
	    .name = courier->name,
	    .delivered = courier->receiver.delivered,
	    .failed = courier->receiver.failed,
	    .pending = courier->pending,
	    .dead = courier->dead,
	};
}

bool
courier_is_idle(const struct courier *courier)
{
	return busy_count(courier) == 0 &&
	    (now_ms(courier) < courier->receiver.health.paused_until_ms ||
		(courier->ready.len == 0 && !courier->is_taking &&
		    !courier->is_dirty));
}
