/* What transparency logs say of the server's certificate, as JSON. */
#pragma once

#include <jansson.h>

#include "model/transparency.h"

/* {embedded, handshake, stapled, valid, wanted, enough, log_list, timestamps};
 * null: it was not looked at. */
json_t *json_transparency(const struct transparency *transparency);
