/*
 * The trust stores of a command: the files given, or the system's.
 */
#pragma once

#include "cli/options.h"
#include "pki/trust_store.h"

struct trust {
	ARRAY(struct trust_store *) stores; /* a reference each */
};

/* One store a file, named after it; "system" when files is empty. */
bool trust_load(const struct option_list *files, struct trust *ret_trust,
    struct error *err) MUST_CHECK;
void trust_clear(struct trust *trust);
