/* What is remembered of a target; see target_state.h. */
#include "model/target_state.h"

#include <string.h>

uint32_t
target_state_moment(int64_t at)
{
	if (at < 0)
		return 0;
	return at > UINT32_MAX ? UINT32_MAX : (uint32_t)at;
}

void
target_state_clear(struct target_state *state)
{
	verdict_unref(state->current);
	verdict_unref(state->good);
	memset(state, 0, sizeof *state);
}

struct endpoint_via
target_state_via(const struct target_state *state)
{
	if (state == NULL)
		return (struct endpoint_via){0};
	return (struct endpoint_via){
	    .front = state->front,
	    .provider = (enum provider_id)state->provider,
	};
}

void
target_state_set_via(struct target_state *state, const struct endpoint_via *via)
{
	state->front = via->front;
	state->provider = (uint8_t)via->provider;
}

void
target_state_follow(struct target_state *state, const struct endpoint *endpoint)
{
	struct endpoint_via via = target_state_via(state);

	via = endpoint_same_via(endpoint, &via);
	target_state_set_via(state, &via);
}
