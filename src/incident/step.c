/* What a transition asks for and leaves behind; see step.h. */
#include "incident/step.h"

#include "incident/renewal.h"

void
step_look_again(struct step *step, bool is_endpoint)
{
	step_look_again_in(step, step->options->second_look_s);
	step->batch->is_look_again_endpoint |= is_endpoint;
}

void
step_look_again_in(struct step *step, int64_t delay_s)
{
	struct batch *batch = step->batch;

	if (batch->look_again_s == 0 || delay_s < batch->look_again_s)
		batch->look_again_s = delay_s;
}

void
step_note(struct step *step, struct open_incident *open)
{
	if (open->noted_in == step->number)
		return;
	open->noted_in = step->number;
	*ARRAY_ADD(&step->batch->incidents) = open->incident;
}

void
step_note_target(struct step *step, const struct watched *watched,
    const struct target_state *state, bool is_verdict_new)
{
	struct batch_target *noted;

	ARRAY_EACH (target, &step->batch->targets) {
		if (target->state == state) {
			target->is_verdict_new |= is_verdict_new;
			return;
		}
	}
	noted = ARRAY_ADD(&step->batch->targets);
	noted->endpoint = watched->endpoint;
	noted->state = state;
	noted->is_verdict_new = is_verdict_new;
}

/* Memberships do not change without their incident being named. */
void
step_note_endpoint(struct step *step, const struct watched *watched,
    const struct watched *before)
{
	if (step->batch->incidents.len == 0 &&
	    (watched->renewals == NULL ||
		watched->renewals->noted_in != step->number) &&
	    watched->resolve_history == before->resolve_history &&
	    watched->resolve_count == before->resolve_count &&
	    watched->is_resolve_told == before->is_resolve_told &&
	    watched->is_announced == before->is_announced &&
	    watched->announced == before->announced &&
	    watched->rollout_since == before->rollout_since &&
	    watched->is_rollout_told == before->is_rollout_told)
		return;
	*ARRAY_ADD(&step->batch->endpoints) = watched;
}
