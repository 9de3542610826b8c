/* The description of the API; see openapi.h. Kept by who reads it, and asked
 * for again by its tag. */
#include "web/openapi.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#define TAG_MAX 32
#define BYTES_MAX (1u << 20)

void
openapi_answer(struct web_request *request)
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
	    .type = "application/json",
	    .headers = headers,
	    .header_count = sizeof headers / sizeof headers[0],
	};

	snprintf(tag, sizeof tag, "\"%016" PRIx64 "\"",
	    hash_text(HASH_START, openapi_text));
	if (known != NULL && strstr(known, tag) != NULL)
		reply.status = 304;
	else
		strbuf_add(&body, openapi_text);
	web_answer_with(request, &reply, &body);
}
