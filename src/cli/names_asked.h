/*
 * What DNS says of many names at once: so many at a time, so many in all, and
 * for so long. Beyond that nothing is known, and nothing is said.
 */
#pragma once

#include "base/texts.h"
#include "net/resolve.h"

#define NAMES_ASKED_AT_ONCE 32
#define NAMES_ASKED_MAX 2000
#define NAMES_ASKED_MS 60000 /* for all of them together */

enum name_answer_kind {
	NAME_UNKNOWN, /* not asked, or DNS does not answer */
	NAME_NOT_FOUND,
	NAME_FOUND,
};

struct name_answer {
	enum name_answer_kind kind;
	ARRAY(struct ip_address) addresses; /* port 0 */
};

struct names_asked;

/* Both are borrowed. */
struct names_asked *names_asked_new(
    struct loop *loop, struct resolver *resolver);
void names_asked_free(struct names_asked *asked);
CLEANUP_DEFINE(struct names_asked, names_asked_free)
/* One answer for each name; returns when all are there. Clear each. */
void names_ask(struct names_asked *asked, const struct texts *names,
    struct name_answer *ret_answers);
void name_answer_clear(struct name_answer *answer);
/* How many were left out, for their number or for time. */
size_t names_asked_left_out(const struct names_asked *asked);
