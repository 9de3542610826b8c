/* What lasts; see state.h. */
#include "daemon/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "monitor/numbering.h"
#include "store/sequence.h"
#include "store/store.h"

#define CLOSE_TIMEOUT_MS 10000

char *
state_directory(const struct config *config)
{
	const char *given = getenv("STATE_DIRECTORY");

	if (strcmp(config->state_directory, CONFIG_STATE_DIRECTORY) != 0 ||
	    given == NULL || *given == '\0')
		return mem_strdup(config->state_directory);
	/* The first of several (systemd.exec(5)). */
	return mem_strndup(given, strcspn(given, ":"));
}

static void
forget_certificates(void *arg)
{
	commit_store_forget_certificates(arg);
}

struct prune_options
state_retention(const struct config *config)
{
	struct prune_options options = prune_options_default;

	options.event_age_s = config->retention.event_age_s;
	options.event_max = config->retention.event_max;
	options.history_age_s = config->retention.history_age_s;
	options.history_max = config->retention.history_max;
	return options;
}

static void
forget_loaded(struct state *state)
{
	loaded_clear(&state->loaded);
	untold_clear(&state->untold);
	issuers_clear(&state->issuers);
	revocation_rows_clear(&state->revocations);
	texts_clear(&state->said);
	state->loaded = (struct loaded){0};
}

static bool
open_and_read(struct state *state, const struct store_options *options,
    struct loop *loop, struct error *err)
{
	struct db *db;

	state->store = store_open(options, loop, err);
	if (state->store == NULL)
		return false;
	db = store_db(state->store);
	return load_all(db, &state->loaded, err) &&
	    untold_load(db, &state->untold, err) &&
	    issuers_load(db, &state->issuers, err) &&
	    revocation_rows_load(db, &state->revocations, err) &&
	    said_load(db, &state->said, err);
}

/* A large store is first read, then checked: what reading finds damaged is set
 * aside like what the check does, by opening once more. */
static bool
open_sound(struct state *state, const struct store_options *options,
    struct loop *loop, struct error *err)
{
	if (open_and_read(state, options, loop, err))
		return true;
	if (state->store == NULL ||
	    !db_trouble_is_damage(db_trouble(store_db(state->store))))
		return false;
	store_suspect(state->store);
	if (store_set_aside(state->store) != NULL)
		return false;
	forget_loaded(state);
	store_close(TAKE(state->store), CLOSE_TIMEOUT_MS);
	return open_and_read(state, options, loop, err);
}

/* A store that cannot be written is told of when there is something to write.
 */
static uint64_t
reserve(struct state *state)
{
	uint64_t up_to = state->loaded.last_sequence + NUMBERING_RESERVE;
	struct error err = ERROR_INIT;

	return sequence_reserve(store_db(state->store), up_to, &err) ? up_to
								     : 0;
}

bool
state_open(struct state *state, const struct config *config, struct loop *loop,
    struct error *err)
{
	CLEANUP(free) char *directory = state_directory(config);
	struct store_options options = store_options_default;
	struct commit_store_options commit_options = {0};
	struct prune_options prune;

	options.directory = directory;
	options.now = clock_wall_s(&clock_system);
	if (!open_sound(state, &options, loop, err))
		return false;
	commit_options.last_sequence = state->loaded.last_sequence;
	commit_options.reserved = reserve(state);
	state->commits = commit_store_new(
	    state->store, loop, &clock_system, &commit_options);
	prune = state_retention(config);
	state->prune = prune_new(state->store, loop, &clock_system, &prune,
	    forget_certificates, state->commits);
	return true;
}

void
state_set_retention(struct state *state, const struct config *config)
{
	struct prune_options options = state_retention(config);

	if (state->prune != NULL)
		prune_set_options(state->prune, &options);
}

void
state_open_nothing(struct state *state, struct loop *loop)
{
	state->memory = commit_memory_new(loop);
}

void
state_close(struct state *state)
{
	size_t lost;

	prune_free(state->prune);
	commit_store_free(state->commits);
	lost = store_close(state->store, CLOSE_TIMEOUT_MS);
	if (lost > 0)
		log_error(NULL,
		    "the store could not be written before the end: what "
		    "changed last is lost");
	commit_memory_free(state->memory);
	forget_loaded(state);
	*state = (struct state){0};
}

struct commit
state_commit(const struct state *state)
{
	return state->store == NULL ? commit_memory_ops(state->memory)
				    : commit_store_ops(state->commits);
}
