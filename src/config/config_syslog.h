/* "notify.syslog". */
#pragma once

#include "config/field.h"

/* The slot is a struct syslog_options * of struct config, NULL without. */
extern const struct field_type config_syslog;
extern const struct field_table config_syslog_table;
