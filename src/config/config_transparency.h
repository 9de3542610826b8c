/*
 * "transparency": the list of logs by which timestamps in certificates are
 * verified; and, of endpoints and of the defaults, whether they are looked at.
 */
#pragma once

#include "config/field.h"

extern const struct field_table config_transparency_table;
extern const char *const config_transparency_words[];
/* slot: bool, that it is switched off. */
extern const struct field_type config_transparency_word;

#define CONFIG_TRANSPARENCY_SENTENCE \
	"Whether the timestamps of transparency logs that come with the " \
	"certificate are looked at."
