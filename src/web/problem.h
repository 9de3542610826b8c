/* What went wrong, told to programs: RFC 9457. */
#pragma once

#include "web/request.h"

#define PROBLEM_TYPE "application/problem+json"

/* {type, title, status, detail}; parameter: of the query, what is wrong with
 * it; or NULL. */
void problem_answer(struct web_request *request, int status,
    const char *parameter, const char *words);
/* What a command's error is to who asked by HTTP. */
int problem_status(const struct error *err);
