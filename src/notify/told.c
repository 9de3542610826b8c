/* How far the sinks of this machine were told; see told.h. */
#include "notify/told.h"

#include <string.h>

#include "base/mem.h"
#include "notify/journal_fields.h"
#include "notify/priority.h"
#include "render/render_text.h"

#define LINE_MAX_BYTES (64u << 10)

/* What a save depends on. */
struct state {
	uint64_t newest, all, marks[UNTOLD_MAX_SINKS];
};

struct told {
	struct store *store;
	struct notify *notify;
	struct loop_timer *timer;
	struct untold_mark marks[UNTOLD_MAX_SINKS];
	size_t count;
	struct state saved;
	bool is_armed; /* the timer */
	size_t jobs;   /* with the store */
	bool is_freed;
};

void
told_add_row(struct rows *rows, const struct event *event)
{
	CLEANUP(strbuf_clear)
	struct strbuf fields = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX);
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	struct untold_entry entry = {.sequence = event->sequence};

	journal_fields_event(&fields, event);
	strbuf_addf(&line, "<%d>", priority_of_event(event));
	render_text_event_line(&line, event);
	entry.fields = (uint8_t *)(uintptr_t)strbuf_text(&fields);
	entry.fields_len = fields.len;
	entry.line = (char *)(uintptr_t)strbuf_text(&line);
	untold_row(rows, &entry);
}

static const struct untold_mark *
find(const struct told *told, const char *sink)
{
	for (size_t i = 0; i < told->count; i++) {
		if (strcmp(told->marks[i].sink, sink) == 0)
			return &told->marks[i];
	}
	return NULL;
}

/* One that is new has nothing to catch up with. */
static void
add_new(struct told *told, uint64_t sequence)
{
	struct untold_mark now[UNTOLD_MAX_SINKS];
	size_t count = notify_marks(told->notify, now);

	for (size_t i = 0; i < count && told->count < UNTOLD_MAX_SINKS; i++) {
		if (find(told, now[i].sink) != NULL)
			continue;
		told->marks[told->count] = now[i];
		told->marks[told->count++].sequence = sequence;
	}
}

static void
look(struct told *told)
{
	struct untold_mark now[UNTOLD_MAX_SINKS];
	size_t count = notify_marks(told->notify, now);

	for (size_t i = 0; i < count; i++) {
		const struct untold_mark *mark = find(told, now[i].sink);

		if (mark != NULL && now[i].sequence > mark->sequence)
			told->marks[mark - told->marks] = now[i];
	}
}

/* What all the sinks there are have; of a sink that is gone nobody waits. */
static uint64_t
told_to_all(const struct told *told)
{
	struct untold_mark now[UNTOLD_MAX_SINKS];
	size_t count = notify_marks(told->notify, now);
	uint64_t all = notify_newest(told->notify);

	for (size_t i = 0; i < count; i++) {
		const struct untold_mark *mark = find(told, now[i].sink);

		if (mark != NULL && mark->sequence < all)
			all = mark->sequence;
	}
	return all;
}

static struct state
state_of(const struct told *told)
{
	struct state state = {
	    .newest = notify_newest(told->notify),
	    .all = told_to_all(told),
	};

	for (size_t i = 0; i < told->count; i++)
		state.marks[i] = told->marks[i].sequence;
	return state;
}

static void
on_saved(void *arg, bool is_ok)
{
	struct told *told = arg;

	told->jobs--;
	if (told->is_freed && told->jobs == 0)
		free(told);
	else if (!told->is_freed && !is_ok)
		told->saved = (struct state){0};
}

static void
save(struct told *told)
{
	struct state state;

	look(told);
	state = state_of(told);
	if (memcmp(&state, &told->saved, sizeof state) == 0)
		return;
	if (!untold_save(told->store, told->marks, told->count, state.all,
		on_saved, told))
		return;
	told->jobs++;
	told->saved = state;
}

bool
told_is_done(const struct told *told)
{
	struct untold_mark now[UNTOLD_MAX_SINKS];
	size_t count = notify_marks(told->notify, now);
	uint64_t newest = notify_newest(told->notify);

	for (size_t i = 0; i < count; i++) {
		const struct untold_mark *mark = find(told, now[i].sink);

		if (now[i].sequence < newest &&
		    (mark == NULL || mark->sequence < newest))
			return false;
	}
	return true;
}

static void
arm(struct told *told)
{
	if (!told->is_armed)
		loop_timer_set(told->timer, TOLD_SAVE_MS);
	told->is_armed = true;
}

/* Until all is told and that is saved. */
static void
on_timer(void *arg)
{
	struct told *told = arg;

	told->is_armed = false;
	if (told->jobs == 0)
		save(told);
	if (told->jobs > 0 || !told_is_done(told))
		arm(told);
}

void
told_wake(struct told *told)
{
	arm(told);
}

struct told *
told_new(struct loop *loop, struct store *store, struct notify *notify,
    const struct untold *untold)
{
	struct told *told = MEM_NEW(struct told);

	told->store = store;
	told->notify = notify;
	told->timer = loop_timer_new(loop, on_timer, told);
	ARRAY_EACH (mark, &untold->marks)
		told->marks[told->count++] = *mark;
	add_new(told, 0);
	notify_again(notify, untold);
	told_wake(told);
	return told;
}

void
told_free(struct told *told)
{
	if (told == NULL)
		return;
	/* What is under way may be older than what was told since. */
	save(told);
	loop_timer_free(told->timer);
	told->is_freed = true;
	if (told->jobs == 0)
		free(told);
}

void
told_set_notify(struct told *told, struct notify *notify)
{
	uint64_t newest = notify_newest(told->notify);

	look(told);
	told->notify = notify;
	add_new(told, newest);
	told_wake(told);
}
