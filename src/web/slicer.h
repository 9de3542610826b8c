/*
 * struct slicer: long work on the loop, a slice of about a millisecond a turn,
 * in turns with the others: however many ask for something long, a probe waits
 * for one slice at most.
 */
#pragma once

#include "net/loop.h"

struct slicer;

struct slicer *slicer_new(struct loop *loop);
/* What is left is not done any more. */
void slicer_free(struct slicer *slicer);
CLEANUP_DEFINE(struct slicer, slicer_free)

/* Does a slice; true: there is more. It may add and drop, also itself, and free
 * arg before it returns false. */
typedef bool (*slicer_fn)(void *arg);
/* From the next turn on. */
void slicer_add(struct slicer *slicer, slicer_fn fn, void *arg);
/* All that was added with this arg. */
void slicer_drop(struct slicer *slicer, const void *arg);
