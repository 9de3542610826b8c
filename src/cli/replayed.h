/*
 * One chain judged twice: as of now with what the configuration says, and as of
 * another time, by other dated rules, with other trust stores.
 *
 *   type	chain
 *   endpoint, chain (its id), addresses [{address, variant}]
 *   outcome	breaks, worse, better, works (again), broken (as it is now),
 *		same; unknown: its certificates were not all kept
 *   before, after	{valid, severity, breaks_at, findings [{code,
 *		severity, detail}]}; null where it is unknown
 *   stops	clients that matter, accept it now and not then
 */
#pragma once

#include <jansson.h>

#include "base/names.h"
#include "model/report.h"
#include "render/render_text.h"
#include "store/target_chains.h"

enum replay_outcome {
	REPLAY_BREAKS, /* critical, and is not now */
	REPLAY_WORSE,
	REPLAY_BROKEN, /* critical, and is now */
	REPLAY_WORKS,  /* is critical now */
	REPLAY_BETTER,
	REPLAY_SAME,
	REPLAY_UNKNOWN,
	REPLAY_OUTCOME_COUNT,
};

extern const struct names replay_outcome_names;

/* Both NULL, or none of them. */
enum replay_outcome replay_outcome(
    const struct report *before, const struct report *after);
json_t *replayed_json(const char *endpoint_id, const struct target_chain *chain,
    const struct report *before, const struct report *after);
/* A line or two for people, out of its JSON. */
void replayed_text(struct strbuf *buf, const json_t *replayed,
    const struct render_style *style);
