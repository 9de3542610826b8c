/* How endpoints stand, as a command tells it: all, those in a state, so many
 * and the rest. Over a monitor in virtual time. */
#include "control/command.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "support/monitor_rig.h"

#define COUNT 450 /* more than two slices */

struct heard {
	struct strbuf ids;
	char next[64]; /* "": none */
	unsigned lines;
	enum error_kind kind;
	bool is_over;
};

static void
on_line(void *arg, const json_t *line)
{
	struct heard *heard = arg;

	strbuf_addf(&heard->ids, "%s%s", heard->lines++ > 0 ? " " : "",
	    json_string_value(json_object_get(line, "id")));
}

static void
on_end(void *arg, const json_t *line, const struct error *err)
{
	struct heard *heard = arg;
	const char *next = json_string_value(json_object_get(line, "next"));

	heard->is_over = true;
	heard->kind = err == NULL ? ERROR_NONE : err->kind;
	snprintf(heard->next, sizeof heard->next, "%s", next ? next : "");
}

static bool
has_room(UNUSED const void *arg)
{
	return true;
}

/* state and after may be NULL; limit 0: none. */
static void
ask(struct rig *rig, struct heard *heard, const char *state, int limit,
    const char *after)
{
	static const struct answer_outlet outlet = {
	    .line = on_line,
	    .end = on_end,
	    .has_room = has_room,
	};
	const struct control_parts parts = {
	    .loop = rig->loop,
	    .clock = &rig->clock,
	    .monitor = rig->monitor,
	};
	struct answer *answer = answer_new(rig->loop, &outlet, heard);
	json_t *request =
	    json_pack("{s:s?, s:s?}", "state", state, "after", after);

	if (limit > 0)
		json_object_set_new(request, "limit", json_integer(limit));
	strbuf_clear(&heard->ids);
	*heard = (struct heard){.ids = STRBUF_INIT(65536)};
	control_command_status.start(&parts, answer, request);
	fake_loop_run_for(rig->loop, 0);
	assert_true(heard->is_over);
	json_decref(request);
	answer_free(answer);
}

/* e000.test to e449.test, of which e007 is broken. */
static void
watch(struct rig *rig)
{
	for (unsigned i = 0; i < COUNT; i++) {
		char host[32], address[32];

		snprintf(host, sizeof host, "e%03u.test", i);
		snprintf(address, sizeof address, "192.0.%u.%u", i / 200,
		    i % 200 + 1);
		rig_endpoint(rig, host, address, 3600);
	}
	rig_serve(rig, "192.0.0.8", RIG_LEAF_ONLY);
	rig_apply(rig);
}

static void
all_are_told_in_slices(void **state)
{
	struct rig *rig = *state;
	struct heard heard = {0};

	watch(rig);
	ask(rig, &heard, NULL, 0, NULL);
	assert_int_equal(heard.lines, COUNT);
	assert_string_equal(heard.next, "");
	strbuf_clear(&heard.ids);
}

static void
portions_join_without_gap_or_repetition(void **state)
{
	struct rig *rig = *state;
	struct heard heard = {0};
	char after[64] = "";
	unsigned told = 0, rounds = 0;

	watch(rig);
	do {
		char first[32];

		ask(rig, &heard, NULL, 70, after[0] != '\0' ? after : NULL);
		snprintf(first, sizeof first, "e%03u.test:443", told);
		assert_memory_equal(
		    strbuf_text(&heard.ids), first, strlen(first));
		assert_true(heard.lines <= 70);
		told += heard.lines;
		rounds++;
		snprintf(after, sizeof after, "%s", heard.next);
	} while (after[0] != '\0');
	assert_int_equal(told, COUNT);
	assert_int_equal(rounds, 7);
	strbuf_clear(&heard.ids);
}

static void
a_limit_that_is_just_enough_leaves_nothing(void **state)
{
	struct rig *rig = *state;
	struct heard heard = {0};

	watch(rig);
	ask(rig, &heard, NULL, COUNT, NULL);
	assert_int_equal(heard.lines, COUNT);
	assert_string_equal(heard.next, "");
	ask(rig, &heard, NULL, 5, "e448.test:443");
	assert_string_equal(strbuf_text(&heard.ids), "e449.test:443");
	ask(rig, &heard, NULL, 5, "e449.test:443");
	assert_int_equal(heard.lines, 0);
	strbuf_clear(&heard.ids);
}

static void
those_in_a_state_are_told_alone(void **state)
{
	struct rig *rig = *state;
	struct heard heard = {0};

	watch(rig);
	ask(rig, &heard, "unknown", 0, NULL);
	assert_int_equal(heard.lines, COUNT);
	rig_run(rig, 3600);
	ask(rig, &heard, "unknown", 0, NULL);
	assert_int_equal(heard.lines, 0);
	ask(rig, &heard, "critical", 0, NULL);
	assert_string_equal(strbuf_text(&heard.ids), "e007.test:443");
	ask(rig, &heard, "ok,notice,warning", 0, NULL);
	assert_int_equal(heard.lines, COUNT - 1);
	assert_null(strstr(strbuf_text(&heard.ids), "e007"));
	ask(rig, &heard, "unknown,critical", 1, NULL);
	assert_int_equal(heard.lines, 1);
	assert_string_equal(heard.next, "e007.test:443");
	strbuf_clear(&heard.ids);
}

static void
a_state_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = {
	    "", "bad", "ok,", ",ok", "ok,critica", "OK", "ok critical"};
	struct rig *rig = *state;
	struct heard heard = {0};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ask(rig, &heard, wrong[i], 0, NULL);
		assert_int_equal(heard.kind, ERROR_INVALID);
	}
	strbuf_clear(&heard.ids);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(all_are_told_in_slices),
	    RIG_TEST(portions_join_without_gap_or_repetition),
	    RIG_TEST(a_limit_that_is_just_enough_leaves_nothing),
	    RIG_TEST(those_in_a_state_are_told_alone),
	    RIG_TEST(a_state_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
