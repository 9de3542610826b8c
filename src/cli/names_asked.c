/* What DNS says of many names; see names_asked.h. */
#include "cli/names_asked.h"

#include "base/mem.h"

struct names_asked {
	struct loop *loop;
	struct resolver *resolver;
	struct loop_timer *deadline;
	size_t asked, left_out;
	bool is_over; /* the time is */

	/* of one call */
	const struct texts *names;
	struct name_answer *answers;
	size_t next, running;
	struct question *questions; /* that run */
};

struct question {
	struct names_asked *asked;
	struct resolve_query *query;
	struct name_answer *answer; /* NULL: it is free */
};

static void ask_more(struct names_asked *asked);

static void
on_deadline(void *arg)
{
	struct names_asked *asked = arg;

	asked->is_over = true;
	for (size_t i = 0; asked->names != NULL && i < NAMES_ASKED_AT_ONCE;
	     i++) {
		struct question *question = &asked->questions[i];

		if (question->answer == NULL)
			continue;
		resolve_cancel(question->query);
		question->answer = NULL;
		asked->running--;
		asked->left_out++;
	}
	loop_stop(asked->loop);
}

static void
on_answer(void *arg, const struct resolve_result *result)
{
	struct question *question = arg;
	struct name_answer *answer = TAKE(question->answer);
	struct names_asked *asked = question->asked;

	if (result->status == RESOLVE_OK)
		answer->kind = NAME_FOUND;
	else if (result->status == RESOLVE_NO_NAME ||
	    result->status == RESOLVE_NO_ADDRESS)
		answer->kind = NAME_NOT_FOUND;
	ARRAY_EACH (address, &result->addresses)
		*ARRAY_ADD(&answer->addresses) = *address;
	asked->running--;
	ask_more(asked);
	if (asked->running == 0)
		loop_stop(asked->loop);
}

static struct question *
free_question(const struct names_asked *asked)
{
	size_t i = 0;

	while (asked->questions[i].answer != NULL)
		i++;
	return &asked->questions[i];
}

static void
ask_more(struct names_asked *asked)
{
	while (asked->next < asked->names->len &&
	    asked->running < NAMES_ASKED_AT_ONCE) {
		size_t i = asked->next++;
		struct question *question;

		if (asked->is_over || asked->asked == NAMES_ASKED_MAX) {
			asked->left_out++;
			continue;
		}
		question = free_question(asked);
		question->asked = asked;
		question->answer = &asked->answers[i];
		question->query = resolve_start(asked->resolver,
		    asked->names->items[i], on_answer, question);
		asked->asked++;
		asked->running++;
	}
}

struct names_asked *
names_asked_new(struct loop *loop, struct resolver *resolver)
{
	struct names_asked *asked = MEM_NEW(struct names_asked);

	asked->questions =
	    mem_new(NAMES_ASKED_AT_ONCE, sizeof *asked->questions);
	asked->loop = loop;
	asked->resolver = resolver;
	asked->deadline = loop_timer_new(loop, on_deadline, asked);
	return asked;
}

void
names_asked_free(struct names_asked *asked)
{
	if (asked == NULL)
		return;
	loop_timer_free(asked->deadline);
	free(asked->questions);
	free(asked);
}

void
names_ask(struct names_asked *asked, const struct texts *names,
    struct name_answer *ret_answers)
{
	if (asked->asked == 0)
		loop_timer_set(asked->deadline, NAMES_ASKED_MS);
	asked->names = names;
	asked->answers = ret_answers;
	asked->next = 0;
	ask_more(asked);
	if (asked->running > 0)
		loop_run(asked->loop);
	asked->names = NULL;
	asked->answers = NULL;
}

void
name_answer_clear(struct name_answer *answer)
{
	ARRAY_CLEAR(&answer->addresses);
}

size_t
names_asked_left_out(const struct names_asked *asked)
{
	return asked->left_out;
}
