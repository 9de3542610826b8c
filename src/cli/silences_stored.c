/* What is silenced, without a daemon; see silences_stored.h. */
#include "cli/silences_stored.h"

#include "cli/config_file.h"
#include "render/json_value.h"
#include "render/render_silence.h"
#include "store/hush_rows.h"
#include "store/load.h"
#include "store/reader.h"

static void
add(const struct silence *silence, int64_t now, json_t *rows)
{
	if (silence->ends_at == 0 || silence->ends_at > now)
		json_value_append(rows, render_silence(silence));
}

bool
silences_stored(
    const char *config_path, int64_t now, json_t *rows, struct error *err)
{
	CLEANUP(config_free)
	struct config *config = config_file_load(
	    config_path != NULL ? config_path : CONFIG_FILE_DEFAULT, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct loaded loaded = {0};

	if (config == NULL)
		return false;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL || !load_all(db, &loaded, err))
		return false;
	ARRAY_EACH (silence, &config->silences)
		add(*silence, now, rows);
	ARRAY_EACH (silence, &loaded.silences)
		add(*silence, now, rows);
	loaded_clear(&loaded);
	return true;
}

json_t *
silences_stored_at(const struct config *config, struct db *db,
    const struct shown *shown, const struct endpoint *endpoint, int64_t now)
{
	json_t *rows = json_value_array();
	struct loaded loaded = {0};
	struct error odd = ERROR_INIT;

	ARRAY_EACH (silence, &config->silences) {
		if (shown_is_silenced(shown, endpoint, *silence, now))
			add(*silence, now, rows);
	}
	if (!hush_rows_load(db, &loaded, &odd))
		return rows;
	ARRAY_EACH (silence, &loaded.silences) {
		if (shown_is_silenced(shown, endpoint, *silence, now))
			add(*silence, now, rows);
	}
	loaded_clear(&loaded);
	return rows;
}
