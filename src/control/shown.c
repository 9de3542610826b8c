/* All that is told of one endpoint; see shown.h. */
#include "control/shown.h"

#include "base/mem.h"
#include "render/json_value.h"
#include "render/render_json.h"

void
shown_clear(struct shown *shown)
{
	target_chains_clear(&shown->chains);
	history_page_clear(&shown->open);
	history_page_clear(&shown->recent);
}

static bool
read_open(struct db *db, const char *endpoint_id, struct history_page *page,
    struct error *err)
{
	const struct history_query query = {
	    .pattern = endpoint_id,
	    .is_open_only = true,
	};
	struct history_cursor cursor = {0};

	return history_read(db, &query, &cursor, page, err);
}

static bool
read_recent(struct db *db, const char *endpoint_id, size_t count,
    struct history_page *page, struct error *err)
{
	struct history_query query = {.pattern = endpoint_id};
	struct history_cursor cursor = {0};

	return history_last(db, &query, count, &query.since, err) &&
	    history_read(db, &query, &cursor, page, err);
}

bool
shown_read(struct db *db, const char *endpoint_id, size_t recent,
    struct shown *ret_shown, struct error *err)
{
	struct shown shown = {0};

	if (target_chains_read(db, endpoint_id, &shown.chains, err) &&
	    read_open(db, endpoint_id, &shown.open, err) &&
	    read_recent(db, endpoint_id, recent, &shown.recent, err)) {
		*ret_shown = shown;
		return true;
	}
	shown_clear(&shown);
	return false;
}

static bool
is_sent(const struct shown *shown, const struct silence *silence)
{
	ARRAY_EACH (chain, &shown->chains.items) {
		ARRAY_EACH (cert, &chain->certs) {
			if (silence_is_of_certificate(silence, cert->sha256))
				return true;
		}
	}
	return false;
}

bool
shown_is_silenced(const struct shown *shown, const struct endpoint *endpoint,
    const struct silence *silence, int64_t now)
{
	return silence->ends_at > now &&
	    scope_fits(&silence->scope, endpoint) &&
	    (silence->certificate[0] == '\0' || is_sent(shown, silence));
}

static json_t *
json_places(const struct target_chain *chain)
{
	json_t *list = json_value_array();

	ARRAY_EACH (place, &chain->places) {
		json_t *object = json_value_object();

		json_value_set(object, "address", json_value_place(place));
		json_value_set(object, "variant",
		    json_value_text(
			variant_text((enum variant)place->variant)));
		json_value_append(list, object);
	}
	return list;
}

static json_t *
rendered(const struct report *report, const struct render_about *about,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(SHOWN_TEXT_MAX);

	render_text_report(&text, report, about, style);
	return json_value_strbuf(&text);
}

json_t *
shown_chain(const struct target_chain *chain, struct inspector *inspector,
    const struct endpoint *endpoint, int64_t now,
    const struct render_style *style)
{
	const struct place *place = target_chain_place(chain);
	CLEANUP(observation_free)
	struct observation *observation =
	    target_chain_observation(chain, (enum variant)place->variant);
	struct target target = {
	    .endpoint = (struct endpoint *)endpoint,
	    .place = *place,
	};
	const struct render_about about = {
	    .endpoint = endpoint, .place = place};
	CLEANUP(report_unref) struct report *report = NULL;
	json_t *object = json_value_object();

	if (observation != NULL)
		report = inspect_report(inspector, &target, observation, now);
	json_value_set(object, "chain", json_value_sha256(chain->id));
	json_value_set(object, "since", json_value_time(chain->since));
	json_value_set(object, "found", json_value_text(chain->findings));
	json_value_set(object, "addresses", json_places(chain));
	json_value_set(object, "report",
	    report == NULL ? json_null() : render_json_report(report, &about));
	json_value_set(object, "text",
	    report == NULL || style == NULL ? json_null()
					    : rendered(report, &about, style));
	return object;
}
