/*
 * Certificates of a scenario in more detail: the words of "cert" lines, and
 * those of chains beyond their certificates. See tests/scenarios/README.
 */
#pragma once

#include "base/array.h"
#include "support/verdicts.h"

struct scenario_cert {
	char *name;
	struct made_leaf leaf;
	char *issuer, *names; /* leaf points here */
};

struct scenario_certs {
	ARRAY(struct scenario_cert) list;
};

void scenario_certs_clear(struct scenario_certs *certs);
/* false: wrong_word is what is not understood. Times count from start. */
bool scenario_certs_read(struct scenario_certs *certs, char **words,
    size_t count, int64_t start, const char **wrong_word);
/* NULL: nothing was told of it. */
const struct made_leaf *scenario_certs_find(
    const struct scenario_certs *certs, const char *name);
/* "breaks=40d", "refused-by=java". */
bool scenario_certs_read_chain(
    struct made_chain *made, const char *word, int64_t start);
