/* What can be asked of the API; see api_table.h. */
#include "web/api_table.h"

#include <string.h>

#include "control/command.h"
#include "store/event_log.h"
#include "store/history.h"

#define PATTERN \
	{ \
		.name = "pattern", .kind = API_TEXT \
	}
#define AFTER \
	{ \
		.name = "after", .kind = API_TEXT \
	}
#define SINCE \
	{ \
		.name = "since", .kind = API_TIME \
	}
#define LIMIT \
	{ \
		.name = "limit", .kind = API_NUMBER, .least = 1, \
		.most = REQUEST_LIMIT_MAX, .usual = API_LIMIT_USUAL \
	}
#define LAST(max) \
	{ \
		.name = "last", .kind = API_NUMBER, .least = 1, .most = (max) \
	}
#define FROM \
	{ \
		.name = "from", .kind = API_NUMBER, .most = INT32_MAX \
	}

static const struct api_parameter of_status[] = {
    PATTERN,
    {.name = "state", .kind = API_TEXT},
    LIMIT,
    AFTER,
};

static const struct api_parameter of_endpoint[] = {
    {.name = "recent",
	.kind = API_NUMBER,
	.least = 1,
	.most = HISTORY_PAGE_MAX},
};

static const struct api_parameter of_events[] = {
    {.name = "pattern", .member = "endpoint", .kind = API_TEXT},
    SINCE,
    LAST(EVENT_LOG_LAST_MAX),
    LIMIT,
    AFTER,
};

static const struct api_parameter of_history[] = {
    PATTERN,
    SINCE,
    LAST(HISTORY_LAST_MAX),
    LIMIT,
    AFTER,
};

static const struct api_parameter of_certificates[] = {
    PATTERN,
    {.name = "issuer", .kind = API_TEXT},
    {.name = "ends_from", .kind = API_TIME},
    {.name = "ends_to", .kind = API_TIME},
    {.name = "used", .kind = API_FLAG},
    LIMIT,
    AFTER,
};

static const struct api_parameter of_one[] = {FROM};

static const struct api_parameter of_incidents[] = {PATTERN, LIMIT, AFTER};

#define PARAMETERS(table) \
	.parameters = (table), \
	.parameter_count = sizeof(table) / sizeof(table)[0]
/* A list of what the lines have in that member. */
#define LIST(what, verb, entry, table) \
	{ \
		.path = (what), .command = (verb), .item = (entry), \
		PARAMETERS(table) \
	}

const struct api_route api_routes[] = {
    {.path = "status", .command = "status", PARAMETERS(of_status)},
    {
	.path = "endpoints/",
	.command = "show",
	.member = "pattern",
	.is_exact = true,
	.shape = API_WHOLE,
	.parts = {{"failure", "failures", false}, {"chain", "chains", false},
	    {"incident", "incidents", true}, {"silence", "silences", false},
	    {"history", "history", true}},
	PARAMETERS(of_endpoint),
    },
    LIST("events", "events", "event", of_events),
    LIST("history", "history", "entry", of_history),
    LIST("incidents", "incidents", "entry", of_incidents),
    {
	.path = "incidents/",
	.command = "incident",
	.member = "id",
	.shape = API_WHOLE,
	PARAMETERS(of_one),
    },
    LIST("certificates", "inventory", "entry", of_certificates),
    {
	.path = "certificates/",
	.command = "certificate",
	.member = "sha256",
	.shape = API_WHOLE,
	.parts = {{"chain", "chains", false}},
	PARAMETERS(of_one),
    },
    {.path = "silences", .command = "silences"},
};
const size_t api_route_count = sizeof api_routes / sizeof api_routes[0];

const struct api_route *
api_route_find(const char *path, const char **ret_id)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct api_route *route = &api_routes[i];
		size_t len = strlen(route->path);

		if (route->member == NULL
			? strcmp(path, route->path) == 0
			: strncmp(path, route->path, len) == 0 &&
			    path[len] != '\0') {
			*ret_id = route->member == NULL ? NULL : path + len;
			return route;
		}
	}
	return NULL;
}

const struct api_parameter *
api_parameter_find(const struct api_route *route, const char *name)
{
	for (size_t i = 0; i < route->parameter_count; i++) {
		if (strcmp(route->parameters[i].name, name) == 0)
			return &route->parameters[i];
	}
	return NULL;
}
