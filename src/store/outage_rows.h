/*
 * Outages of the monitor's own as rows (model/outage.h): one of its network,
 * one of its DNS, written when they begin, end, and from when something answers
 * on.
 */
#pragma once

#include "model/outage.h"
#include "store/rows.h"

void outage_rows_add(struct rows *rows, const struct outage *outage);
/* By what they are of; zeros where there was none. */
bool outage_rows_load(struct db *db, struct outage ret_outages[OUTAGE_COUNT],
    struct error *err) MUST_CHECK;
