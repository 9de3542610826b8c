/*
 * Which endpoint is a member of which open incident, as rows, and beside it for
 * who looks back: which incidents it ever met, since when and until when.
 * Private to the store.
 */
#pragma once

#include "incident/watched.h"
#include "store/rows.h"

void member_rows_add(
    struct rows *to, const struct watched *watched, int64_t now);
/* The endpoint is watched no more. */
void member_rows_drop(struct rows *to, const char *endpoint_id, int64_t now);
