/*
 * One incident as JSON (store/incident_record.h):
 *
 *   entry	as history has it (control/history_line.h)
 *   changed_at, told_at	null: nobody was told
 *   sinks	who was told; null: not decided
 *   reminders, openings
 *   endpoint_count, over_count, from	all that it met, those that it meets no
 *		more, and the number of the first below
 *   endpoints	[{endpoint, since, until, address_count, addresses: [{address,
 *		variant, since, severity}]}], first those that it meets still
 *   events	[{event: as it was told (render/render_json.h), told: [{sink,
 *		state: told, waiting or refused, attempts, error}]}]
 *   has_more_events	before them
 */
#pragma once

#include <jansson.h>

#include "store/incident_record.h"

json_t *incident_line(const struct incident_record *record);
