/*
 * struct surveyor: makes surveys (survey.h) when somebody asks for one, a slice
 * a turn of the loop, so that a hundred thousand endpoints hold up no probe. A
 * survey serves all who ask while it is fresh, which is the longer the larger
 * it is, and is given up when nobody has asked for SURVEYOR_IDLE_MS: who is not
 * looked at costs nothing.
 */
#pragma once

#include "base/clock.h"
#include "monitor/monitor.h"
#include "net/loop.h"
#include "web/slicer.h"
#include "web/survey.h"

#define SURVEYOR_FRESH_MS 5000 /* at most; of ... */
#define SURVEYOR_FRESH_ROWS 10000
#define SURVEYOR_IDLE_MS 60000
#define SURVEYOR_SLICE 400	  /* endpoints looked at in one turn */
#define SURVEYOR_SORT_SLICE 20000 /* rows moved in one turn */
#define SURVEYOR_FREE_SLICE 5000

struct surveyor;

struct surveyor_parts {
	struct loop *loop;
	struct slicer *slicer; /* does the work; outlives it */
	const struct clock *clock;
	const struct monitor *monitor; /* NULL: there is nothing to see */
};

struct surveyor *surveyor_new(const struct surveyor_parts *parts);
/* Who waits is not called any more. */
void surveyor_free(struct surveyor *surveyor);
CLEANUP_DEFINE(struct surveyor, surveyor_free)

/* Called once, before surveyor_ask returns or later. The survey is lent: take a
 * reference. */
typedef void (*surveyor_fn)(void *arg, struct survey *survey);
void surveyor_ask(struct surveyor *surveyor, surveyor_fn fn, void *arg);
/* Whoever asked with this arg is not called. */
void surveyor_cancel(struct surveyor *surveyor, const void *arg);
/* As survey_unref, but what is large goes a slice a turn. */
void surveyor_give_back(struct surveyor *surveyor, struct survey *survey);
