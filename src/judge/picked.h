/*
 * struct picked: some certificates of what was sent that share a fault, told in
 * one finding however many they are.
 */
#pragma once

#include "base/strbuf.h"
#include "judge/judgement.h"

#define PICKED_TEXT_MAX 2000

struct picked {
	struct strbuf labels;
	const struct cert *first; /* lent; the finding is about it */
	size_t count;
};

#define PICKED_INIT \
	{ \
		.labels = STRBUF_INIT(PICKED_TEXT_MAX) \
	}

/* more: what is said after its label. */
void picked_add(
    struct picked *picked, const struct cert *cert, const char *more);
/* "ONE: labels." or "SEVERAL: labels."; nothing when none was picked. Clears
 * it. */
void picked_report(struct judgement *judgement, struct picked *picked,
    enum finding_code code, const char *one, const char *several);
