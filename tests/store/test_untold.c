/* What local sinks are being told, as it lies in the store. */
#include "store/untold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"

struct scene {
	struct inline_store kept;
	struct untold untold;
	unsigned saved;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	untold_clear(&scene->untold);
	inline_store_close(&scene->kept);
	free(scene);
	return 0;
}

static void
add(struct scene *scene, uint64_t first, uint64_t last, size_t len)
{
	struct rows rows = {0};
	struct error err = ERROR_INIT;
	CLEANUP(free) uint8_t *fields = mem_new(1, len);

	memset(fields, 'f', len);
	for (uint64_t sequence = first; sequence <= last; sequence++) {
		char line[40];
		struct untold_entry entry = {sequence, fields, len, line};

		snprintf(line, sizeof line, "<5>event %llu",
		    (unsigned long long)sequence);
		untold_row(&rows, &entry);
	}
	assert_true(rows_write(&rows, store_db(scene->kept.store), &err));
	rows_clear(&rows);
}

static void
on_saved(void *arg, bool is_ok)
{
	struct scene *scene = arg;

	assert_true(is_ok);
	scene->saved++;
}

static void
save(struct scene *scene, uint64_t journal, uint64_t all)
{
	const struct untold_mark marks[] = {
	    {"journal", journal}, {"stderr", 3}};

	assert_true(
	    untold_save(scene->kept.store, marks, 2, all, on_saved, scene));
	fake_loop_run_for(scene->kept.loop, 1000);
	assert_int_equal(scene->saved, 1);
	scene->saved = 0;
}

static void
load(struct scene *scene)
{
	struct error err = ERROR_INIT;

	untold_clear(&scene->untold);
	assert_true(
	    untold_load(store_db(scene->kept.store), &scene->untold, &err));
}

static void
entries_come_back_as_they_were(void **state)
{
	struct scene *scene = *state;
	const struct untold_entry *entry;

	add(scene, 1, 3, 5);
	load(scene);
	assert_int_equal(scene->untold.entries.len, 3);
	entry = &scene->untold.entries.items[1];
	assert_int_equal(entry->sequence, 2);
	assert_int_equal(entry->fields_len, 5);
	assert_memory_equal(entry->fields, "fffff", 5);
	assert_string_equal(entry->line, "<5>event 2");
	assert_int_equal(scene->untold.marks.len, 0);
}

static void
marks_come_back_and_what_all_were_told_is_gone(void **state)
{
	struct scene *scene = *state;

	add(scene, 1, 9, 5);
	save(scene, 7, 4);
	load(scene);
	assert_int_equal(scene->untold.marks.len, 2);
	assert_string_equal(scene->untold.marks.items[0].sink, "journal");
	assert_int_equal(scene->untold.marks.items[0].sequence, 7);
	assert_int_equal(scene->untold.marks.items[1].sequence, 3);
	assert_int_equal(scene->untold.entries.len, 5);
	assert_int_equal(scene->untold.entries.items[0].sequence, 5);
}

static void
a_sink_that_takes_nothing_does_not_fill_the_disk(void **state)
{
	struct scene *scene = *state;

	add(scene, 1, UNTOLD_MAX + 10, 5);
	load(scene);
	assert_int_equal(scene->untold.entries.len, UNTOLD_MAX);
	assert_int_equal(scene->untold.left_out, 10);
	assert_int_equal(scene->untold.entries.items[0].sequence, 11);
	save(scene, 0, 0);
	load(scene);
	assert_int_equal(scene->untold.entries.len, UNTOLD_MAX);
	assert_int_equal(scene->untold.left_out, 0);
	assert_int_equal(scene->untold.entries.items[0].sequence, 11);
}

static void
nor_the_memory_at_the_start(void **state)
{
	struct scene *scene = *state;

	add(scene, 1, 10, UNTOLD_MAX_BYTES / 4);
	load(scene);
	assert_int_equal(scene->untold.entries.len, 4);
	assert_int_equal(scene->untold.entries.items[0].sequence, 7);
	assert_int_equal(scene->untold.left_out, 6);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(entries_come_back_as_they_were),
	    TEST(marks_come_back_and_what_all_were_told_is_gone),
	    TEST(a_sink_that_takes_nothing_does_not_fill_the_disk),
	    TEST(nor_the_memory_at_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
