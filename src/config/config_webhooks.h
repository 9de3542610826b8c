/* "notify.webhooks": receivers of events over HTTP. */
#pragma once

#include "config/field.h"

/* An item of the list; the slot is webhooks of struct config. */
extern const struct field_type config_webhook_item;
extern const struct field_table config_webhook_table;
