/* A database in memory; see memory_db.h. */
#include "support/memory_db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/schema.h"

struct db *
memory_db_open(void)
{
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;
	struct db *db = db_open(&options, &err);

	if (db == NULL || !schema_migrate(db, &err))
		fail_msg("%s", err.message);
	return db;
}

void
memory_db_run(struct db *db, const char *fmt, ...)
{
	CLEANUP(free) char *sql = NULL;
	struct error err = ERROR_INIT;
	va_list args;

	va_start(args, fmt);
	sql = mem_vprintf(fmt, args);
	va_end(args);
	if (!db_exec(db, sql, &err))
		fail_msg("%s: %s", err.message, sql);
}
