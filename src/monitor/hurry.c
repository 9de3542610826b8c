/*
 * Looks out of turn: what is asked about now, and those who serve a file that
 * has changed.
 */
#include "monitor/inside.h"

#include <stdlib.h>
#include <string.h>

#include "model/endpoint_file.h"

static int
compare_watch(const void *key, const void *item)
{
	const struct watch *const *watch = item;

	return strcmp(key, (*watch)->endpoint->id);
}

bool
monitor_look_soon(struct monitor *monitor, const char *id, int64_t delay_ms)
{
	int64_t due_ms = monitor_now_ms(monitor) + delay_ms;
	struct watch **found = monitor->watches.len == 0
	    ? NULL
	    : bsearch(id, monitor->watches.items, monitor->watches.len,
		  sizeof *monitor->watches.items, compare_watch);

	if (found == NULL || monitor->is_stopping || monitor->options.is_once)
		return false;
	WATCH_LIST_EACH (slot, &(*found)->targets) {
		struct due *due = &(*slot)->due;

		if (due->item.slot != 0 && due->item.due_ms > due_ms)
			monitor_plan(monitor, due, due_ms);
	}
	return true;
}

void
hurry_servers(struct monitor *monitor, const struct endpoint_file *file)
{
	ARRAY_EACH (id, &file->served_by)
		(void)monitor_look_soon(monitor, *id, MONITOR_SERVER_SOON_MS);
}
