/*
 * What each kind of client says of the chain as it was sent, and until when: by
 * its own rules, and by those of the root programme that it goes by. What
 * follows from it is the matter of check_refusal.c.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "clients/choice.h"
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
add_client(const struct judgement *judgement,
    const struct client_profile *profile,
    const struct client_forecast *forecast, bool is_checked)
{
	struct report_client *client = ARRAY_ADD(&judgement->report->clients);

	client->name = profile->name;
	client->title = profile->title;
	client->weight =
	    client_choice_weight(&judgement->evidence->clients, profile);
	client->is_checked = is_checked;
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
		add_client(judgement, &client_profiles[i], &none,
		    client_profiles[i].is_checked);
}

static void
ask_clients(struct judgement *judgement)
{
	struct client_dates dates;
	struct client_scene scene;

	if (judgement->options->is_without_clients)
		return;
	if (!client_scene_open(
		&scene, judgement->evidence, judgement->signatures)) {
		refuse_for_all(judgement);
		return;
	}
	judgement->forecasts =
	    mem_new(client_profile_count, sizeof *judgement->forecasts);
	client_dates_find(&scene, judgement->now, &dates);
	for (size_t i = 0; i < client_profile_count; i++) {
		const struct client_profile *profile = &client_profiles[i];

		judgement->forecasts[i] =
		    client_forecast(&scene, profile, &dates, judgement->now);
		add_client(judgement, profile, &judgement->forecasts[i],
		    client_is_checked(
			&scene, profile, &judgement->forecasts[i].now));
	}
	client_scene_clear(&scene);
}

const struct check check_clients = {
    .name = "clients",
    .report = ask_clients,
    .is_for_whole = true,
};
