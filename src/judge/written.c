/* Whose writing is looked at; see written.h. */
#include "judge/written.h"

bool
written_matters(const struct judgement *judgement, size_t i)
{
	return !report_origin_is_known(judgement->best->certs[i].origin);
}

bool
written_by_itself(const struct path *path, size_t i)
{
	return i + 1 == path->len && path->certs[i].cert->is_self_issued;
}
