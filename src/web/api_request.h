/*
 * What was said behind the '?' as a command's request. All is checked here
 * against the table, so that a mistake is told by the name it has for who made
 * it, and nothing that is not in the table reaches a command.
 */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "web/api_table.h"

#define API_TEXT_MAX 1024 /* bytes of a value */

struct api_request {
	const struct api_route *route;
	json_t *request;    /* of the command */
	const char *format; /* "json", "ndjson"; NULL: not said */
	const char *wrong;  /* lent: the name of what is wrong */
};

/* id: of the path; NULL: its route has none. */
void api_request_begin(
    struct api_request *request, const struct api_route *route, const char *id);
void api_request_clear(struct api_request *request);
/* value NULL: there was no '='. false: err says what is wrong with it. */
bool api_request_take(struct api_request *request, const char *name,
    const char *value, struct error *err) MUST_CHECK;
/* What was not said and has a value all the same. */
void api_request_complete(struct api_request *request);
