/*
 * JSON values that cannot fail: foreign text that is not UTF-8 comes out
 * escaped instead of vanishing, and running out of memory ends the program as
 * everywhere (base/mem.h).
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/place.h"

json_t *json_value_text(const char *text);     /* NULL gives null */
json_t *json_value_nonempty(const char *text); /* "" gives null too */
json_t *json_value_strbuf(const struct strbuf *buf);
json_t *json_value_number(int64_t number);
json_t *json_value_bool(bool value);
json_t *json_value_time(int64_t seconds); /* RFC 3339; null: never */
json_t *json_value_sha256(const uint8_t sha256[32]);
/* With port, without variant. */
json_t *json_value_place(const struct place *place);
json_t *json_value_object(void);
json_t *json_value_array(void);

/* Both take the value. */
void json_value_set(json_t *object, const char *key, json_t *take_value);
void json_value_append(json_t *array, json_t *take_value);
