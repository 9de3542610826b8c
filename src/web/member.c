/* Members of JSON objects; see member.h. */
#include "web/member.h"

#include "base/timestamp.h"

const char *
member_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

int64_t
member_number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

bool
member_is_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

bool
member_time(const json_t *object, const char *key, int64_t *ret_time)
{
	const char *text = member_text(object, key);

	return *text != '\0' && timestamp_parse(text, ret_time, NULL);
}
