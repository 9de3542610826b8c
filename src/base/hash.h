/*
 * FNV-1a, 64 bit: for spreading work evenly and for tables of our own keys.
 * Not for anything that an adversary must not be able to steer.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START 14695981039346656037ULL

uint64_t hash_bytes(uint64_t start, const void *p, size_t len);
uint64_t hash_text(uint64_t start, const char *s);
