/*
 * An address in other variants: looked at when the usual look has shown a chain
 * that is new there, else once an interval of their own, at phases of their
 * own. A variant that shows a fault which the usual look does not show is
 * looked at as often as that, so that its repair is seen.
 *
 * What is refused is asked for again once such an interval, and kept nowhere:
 * after a restart each has its phase still.
 */
#include "monitor/inside.h"

#define TLS_1_2 0x0303

static enum cert_key_kind
leaf_key(const struct verdict *verdict)
{
	if (verdict->cert_count == 0 || verdict->certs[0]->details == NULL)
		return CERT_KEY_UNKNOWN;
	return (enum cert_key_kind)verdict->certs[0]->details->key_kind;
}

/* Could it show what the usual look did not? */
static bool
is_worth_asking(enum variant variant, const struct transition *look)
{
	const struct endpoint *endpoint = look->watch->endpoint;

	switch (variant) {
	case VARIANT_RSA: return leaf_key(look->verdict) != CERT_KEY_RSA;
	case VARIANT_ECDSA: return leaf_key(look->verdict) != CERT_KEY_EC;
	case VARIANT_NO_SNI: return endpoint_sni(endpoint)[0] != '\0';
	case VARIANT_TLS12: return look->observation->tls_version > TLS_1_2;
	case VARIANT_USUAL:
	case VARIANT_COUNT: break;
	}
	return false;
}

int64_t
variants_interval_ms(const struct watch_target *target)
{
	int64_t usual_ms = watch_interval_ms(target->watch);
	int64_t own_ms =
	    target->watch->endpoint->settings->variant_interval_s * 1000;

	return target->is_at_fault || own_ms < usual_ms ? usual_ms : own_ms;
}

/* Does the target show a chain that it did not show before this look? */
static bool
is_new_chain(const struct target_state *state)
{
	return state != NULL && state->is_seen && !state->is_mixed &&
	    state->chain_since == state->last_look_at;
}

static void
ask_now(struct monitor *monitor, struct watch_target *target)
{
	int64_t now_ms = monitor_now_ms(monitor);

	if (target->inspect == NULL &&
	    (target->due.item.slot == 0 || target->due.item.due_ms > now_ms))
		monitor_plan(monitor, &target->due, now_ms);
}

static void
add(struct monitor *monitor, struct watch_target *usual,
    const struct place *place, bool is_now)
{
	const struct endpoint_via via = watch_target_via(usual);
	struct watch_target *target = watch_add(usual->watch, place, &via);

	if (is_now) {
		pass_enter(monitor, &target->is_in_pass);
		ask_now(monitor, target);
		return;
	}
	monitor_plan(monitor, &target->due,
	    schedule_next_due(watch_target_key(target),
		variants_interval_ms(target), monitor_now_ms(monitor)));
}

static void
follow_usual(struct monitor *monitor, struct watch_target *usual,
    const struct transition *look, bool is_new)
{
	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++) {
		enum variant variant = (enum variant)i;
		struct place place = place_in_variant(&usual->place, variant);
		struct watch_target *target = watch_find(look->watch, &place);

		if (target != NULL && is_new)
			ask_now(monitor, target);
		else if (target == NULL &&
		    variants_have(look->watch->endpoint->variants, variant) &&
		    is_worth_asking(variant, look))
			add(monitor, usual, &place, is_new);
	}
}

static const struct target_state *
state_at(const struct monitor *monitor, const struct watch *watch,
    const struct place *place)
{
	const struct target target = {
	    .endpoint = watch->endpoint, .place = *place};

	return fleet_target(monitor->parts.fleet, &target);
}

/* A fault of its own: not what the usual look shows there. */
static bool
is_at_fault(const struct monitor *monitor, const struct transition *look)
{
	struct place usual = place_in_variant(&look->place, VARIANT_USUAL);
	const struct target_state *state =
	    state_at(monitor, look->watch, &usual);

	return look->verdict->severity >= SEVERITY_WARNING &&
	    (state == NULL || state->current == NULL ||
		!verdict_same_chain(state->current, look->verdict));
}

void
variants_follow(struct monitor *monitor, struct watch_target *target,
    const struct transition *look)
{
	if (look->verdict == NULL || monitor->options.is_once ||
	    monitor->is_stopping)
		return;
	if (target->place.variant != VARIANT_USUAL)
		target->is_at_fault = is_at_fault(monitor, look);
	else if (place_path(&target->place) == NULL)
		follow_usual(monitor, target, look,
		    is_new_chain(
			state_at(monitor, look->watch, &target->place)));
}

void
variants_drop_beside(struct monitor *monitor, const struct watch_target *usual)
{
	struct watch *watch = usual->watch;

	for (size_t i = watch->variants.len; i-- > 0;) {
		struct watch_target *variant =
		    watch_list_items(&watch->variants)[i];

		if (place_is_beside(&variant->place, &usual->place))
			look_drop(monitor, variant);
	}
}

bool
variants_drop_unwanted(struct monitor *monitor, struct watch *watch)
{
	bool has_dropped = false;

	for (size_t i = watch->variants.len; i-- > 0;) {
		struct watch_target *target =
		    watch_list_items(&watch->variants)[i];

		if (variants_have(watch->endpoint->variants,
			(enum variant)target->place.variant))
			continue;
		look_drop(monitor, target);
		has_dropped = true;
	}
	return has_dropped;
}
