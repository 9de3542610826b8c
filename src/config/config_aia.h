/* "aia": whether and how missing issuers are fetched. Fills struct config_aia.
 */
#pragma once

#include "config/field.h"

extern const struct field_table config_aia_table;
/* What a list appends to a struct guard. */
extern const struct field_type config_aia_range_item;
