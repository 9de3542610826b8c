/* What a transition asks for and leaves behind; see step.h. */
#include "incident/step.h"

void
step_look_again(struct step *step, bool is_endpoint)
{
	step->batch->look_again_s = step->options->second_look_s;
	step->batch->is_look_again_endpoint |= is_endpoint;
}

void
step_note(struct step *step, struct open_incident *open)
{
	if (open->noted_in == step->number)
		return;
	open->noted_in = step->number;
	*ARRAY_ADD(&step->batch->incidents) = open->incident;
}
