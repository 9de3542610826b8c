/*
 * The commit seam without a store; see commit_memory.h. All that was handed in
 * during one turn of the loop is "kept" on the next, in order.
 */
#include "monitor/commit_memory.h"

#include "base/array.h"
#include "base/mem.h"
#include "monitor/numbering.h"

struct waiting {
	loop_fn done;
	void *done_arg;
};

struct waiting_list {
	ARRAY(struct waiting) list;
};

struct commit_memory {
	struct loop *loop;
	struct waiting_list waiting;
	struct numbering numbering;
	bool is_deferred; /* the loop will call keep_all */
	bool is_freed;	  /* ... which then frees */
};

struct commit_memory *
commit_memory_new(struct loop *loop)
{
	struct commit_memory *memory = MEM_NEW(struct commit_memory);

	memory->loop = loop;
	return memory;
}

void
commit_memory_free(struct commit_memory *memory)
{
	if (memory == NULL)
		return;
	ARRAY_CLEAR(&memory->waiting.list);
	memory->is_freed = true;
	if (!memory->is_deferred)
		free(memory);
}

static void
keep_all(void *arg)
{
	struct commit_memory *memory = arg;
	struct waiting_list now = memory->waiting;

	memory->is_deferred = false;
	if (memory->is_freed) {
		free(memory);
		return;
	}
	memory->waiting = (struct waiting_list){0};
	ARRAY_EACH (waiting, &now.list)
		waiting->done(waiting->done_arg);
	ARRAY_CLEAR(&now.list);
}

static void
commit(void *arg, struct batch *batch, loop_fn done, void *done_arg)
{
	struct commit_memory *memory = arg;

	numbering_give(&memory->numbering, batch);
	*ARRAY_ADD(&memory->waiting.list) = (struct waiting){
	    .done = done,
	    .done_arg = done_arg,
	};
	if (memory->is_deferred)
		return;
	memory->is_deferred = true;
	loop_defer(memory->loop, keep_all, memory);
}

struct commit
commit_memory_ops(struct commit_memory *memory)
{
	return (struct commit){.commit = commit, .arg = memory};
}
