/*
 * "/endpoints/ID": all of one endpoint, as `chainwatch show` has it; with
 * "?chain=CHAIN" that chain alone of many; with "?pem=CHAIN" the chain to serve
 * in place of that one, to be downloaded.
 */
#include "web/route.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "control/corrected.h"
#include "render/json_value.h"
#include "web/endpoint_body.h"
#include "web/frame.h"
#include "web/gather.h"

#define HISTORY_ENTRIES 60 /* that are drawn and listed */

/* NULL: none of exactly that id. */
static struct endpoint *
find(const struct web_request *request, const char *id)
{
	const struct monitor *monitor = web_control(request)->monitor;
	size_t at = monitor_endpoint_after(monitor, id);
	struct endpoint *endpoint =
	    at > 0 ? monitor_endpoint_at(monitor, at - 1) : NULL;

	return endpoint != NULL && strcmp(endpoint->id, id) == 0 ? endpoint
								 : NULL;
}

/* ---- the page ------------------------------------------------------------ */

static void
on_gathered(struct web_request *request, UNUSED void *arg,
    const struct gathered *gathered)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	const struct clock *clock = web_control(request)->clock;

	if (gathered->failure != NULL) {
		gathered_fail(request, gathered);
		return;
	}
	web_frame_begin(&html, request, web_request_rest(request));
	endpoint_body(&html, gathered->lines,
	    web_request_query(request, "chain"), clock_wall_s(clock));
	web_answer_page(request, 200, &html);
}

static void
show(struct web_request *request, const struct endpoint *endpoint)
{
	json_t *ask = json_value_object();

	json_value_set(ask, "pattern", json_value_text(endpoint->id));
	json_value_set(ask, "recent", json_value_number(HISTORY_ENTRIES));
	json_value_set(ask, "text", json_value_bool(false));
	gather_lines(request, "show", ask, on_gathered, NULL, NULL);
}

/* ---- the chain to serve -------------------------------------------------- */

struct download {
	struct endpoint *endpoint;
	uint8_t chain[CERT_SHA256_LEN];
	struct target_chains chains;
};

static bool
read_chains(struct db *db, void *arg, struct error *err)
{
	struct download *download = arg;

	target_chains_clear(&download->chains);
	return target_chains_read(
	    db, download->endpoint->id, &download->chains, err);
}

static const struct target_chain *
find_chain(const struct download *download)
{
	ARRAY_EACH (chain, &download->chains.items) {
		if (memcmp(chain->id, download->chain, CERT_SHA256_LEN) == 0)
			return chain;
	}
	return NULL;
}

static void
hand_out(struct web_request *request, const struct chain *chain,
    const struct endpoint *endpoint)
{
	CLEANUP(strbuf_clear) struct strbuf pem = STRBUF_INIT(WEB_PAGE_MAX);
	CLEANUP(free)
	char *name = mem_strdup(
	    *endpoint->host.text != '\0' ? endpoint->host.text : "chain");
	CLEANUP(free) char *disposition = NULL;
	struct http_header header = {.name = "Content-Disposition"};
	const struct http_reply reply = {
	    .status = 200,
	    .type = "application/x-pem-file",
	    .headers = &header,
	    .header_count = 1,
	};

	for (char *c = name; *c != '\0'; c++) {
		if (strspn(c,
			"abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == 0)
			*c = '_';
	}
	disposition =
	    mem_printf("attachment; filename=\"%s-fullchain.pem\"", name);
	header.value = disposition;
	mended_write(&pem, chain, 0, chain->len);
	web_answer_with(request, &reply, &pem);
}

static void
on_chains(struct web_request *request, void *arg)
{
	struct download *download = arg;
	const struct control_parts *parts = web_control(request);
	const struct target_chain *chain = find_chain(download);
	struct mended mended = {0};

	if (chain == NULL)
		web_fail(request, 404, "this endpoint shows no such chain now");
	else if (!corrected_make(chain, parts->inspector, download->endpoint,
		     clock_wall_s(parts->clock), &mended))
		web_fail(request, 404,
		    "not all certificates of this chain were kept");
	else if (mended.chain == NULL)
		web_fail(request, 409, mended.refusal);
	else
		hand_out(request, mended.chain, download->endpoint);
	mended_clear(&mended);
}

static void
download_free(void *arg)
{
	struct download *download = arg;

	endpoint_unref(download->endpoint);
	target_chains_clear(&download->chains);
	free(download);
}

static void
give(struct web_request *request, struct endpoint *endpoint, const char *digits)
{
	struct download *download = MEM_NEW(struct download);
	const struct web_read read = {
	    .work = read_chains,
	    .done = on_chains,
	    .free = download_free,
	    .arg = download,
	};

	download->endpoint = endpoint_ref(endpoint);
	if (hex_decode(digits, download->chain, CERT_SHA256_LEN)) {
		web_read_store(request, &read);
		return;
	}
	download_free(download);
	web_fail(request, 400, "a chain is named by 64 hexadecimal digits");
}

static void
answer(struct web_request *request)
{
	const char *pem = web_request_query(request, "pem");
	struct endpoint *endpoint = find(request, web_request_rest(request));

	if (endpoint == NULL)
		web_fail(request, 404, "no endpoint of that name is watched");
	else if (pem != NULL)
		give(request, endpoint, pem);
	else
		show(request, endpoint);
}

const struct web_route web_route_endpoint = {
    .path = "/endpoints/",
    .answer = answer,
};
