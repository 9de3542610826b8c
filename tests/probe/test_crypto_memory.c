/* Blocks for libcrypto: whole, apart from each other, and back where they came
 * from, whoever frees them and whatever is switched meanwhile. */
#include "probe/crypto_memory.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SIZE_TOP 17000 /* beyond the largest class */
#define MANY 4000

static int
set_up(void **state)
{
	crypto_memory_force(true);
	(void)state;
	return 0;
}

static void
expect_filled(const uint8_t *block, uint8_t value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		assert_int_equal(block[i], value);
}

static void
blocks_of_every_size_are_whole_and_apart(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 31, 32, 100, 1008,
	    1009, 1024, 1025, 2048, 2049, 4096, 4097, 8192, 8193, 16384};
	enum {
		COUNT = sizeof sizes / sizeof sizes[0],
		EACH = 5,
	};
	uint8_t *blocks[COUNT][EACH];

	for (size_t i = 0; i < COUNT; i++) {
		for (size_t n = 0; n < EACH; n++) {
			blocks[i][n] = crypto_memory_alloc(sizes[i]);
			assert_true(crypto_memory_is_ours(blocks[i][n]));
			assert_int_equal((uintptr_t)blocks[i][n] % 16, 0);
			memset(blocks[i][n], (int)(i * EACH + n), sizes[i]);
		}
	}
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t n = 0; n < EACH; n++) {
			expect_filled(
			    blocks[i][n], (uint8_t)(i * EACH + n), sizes[i]);
			crypto_memory_free(blocks[i][n]);
		}
	}
}

static void
what_is_freed_is_used_again(void **state)
{
	void *first = crypto_memory_alloc(100);
	void *second;

	crypto_memory_free(first);
	second = crypto_memory_alloc(100);
	assert_ptr_equal(first, second);
	crypto_memory_free(second);
	crypto_memory_free(NULL);
}

static void
another_size_keeps_what_was_there(void **state)
{
	static const size_t sizes[] = {
	    1, 16, 40, 33, 700, 5000, 16384, SIZE_TOP, 50000, 3000, 10};
	uint8_t *block = NULL;
	size_t before = 0;

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		block = crypto_memory_resize(block, sizes[i]);
		assert_non_null(block);
		expect_filled(block, 7, before < sizes[i] ? before : sizes[i]);
		memset(block, 7, sizes[i]);
		before = sizes[i];
	}
	crypto_memory_free(block);
}

static void
large_blocks_are_of_the_heap(void **state)
{
	void *block = crypto_memory_alloc(SIZE_TOP);

	assert_false(crypto_memory_is_ours(block));
	crypto_memory_free(block);
}

static void
switched_off_it_is_the_heap_and_takes_back_its_own(void **state)
{
	uint8_t *ours = crypto_memory_alloc(50), *of_the_heap;

	memset(ours, 9, 50);
	crypto_memory_force(false);
	of_the_heap = crypto_memory_alloc(50);
	assert_false(crypto_memory_is_ours(of_the_heap));
	ours = crypto_memory_resize(ours, 500);
	assert_false(crypto_memory_is_ours(ours));
	expect_filled(ours, 9, 50);
	crypto_memory_force(true);
	crypto_memory_free(ours);
	crypto_memory_free(of_the_heap);
}

struct work {
	void *lent[MANY]; /* to be freed there */
	bool is_of_the_heap;
};

static void *
work_elsewhere(void *arg)
{
	struct work *work = arg;
	void *own = crypto_memory_alloc(200);

	work->is_of_the_heap = !crypto_memory_is_ours(own);
	crypto_memory_free(own);
	for (size_t i = 0; i < MANY; i++)
		crypto_memory_free(work->lent[i]);
	return NULL;
}

static void
another_thread_has_the_heap_and_gives_ours_back(void **state)
{
	static struct work work;
	pthread_t thread;

	/* Were they lost, the range would not last for the second half. */
	for (int round = 0; round < 8; round++) {
		for (size_t i = 0; i < MANY; i++) {
			work.lent[i] = crypto_memory_alloc(900);
			assert_true(crypto_memory_is_ours(work.lent[i]));
		}
		assert_int_equal(
		    pthread_create(&thread, NULL, work_elsewhere, &work), 0);
		pthread_join(thread, NULL);
		assert_true(work.is_of_the_heap);
	}
}

/* The last one: what a class has taken it keeps. */
static void
a_full_range_leaves_the_heap(void **state)
{
	static void *blocks[CRYPTO_MEMORY_MAX / 8192 + 1];
	size_t count = sizeof blocks / sizeof blocks[0], ours = 0;

	for (size_t i = 0; i < count; i++) {
		blocks[i] = crypto_memory_alloc(8000);
		assert_non_null(blocks[i]);
		memset(blocks[i], 1, 8000);
		ours += crypto_memory_is_ours(blocks[i]);
	}
	assert_true(ours > 0 && ours < count);
	for (size_t i = 0; i < count; i++)
		crypto_memory_free(blocks[i]);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(blocks_of_every_size_are_whole_and_apart),
	    TEST(what_is_freed_is_used_again),
	    TEST(another_size_keeps_what_was_there),
	    TEST(large_blocks_are_of_the_heap),
	    TEST(switched_off_it_is_the_heap_and_takes_back_its_own),
	    TEST(another_thread_has_the_heap_and_gives_ours_back),
	    TEST(a_full_range_leaves_the_heap),
	};

	if (!crypto_memory_install())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
