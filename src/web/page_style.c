/* "/style.css": the look of all pages. Kept by who reads it, and asked for
 * again by its tag. */
#include "web/route.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "web/style.h"

#define TAG_MAX 32
#define BYTES_MAX (256u << 10)

static void
answer(struct web_request *request)
{
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(BYTES_MAX);
	const char *known = web_request_header(request, "If-None-Match");
	char tag[TAG_MAX];
	const struct http_header headers[] = {
	    {"ETag", tag},
	    {"Cache-Control", "no-cache"},
	};
	struct http_reply reply = {
	    .status = 200,
	    .type = "text/css; charset=utf-8",
	    .headers = headers,
	    .header_count = sizeof headers / sizeof headers[0],
	};

	snprintf(tag, sizeof tag, "\"%016llx\"",
	    (unsigned long long)hash_text(HASH_START, web_style));
	if (known != NULL && strstr(known, tag) != NULL)
		reply.status = 304;
	else
		strbuf_add(&body, web_style);
	web_answer_with(request, &reply, &body);
}

const struct web_route web_route_style = {
    .path = "/style.css",
    .answer = answer,
};
