/* Faults of the monitor's own that last; see monitor_fault.h. */
#include "model/monitor_fault.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
clear(struct monitor_fault *fault)
{
	free(fault->subject);
	free(fault->text);
}

void
monitor_fault_list_clear(struct monitor_fault_list *list)
{
	ARRAY_EACH (fault, list)
		clear(fault);
	ARRAY_CLEAR(list);
}

static struct monitor_fault *
find(const struct monitor_fault_list *list, enum finding_code finding,
    const char *subject)
{
	ARRAY_EACH (fault, list) {
		if (fault->finding == finding &&
		    strcmp(fault->subject, subject) == 0)
			return fault;
	}
	return NULL;
}

const struct monitor_fault *
monitor_fault_list_find(const struct monitor_fault_list *list,
    enum finding_code finding, const char *subject)
{
	return find(list, finding, subject);
}

void
monitor_fault_list_add(
    struct monitor_fault_list *list, const struct monitor_fault *fault)
{
	struct monitor_fault *to = ARRAY_ADD(list);

	*to = *fault;
	to->subject = mem_strdup(fault->subject);
	to->text = mem_strdup(fault->text);
}

static void
end(struct monitor_fault_list *list, struct monitor_fault *fault)
{
	clear(fault);
	*fault = list->items[--list->len];
}

void
monitor_fault_list_take(
    struct monitor_fault_list *list, const struct event *event)
{
	const char *subject = monitor_fault_subject(event);
	struct monitor_fault *known;

	if (!monitor_fault_is_of(event))
		return;
	known = find(list, event->finding, subject);
	if (event->severity == SEVERITY_OK) {
		if (known != NULL)
			end(list, known);
	} else if (known == NULL) {
		monitor_fault_list_add(list,
		    &(struct monitor_fault){
			.finding = event->finding,
			.subject = (char *)subject,
			.severity = event->severity,
			.since = event->time,
			.text = event->text,
		    });
	} else {
		free(known->text);
		known->text = mem_strdup(event->text);
		known->severity = event->severity;
	}
}

/* What is said once and does not end. */
bool
monitor_fault_is_of(const struct event *event)
{
	return event->kind == EVENT_MONITOR_FAULT &&
	    event->finding != FINDING_COUNT &&
	    event->finding != FINDING_STORE_CORRUPT &&
	    event->finding != FINDING_DEAD_LETTER;
}

const char *
monitor_fault_subject(const struct event *event)
{
	if (event->subject != NULL)
		return event->subject;
	return event->sink != NULL ? event->sink : "";
}
