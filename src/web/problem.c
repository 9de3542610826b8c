/* What went wrong; see problem.h. */
#include "web/problem.h"

#include "base/mem.h"
#include "render/json_value.h"

#define MAX_BYTES 8192

/* RFC 9110 15 */
static const struct {
	int status;
	const char *title;
} titles[] = {
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {421, "Misdirected Request"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

static const char *
title_of(int status)
{
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		if (titles[i].status == status)
			return titles[i].title;
	}
	return NULL;
}

void
problem_answer(struct web_request *request, int status, const char *parameter,
    const char *words)
{
	static const struct http_header retry = {"Retry-After", WEB_RETRY_S};
	const struct http_reply reply = {
	    .status = status,
	    .type = PROBLEM_TYPE,
	    .headers = &retry,
	    .header_count = status == 503,
	};
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(MAX_BYTES);
	CLEANUP(free) char *text = NULL;
	json_t *problem = json_value_object();

	json_value_set(problem, "type", json_value_text("about:blank"));
	json_value_set(problem, "title", json_value_text(title_of(status)));
	json_value_set(problem, "status", json_value_number(status));
	json_value_set(problem, "detail", json_value_text(words));
	if (parameter != NULL)
		json_value_set(
		    problem, "parameter", json_value_text(parameter));
	text = json_dumps(problem, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(problem);
	strbuf_add(&body, text);
	strbuf_add_char(&body, '\n');
	web_answer_with(request, &reply, &body);
}

int
problem_status(const struct error *err)
{
	switch (err->kind) {
	case ERROR_INVALID: return 400;
	case ERROR_MISSING: return 404;
	case ERROR_LIMIT:
	case ERROR_SYSTEM: return 503;
	case ERROR_CRYPTO:
	case ERROR_NONE: break;
	}
	return 500;
}
