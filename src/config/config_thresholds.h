/* "thresholds": how long before its end a certificate is told of. */
#pragma once

#include "config/field.h"

/* A section; the slot of its rows is struct thresholds (model/thresholds.h).
 * What is not said stays as it is in the slot. */
extern const struct field_type config_thresholds_type;
extern const struct field_table config_thresholds_table;

#define CONFIG_THRESHOLDS_SENTENCE \
	"When a certificate that nears its end is reported. Times that are " \
	"too long for a certificate's life are not taken for it: the " \
	"default's share counts then."
