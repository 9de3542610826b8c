/* What is remembered of a target; see target_state.h. */
#include "model/target_state.h"

#include <string.h>

void
target_state_clear(struct target_state *state)
{
	verdict_unref(state->current);
	verdict_unref(state->good);
	memset(state, 0, sizeof *state);
}
