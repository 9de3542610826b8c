/* JSON values that cannot fail; see json_value.h. */
#include "render/json_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"

static json_t *
made(json_t *value)
{
	if (value == NULL)
		abort(); /* out of memory: see mem.h */
	return value;
}

/* json_stringn() refuses what is not UTF-8; such text should have been made
 * printable where it came in, and is made so here at the latest. */
static json_t *
text_of(const char *text, size_t len)
{
	json_t *value = json_stringn(text, len);

	if (value == NULL) {
		CLEANUP(free) char *safe = safe_print_dup(text, len, len);

		value = json_string(safe);
	}
	return made(value);
}

json_t *
json_value_text(const char *text)
{
	return text == NULL ? json_null() : text_of(text, strlen(text));
}

json_t *
json_value_nonempty(const char *text)
{
	return json_value_text(text == NULL || *text == '\0' ? NULL : text);
}

json_t *
json_value_strbuf(const struct strbuf *buf)
{
	return text_of(strbuf_text(buf), buf->len);
}

json_t *
json_value_number(int64_t number)
{
	return made(json_integer(number));
}

json_t *
json_value_bool(bool value)
{
	return json_boolean(value);
}

json_t *
json_value_time(int64_t seconds)
{
	char text[TIMESTAMP_TEXT_MAX];

	if (seconds == TIMESTAMP_NEVER)
		return json_null();
	return json_value_text(timestamp_format(seconds, text));
}

json_t *
json_value_sha256(const uint8_t sha256[32])
{
	char text[65];

	hex_encode(sha256, 32, text);
	return json_value_text(text);
}

json_t *
json_value_place(const struct place *place)
{
	const struct place where = place_in_variant(place, VARIANT_USUAL);
	char text[PLACE_TEXT_MAX];

	return json_value_text(place_format_brief(&where, 0, text));
}

json_t *
json_value_object(void)
{
	return made(json_object());
}

json_t *
json_value_array(void)
{
	return made(json_array());
}

void
json_value_set(json_t *object, const char *key, json_t *take_value)
{
	json_t *value = made(take_value);

	if (json_object_set(object, key, value) != 0) {
		/* The key is not UTF-8. */
		CLEANUP(free)
		char *safe = safe_print_dup(key, strlen(key), strlen(key));

		if (json_object_set(object, safe, value) != 0)
			abort();
	}
	json_decref(value);
}

void
json_value_append(json_t *array, json_t *take_value)
{
	if (json_array_append_new(array, made(take_value)) != 0)
		abort();
}
