/*
 * Where libcrypto and libssl have their memory from. A handshake asks for some
 * thousand small blocks and frees them again; in a heap of 100,000 targets that
 * is a fifth of what a probe costs. So the thread that makes handshakes has its
 * own lists of free blocks, by size, as CRYPTO_set_mem_functions(3) allows.
 *
 * They come from one range of CRYPTO_MEMORY_MAX bytes, of which only what was
 * used is resident; when that is full, and for large blocks and other threads,
 * it is malloc() as before. A block goes back to where it came from by its
 * address, whichever thread frees it and whatever was switched on or off
 * meanwhile.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CRYPTO_MEMORY_MAX ((size_t)16 << 20)

/* Before libcrypto is used in any way. Nothing changes until it is enabled.
 * false: libcrypto has begun already, or there is no range; then enabling does
 * nothing. */
bool crypto_memory_install(void);
/* From now on for this thread, or for none. What lasts (trust stores) is better
 * made before. Not in a build with sanitizers, which watch malloc() alone. */
void crypto_memory_enable(bool is_enabled);

/* For tests: what libcrypto calls, and where it comes from. */
void *crypto_memory_alloc(size_t size);
void *crypto_memory_resize(void *block, size_t size);
void crypto_memory_free(void *block);
bool crypto_memory_is_ours(const void *block);
/* For tests: also with sanitizers. */
void crypto_memory_force(bool is_enabled);
