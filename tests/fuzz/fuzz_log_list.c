/* Any bytes as a list of transparency logs: reading ends well, within its
 * limits, and what it gives can be asked. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "files/log_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct ct_logs *logs = log_list_read(
	    "list", size == 0 ? "" : (const char *)data, size, 0, &err);

	must((logs == NULL) == (err.kind != ERROR_NONE));
	if (logs == NULL)
		return 0;
	must(logs->items.len > 0 && logs->items.len <= LOG_LIST_MAX_LOGS);
	ARRAY_EACH (log, &logs->items) {
		must(ct_logs_find(logs, log->id) == log);
		must(ct_log_operator_at(log, 0) != NULL);
		must(log->key != NULL && log->from < log->until);
		must(ct_log_was_approved(log, 0) || !ct_log_is_approved(log));
	}
	ct_logs_unref(logs);
	return 0;
}
