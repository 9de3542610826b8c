/* "aia": whether and how missing issuers are fetched. Fills struct config_aia.
 */
#pragma once

#include "config/field.h"

extern const struct field_table config_aia_table;
