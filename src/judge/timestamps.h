/*
 * The timestamps of transparency logs that came with the server's certificate,
 * in all three ways, each held against its log.
 */
#pragma once

#include "judge/judgement.h"
#include "model/transparency.h"

/* Signatures of logs that are verified in one judgement, about 60 us each;
 * certificates have two to five timestamps. */
#define TIMESTAMPS_VERIFY_MAX 16
/* So much may the clock here be behind that of a log. */
#define TIMESTAMPS_FUTURE_S 300

/* A list that cannot be read is told in ret_fault: words after "it"; free it.
 * NULL: all could be read. */
struct transparency *timestamps_read(
    const struct judgement *judgement, char **ret_fault);
