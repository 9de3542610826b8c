/* Who waits for answers; see aia_wait.h. A wait stands in one of two lists:
 * for answers, or for its turn. */
#include "fetch/aia_wait.h"

#include <assert.h>

#include "base/mem.h"
#include "fetch/aia.h"

struct list {
	struct aia_wait *first, *last;
};

struct aia_wait {
	struct aia_waits *waits;
	struct list *list; /* where it stands */
	struct aia_wait *previous, *next;
	const void *entries[AIA_WAIT_MAX_URLS]; /* still to come */
	size_t count;
	struct loop_timer *timer;
	loop_fn done;
	void *arg;
};

struct aia_waits {
	struct loop *loop;
	struct list waiting, ready;
	struct loop_timer *wake; /* set while some are ready */
};

static void
enter(struct aia_wait *wait, struct list *list)
{
	wait->list = list;
	wait->previous = list->last;
	wait->next = NULL;
	if (list->last != NULL)
		list->last->next = wait;
	else
		list->first = wait;
	list->last = wait;
}

static void
leave(struct aia_wait *wait)
{
	if (wait->previous != NULL)
		wait->previous->next = wait->next;
	else
		wait->list->first = wait->next;
	if (wait->next != NULL)
		wait->next->previous = wait->previous;
	else
		wait->list->last = wait->previous;
}

static void
free_wait(struct aia_wait *wait)
{
	leave(wait);
	loop_timer_free(wait->timer);
	free(wait);
}

static void
get_ready(struct aia_wait *wait)
{
	struct aia_waits *waits = wait->waits;

	if (wait->list == &waits->ready)
		return;
	leave(wait);
	enter(wait, &waits->ready);
	loop_timer_stop(wait->timer);
	loop_timer_set(waits->wake, 0);
}

static void
on_timeout(void *arg)
{
	get_ready(arg);
}

/* Those called may cancel others, and ask anew. */
static void
on_wake(void *arg)
{
	struct aia_waits *waits = arg;

	for (size_t i = 0; i < AIA_WAIT_WOKEN_A_TURN; i++) {
		struct aia_wait *wait = waits->ready.first;
		loop_fn done;

		if (wait == NULL)
			return;
		if (wait->next != NULL)
			loop_timer_set(waits->wake, 0);
		done = wait->done;
		arg = wait->arg;
		free_wait(wait);
		done(arg);
	}
}

struct aia_waits *
aia_waits_new(struct loop *loop)
{
	struct aia_waits *waits = MEM_NEW(struct aia_waits);

	waits->loop = loop;
	waits->wake = loop_timer_new(loop, on_wake, waits);
	return waits;
}

void
aia_waits_free(struct aia_waits *waits)
{
	if (waits == NULL)
		return;
	while (waits->waiting.first != NULL)
		free_wait(waits->waiting.first);
	while (waits->ready.first != NULL)
		free_wait(waits->ready.first);
	loop_timer_free(waits->wake);
	free(waits);
}

struct aia_wait *
aia_waits_add(struct aia_waits *waits, const void *const *entries, size_t count,
    int64_t timeout_ms, loop_fn done, void *arg)
{
	struct aia_wait *wait = MEM_NEW(struct aia_wait);

	assert(count <= AIA_WAIT_MAX_URLS);
	wait->waits = waits;
	wait->done = done;
	wait->arg = arg;
	wait->count = count;
	for (size_t i = 0; i < count; i++)
		wait->entries[i] = entries[i];
	wait->timer = loop_timer_new(waits->loop, on_timeout, wait);
	enter(wait, &waits->waiting);
	if (count == 0)
		get_ready(wait);
	else
		loop_timer_set(wait->timer, timeout_ms);
	return wait;
}

void
aia_wait_cancel(struct aia_wait *wait)
{
	if (wait != NULL)
		free_wait(wait);
}

static void
strike_out(struct aia_wait *wait, const void *entry)
{
	for (size_t i = 0; i < wait->count; i++) {
		if (wait->entries[i] == entry)
			wait->entries[i--] = wait->entries[--wait->count];
	}
	if (wait->count == 0)
		get_ready(wait);
}

void
aia_waits_answered(struct aia_waits *waits, const void *entry)
{
	struct aia_wait *wait = waits->waiting.first;

	while (wait != NULL) {
		struct aia_wait *next = wait->next;

		strike_out(wait, entry);
		wait = next;
	}
}
