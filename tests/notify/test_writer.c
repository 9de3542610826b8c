/* The writer's thread: in order, bounded, and never in the caller's way. */
#include "notify/writer.h"

#include <pthread.h>
#include <semaphore.h>

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What was written, and a gate that holds the thread as a stalled reader
 * would. */
struct place {
	pthread_mutex_t lock;
	struct strbuf text;
	sem_t gate, entered, freed;
	bool is_gated;
};

static void
place_init(struct place *place, bool is_gated)
{
	*place =
	    (struct place){.text = STRBUF_INIT(1 << 20), .is_gated = is_gated};
	pthread_mutex_init(&place->lock, NULL);
	sem_init(&place->gate, 0, 0);
	sem_init(&place->entered, 0, 0);
	sem_init(&place->freed, 0, 0);
}

static void
place_clear(struct place *place)
{
	strbuf_clear(&place->text);
	sem_destroy(&place->gate);
	sem_destroy(&place->entered);
	sem_destroy(&place->freed);
	pthread_mutex_destroy(&place->lock);
}

static void
write_place(void *arg, const uint8_t *bytes, size_t len)
{
	struct place *place = arg;

	sem_post(&place->entered);
	if (place->is_gated)
		sem_wait(&place->gate);
	pthread_mutex_lock(&place->lock);
	strbuf_add_bytes(&place->text, bytes, len);
	pthread_mutex_unlock(&place->lock);
}

static void
note_freed(void *arg)
{
	sem_post(&((struct place *)arg)->freed);
}

static struct writer *
start(struct place *place, size_t max_items, size_t max_bytes)
{
	const struct writer_options options = {
	    .write = write_place,
	    .free_arg = note_freed,
	    .arg = place,
	    .max_items = max_items,
	    .max_bytes = max_bytes,
	};

	return writer_new(&options);
}

static void
what_is_put_is_written_in_order(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, false);
	writer = start(&place, 0, 0);
	for (char c = 'a'; c <= 'z'; c++)
		assert_true(writer_put(writer, &c, 1, 0));
	assert_true(writer_flush(writer, 10000));
	assert_string_equal(
	    strbuf_text(&place.text), "abcdefghijklmnopqrstuvwxyz");
	writer_close(writer, 10000);
	assert_int_equal(sem_trywait(&place.freed), 0);
	place_clear(&place);
}

static void
close_writes_what_is_queued(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, false);
	writer = start(&place, 0, 0);
	for (int i = 0; i < 1000; i++)
		assert_true(writer_put(writer, "x", 1, 0));
	writer_close(writer, 10000);
	assert_int_equal(place.text.len, 1000);
	place_clear(&place);
}

static void
a_full_queue_refuses_at_once(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, true);
	writer = start(&place, 3, 0);
	assert_true(writer_put(writer, "1", 1, 0));
	assert_true(writer_put(writer, "2", 1, 0));
	assert_true(writer_put(writer, "3", 1, 0));
	assert_false(writer_put(writer, "4", 1, 0));
	for (int i = 0; i < 4; i++)
		sem_post(&place.gate);
	assert_true(writer_flush(writer, 10000));
	assert_true(writer_put(writer, "5", 1, 0));
	writer_close(writer, 10000);
	assert_string_equal(strbuf_text(&place.text), "1235");
	place_clear(&place);
}

static void
bytes_are_bounded_but_one_item_always_fits(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, true);
	writer = start(&place, 0, 4);
	assert_true(writer_put(writer, "longer than four", 16, 0));
	assert_false(writer_put(writer, "x", 1, 0));
	sem_post(&place.gate);
	assert_true(writer_flush(writer, 10000));
	writer_close(writer, 10000);
	assert_string_equal(strbuf_text(&place.text), "longer than four");
	place_clear(&place);
}

static void
flush_gives_up_when_nobody_reads(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, true);
	writer = start(&place, 0, 0);
	assert_true(writer_put(writer, "1", 1, 0));
	assert_false(writer_flush(writer, 1));
	sem_post(&place.gate);
	writer_close(writer, 10000);
	place_clear(&place);
}

static void
a_thread_that_hangs_is_left_and_cleans_up_when_it_comes_back(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, true);
	writer = start(&place, 0, 0);
	assert_true(writer_put(writer, "1", 1, 0));
	assert_true(writer_put(writer, "2", 1, 0));
	sem_wait(&place.entered);
	writer_close(writer, 1); /* returns although the write hangs */
	assert_int_equal(sem_trywait(&place.freed), -1);
	sem_post(&place.gate);
	sem_wait(&place.freed);
	assert_string_equal(strbuf_text(&place.text), "1");
	place_clear(&place);
}

static void
a_mark_stands_for_what_is_written_and_not_for_what_waits(void **state)
{
	struct place place;
	struct writer *writer;

	place_init(&place, true);
	writer = start(&place, 0, 0);
	assert_true(writer_put(writer, "1", 1, 7));
	assert_true(writer_put(writer, "2", 1, 0));
	assert_true(writer_put(writer, "3", 1, 9));
	sem_wait(&place.entered);
	assert_int_equal(writer_mark(writer), 0);
	sem_post(&place.gate);
	sem_post(&place.gate);
	/* The third is being written: the other two are. */
	sem_wait(&place.entered);
	sem_wait(&place.entered);
	assert_int_equal(writer_mark(writer), 7);
	sem_post(&place.gate);
	assert_true(writer_flush(writer, 10000));
	assert_int_equal(writer_mark(writer), 9);
	writer_close(writer, 10000);
	place_clear(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_put_is_written_in_order),
	    cmocka_unit_test(close_writes_what_is_queued),
	    cmocka_unit_test(a_full_queue_refuses_at_once),
	    cmocka_unit_test(bytes_are_bounded_but_one_item_always_fits),
	    cmocka_unit_test(
		a_mark_stands_for_what_is_written_and_not_for_what_waits),
	    cmocka_unit_test(flush_gives_up_when_nobody_reads),
	    cmocka_unit_test(
		a_thread_that_hangs_is_left_and_cleans_up_when_it_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
