/* How endpoints stood; see status_stored.h. */
#include "cli/status_stored.h"

#include <stdlib.h>
#include <string.h>

#include "cli/config_file.h"
#include "control/failure_line.h"
#include "incident/renewal.h"
#include "model/pattern.h"
#include "render/json_value.h"
#include "render/render_own_fault.h"
#include "render/render_status.h"
#include "store/load.h"
#include "store/reader.h"

struct list {
	ARRAY(struct endpoint_status) items; /* by id */
};

static int
compare_status(const void *a, const void *b)
{
	const struct endpoint_status *x = a, *y = b;

	return strcmp(x->endpoint->id, y->endpoint->id);
}

static int
compare_id(const void *id, const void *item)
{
	const struct endpoint_status *status = item;

	return strcmp(id, status->endpoint->id);
}

static void
add_endpoint(struct list *list, const struct endpoint *endpoint,
    const struct loaded *loaded)
{
	struct loaded_endpoint *from = loaded_endpoint(loaded, endpoint->id);
	struct endpoint_status *status = ARRAY_ADD(&list->items);

	endpoint_status_begin(status, endpoint);
	if (from == NULL)
		return;
	ARRAY_EACH (target, &from->targets) {
		if (target->state.gone_at != 0)
			continue; /* DNS names it no more */
		if (target->front != NULL)
			target->state.front =
			    endpoint_find_front(endpoint, target->front);
		endpoint_status_add_target(
		    status, &target->state, target->due_at_ms / 1000);
		if (status->habit.count == 0)
			(void)renewals_habit_shown(from->state.renewals,
			    target->state.current, &status->habit);
	}
}

/* One endpoint may be a member at several of its addresses. */
static bool
has_incident(
    const struct endpoint_status *status, const struct incident *incident)
{
	ARRAY_EACH (known, &status->incidents) {
		if (strcmp(known->id, incident->id) == 0)
			return true;
	}
	return false;
}

static void
add_incident(struct list *list, const struct loaded_incident *from)
{
	if (list->items.len == 0)
		return;
	ARRAY_EACH (member, &from->members) {
		struct endpoint_status *status =
		    bsearch(member->endpoint_id, list->items.items,
			list->items.len, sizeof *list->items.items, compare_id);

		if (status != NULL && !has_incident(status, from->incident))
			endpoint_status_add_incident(status, from->incident);
	}
}

bool
status_stored(const char *config_path, const char *pattern, json_t *rows,
    struct error *err)
{
	CLEANUP(config_free)
	struct config *config = config_file_load(
	    config_path != NULL ? config_path : CONFIG_FILE_DEFAULT, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct loaded loaded = {0};
	struct list list = {0};

	if (config == NULL)
		return false;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL || !load_all(db, &loaded, err))
		return false;
	ARRAY_EACH (fault, &loaded.faults) {
		if (pattern == NULL)
			json_value_append(rows, render_own_fault(fault));
	}
	ARRAY_EACH (endpoint, &config->endpoints) {
		if (pattern_fits(pattern, (*endpoint)->id))
			add_endpoint(&list, *endpoint, &loaded);
	}
	if (list.items.len > 0)
		qsort(list.items.items, list.items.len,
		    sizeof *list.items.items, compare_status);
	ARRAY_EACH (from, &loaded.incidents)
		add_incident(&list, from);
	ARRAY_EACH (status, &list.items) {
		json_value_append(rows, render_status(status));
		endpoint_status_clear(status);
	}
	ARRAY_CLEAR(&list.items);
	loaded_clear(&loaded);
	return true;
}

json_t *
status_stored_row(struct db *db, const struct endpoint *endpoint,
    const struct render_style *style, struct error *err)
{
	struct loaded loaded = {0};
	struct list list = {0};
	json_t *row;

	if (!load_all(db, &loaded, err))
		return NULL;
	add_endpoint(&list, endpoint, &loaded);
	ARRAY_EACH (from, &loaded.incidents)
		add_incident(&list, from);
	row = render_status(&list.items.items[0]);
	json_value_set(
	    row, "failures", failure_lines(&list.items.items[0], style));
	endpoint_status_clear(&list.items.items[0]);
	ARRAY_CLEAR(&list.items);
	loaded_clear(&loaded);
	return row;
}
