/*
 * FNV-1a, 64 bit: for spreading work evenly and for tables of our own keys.
 * Not for anything that an adversary must not be able to steer.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START 14695981039346656037ULL

/* The same value at every start, and on every machine. */
uint64_t hash_bytes(uint64_t start, const void *p, size_t len);
uint64_t hash_text(uint64_t start, const char *s);
/* Another value, eight bytes at a time: for tables in memory with long keys. */
uint64_t hash_words(uint64_t start, const void *p, size_t len);
