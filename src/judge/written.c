/* Whose writing is looked at; see written.h. */
#include "judge/written.h"

#include "model/policy.h"

bool
written_matters(const struct judgement *judgement, size_t i)
{
	const struct path_cert *at = &judgement->best->certs[i];

	if (at->origin == REPORT_ANCHOR &&
	    judgement->evidence->policy != NULL &&
	    policy_is_public(judgement->evidence->policy, at->cert))
		return false;
	return !report_origin_is_known(at->origin);
}

bool
written_by_itself(const struct path *path, size_t i)
{
	return i + 1 == path->len && path->certs[i].cert->is_self_issued;
}
