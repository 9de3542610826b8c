/* The log through a sink: in order, and honest about what was dropped. */
#include "notify/log_writer.h"

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Takes `room` events or lines, then is full. */
struct fake_sink {
	struct sink sink;
	struct strbuf taken;
	size_t room;
	bool is_closed;
};

static bool
take(struct sink *sink, const char *words)
{
	struct fake_sink *fake = (struct fake_sink *)sink;

	if (fake->room == 0)
		return false;
	fake->room--;
	strbuf_addf(&fake->taken, "%s|", words);
	return true;
}

static UNUSED bool
fake_deliver(struct sink *sink, struct event *event)
{
	return take(sink, event->text);
}

static UNUSED bool
fake_log(struct sink *sink, enum log_level level, const char *subject,
    const char *message)
{
	return take(sink, message);
}

static bool
fake_flush(struct sink *sink, int64_t timeout_ms)
{
	return false;
}

static void
fake_close(struct sink *sink, int64_t timeout_ms)
{
	((struct fake_sink *)sink)->is_closed = true;
}

static const struct sink_ops fake_ops = {
    .name = "fake",
    .deliver = fake_deliver,
    .log = fake_log,
    .flush = fake_flush,
    .close = fake_close,
};

static struct fake_sink
fake_of(size_t room)
{
	return (struct fake_sink){.sink = {.ops = &fake_ops},
	    .taken = STRBUF_INIT(1 << 16),
	    .room = room};
}

static void
lines_go_to_the_sink(void **state)
{
	struct fake_sink fake = fake_of(10);

	log_writer_begin(&fake.sink);
	log_info(NULL, "one");
	log_warning("host", "two %d", 2);
	log_writer_end();
	assert_string_equal(strbuf_text(&fake.taken), "one|two 2|");
	strbuf_clear(&fake.taken);
}

static void
what_was_dropped_is_said_once_there_is_room(void **state)
{
	struct fake_sink fake = fake_of(1);

	log_writer_begin(&fake.sink);
	log_info(NULL, "one");
	log_info(NULL, "two");
	log_info(NULL, "three");
	fake.room = 10;
	log_info(NULL, "four");
	log_info(NULL, "five");
	log_writer_end();
	assert_string_equal(strbuf_text(&fake.taken),
	    "one|2 log lines were dropped: nobody read them|four|five|");
	strbuf_clear(&fake.taken);
}

static void
after_the_end_nothing_reaches_the_sink(void **state)
{
	struct fake_sink fake = fake_of(10);

	log_writer_begin(&fake.sink);
	log_writer_end();
	log_writer_end();
	log_info(NULL, "after the end, to standard error");
	assert_int_equal(fake.taken.len, 0);
	strbuf_clear(&fake.taken);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_go_to_the_sink),
	    cmocka_unit_test(what_was_dropped_is_said_once_there_is_room),
	    cmocka_unit_test(after_the_end_nothing_reaches_the_sink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
