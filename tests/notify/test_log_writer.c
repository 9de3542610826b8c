/* The log through a sink: in order, and honest about what was dropped. */
#include "notify/log_writer.h"

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_sink.h"

static void
lines_go_to_the_sink(void **state)
{
	struct fake_sink fake = fake_sink_of(10);

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
	struct fake_sink fake = fake_sink_of(1);

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
	struct fake_sink fake = fake_sink_of(10);

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
