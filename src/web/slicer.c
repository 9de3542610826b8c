/* Long work on the loop; see slicer.h. */
#include "web/slicer.h"

#include "base/array.h"

struct work {
	slicer_fn fn;
	void *arg;
};

struct slicer {
	struct loop_timer *turn;
	ARRAY(struct work) works; /* the next first */
};

static void
on_turn(void *arg)
{
	struct slicer *slicer = arg;
	struct work work = slicer->works.items[0];

	ARRAY_REMOVE(&slicer->works, 0);
	if (work.fn(work.arg))
		*ARRAY_ADD(&slicer->works) = work;
	if (slicer->works.len > 0)
		loop_timer_set(slicer->turn, 0);
}

struct slicer *
slicer_new(struct loop *loop)
{
	struct slicer *slicer = MEM_NEW(struct slicer);

	slicer->turn = loop_timer_new(loop, on_turn, slicer);
	return slicer;
}

void
slicer_free(struct slicer *slicer)
{
	if (slicer == NULL)
		return;
	loop_timer_free(slicer->turn);
	ARRAY_CLEAR(&slicer->works);
	free(slicer);
}

void
slicer_add(struct slicer *slicer, slicer_fn fn, void *arg)
{
	*ARRAY_ADD(&slicer->works) = (struct work){fn, arg};
	loop_timer_set(slicer->turn, 0);
}

void
slicer_drop(struct slicer *slicer, const void *arg)
{
	for (size_t i = slicer->works.len; i-- > 0;) {
		if (slicer->works.items[i].arg == arg)
			ARRAY_REMOVE(&slicer->works, i);
	}
	if (slicer->works.len == 0)
		loop_timer_stop(slicer->turn);
}
