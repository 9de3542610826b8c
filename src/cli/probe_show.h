/* What `chainwatch probe` writes: text or JSON. */
#pragma once

#include <jansson.h>

#include "cli/expected_file.h"
#include "cli/looks.h"
#include "render/render_text.h"

struct probe_outcome {
	const struct endpoint *endpoint;
	const struct looks *looks; /* the last one at each address */
	const char *file;	   /* --expect, safe to print; NULL: none */
	const struct expected_file *expected; /* with file */
	int64_t waited_s;
	const json_t *daemon; /* how it stands with the daemon; NULL: not known
			       */
};

/* Addresses that show what is expected. */
size_t probe_count_shown(const struct probe_outcome *outcome);
/* Is a chain served that is broken? */
bool probe_is_broken(const struct probe_outcome *outcome);
/* A line for each address, then the sum; the whole report where it is broken.
 */
void probe_text(struct strbuf *buf, const struct probe_outcome *outcome,
    const struct render_style *style);
/*
 * endpoint (id), expected {file, leaf, fingerprint_sha256} or null, shown and
 * count (addresses), is_complete, is_broken, waited_s, failure of the names or
 * null, daemon: a row of `status` as the daemon saw it then, or null where none
 * runs that watches it, addresses: each as `check --json` has it, and `shown`
 * (bool, or null where nothing is expected).
 */
json_t *probe_json(const struct probe_outcome *outcome);
