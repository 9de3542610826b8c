/* The commit seam without a store: numbers events, keeps nothing on disk. */
#pragma once

#include "monitor/monitor.h"

struct commit_memory;

struct commit_memory *commit_memory_new(struct loop *loop);
void commit_memory_free(struct commit_memory *memory);
CLEANUP_DEFINE(struct commit_memory, commit_memory_free)
struct commit commit_memory_ops(struct commit_memory *memory);
