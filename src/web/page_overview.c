/* "/": how the fleet stands. */
#include "web/route.h"

#include "model/endpoint_status.h"
#include "web/frame.h"
#include "web/link.h"

#define SHOWN 100

static void
add_endpoint(struct html *html, const struct endpoint_status *status)
{
	CLEANUP(free)
	char *url = web_link("/endpoints/", status->endpoint->id);

	html_open(html, "li", NULL);
	html_element(html, "a", status->endpoint->id, "href", url, NULL);
	html_close(html, "li");
}

static void
answer(struct web_request *request)
{
	const struct monitor *monitor = web_control(request)->monitor;
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	size_t count = monitor_endpoint_count(monitor);

	web_frame_begin(&html, request, "Overview");
	html_open(&html, "p", NULL);
	html_textf(&html, "%zu endpoints are watched.", count);
	html_close(&html, "p");
	html_open(&html, "ul", NULL);
	for (size_t i = 0; i < count && i < SHOWN; i++) {
		struct endpoint_status status;

		if (!monitor_status_at(monitor, i, &status))
			continue;
		add_endpoint(&html, &status);
		endpoint_status_clear(&status);
	}
	web_answer_page(request, 200, &html);
}

const struct web_route web_route_overview = {
    .path = "/",
    .answer = answer,
};
