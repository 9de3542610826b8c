/*
 * Dead letters, for a command beside the daemon: what receivers refused for
 * good, and that it be tried again. Works on the file of a daemon that runs,
 * too: SQLite's locks keep the two apart, each for a moment, and the daemon
 * looks every few seconds (daemon/backlog.h).
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "model/event.h"

#define DEAD_LETTERS_MAX 10000 /* that are read */

struct dead_letter {
	char *sink;
	uint64_t sequence;
	char id[EVENT_ID_LEN + 1];
	unsigned attempts;
	char *error;   /* the last attempt's, in words */
	char *payload; /* the event's JSON */
};

struct dead_letters {
	ARRAY(struct dead_letter) items; /* by sink and sequence */
	bool has_more;
};

/* sink: of this one only; NULL: all. Errors: there is no store, it may not be
 * read, or it is of another version than this program. */
bool dead_letters_read(const char *directory, const char *sink,
    struct dead_letters *ret_letters, struct error *err) MUST_CHECK;
void dead_letters_clear(struct dead_letters *letters);
/* They wait for delivery again, as if they had never been refused. */
bool dead_letters_retry(const char *directory, const char *sink,
    size_t *ret_count, struct error *err) MUST_CHECK;
