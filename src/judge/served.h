/*
 * What was served, position by position: which certificate is the server's own,
 * and which of the others any client can need.
 */
#pragma once

#include "judge/judgement.h"

/* Clients take the first for the server's. Where it is a CA's and another is
 * plainly the server's, that one is judged and the order is the fault. */
void served_find_leaf(
    const struct evidence *evidence, struct served *ret_served);
/* Sets fitting, where the leaf does not cover the name. */
void served_find_fitting(struct judgement *judgement);
/* Sets is_needed, once the paths are known and sorted. */
void served_find_needed(struct judgement *judgement);
/* Do clients follow this path: those of our stores, or of others. */
bool served_is_followed(
    const struct judgement *judgement, const struct path *path);
void served_clear(struct served *served);
/* Was the same certificate sent before position i? */
bool served_is_double(const struct chain *presented, size_t i);
/* Is it the root: an anchor that signs itself, or the same CA as one? */
bool served_is_root(const struct judgement *judgement, const struct cert *cert);
