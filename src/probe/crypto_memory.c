/*
 * The range is cut into slabs, each of blocks of one class of sizes; whose
 * class tells the size of a block from its address. Slabs never change their
 * class: what handshakes need today they need tomorrow. See crypto_memory.h.
 */
#include "probe/crypto_memory.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/cleanup.h"

#define STEP 16	      /* between classes, and what blocks are aligned to */
#define FINE_MAX 1024 /* up to this size; beyond, classes double */
#define FINE_COUNT (FINE_MAX / STEP)
#define COARSE_COUNT 4 /* 2, 4, 8 and 16 kB */
#define CLASS_COUNT (FINE_COUNT + COARSE_COUNT)
#define BLOCK_MAX ((size_t)FINE_MAX << COARSE_COUNT)
#define SLAB_SIZE ((size_t)32 << 10)
#define SLAB_COUNT (CRYPTO_MEMORY_MAX / SLAB_SIZE)

struct block {
	struct block *next;
};

static struct {
	uint8_t *range; /* NULL: not installed */
	uint8_t class_of[SLAB_COUNT];
	size_t slabs; /* in use */
	bool is_on;
	struct block *free[CLASS_COUNT]; /* the owner's alone */

	/* What other threads have freed. */
	pthread_mutex_t mutex;
	struct block *returned[CLASS_COUNT];
} memory = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local bool is_owner;

static size_t
class_for(size_t size)
{
	size_t class = FINE_COUNT, max = (size_t)FINE_MAX * 2;

	if (size <= FINE_MAX)
		return size == 0 ? 0 : (size - 1) / STEP;
	while (size > max) {
		max *= 2;
		class ++;
	}
	return class;
}

static size_t
size_of_class(size_t class)
{
	return class < FINE_COUNT
	    ? (class + 1) * STEP
	    : (size_t)FINE_MAX << (class - FINE_COUNT + 1);
}

bool
crypto_memory_is_ours(const void *block)
{
	return memory.range != NULL &&
	    (uintptr_t)block - (uintptr_t)memory.range < CRYPTO_MEMORY_MAX;
}

static size_t
class_at(const void *block)
{
	return memory
	    .class_of[((uintptr_t)block - (uintptr_t)memory.range) / SLAB_SIZE];
}

/* A new slab in blocks; NULL: the range is full. */
static struct block *
cut_slab(size_t class)
{
	uint8_t *slab = memory.range + memory.slabs * SLAB_SIZE;
	size_t size = size_of_class(class);
	struct block *first = NULL;

	if (memory.slabs == SLAB_COUNT)
		return NULL;
	memory.class_of[memory.slabs++] = (uint8_t) class;
	for (size_t at = SLAB_SIZE / size * size; at > 0; at -= size) {
		struct block *block = (struct block *)(slab + at - size);

		block->next = first;
		first = block;
	}
	return first;
}

static struct block *
refill(size_t class)
{
	struct block *first;

	pthread_mutex_lock(&memory.mutex);
	first = TAKE(memory.returned[class]);
	pthread_mutex_unlock(&memory.mutex);
	return first != NULL ? first : cut_slab(class);
}

void *
crypto_memory_alloc(size_t size)
{
	size_t class;
	struct block *block;

	if (!is_owner || !memory.is_on || size > BLOCK_MAX)
		return malloc(size == 0 ? 1 : size);
	class = class_for(size);
	block = memory.free[class];
	if (block == NULL)
		block = refill(class);
	if (block == NULL)
		return malloc(size);
	memory.free[class] = block->next;
	return block;
}

static void
give_back(struct block *block)
{
	size_t class = class_at(block);

	if (is_owner) {
		block->next = memory.free[class];
		memory.free[class] = block;
		return;
	}
	pthread_mutex_lock(&memory.mutex);
	block->next = memory.returned[class];
	memory.returned[class] = block;
	pthread_mutex_unlock(&memory.mutex);
}

void
crypto_memory_free(void *block)
{
	if (crypto_memory_is_ours(block))
		give_back(block);
	else
		free(block);
}

void *
crypto_memory_resize(void *block, size_t size)
{
	size_t old_size;
	void *moved;

	if (block == NULL)
		return crypto_memory_alloc(size);
	if (!crypto_memory_is_ours(block))
		return realloc(block, size == 0 ? 1 : size);
	old_size = size_of_class(class_at(block));
	if (size <= old_size && size > old_size / 2)
		return block;
	moved = crypto_memory_alloc(size);
	if (moved == NULL)
		return NULL;
	memcpy(moved, block, size < old_size ? size : old_size);
	give_back(block);
	return moved;
}

/* ---- as libcrypto calls them --------------------------------------------- */

static void *
on_malloc(size_t size, UNUSED const char *file, UNUSED int line)
{
	return crypto_memory_alloc(size);
}

static void *
on_realloc(void *block, size_t size, UNUSED const char *file, UNUSED int line)
{
	return crypto_memory_resize(block, size);
}

static void
on_free(void *block, UNUSED const char *file, UNUSED int line)
{
	crypto_memory_free(block);
}

bool
crypto_memory_install(void)
{
	void *range;

	if (memory.range != NULL)
		return true;
	range = mmap(NULL, CRYPTO_MEMORY_MAX, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (range == MAP_FAILED)
		return false;
	memory.range = range;
	return CRYPTO_set_mem_functions(on_malloc, on_realloc, on_free) == 1;
}

void
crypto_memory_force(bool is_enabled)
{
	if (is_enabled)
		is_owner = true;
	memory.is_on = is_enabled && memory.range != NULL;
}

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define HAS_SANITIZER
#endif

void
crypto_memory_enable(bool is_enabled)
{
#ifdef HAS_SANITIZER
	(void)is_enabled;
#else
	crypto_memory_force(is_enabled);
#endif
}
