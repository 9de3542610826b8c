/* "notify.mail": receivers of events by e-mail. */
#pragma once

#include "config/field.h"

/* An item of the list; the slot is mails of struct config. */
extern const struct field_type config_mail_item;
extern const struct field_table config_mail_table;
