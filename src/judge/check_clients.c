/*
 * What each kind of client says of the chain as it was sent, and until when: by
 * its own rules, and by those of the root programme that it goes by.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "clients/clients.h"
#include "judge/programme.h"

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

/* Who goes by whose dated rules, beside what lies in the store. */
static const struct {
	const char *client;
	enum policy_programme programme;
} followers[] = {
    {"firefox", POLICY_MOZILLA},
    {"firefox-mobile", POLICY_MOZILLA},
    {"chrome", POLICY_CHROME},
    {"safari", POLICY_APPLE},
    {"edge", POLICY_MICROSOFT},
    {"windows", POLICY_MICROSOFT},
    {"dotnet", POLICY_MICROSOFT},
    {"java", POLICY_JAVA},
};

static void
obey(const struct judgement *judgement, struct report_client *client,
    const struct programme_view *view)
{
	char *words;

	if (!client->accepts || view->rule == NULL ||
	    (view->refused_from > judgement->now &&
		view->refused_from >= client->breaks_at))
		return;
	words = mem_printf("its root programme refuses \"%s\" for this "
			   "certificate, by the dated rule %s",
	    view->root->label, view->rule->name);
	free(client->breaks_reason);
	client->breaks_reason = NULL;
	if (view->refused_from > judgement->now) {
		client->breaks_at = view->refused_from;
		client->breaks_reason = words;
		return;
	}
	client->accepts = false;
	client->breaks_at = 0;
	client->reason = words;
}

static void
obey_programmes(struct judgement *judgement)
{
	if (judgement->evidence->policy == NULL)
		return;
	for (size_t i = 0; i < sizeof followers / sizeof followers[0]; i++) {
		struct programme_view view =
		    programme_view(judgement, followers[i].programme);

		ARRAY_EACH (client, &judgement->report->clients) {
			if (strcmp(client->name, followers[i].client) == 0)
				obey(judgement, client, &view);
		}
	}
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
	obey_programmes(judgement);
}

const struct check check_clients = {
    .name = "clients",
    .report = ask_clients,
};
