/*
 * The manuals: a frame that people wrote, in man/, filled in with the tables of
 * the code, so that what a manual says of a command, a key or a finding is what
 * the programs say themselves. A line "@keys@" of a frame is a table;
 * "@VERSION@" and other names in capitals within a line are words.
 */
#pragma once

#include "base/error.h"
#include "base/strbuf.h"

/* Adds the manual. Fails where the frame names what there is not. */
bool manual_fill(
    struct strbuf *buf, const char *frame, struct error *err) MUST_CHECK;
