/* "web": the page, the API and the metrics, for people who only look. */
#pragma once

#include "config/field.h"

extern const struct field_table config_web_table;
