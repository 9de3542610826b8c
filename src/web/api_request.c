/* A query as a request; see api_request.h. */
#include "web/api_request.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "render/json_value.h"

#define FORMAT "format"
#define NAME_SHOWN_MAX 60

static const char *
member_of(const struct api_parameter *parameter)
{
	return parameter->member != NULL ? parameter->member : parameter->name;
}

void
api_request_begin(
    struct api_request *request, const struct api_route *route, const char *id)
{
	*request = (struct api_request){
	    .route = route, .request = json_value_object()};
	if (route->member != NULL)
		json_value_set(
		    request->request, route->member, json_value_text(id));
	if (route->is_exact)
		json_value_set(
		    request->request, "exact", json_value_bool(true));
}

void
api_request_clear(struct api_request *request)
{
	json_decref(request->request);
	request->request = NULL;
}

static bool
read_number(const struct api_parameter *parameter, const char *value,
    json_t **ret_value, struct error *err)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 ||
	    strspn(value, "0123456789") != strlen(value) ||
	    number < parameter->least || number > parameter->most)
		return error_set(err, ERROR_INVALID,
		    "'%s' is no whole number from %" PRId64 " to %" PRId64,
		    parameter->name, parameter->least, parameter->most);
	*ret_value = json_value_number(number);
	return true;
}

static bool
read_flag(const struct api_parameter *parameter, const char *value,
    json_t **ret_value, struct error *err)
{
	bool is_true = strcmp(value, "true") == 0;

	if (!is_true && strcmp(value, "false") != 0)
		return error_set(err, ERROR_INVALID,
		    "'%s' is neither true nor false", parameter->name);
	*ret_value = json_value_bool(is_true);
	return true;
}

static bool
read_time(const struct api_parameter *parameter, const char *value,
    json_t **ret_value, struct error *err)
{
	int64_t seconds;

	if (!timestamp_parse(value, &seconds, NULL) || seconds < 0)
		return error_set(err, ERROR_INVALID,
		    "'%s' is no time like 2026-11-21T07:50:00Z",
		    parameter->name);
	*ret_value = json_value_number(seconds);
	return true;
}

static bool
read_value(const struct api_parameter *parameter, const char *value,
    json_t **ret_value, struct error *err)
{
	switch (parameter->kind) {
	case API_TEXT: *ret_value = json_value_text(value); return true;
	case API_NUMBER: return read_number(parameter, value, ret_value, err);
	case API_FLAG: return read_flag(parameter, value, ret_value, err);
	case API_TIME: return read_time(parameter, value, ret_value, err);
	}
	return false;
}

static bool
take_format(struct api_request *request, const char *value, struct error *err)
{
	static const char *const formats[] = {"json", "ndjson"};

	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (strcmp(value, formats[i]) == 0)
			request->format = formats[i];
	}
	return request->format != NULL ||
	    error_set(err, ERROR_INVALID, "'" FORMAT "' is json or ndjson");
}

static bool
refuse_name(const char *name, struct error *err)
{
	CLEANUP(free)
	char *shown = safe_print_dup(name, strlen(name), NAME_SHOWN_MAX);

	return error_set(
	    err, ERROR_INVALID, "there is no parameter '%s' here", shown);
}

bool
api_request_take(struct api_request *request, const char *name,
    const char *value, struct error *err)
{
	const struct api_parameter *parameter =
	    api_parameter_find(request->route, name);
	bool is_format = strcmp(name, FORMAT) == 0;
	json_t *read = NULL;

	request->wrong = name;
	if (parameter == NULL && !is_format)
		return refuse_name(name, err);
	if (value == NULL || value[0] == '\0')
		return error_set(err, ERROR_INVALID, "'%s' has no value", name);
	if (strnlen(value, API_TEXT_MAX + 1) > API_TEXT_MAX)
		return error_set(err, ERROR_INVALID,
		    "'%s' has more than %d bytes", name, API_TEXT_MAX);
	if (is_format ? request->format != NULL
		      : json_object_get(
			    request->request, member_of(parameter)) != NULL)
		return error_set(
		    err, ERROR_INVALID, "'%s' is said twice", name);
	if (is_format)
		return take_format(request, value, err);
	if (!read_value(parameter, value, &read, err))
		return false;
	json_value_set(request->request, member_of(parameter), read);
	return true;
}

void
api_request_complete(struct api_request *request)
{
	for (size_t i = 0; i < request->route->parameter_count; i++) {
		const struct api_parameter *parameter =
		    &request->route->parameters[i];

		if (parameter->usual != 0 &&
		    json_object_get(request->request, member_of(parameter)) ==
			NULL)
			json_value_set(request->request, member_of(parameter),
			    json_value_number(parameter->usual));
	}
}
