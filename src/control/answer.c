/* What a command says to who asked; see answer.h. */
#include "control/answer.h"

#include "base/mem.h"
#include "render/json_value.h"

struct answer {
	const struct answer_outlet *outlet;
	void *arg;
	struct loop_timer *turn; /* more is to be made */
	int64_t stale_s;
	bool is_stale_told;
	bool is_ended;
	answer_more_fn more;
	void (*free_state)(void *state);
	void *state;
};

static void
end_state(struct answer *answer)
{
	void (*free_state)(void *) = answer->free_state;
	void *state = answer->state;

	answer->more = NULL;
	answer->free_state = NULL;
	answer->state = NULL;
	if (free_state != NULL)
		free_state(state);
}

void
answer_turn(struct answer *answer)
{
	if (answer->more != NULL && answer_has_room(answer))
		answer->more(answer, answer->state);
}

static void
on_turn(void *arg)
{
	answer_turn(arg);
}

struct answer *
answer_new(struct loop *loop, const struct answer_outlet *outlet, void *arg)
{
	struct answer *answer = MEM_NEW(struct answer);

	answer->outlet = outlet;
	answer->arg = arg;
	answer->turn = loop_timer_new(loop, on_turn, answer);
	return answer;
}

void
answer_free(struct answer *answer)
{
	if (answer == NULL)
		return;
	end_state(answer);
	loop_timer_free(answer->turn);
	free(answer);
}

bool
answer_has_room(const struct answer *answer)
{
	return !answer->is_ended && answer->outlet->has_room(answer->arg);
}

void
answer_wake(struct answer *answer)
{
	if (answer->more == NULL || answer->is_ended)
		return;
	if (answer->outlet->wake != NULL)
		answer->outlet->wake(answer->arg);
	else
		loop_timer_set(answer->turn, 0);
}

void *
answer_state(const struct answer *answer)
{
	return answer->state;
}

void
answer_go_on(struct answer *answer, answer_more_fn more,
    void (*free_state)(void *state), void *state)
{
	end_state(answer);
	answer->more = more;
	answer->free_state = free_state;
	answer->state = state;
	answer_wake(answer);
}

static void
complete(json_t *object, const char *type)
{
	json_value_set(object, "version", json_value_number(ANSWER_VERSION));
	json_value_set(object, "type", json_value_text(type));
}

void
answer_line(struct answer *answer, const char *type, json_t *take_object)
{
	complete(take_object, type);
	if (!answer->is_ended)
		answer->outlet->line(answer->arg, take_object);
	json_decref(take_object);
}

static void
end(struct answer *answer, const char *type, json_t *take_object,
    const struct error *err)
{
	complete(take_object, type);
	if (!answer->is_ended) {
		answer->is_ended = true;
		loop_timer_stop(answer->turn);
		answer->outlet->end(answer->arg, take_object, err);
	}
	json_decref(take_object);
}

void
answer_end(struct answer *answer)
{
	answer_end_before(answer, NULL);
}

void
answer_end_before(struct answer *answer, const char *next)
{
	json_t *object = json_value_object();

	if (next != NULL)
		json_value_set(object, "next", json_value_text(next));
	if (answer->stale_s > 0)
		json_value_set(
		    object, "stale_s", json_value_number(answer->stale_s));
	end(answer, "end", object, NULL);
}

void
answer_set_stale(struct answer *answer, int64_t seconds)
{
	answer->stale_s = seconds;
}

void
answer_tell_stale(struct answer *answer, int64_t seconds)
{
	json_t *object;

	if ((seconds > 0) == answer->is_stale_told)
		return;
	answer->is_stale_told = seconds > 0;
	if (!answer->is_stale_told)
		return;
	object = json_value_object();
	json_value_set(object, "stale_s", json_value_number(seconds));
	answer_line(answer, ANSWER_STALE, object);
}

void
answer_fail(struct answer *answer, const struct error *err)
{
	json_t *object = json_value_object();

	json_value_set(object, "message", json_value_text(err->message));
	end(answer, "error", object, err);
}
