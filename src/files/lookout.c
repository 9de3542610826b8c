/* When to look after files; see lookout.h. */
#include "files/lookout.h"

#include <string.h>

#include "base/mem.h"

struct lookout {
	struct lookout_parts parts;
	struct path_marks *marks;
	struct loop_watch *watch;  /* of the marks; NULL: no descriptor yet */
	struct loop_timer *settle; /* since the kernel said something */
	struct loop_timer *timer;  /* the next look, whatever it says */
	int64_t marked_ms;	   /* -1: it has to be done */
	int64_t looked_ms;	   /* last */
	char *said;		   /* the gap that was told */
};

static void
on_readable(void *arg, UNUSED bool readable, UNUSED bool writable)
{
	struct lookout *lookout = arg;

	/* However much there is to tell: it is heard once a moment. */
	loop_watch_set(lookout->watch, false, false);
	loop_timer_set(lookout->settle, LOOKOUT_SETTLE_MS);
}

static void
tell_gap(struct lookout *lookout)
{
	const char *gap = path_marks_gap(lookout->marks);

	if (gap == NULL ||
	    (lookout->said != NULL && strcmp(gap, lookout->said) == 0))
		return;
	free(lookout->said);
	lookout->said = mem_strdup(gap);
	lookout->parts.gap(lookout->parts.arg, gap);
}

/* Before a look: what changes after it is told. */
static void
mark(struct lookout *lookout)
{
	struct texts paths = {.len = 0};

	lookout->parts.list(lookout->parts.arg, &paths);
	path_marks_set(lookout->marks, &paths);
	texts_clear(&paths);
	lookout->marked_ms = loop_now_ms(lookout->parts.loop);
	if (lookout->watch == NULL && path_marks_fd(lookout->marks) >= 0) {
		lookout->watch = loop_watch_new(lookout->parts.loop,
		    path_marks_fd(lookout->marks), on_readable, lookout);
		loop_watch_set(lookout->watch, true, false);
	}
	tell_gap(lookout);
}

static void
look(struct lookout *lookout)
{
	int64_t now_ms = loop_now_ms(lookout->parts.loop);
	bool is_told;

	/* Once in a while: a mount leaves no trace in a folder. */
	if (lookout->marked_ms < 0 ||
	    now_ms - lookout->marked_ms >= LOOKOUT_EVERY_MS)
		mark(lookout);
	lookout->looked_ms = now_ms;
	is_told = path_marks_gap(lookout->marks) == NULL;
	loop_timer_set_lazy(lookout->timer,
	    is_told ? LOOKOUT_EVERY_MS : LOOKOUT_GAP_EVERY_MS,
	    is_told ? LOOKOUT_LATEST_MS : LOOKOUT_GAP_LATEST_MS);
	if (lookout->parts.look(lookout->parts.arg))
		loop_timer_set(lookout->timer, LOOKOUT_AGAIN_MS);
}

static void
on_settled(void *arg)
{
	struct lookout *lookout = arg;
	int64_t now_ms = loop_now_ms(lookout->parts.loop);

	loop_watch_set(lookout->watch, true, false);
	if (!path_marks_take(lookout->marks))
		return;
	lookout->marked_ms = -1;
	/* Two looks that find the same are some time apart. */
	if (now_ms - lookout->looked_ms < LOOKOUT_AGAIN_MS)
		loop_timer_set(lookout->timer,
		    lookout->looked_ms + LOOKOUT_AGAIN_MS - now_ms);
	else
		look(lookout);
}

static void
on_timer(void *arg)
{
	look(arg);
}

struct lookout *
lookout_new(const struct lookout_parts *parts)
{
	struct lookout *lookout = MEM_NEW(struct lookout);

	lookout->parts = *parts;
	lookout->marks = path_marks_new(
	    parts->system != NULL ? parts->system : &path_marks_inotify);
	lookout->settle = loop_timer_new(parts->loop, on_settled, lookout);
	lookout->timer = loop_timer_new(parts->loop, on_timer, lookout);
	lookout->looked_ms = INT64_MIN / 2;
	return lookout;
}

void
lookout_free(struct lookout *lookout)
{
	if (lookout == NULL)
		return;
	loop_timer_free(lookout->timer);
	loop_timer_free(lookout->settle);
	loop_watch_free(lookout->watch);
	path_marks_free(lookout->marks);
	free(lookout->said);
	free(lookout);
}

void
lookout_reset(struct lookout *lookout)
{
	lookout->marked_ms = -1;
	loop_timer_set(lookout->timer, LOOKOUT_SETTLE_MS);
}

void
lookout_stop(struct lookout *lookout)
{
	const struct texts none = {.len = 0};

	loop_timer_stop(lookout->timer);
	if (lookout->watch != NULL)
		path_marks_set(lookout->marks, &none);
}
