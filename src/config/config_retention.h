/*
 * "retention": how long and how much of what happened is kept in the store.
 */
#pragma once

#include "config/field.h"

extern const struct field_table config_retention_table;
