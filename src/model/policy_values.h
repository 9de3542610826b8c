/*
 * Rows of a policy as values: which keywords there are, which keys each has,
 * and what may stand there. Used by policy_text.c only.
 */
#pragma once

#include "model/policy.h"
#include "model/policy_lines.h"

enum policy_row_kind {
	POLICY_ROW_VERSION, /* "version 1", the first row */
	POLICY_ROW_BASE,    /* "base shipped" */
	POLICY_ROW_DROP,    /* takes a shipped rule away */
	POLICY_ROW_RULE,
	POLICY_ROW_ROOTS,	/* opens a group of roots */
	POLICY_ROW_ROOT,	/* one of the group */
	POLICY_ROW_PUBLIC,	/* a root of a public CA */
	POLICY_ROW_KEY_CREATED, /* when a root's key was made */
};

/* All that a row can say; rule owns its texts. */
struct policy_values {
	enum policy_row_kind kind;
	const char *word; /* the plain one; lent by the row, as are all below */
	const char *name, *group;
	struct policy_rule rule;
	struct policy_root root;
	bool has_digest, has_key_digest;
};

/* One row. The error has file and line. */
bool policy_values_read(const struct policy_lines *lines,
    const struct policy_row *row, struct policy_values *ret_values,
    struct error *err) MUST_CHECK;
