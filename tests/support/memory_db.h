/*
 * A database in memory with the tables of the store, and none of its threads:
 * for tests of what reads and writes rows. All is made, or the test fails.
 */
#pragma once

#include "base/mem.h"
#include "store/db.h"

/* To be closed with db_close. */
struct db *memory_db_open(void);
/* SQL, of printf's format. */
void memory_db_run(struct db *db, const char *fmt, ...) PRINTF_LIKE(2, 3);
