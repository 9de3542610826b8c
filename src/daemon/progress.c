/* Does the daemon get on with its work? See progress.h. */
#include "daemon/progress.h"

bool
progress_is_made(struct progress *progress, const struct progress_signs *signs,
    const char **ret_why)
{
	bool has_inspected = signs->inspections != progress->inspections;

	progress->inspections = signs->inspections;
	if (signs->overdue_ms > PROGRESS_OVERDUE_MAX_MS && !has_inspected) {
		*ret_why = "probes are due and none ends";
		return false;
	}
	if (signs->store_waits_ms > PROGRESS_STORE_MAX_MS &&
	    !signs->is_store_failing) {
		*ret_why = "the store does not answer";
		return false;
	}
	return true;
}
