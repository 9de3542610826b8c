/*
 * What need not be told: "maintenance" and "silences"; and how often it is told
 * again: "reminders", "flapping".
 */
#pragma once

#include "config/field.h"

extern const struct field_type config_maintenance_item;
extern const struct field_table config_maintenance_table;
extern const struct field_type config_silence_item;
extern const struct field_table config_silence_table;
extern const struct field_table config_reminders_table; /* fleet_options */
extern const struct field_table config_flapping_table;	/* fleet_options */
