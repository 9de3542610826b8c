/* "clients": which clients matter to an endpoint, of 'defaults' and of each. */
#pragma once

#include "config/field.h"

extern const struct field_type config_clients_type; /* struct client_choice */
extern const struct field_table config_clients_table;

#define CONFIG_CLIENTS_SENTENCE \
	"The clients that matter, of those that `chainwatch clients` lists, " \
	"or 'mainstream', 'all', 'none': a list, whose refusals are " \
	"warnings, or a map that says whose are critical."
