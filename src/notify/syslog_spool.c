/*
 * From an outbox to a client; see syslog_spool.h.
 *
 *	outbox -> slot: GIVEN -> SETTLING -> free
 *
 * A slot settles while "delivered" is on its way into the store.
 */
#include "notify/syslog_spool.h"

#include "base/log.h"
#include "base/mem.h"

#define STORE_RETRY_MS 1000 /* after a full queue, or a job that failed */

enum slot_state {
	SLOT_FREE,
	SLOT_GIVEN,
	SLOT_SETTLING,
};

struct slot {
	struct syslog_spool *spool;
	uint64_t sequence;
	enum slot_state state;
	bool is_refused;   /* a dead letter */
	bool is_handed_in; /* else the store's queue was full */
};

struct syslog_spool {
	struct syslog_spool_parts parts;
	struct outbox *outbox;
	struct loop_timer *timer;
	struct slot slots[SYSLOG_SPOOL_MAX];
	size_t count; /* of slots that are not free */
	bool is_taking;
	bool is_dirty; /* the outbox may have more than was seen */
};

static void take(struct syslog_spool *spool);

/* It is kept, or could not be: then it comes again, with the same id. */
static void
on_settled(void *arg, bool is_ok)
{
	struct slot *slot = arg;
	struct syslog_spool *spool = slot->spool;

	*slot = (struct slot){.spool = spool};
	spool->count--;
	/* The next of its incident waited for it. */
	spool->is_dirty = true;
	if (is_ok)
		take(spool);
	else
		loop_timer_set(spool->timer, STORE_RETRY_MS);
}

static void
settle(struct slot *slot)
{
	struct syslog_spool *spool = slot->spool;

	slot->state = SLOT_SETTLING;
	slot->is_handed_in = slot->is_refused
	    ? outbox_bury(spool->outbox, slot->sequence, NULL, "no event",
		  on_settled, slot)
	    : outbox_delivered(spool->outbox, slot->sequence, on_settled, slot);
	if (!slot->is_handed_in)
		loop_timer_set(spool->timer, STORE_RETRY_MS);
}

static struct slot *
find_free(struct syslog_spool *spool)
{
	size_t i = 0;

	while (spool->slots[i].state != SLOT_FREE)
		i++;
	return &spool->slots[i];
}

static void
on_taken(void *arg, bool is_ok, struct outbox_batch *batch)
{
	struct syslog_spool *spool = arg;

	spool->is_taking = false;
	if (!is_ok) {
		spool->is_dirty = true;
		loop_timer_set(spool->timer, STORE_RETRY_MS);
		return;
	}
	spool->is_dirty |= batch->has_more;
	ARRAY_EACH (item, &batch->items) {
		struct slot *slot = find_free(spool);

		slot->state = SLOT_GIVEN;
		slot->sequence = item->sequence;
		spool->count++;
		slot->is_refused = !spool->parts.put(
		    spool->parts.arg, item->sequence, item->payload);
		if (!slot->is_refused)
			continue;
		log_error("syslog", "event %s cannot be read: a dead letter",
		    item->id);
		settle(slot);
	}
	take(spool);
}

/* What there is room for, if there may be anything. */
static void
take(struct syslog_spool *spool)
{
	uint64_t under_way[SYSLOG_SPOOL_MAX];
	size_t count = 0;

	if (!spool->is_dirty || spool->is_taking ||
	    spool->count == SYSLOG_SPOOL_MAX)
		return;
	for (size_t i = 0; i < SYSLOG_SPOOL_MAX; i++) {
		if (spool->slots[i].state != SLOT_FREE)
			under_way[count++] = spool->slots[i].sequence;
	}
	spool->is_taking = outbox_take(spool->outbox,
	    SYSLOG_SPOOL_MAX - spool->count, clock_wall_s(spool->parts.clock),
	    under_way, count, on_taken, spool);
	spool->is_dirty = !spool->is_taking;
	if (!spool->is_taking)
		loop_timer_set(spool->timer, STORE_RETRY_MS);
}

static void
on_timer(void *arg)
{
	struct syslog_spool *spool = arg;

	for (size_t i = 0; i < SYSLOG_SPOOL_MAX; i++) {
		struct slot *slot = &spool->slots[i];

		if (slot->state == SLOT_SETTLING && !slot->is_handed_in)
			settle(slot);
	}
	take(spool);
}

struct syslog_spool *
syslog_spool_new(const struct syslog_spool_parts *parts)
{
	struct syslog_spool *spool = MEM_NEW(struct syslog_spool);

	spool->parts = *parts;
	spool->outbox = outbox_new(parts->store, parts->name);
	spool->timer = loop_timer_new(parts->loop, on_timer, spool);
	for (size_t i = 0; i < SYSLOG_SPOOL_MAX; i++)
		spool->slots[i].spool = spool;
	/* Before any event of this run is kept: a new sink begins here. */
	spool->is_dirty = true;
	take(spool);
	return spool;
}

void
syslog_spool_free(struct syslog_spool *spool)
{
	if (spool == NULL)
		return;
	outbox_free(spool->outbox);
	loop_timer_free(spool->timer);
	free(spool);
}

void
syslog_spool_wake(struct syslog_spool *spool)
{
	spool->is_dirty = true;
	if (!spool->is_taking && spool->count < SYSLOG_SPOOL_MAX)
		loop_timer_set(spool->timer, 0);
}

void
syslog_spool_delivered(struct syslog_spool *spool, uint64_t sequence)
{
	for (size_t i = 0; i < SYSLOG_SPOOL_MAX; i++) {
		struct slot *slot = &spool->slots[i];

		if (slot->state == SLOT_GIVEN && slot->sequence == sequence) {
			settle(slot);
			return;
		}
	}
}

bool
syslog_spool_is_empty(const struct syslog_spool *spool)
{
	return spool->count == 0 && !spool->is_dirty && !spool->is_taking;
}
