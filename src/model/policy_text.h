/*
 * Policies as text: what is shipped and what an operator writes. policy/ in
 * the top folder has the shipped one, and the whole language in its head.
 * Pure; files/policy_file.h reads files.
 */
#pragma once

#include "model/policy.h"

#define POLICY_MAX_ROWS 5000 /* of all texts of one policy together */

struct policy_text {
	const char *name; /* for messages; "shipped/..." or a path */
	const char *text;
	size_t len;
};

/* The shipped texts alone (own NULL); or the operator's own, on top of them if
 * it says "base shipped", else alone. err has file and line. */
struct policy *policy_read(const struct policy_text *shipped,
    size_t shipped_count, const struct policy_text *own, struct error *err);
