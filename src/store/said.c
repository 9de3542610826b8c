/* What was said; see said.h. */
#include "store/said.h"

#include "base/mem.h"

#define PREFIX "said "

/* On its way to the store's thread. */
struct saying {
	char *name;
	bool is_said;
};

static bool
write_saying(struct db *db, void *arg, struct error *err)
{
	const struct saying *saying = arg;
	struct db_statement *statement = db_statement(db,
	    saying->is_said
		? "INSERT OR REPLACE INTO meta (name, value) VALUES (?, 1)"
		: "DELETE FROM meta WHERE name = ?",
	    err);

	if (statement == NULL)
		return false;
	db_bind_text(statement, 1, saying->name);
	return db_run(statement, err);
}

static void
free_saying(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct saying *saying = arg;

	free(saying->name);
	free(saying);
}

void
said_keep(struct store *store, const char *line, bool is_said)
{
	struct saying *saying = MEM_NEW(struct saying);
	const struct store_job job = {
	    .work = write_saying,
	    .done = free_saying,
	    .arg = saying,
	};

	saying->name = mem_printf(PREFIX "%s", line);
	saying->is_said = is_said;
	if (!store_run(store, &job))
		free_saying(saying, false, NULL);
}

bool
said_load(struct db *db, struct texts *ret_said, struct error *err)
{
	struct db_statement *statement = db_statement(db,
	    "SELECT substr(name, ?1) FROM meta WHERE name GLOB '" PREFIX
	    "*' ORDER BY name LIMIT ?2",
	    err);
	enum db_step step;

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, (int64_t)sizeof PREFIX);
	db_bind_int(statement, 2, SAID_MAX);
	while ((step = db_step(statement, err)) == DB_ROW)
		texts_add(ret_said, db_text(statement, 0));
	if (step != DB_END)
		texts_clear(ret_said);
	return step == DB_END;
}
