/* The hash table against a plain array, as a property. */
#include "incident/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct thing {
	struct table_item item;
	int number;
};

static bool
has_number(const struct table_item *item, const void *key)
{
	return ((const struct thing *)item)->number == *(const int *)key;
}

static uint64_t
random_next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return *seed >> 33;
}

#define THINGS 700

/* Few distinct hashes: long runs that wrap around the end. */
static void
finds_what_is_in_it_and_nothing_else(void **state)
{
	static struct thing things[THINGS];
	static bool is_in[THINGS];
	struct table table = {0};
	uint64_t seed = 5;

	for (int i = 0; i < THINGS; i++)
		things[i] =
		    (struct thing){{.hash = random_next(&seed) % 97 * 11}, i};
	for (int round = 0; round < 20000; round++) {
		int i = (int)(random_next(&seed) % THINGS);
		size_t count = 0;

		if (is_in[i])
			table_remove(&table, &things[i].item);
		else
			table_add(&table, &things[i].item);
		is_in[i] = !is_in[i];
		if (round % 100 != 0)
			continue;
		for (int k = 0; k < THINGS; k++) {
			const struct table_item *found = table_find(
			    &table, things[k].item.hash, has_number, &k);

			assert_ptr_equal(
			    found, is_in[k] ? &things[k].item : NULL);
			count += is_in[k];
		}
		assert_int_equal(table.len, count);
	}
	table_clear(&table);
}

static void
walks_everything_once(void **state)
{
	static struct thing things[100];
	int seen[100] = {0};
	struct table table = {0};
	struct table_item *item;
	size_t at = 0;

	for (int i = 0; i < 100; i++) {
		things[i] = (struct thing){{.hash = (uint64_t)i * 7}, i};
		table_add(&table, &things[i].item);
	}
	while ((item = table_next(&table, &at)) != NULL)
		seen[((struct thing *)item)->number]++;
	for (int i = 0; i < 100; i++)
		assert_int_equal(seen[i], 1);
	table_clear(&table);
}

static void
an_empty_one_finds_nothing(void **state)
{
	struct table table = {0};
	int key = 1;
	size_t at = 0;

	assert_null(table_find(&table, 1, has_number, &key));
	assert_null(table_next(&table, &at));
	table_clear(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_what_is_in_it_and_nothing_else),
	    cmocka_unit_test(walks_everything_once),
	    cmocka_unit_test(an_empty_one_finds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
