/* "/incidents/ID": one incident, open or over; "?page=2": the next of those
 * that it met. */
#include "web/route.h"

#include "base/mem.h"
#include "model/finding.h"
#include "render/json_value.h"
#include "store/incident_record.h"
#include "web/frame.h"
#include "web/gather.h"
#include "web/incident_body.h"
#include "web/link.h"
#include "web/member.h"
#include "web/pager.h"

static const char *
title_of(const json_t *entry)
{
	enum finding_code code;

	return finding_find(member_text(entry, "finding"), &code)
	    ? finding_info(code)->title
	    : member_text(entry, "finding");
}

static void
on_gathered(struct web_request *request, UNUSED void *arg,
    const struct gathered *gathered)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);
	const json_t *line = gathered_first(gathered, "incident");
	const json_t *entry = json_object_get(line, "entry");
	const struct clock *clock = web_control(request)->clock;
	CLEANUP(free) char *title = NULL;
	CLEANUP(free) char *url = NULL;

	if (line == NULL) {
		gathered_fail(request, gathered);
		return;
	}
	title = mem_printf(
	    "%s: %s", member_text(entry, "finding"), title_of(entry));
	url = web_link("/incidents/", member_text(entry, "id"));
	web_frame_begin(&html, request, title);
	incident_body(&html, line, url, clock_wall_s(clock));
	web_answer_page(request, 200, &html);
}

static void
answer(struct web_request *request)
{
	size_t page = pager_page(web_request_query(request, "page"));
	json_t *ask = json_value_object();

	json_value_set(ask, "id", json_value_text(web_request_rest(request)));
	json_value_set(ask, "from",
	    json_value_number((int64_t)((page - 1) * INCIDENT_MET_PAGE)));
	gather_lines(request, "incident", ask, on_gathered, NULL, NULL);
}

const struct web_route web_route_incident = {
    .path = "/incidents/",
    .answer = answer,
};
