/*
 * The monitor's own faults that are there now, as rows: written with the events
 * that begin and end them, read at the start and by who asks.
 */
#pragma once

#include "model/monitor_fault.h"
#include "store/db.h"
#include "store/rows.h"

#define FAULT_ROWS_MAX 1000 /* what is more is not read */

void fault_rows_add(struct rows *rows, const struct event *event);
/* In order of their begin; ret_list is empty. */
bool fault_rows_load(struct db *db, struct monitor_fault_list *ret_list,
    struct error *err) MUST_CHECK;
