/*
 * A store in a folder of its own, which writes on the loop of virtual time:
 * for tests of what lies in it. All is made, or the test fails.
 */
#pragma once

#include "store/store.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

struct inline_store {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
};

void inline_store_open(struct inline_store *kept);
void inline_store_close(struct inline_store *kept);
/* What is queued is written; then it is opened anew. */
void inline_store_restart(struct inline_store *kept);
/* SQL at once, beside the store's jobs. */
void inline_store_run(const struct inline_store *kept, const char *sql);
int64_t inline_store_number(const struct inline_store *kept, const char *sql);
