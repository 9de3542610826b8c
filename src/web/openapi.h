/* What the API is, for programs: OpenAPI 3.1, at /api/v1/openapi.json. */
#pragma once

#include "web/request.h"

/* The file etc/openapi.json, as it was built. */
extern const char openapi_text[];

void openapi_answer(struct web_request *request);
