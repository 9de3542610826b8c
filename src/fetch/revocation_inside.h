/*
 * The inside of struct revocations, for revocations.c and its parts: what is
 * asked and walked (revocation_errands.c). Inside this folder only.
 */
#pragma once

#include "fetch/aia_wait.h"
#include "fetch/host_pace.h"
#include "fetch/list_folder.h"
#include "fetch/revocation_cache.h"
#include "fetch/revocation_subjects.h"
#include "fetch/revocations.h"

struct revocation_errand;

/* What is known of a list by its number; those of lists that went are used
 * again. */
struct revocation_list_use {
	uint32_t changes; /* how often it said something else */
	int64_t used_at;  /* seconds */
};

struct revocations {
	struct revocations_options options;
	struct loop *loop;
	const struct clock *clock;
	struct http *http;
	struct list_folder *folder;
	struct revocations_keeper keeper;
	struct revocation_cache *lists, *responses;
	struct revocation_subjects *subjects;
	ARRAY(struct revocation_list_use) uses; /* by the lists' numbers */
	ARRAY(uint32_t) free_numbers;
	struct host_pace *pace;
	struct aia_waits *waits;
	struct revocation_errand *first, *last; /* in line or running */
	size_t running;
	uint64_t fetches, walks, file_bytes, names;
	struct fetch_counts of_lists, of_responses;
	size_t response_bytes;
	struct loop_timer *pump, *walk_timer, *refresh_timer, *due_timer;
};

/* The entry of that list (sha256: NULL) or response, made if it is not there;
 * NULL: there are too many. */
struct revocation_entry *revocations_get_entry(
    struct revocations *revocations, const char *url, const uint8_t *sha256);
/* The entry's response is another one; others go where all take too much. */
void revocations_set_response(struct revocations *revocations,
    struct revocation_entry *entry, const uint8_t *der, size_t len,
    int64_t now);
/* It is asked for, unless it is already. */
void revocation_errands_ask(
    struct revocations *revocations, struct revocation_entry *entry);
/* It is walked for whom it was asked about, soon. */
void revocation_errands_walk(
    struct revocations *revocations, struct revocation_entry *entry);
void revocation_errands_cancel_all(struct revocations *revocations);
/* For the timers. */
void revocation_errands_pump(void *arg);
void revocation_errands_walk_due(void *arg);
