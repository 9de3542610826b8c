/* "/certificates/SHA256": one certificate, and where it is served; "?page=2":
 * the next places; with ".pem" behind it the certificate, to be downloaded. */
#include "web/route.h"

#include <string.h>

#include "base/mem.h"
#include "pki/cert.h"
#include "render/json_value.h"
#include "store/cert_record.h"
#include "web/certificate_body.h"
#include "web/frame.h"
#include "web/gather.h"
#include "web/link.h"
#include "web/member.h"
#include "web/pager.h"

#define DIGITS (2 * CERT_SHA256_LEN)

static void
on_gathered(struct web_request *request, UNUSED void *arg,
    const struct gathered *gathered)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	const json_t *line = gathered_first(gathered, "certificate");
	const json_t *entry = json_object_get(line, "entry");
	const struct clock *clock = web_control(request)->clock;
	CLEANUP(free) char *url = NULL;

	if (line == NULL) {
		gathered_fail(request, gathered);
		return;
	}
	url = web_link(
	    "/certificates/", member_text(entry, "fingerprint_sha256"));
	web_frame_begin(&html, request, member_text(entry, "label"));
	certificate_body(&html, line, gathered_first(gathered, "chain"), url,
	    clock_wall_s(clock));
	web_answer_page(request, 200, &html);
}

static void
on_download(struct web_request *request, UNUSED void *arg,
    const struct gathered *gathered)
{
	const json_t *line = gathered_first(gathered, "certificate");
	const char *pem = member_text(line, "pem");
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(WEB_PAGE_MAX);
	CLEANUP(free)
	char *disposition = mem_printf("attachment; filename=\"%.16s.pem\"",
	    member_text(json_object_get(line, "entry"), "fingerprint_sha256"));
	const struct http_header header = {"Content-Disposition", disposition};
	const struct http_reply reply = {
	    .status = 200,
	    .type = "application/x-pem-file",
	    .headers = &header,
	    .header_count = 1,
	};

	if (line == NULL) {
		gathered_fail(request, gathered);
	} else if (*pem == '\0') {
		web_fail(request, 404, "its bytes were not kept");
	} else {
		strbuf_add(&body, pem);
		web_answer_with(request, &reply, &body);
	}
}

static void
answer(struct web_request *request)
{
	const char *rest = web_request_rest(request);
	bool is_download =
	    strlen(rest) == DIGITS + 4 && strcmp(rest + DIGITS, ".pem") == 0;
	CLEANUP(free)
	char *digits =
	    is_download ? mem_strndup(rest, DIGITS) : mem_strdup(rest);
	size_t page = pager_page(web_request_query(request, "page"));
	json_t *ask;

	if (strlen(digits) != DIGITS ||
	    strspn(digits, "0123456789abcdefABCDEF") != DIGITS) {
		web_fail(request, 404,
		    "a certificate is named by the 64 digits of its SHA-256 "
		    "fingerprint");
		return;
	}
	ask = json_value_object();
	json_value_set(ask, "sha256", json_value_text(digits));
	json_value_set(ask, "from",
	    json_value_number((int64_t)((page - 1) * CERT_RECORD_PAGE)));
	gather_lines(request, "certificate", ask,
	    is_download ? on_download : on_gathered, NULL, NULL);
}

const struct web_route web_route_certificate = {
    .path = "/certificates/",
    .answer = answer,
};
