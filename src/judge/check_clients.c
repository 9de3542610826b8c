/*
 * What each kind of client says of the chain as it was sent, and until when: by
 * its own rules, and by those of the root programme that it goes by.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "clients/clients.h"

#define REASON_MAX 600

static char *
words_of(const struct client_verdict *verdict)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(REASON_MAX);

	client_reason_format(&buf, verdict);
	return mem_strdup(strbuf_text(&buf));
}

static void
add_client(struct report *report, const struct client_profile *profile,
    const struct client_forecast *forecast)
{
	struct report_client *client = ARRAY_ADD(&report->clients);

	client->name = profile->name;
	client->title = profile->title;
	client->is_checked = profile->is_checked;
	client->accepts = forecast->now.accepts;
	client->breaks_at = forecast->breaks_at;
	if (!forecast->now.accepts)
		client->reason = words_of(&forecast->now);
	else if (forecast->breaks_at != TIMESTAMP_NEVER)
		client->breaks_reason = words_of(&forecast->then);
}

/* Nothing was sent that a client could look at. */
static void
refuse_for_all(struct judgement *judgement)
{
	static const struct client_forecast none = {
	    .now = {.reason = CLIENT_REASON_MALFORMED},
	};

	if (judgement->evidence->presented->len == 0)
		return;
	for (size_t i = 0; i < client_profile_count; i++)
		add_client(judgement->report, &client_profiles[i], &none);
}

static void
ask_clients(struct judgement *judgement)
{
	struct client_dates dates;
	struct client_scene scene;

	if (!client_scene_open(
		&scene, judgement->evidence, judgement->signatures)) {
		refuse_for_all(judgement);
		return;
	}
	client_dates_find(&scene, judgement->now, &dates);
	for (size_t i = 0; i < client_profile_count; i++) {
		const struct client_profile *profile = &client_profiles[i];
		struct client_forecast forecast =
		    client_forecast(&scene, profile, &dates, judgement->now);

		add_client(judgement->report, profile, &forecast);
	}
	client_scene_clear(&scene);
}

const struct check check_clients = {
    .name = "clients",
    .report = ask_clients,
};
