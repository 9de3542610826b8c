/*
 * "/probe?target=HOST:PORT": how one endpoint stands, as blackbox_exporter is
 * asked for it, so that its scrape configuration and its rules go on working.
 *
 * Nothing is probed here: it tells what is known. Who is not in the
 * configuration is not looked at on a stranger's word, and no success or
 * failure is invented: 404, which Prometheus shows as a target that is down
 * with these words.
 */
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "web/metrics.h"
#include "web/route.h"

#define PAGE_MAX (256u << 10)
#define NAMES_MAX 512 /* bytes of a certificate's names; the rest is cut */
#define TARGET_MAX 1024
#define HTTPS "https://"

/* ---- which endpoint ------------------------------------------------------ */

/* false: there is none of that id. */
static bool
find_id(const struct monitor *monitor, const char *id, size_t *ret_i)
{
	size_t behind = monitor_endpoint_after(monitor, id);

	if (behind == 0 ||
	    strcmp(monitor_endpoint_at(monitor, behind - 1)->id, id) != 0)
		return false;
	*ret_i = behind - 1;
	return true;
}

static bool
parse_port(const char *text, uint16_t *ret_port)
{
	unsigned port = 0;

	if (*text == '\0' || strlen(text) > 5)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		port = port * 10 + (unsigned)(*text - '0');
	}
	*ret_port = (uint16_t)port;
	return port > 0 && port <= UINT16_MAX;
}

/* The colon before a port: not one inside of an address of IPv6. */
static char *
find_port(char *text)
{
	char *colon = strrchr(text, ':');
	const char *bracket = strrchr(text, ']');

	if (colon == NULL || (bracket != NULL && bracket > colon) ||
	    (bracket == NULL && strchr(text, ':') != colon))
		return NULL;
	return colon;
}

/* The id that the configuration would have made of it; NULL: of nothing such.
 * Free it. */
static char *
make_id(const char *target)
{
	bool is_url = strncmp(target, HTTPS, strlen(HTTPS)) == 0;
	const char *host = is_url ? target + strlen(HTTPS) : target;
	CLEANUP(free) char *text = mem_strndup(host, strcspn(host, "/?#"));
	CLEANUP(endpoint_unref) struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;
	char *colon = find_port(text);

	endpoint->port = ENDPOINT_PORT_DEFAULT;
	if (colon != NULL) {
		*colon = '\0';
		if (!parse_port(colon + 1, &endpoint->port))
			return NULL;
	}
	if (!hostname_parse(text, &endpoint->host, &err))
		return NULL;
	endpoint_finish(endpoint);
	return mem_strdup(endpoint->id);
}

static bool
find(const struct monitor *monitor, const char *target, size_t *ret_i)
{
	CLEANUP(free) char *id = NULL;

	if (strlen(target) > TARGET_MAX)
		return false;
	if (find_id(monitor, target, ret_i))
		return true;
	id = make_id(target);
	return id != NULL && find_id(monitor, id, ret_i);
}

/* ---- what is told -------------------------------------------------------- */

static void
add_names(struct strbuf *names, const struct cert_details *details)
{
	const char *at = details != NULL ? details->names : "";
	struct cert_details_name name;

	while (cert_details_next_name(&at, &name)) {
		if (names->len > 0)
			strbuf_add_char(names, ',');
		strbuf_add_bytes(names, name.text, name.len);
	}
}

/* Of the first address that showed one. */
static void
write_certificate(
    struct metric_page *page, const struct endpoint_status *status)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(NAMES_MAX);
	char sha256[2 * CERT_SHA256_LEN + 1];

	metric_begin(page, METRIC_PROBE_LAST_CHAIN);
	ARRAY_EACH (target, &status->targets) {
		const struct verdict *verdict = target->current;
		const struct cert_facts *leaf;

		if (verdict == NULL || verdict->cert_count == 0)
			continue;
		leaf = verdict->certs[0];
		hex_encode(leaf->sha256, CERT_SHA256_LEN, sha256);
		add_names(&names, leaf->details);
		metric_add_int(page,
		    (const char *const[]){status->endpoint->id, sha256,
			leaf->label, leaf->issuer_label, strbuf_text(&names)},
		    1);
		return;
	}
}

static void
write_all(
    struct metric_page *page, const struct endpoint_status *status, int64_t now)
{
	struct metric_fleet fleet = {.max_rows = 1};

	metric_fleet_add(&fleet, status, now);
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		if (metric_row((enum metric_id)i)->of != METRIC_OF_ENDPOINT)
			continue;
		metric_begin(page, (enum metric_id)i);
		metric_fleet_write(page, &fleet, 0, 1);
	}
	write_certificate(page, status);
	metric_end(page);
	metric_fleet_clear(&fleet);
}

static void
tell(struct web_request *request, size_t i)
{
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(PAGE_MAX);
	const struct control_parts *parts = web_control(request);
	struct metric_page page = {
	    .out = &body,
	    .format = metric_format_of(web_request_header(request, "Accept")),
	    .is_of_one = true,
	};
	const struct http_reply reply = metrics_reply(page.format);
	struct endpoint_status status;

	if (!monitor_status_at(parts->monitor, i, &status))
		endpoint_status_begin(
		    &status, monitor_endpoint_at(parts->monitor, i));
	write_all(&page, &status, clock_wall_s(parts->clock));
	endpoint_status_clear(&status);
	web_answer_with(request, &reply, &body);
}

/* In plain text: whoever reads it looks at a page of Prometheus. */
static void
refuse(struct web_request *request, int status, const char *words)
{
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(PAGE_MAX);

	strbuf_addf(&body, "# %s\n", words);
	web_answer(request, status, "text/plain; charset=utf-8", &body);
}

static void
answer(struct web_request *request)
{
	const char *target = web_request_query(request, "target");
	size_t i;

	if (target == NULL || target[0] == '\0')
		refuse(request, 400,
		    "no target: ask for /probe?target=HOST:PORT, an endpoint "
		    "of this chainwatchd");
	else if (find(web_control(request)->monitor, target, &i))
		tell(request, i);
	else
		refuse(request, 404,
		    "the target is no endpoint of this chainwatchd: it looks "
		    "only at what its configuration lists");
}

const struct web_route web_route_probe = {
    .path = "/probe",
    .answer = answer,
};
