/* What a request says; see command.h. */
#include <inttypes.h>

#include "control/command.h"

bool
request_text(const json_t *request, const char *key, const char **ret_text,
    struct error *err)
{
	const json_t *value = json_object_get(request, key);

	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_string(value))
		return error_set(err, ERROR_INVALID, "'%s' is no text", key);
	*ret_text = json_string_value(value);
	return true;
}

bool
request_bool(
    const json_t *request, const char *key, bool *ret_value, struct error *err)
{
	const json_t *value = json_object_get(request, key);

	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_boolean(value))
		return error_set(
		    err, ERROR_INVALID, "'%s' is neither true nor false", key);
	*ret_value = json_is_true(value);
	return true;
}

bool
request_number(const json_t *request, const char *key, int64_t least,
    int64_t most, int64_t *ret_number, struct error *err)
{
	const json_t *value = json_object_get(request, key);

	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_integer(value) || json_integer_value(value) < least ||
	    json_integer_value(value) > most)
		return error_set(err, ERROR_INVALID,
		    "'%s' is no whole number from %" PRId64 " to %" PRId64, key,
		    least, most);
	*ret_number = json_integer_value(value);
	return true;
}
