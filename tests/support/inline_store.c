/* Stores that write on the loop; see inline_store.h. */
#include "support/inline_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
open_store(struct inline_store *kept)
{
	struct store_options options = store_options_default;
	struct error err = ERROR_INIT;

	options.directory = kept->folder.path;
	options.is_inline = true;
	kept->store = store_open(&options, kept->loop, &err);
	if (kept->store == NULL)
		fail_msg("%s", err.message);
}

void
inline_store_open(struct inline_store *kept)
{
	temp_folder_make(&kept->folder);
	kept->loop = loop_new();
	open_store(kept);
}

void
inline_store_close(struct inline_store *kept)
{
	store_close(kept->store, 0);
	loop_free(kept->loop);
	temp_folder_remove(&kept->folder);
}

void
inline_store_restart(struct inline_store *kept)
{
	fake_loop_run_for(kept->loop, 1000);
	assert_int_equal(store_close(kept->store, 1000), 0);
	open_store(kept);
}

void
inline_store_run(const struct inline_store *kept, const char *sql)
{
	struct error err = ERROR_INIT;

	if (!db_exec(store_db(kept->store), sql, &err))
		fail_msg("%s", err.message);
}

int64_t
inline_store_number(const struct inline_store *kept, const char *sql)
{
	struct error err = ERROR_INIT;
	int64_t value = -1;

	assert_true(db_ask_int(store_db(kept->store), sql, 0, &value, &err));
	return value;
}
