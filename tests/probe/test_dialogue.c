/* Dialogues over memory: what is kept, what is left over, how they end. */
#include "probe/dialogue.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

/* Says HELLO and its name, wants a line "ok". */
static void
greet(struct dialogue *dialogue)
{
	dialogue->awaited = "the ok";
	dialogue_say(dialogue, "HELLO %s:%u by %s\n", dialogue->name,
	    (unsigned)dialogue->port, dialogue->own_name);
}

static enum dialogue_step
want_ok(struct dialogue *dialogue)
{
	const char *line;
	size_t len;

	if (!dialogue_take_line(dialogue, &line, &len))
		return DIALOGUE_WAITS;
	if (len == 2 && memcmp(line, "ok", 2) == 0)
		return DIALOGUE_DONE;
	return len == 0 ? DIALOGUE_WAITS
			: dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED,
			      line, len, "it says no");
}

static void
let_go(struct dialogue *dialogue)
{
	free(dialogue->options);
}

static const struct dialogue_kind polite = {
    .name = "Polite",
    .peer = "the butler",
    .is_upgrade = true,
    .closed = FAILURE_STARTTLS_CLOSED,
    .broken = FAILURE_STARTTLS_RESET,
    .silent = FAILURE_STARTTLS_TIMEOUT,
    .too_long = FAILURE_STARTTLS_TOO_LONG,
    .begin = greet,
    .receive = want_ok,
    .clear = let_go,
};

static struct dialogue *
start(void)
{
	return dialogue_new(
	    &polite, "host.test", 25, "me.test", mem_strdup("options"));
}

static enum dialogue_step
hear(struct dialogue *dialogue, const void *bytes, size_t len)
{
	dialogue_receive(dialogue, bytes, len);
	return dialogue_step(dialogue);
}

static void
assert_failed(
    const struct dialogue *dialogue, enum failure failure, const char *words)
{
	if (dialogue->failure != failure ||
	    strstr(dialogue->detail, words) == NULL)
		fail_msg("%s: %s", failure_text(dialogue->failure),
		    dialogue->detail);
}

static void
it_says_first_and_ends_where_the_line_does(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();
	const uint8_t *bytes;

	assert_int_equal(dialogue_step(dialogue), DIALOGUE_WAITS);
	assert_int_equal(dialogue_pending(dialogue, &bytes), 30);
	assert_memory_equal(bytes, "HELLO host.test:25 by me.test\n", 30);
	dialogue_sent(dialogue, 6);
	assert_int_equal(dialogue_pending(dialogue, &bytes), 24);
	assert_memory_equal(bytes, "host", 4);
	dialogue_sent(dialogue, 24);
	assert_int_equal(dialogue_pending(dialogue, &bytes), 0);
	assert_int_equal(hear(dialogue, "o", 1), DIALOGUE_WAITS);
	assert_int_equal(hear(dialogue, "k", 1), DIALOGUE_WAITS);
	assert_int_equal(hear(dialogue, "\r", 1), DIALOGUE_WAITS);
	assert_int_equal(hear(dialogue, "\nrest", 5), DIALOGUE_DONE);
	assert_int_equal(dialogue_rest(dialogue, &bytes), 4);
	assert_memory_equal(bytes, "rest", 4);
	/* Done is done. */
	assert_int_equal(dialogue_step(dialogue), DIALOGUE_DONE);
	dialogue_tell_injection(dialogue, bytes, 4);
	assert_failed(dialogue, FAILURE_STARTTLS_INJECTION, "4 of them");
	assert_failed(dialogue, FAILURE_STARTTLS_INJECTION, ": \"rest\"");
}

static void
the_peers_words_are_quoted_escaped_and_cut(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();
	char line[2000];

	memset(line, '\33', sizeof line);
	line[0] = 'N';
	line[sizeof line - 1] = '\n';
	assert_int_equal(hear(dialogue, line, sizeof line), DIALOGUE_FAILED);
	assert_failed(dialogue, FAILURE_STARTTLS_REFUSED,
	    "Polite: it says no: \"N\\x1b\\x1b");
	assert_null(strchr(dialogue->detail, '\33'));
	assert_int_equal(dialogue_step(dialogue), DIALOGUE_FAILED);
}

static void
an_end_says_what_was_awaited_and_what_came(void **state)
{
	static const struct row {
		int error_number; /* -1: the time is over */
		enum failure failure;
		const char *words;
	} rows[] = {
	    {0, FAILURE_STARTTLS_CLOSED,
		"the butler closed the connection before the end of the ok "
		"(3 bytes received): \"wai\""},
	    {ECONNRESET, FAILURE_STARTTLS_RESET, "Connection reset by peer"},
	    {-1, FAILURE_STARTTLS_TIMEOUT,
		"no end of the ok within 1234 ms: the butler is silent or "
		"slow (3 bytes received): \"wai\""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(dialogue_free) struct dialogue *dialogue = start();

		assert_int_equal(hear(dialogue, "wai", 3), DIALOGUE_WAITS);
		if (rows[i].error_number < 0)
			dialogue_give_up(dialogue, 1234);
		else
			dialogue_receive_end(dialogue, rows[i].error_number);
		assert_failed(dialogue, rows[i].failure, rows[i].words);
		assert_int_equal(dialogue_step(dialogue), DIALOGUE_FAILED);
	}
}

static void
silence_from_the_start_may_be_tls(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();

	dialogue_give_up(dialogue, 10);
	assert_failed(
	    dialogue, FAILURE_STARTTLS_TIMEOUT, "speaks TLS from the start");
}

static void
a_line_without_end_is_too_long(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();
	size_t heard = 0;

	while (dialogue->failure == FAILURE_NONE) {
		assert_true(dialogue_room(dialogue) > 0);
		(void)hear(dialogue, "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", 28);
		heard += 28;
		assert_true(heard < DIALOGUE_MAX_INPUT + 28);
	}
	assert_failed(
	    dialogue, FAILURE_STARTTLS_TOO_LONG, "a line or message in the ok");
}

static void
lines_without_end_are_too_long(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();
	size_t heard = 0;

	while (hear(dialogue, "\r\n", 2) == DIALOGUE_WAITS) {
		heard += 2;
		assert_true(heard <= DIALOGUE_MAX_BYTES);
	}
	assert_failed(dialogue, FAILURE_STARTTLS_TOO_LONG, "no end of the ok");
}

static void
an_alert_in_place_of_words_is_tls(void **state)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start();

	assert_int_equal(
	    hear(dialogue, "\25\3\1\0\2\2\50", 7), DIALOGUE_FAILED);
	assert_failed(dialogue, FAILURE_STARTTLS_ALREADY_TLS,
	    "the butler answers with TLS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_says_first_and_ends_where_the_line_does),
	    cmocka_unit_test(the_peers_words_are_quoted_escaped_and_cut),
	    cmocka_unit_test(an_end_says_what_was_awaited_and_what_came),
	    cmocka_unit_test(silence_from_the_start_may_be_tls),
	    cmocka_unit_test(a_line_without_end_is_too_long),
	    cmocka_unit_test(lines_without_end_are_too_long),
	    cmocka_unit_test(an_alert_in_place_of_words_is_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
