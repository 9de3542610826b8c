/* Memory that was freed is given back; see memory.h. */
#include "daemon/memory.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

bool
memory_is_wasted(const struct memory_state *state)
{
	size_t waste =
	    state->resident > state->used ? state->resident - state->used : 0;

	return waste >= MEMORY_WASTE_MIN &&
	    waste >= state->resident / MEMORY_WASTE_SHARE;
}

/* The next number of a line of them; 0: there is none. */
static size_t
next_number(const char **at)
{
	char *end;
	size_t number = strtoul(*at, &end, 10);

	*at = end;
	return number;
}

/* proc(5): size, resident, of files, in pages. What was given back stays free
 * in the allocator's own count, so that does not tell. */
bool
memory_read(struct memory_state *ret_state)
{
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	char line[200];
	const char *at = line;
	struct mallinfo2 heap;
	size_t resident, of_files;
	ssize_t len;

	if (fd < 0)
		return false;
	len = read(fd, line, sizeof line - 1);
	close(fd);
	if (len <= 0)
		return false;
	line[len] = '\0';
	(void)next_number(&at);
	resident = next_number(&at);
	of_files = next_number(&at);
	if (resident < of_files)
		return false;
	heap = mallinfo2();
	ret_state->resident =
	    (resident - of_files) * (size_t)sysconf(_SC_PAGESIZE);
	ret_state->used = heap.uordblks + heap.hblkhd;
	return true;
}

void
memory_settle(struct memory *memory, int64_t now_ms)
{
	struct memory_state state;

	if (memory->looked_at_ms != 0 &&
	    now_ms - memory->looked_at_ms < MEMORY_PAUSE_MS)
		return;
	memory->looked_at_ms = now_ms;
	if (memory_read(&state) && memory_is_wasted(&state))
		malloc_trim(0);
}
