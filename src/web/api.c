/*
 * The API: /api/v1/..., the answers of the commands that only read, for
 * programs. What can be asked is web/api_table.h, and etc/openapi.json for
 * others. See web.h.
 */
#include <string.h>

#include "web/accept.h"
#include "web/api_answer.h"
#include "web/openapi.h"
#include "web/problem.h"
#include "web/route.h"

static void
refuse(struct web_request *request, struct api_request *asked,
    const struct error *err)
{
	problem_answer(request, 400, asked->wrong, err->message);
}

struct taking {
	struct api_request *asked;
	struct error err;
	bool is_wrong;
};

static void
take(void *arg, const char *name, const char *value)
{
	struct taking *taking = arg;

	if (!taking->is_wrong)
		taking->is_wrong =
		    !api_request_take(taking->asked, name, value, &taking->err);
}

/* false: it was answered. */
static bool
choose_format(struct web_request *request, const struct api_request *asked,
    bool *ret_is_lines)
{
	if (asked->format != NULL) {
		*ret_is_lines = strcmp(asked->format, "ndjson") == 0;
		return true;
	}
	if (accept_read(web_request_header(request, "Accept"), ret_is_lines))
		return true;
	problem_answer(request, 406, NULL,
	    "this is to be had as application/json and application/x-ndjson");
	return false;
}

static void
answer_route(
    struct web_request *request, const struct api_route *route, const char *id)
{
	struct api_request asked;
	struct taking taking = {.asked = &asked, .err = ERROR_INIT};
	bool is_lines;

	api_request_begin(&asked, route, id);
	web_request_each_query(request, take, &taking);
	api_request_complete(&asked);
	if (taking.is_wrong)
		refuse(request, &asked, &taking.err);
	else if (choose_format(request, &asked, &is_lines))
		api_answer_begin(request, &asked, is_lines);
	api_request_clear(&asked);
}

static void
answer(struct web_request *request)
{
	const char *rest = web_request_rest(request), *id = NULL;
	const struct api_route *route = api_route_find(rest, &id);

	if (strcmp(rest, "openapi.json") == 0)
		openapi_answer(request);
	else if (route == NULL)
		problem_answer(request, 404, NULL,
		    "there is nothing of that name; /api/v1/openapi.json says "
		    "what there is");
	else
		answer_route(request, route, id);
}

const struct web_route web_route_api = {
    .path = API_PREFIX,
    .answer = answer,
};
