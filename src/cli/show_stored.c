/* One endpoint as the store has it; see show_stored.h. */
#include "cli/show_stored.h"

#include <string.h>

#include "cli/config_file.h"
#include "cli/silences_stored.h"
#include "cli/status_stored.h"
#include "cli/store_judge.h"
#include "control/history_line.h"
#include "control/pick.h"
#include "control/shown.h"
#include "render/json_value.h"
#include "store/reader.h"

static struct endpoint *
find(const struct config *config, const char *pattern, struct error *err)
{
	struct pick pick = {.pattern = pattern};
	CLEANUP(free) char *id = NULL;

	ARRAY_EACH (endpoint, &config->endpoints)
		pick_offer(&pick, (*endpoint)->id);
	id = pick_end(&pick, err);
	ARRAY_EACH (endpoint, &config->endpoints) {
		if (id != NULL && strcmp((*endpoint)->id, id) == 0)
			return *endpoint;
	}
	return NULL;
}

static json_t *
entries(const struct history_page *page)
{
	json_t *list = json_value_array();

	ARRAY_EACH (entry, &page->items)
		json_value_append(list, history_line(entry));
	return list;
}

static bool
add_shown(json_t *row, const struct config *config,
    const struct endpoint *endpoint, struct db *db,
    const struct render_style *style, struct error *err)
{
	json_t *chains = json_value_array();
	int64_t now = clock_wall_s(&clock_system);
	struct store_judge judge = {0};
	struct texts names = {0};
	struct shown shown = {0};
	bool ok;

	store_judge_name_stores(&names, endpoint);
	ok = shown_read(db, endpoint->id, SHOWN_RECENT, &shown, err) &&
	    store_judge_open(&judge, config, &names, NULL, db, err);
	for (size_t i = 0; ok && i < shown.chains.items.len; i++)
		json_value_append(chains,
		    shown_chain(&shown.chains.items.items[i], judge.inspector,
			endpoint, now, style));
	json_value_set(row, "chains", chains);
	json_value_set(row, "incidents", entries(&shown.open));
	json_value_set(row, "silences",
	    silences_stored_at(config, db, &shown, endpoint, now));
	json_value_set(row, "history", entries(&shown.recent));
	store_judge_close(&judge);
	shown_clear(&shown);
	texts_clear(&names);
	return ok;
}

json_t *
show_stored(const char *config_path, const char *pattern,
    const struct render_style *style, struct error *err)
{
	CLEANUP(config_free)
	struct config *config = config_file_load(
	    config_path != NULL ? config_path : CONFIG_FILE_DEFAULT, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct endpoint *endpoint;
	json_t *row;

	if (config == NULL)
		return NULL;
	endpoint = find(config, pattern, err);
	if (endpoint == NULL)
		return NULL;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL)
		return NULL;
	row = status_stored_row(db, endpoint, style, err);
	if (row != NULL && !add_shown(row, config, endpoint, db, style, err)) {
		json_decref(row);
		return NULL;
	}
	return row;
}
