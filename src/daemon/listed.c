/* Lists of endpoints that have changed; see listed.h. */
#include "daemon/listed.h"

#include "base/log.h"
#include "daemon/own_event.h"

#define FAULT_TEXT_MAX 4096

static void
tell_faults(struct daemon *daemon, const struct config_faults *faults)
{
	const struct config_fault *first = &faults->items.items[0];
	struct error err = ERROR_INIT;

	ARRAY_EACH (fault, &faults->items) {
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(FAULT_TEXT_MAX);

		config_fault_format(&text, fault);
		log_error(NULL, "%.*s", (int)strcspn(strbuf_text(&text), "\n"),
		    strbuf_text(&text));
	}
	if (first->line > 0)
		error_set(&err, ERROR_INVALID, "%s:%zu:%zu: %s%s", first->file,
		    first->line, first->column, first->message,
		    faults->items.len > 1 ? " (and more, see the log)" : "");
	else
		error_set(&err, ERROR_INVALID, "%s: %s%s", first->file,
		    first->message,
		    faults->items.len > 1 ? " (and more, see the log)" : "");
	monitor_tell(daemon->monitor,
	    own_event_list_rejected(&err, clock_wall_s(&clock_system)));
}

static void
on_changed(void *arg, const struct target_lists_change *change,
    const struct config_faults *faults)
{
	struct daemon *daemon = arg;
	struct monitor_changes changes;

	if (daemon->is_stopping)
		return;
	if (faults->items.len > 0)
		tell_faults(daemon, faults);
	changes = monitor_set_endpoints(daemon->monitor,
	    daemon->config->endpoints.items, daemon->config->endpoints.len);
	if (changes.added + changes.changed + changes.removed > 0 ||
	    change->has_recovered)
		monitor_tell(daemon->monitor,
		    own_event_lists_read(
			&changes, clock_wall_s(&clock_system)));
}

struct list_watch *
listed_watch(struct daemon *daemon)
{
	return list_watch_new(daemon->loop, daemon->config, on_changed, daemon);
}
