/* What is compared with; see what_if.h. */
#include "cli/what_if.h"

#include "base/clock.h"

void
what_if_load(struct what_if *what_if, int64_t at,
    const struct trust_options *options, const struct trust *trust)
{
	const struct trust_options none = {0};
	struct trust plain = {0};

	*what_if = (struct what_if){
	    .has_at = at >= 0,
	    .has_policy = options->policy != NULL,
	    .has_trust = options->files.items.len > 0,
	    .at = at >= 0 ? clock_wall_s(&clock_system) : -1,
	};
	if (!what_if_has_any(what_if))
		return;
	if (what_if->has_trust && !trust_load(&none, &plain, NULL)) {
		*what_if = (struct what_if){.at = -1};
		return;
	}
	if (trust->logs != NULL)
		plain.logs = ct_logs_ref(trust->logs);
	if (what_if->has_trust) {
		if (!what_if->has_policy) {
			policy_unref(plain.policy);
			plain.policy = policy_ref(trust->policy);
		}
		what_if->trust = plain;
		return;
	}
	what_if->trust.logs = plain.logs;
	if (what_if->has_policy) {
		what_if->trust.policy = trust_policy_shipped();
		if (what_if->trust.policy == NULL) {
			trust_clear(&what_if->trust);
			*what_if = (struct what_if){.at = -1};
			return;
		}
	} else {
		what_if->trust.policy = policy_ref(trust->policy);
	}
	ARRAY_EACH (store, &trust->stores)
		*ARRAY_ADD(&what_if->trust.stores) = trust_store_ref(*store);
}

bool
what_if_has_any(const struct what_if *what_if)
{
	return what_if->has_at || what_if->has_policy || what_if->has_trust;
}

void
what_if_clear(struct what_if *what_if)
{
	trust_clear(&what_if->trust);
}

struct difference
what_if_difference(const struct what_if *what_if, const struct report *before,
    const struct report *after)
{
	return (struct difference){
	    .before = before,
	    .after = after,
	    .has_at = what_if->has_at,
	    .has_policy = what_if->has_policy,
	    .has_trust = what_if->has_trust,
	};
}
