/*
 * What a picture of a chain shows, in words: a list of its certificates with
 * ways to their pages, what is at fault, and who signed whom; then each path
 * and which trust stores it leads to.
 */
#pragma once

#include <stdint.h>

#include "web/html.h"
#include "web/sketch.h"

/* report: that the sketch was made of. now: seconds; of its judgement. */
void list_chain(struct html *html, const struct sketch *sketch,
    const json_t *report, int64_t now);
/* A way to the page of a certificate; label alone where the fingerprint is not
 * known (""). */
void list_chain_link(
    struct html *html, const char *label, const char *fingerprint);
