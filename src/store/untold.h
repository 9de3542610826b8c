/*
 * What local sinks (the journal, standard error) are being told: entries as
 * plain bytes, written with their events, and how far each sink has come. An
 * entry goes when all sinks have it; what a kill leaves here is told by the
 * next start. Bounded: the oldest go first, as a sink that takes nothing must
 * not fill the disk.
 */
#pragma once

#include "base/array.h"
#include "store/rows.h"
#include "store/store.h"

#define UNTOLD_MAX 2000		    /* entries */
#define UNTOLD_MAX_BYTES (8u << 20) /* of them, read back */
#define UNTOLD_MAX_SINKS 4

struct untold_entry {
	uint64_t sequence;
	uint8_t *fields; /* as notify/journal_fields.h makes them */
	size_t fields_len;
	char *line; /* for a stream, "<N>" in front: sd-daemon(3) */
};

/* Up to which event a sink was told. */
struct untold_mark {
	char sink[16];
	uint64_t sequence;
};

struct untold {
	ARRAY(struct untold_entry) entries; /* by sequence */
	ARRAY(struct untold_mark) marks;
	size_t left_out; /* older entries, beyond the bounds */
};

/* With the rows of its event. */
void untold_row(struct rows *rows, const struct untold_entry *entry);
bool untold_load(
    struct db *db, struct untold *ret_untold, struct error *err) MUST_CHECK;
void untold_clear(struct untold *untold);
/* How far these have come; entries up to `all` go. Returns at once and calls
 * done on the loop; false: the store's queue is full, and done is not called.
 */
bool untold_save(struct store *store, const struct untold_mark *marks,
    size_t count, uint64_t all, void (*done)(void *arg, bool is_ok),
    void *arg) MUST_CHECK;
