/*
 * struct monitor_fault: a fault of the monitor's own that is there now, by its
 * finding and what it is about. Events of the kind monitor-fault begin and end
 * them; the store keeps them, so that what was told to have begun before a
 * restart is told to have ended after it.
 */
#pragma once

#include "base/array.h"
#include "model/event.h"

struct monitor_fault {
	enum finding_code finding;
	char *subject; /* "": the monitor as a whole */
	enum severity severity;
	int64_t since;
	char *text; /* as it was told */
};

struct monitor_fault_list {
	struct monitor_fault *items;
	size_t len, cap;
};

void monitor_fault_list_clear(struct monitor_fault_list *list);
/* What the event begins or ends, if it does. */
void monitor_fault_list_take(
    struct monitor_fault_list *list, const struct event *event);
/* One that was there: copies. */
void monitor_fault_list_add(
    struct monitor_fault_list *list, const struct monitor_fault *fault);
/* NULL: there is none. Lent. */
const struct monitor_fault *monitor_fault_list_find(
    const struct monitor_fault_list *list, enum finding_code finding,
    const char *subject);

/* Is it about a fault that lasts, from one event to another? */
bool monitor_fault_is_of(const struct event *event);
/* What the fault is about. Lent by the event. */
const char *monitor_fault_subject(const struct event *event);
