/*
 * What a "what if" changes: a report by another time, other dated rules or
 * other trust stores, held against the one that is told without.
 */
#pragma once

#include <jansson.h>

#include "model/report.h"
#include "render/render_text.h"

struct difference {
	const struct report *before; /* now, built-in rules, system's store */
	const struct report *after;
	/* what was said to be otherwise */
	bool has_at, has_policy, has_trust;
};

/* {"from": {...}, "valid": ..., "appear": [...], "vanish": [...], "clients":
 * {...}, "breaks_at": ...}; null where before is NULL. */
json_t *render_json_difference(const struct difference *difference);
/* A block with its heading; nothing where before is NULL. */
void render_text_difference(struct strbuf *buf,
    const struct difference *difference, const struct render_style *style);
