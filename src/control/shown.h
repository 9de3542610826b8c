/*
 * All that is told of one endpoint beside how it stands (render_status.h): the
 * chains it shows, judged again, its open incidents and what was lately. For
 * the daemon's answer, and for a command that reads the store itself.
 */
#pragma once

#include <jansson.h>

#include "inspect/inspect.h"
#include "model/silence.h"
#include "render/render_text.h"
#include "store/history.h"
#include "store/target_chains.h"

#define SHOWN_RECENT 10 /* entries of its history, as a rule */
#define SHOWN_TEXT_MAX (256u << 10)

struct shown {
	struct target_chains chains;
	struct history_page open, recent;
};

/* On the store's thread, or by a reader. recent: so many entries of its history
 * at least, if there are, and HISTORY_PAGE_MAX at most. */
bool shown_read(struct db *db, const char *endpoint_id, size_t recent,
    struct shown *ret_shown, struct error *err) MUST_CHECK;
void shown_clear(struct shown *shown);
/* Of what is open there, or might be, it keeps something quiet now. */
bool shown_is_silenced(const struct shown *shown,
    const struct endpoint *endpoint, const struct silence *silence,
    int64_t now);
/*
 * A chain: chain (its id), since, found (codes, as the last look had them),
 * addresses [{address, variant}], report (the judge's JSON as of now; null: not
 * all of its certificates were kept), text (the same for a terminal; null where
 * style is NULL).
 */
json_t *shown_chain(const struct target_chain *chain,
    struct inspector *inspector, const struct endpoint *endpoint, int64_t now,
    const struct render_style *style);
