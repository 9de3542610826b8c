/* What is said of what was quiet; see words.h. */
#include "incident/words.h"

#include "base/duration.h"
#include "base/strbuf.h"
#include "base/timestamp.h"
#include "incident/words_parts.h"

static void
add_why(struct strbuf *buf, const struct incident *incident)
{
	strbuf_addf(buf, "; this was not told until now: %s",
	    incident->hush_words != NULL ? incident->hush_words
					 : hush_text(incident->hush));
}

char *
words_held_back(const struct scene *scene, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const struct incident *incident = scene->open->incident;
	char at[TIMESTAMP_TEXT_MAX], lasts[DURATION_TEXT_MAX];

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(&buf, " since %s, for %s",
	    timestamp_format(incident->opened_at, at),
	    duration_words(now - incident->opened_at, lasts));
	words_add_extent(&buf, scene);
	add_why(&buf, incident);
	return strbuf_take(&buf);
}

char *
words_changed_unheard(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(
	    &buf, " is %s", severity_text(scene->open->incident->severity));
	words_add_extent(&buf, scene);
	add_why(&buf, scene->open->incident);
	return strbuf_take(&buf);
}

char *
words_changed_while_flapping(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	char *change = words_chain_changed(scene);

	strbuf_add(&buf, change);
	strbuf_add(
	    &buf, "; this was not told until now, for something flapped there");
	free(change);
	return strbuf_take(&buf);
}

char *
words_acknowledged(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_add(&buf, " is ");
	ack_add_words(scene->open->incident->ack, &buf);
	return strbuf_take(&buf);
}

char *
words_ack_ended(const struct scene *scene, const struct ack *ack,
    const char *why, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	char lasts[DURATION_TEXT_MAX];

	words_add_place(&buf, scene);
	strbuf_addf(&buf, ": the acknowledgement by %s %s; ", ack->author, why);
	words_add_finding(&buf, scene);
	strbuf_addf(&buf, " still holds after %s",
	    duration_words(now - scene->open->incident->opened_at, lasts));
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_flaps_no_more(const struct scene *scene, int64_t since, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	char lasts[DURATION_TEXT_MAX];

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(&buf,
	    " flaps no more: after it opened %u times it holds, for %s now",
	    scene->open->incident->openings,
	    duration_words(now - since, lasts));
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_reminder(const struct scene *scene, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const struct incident *incident = scene->open->incident;
	char open_for[DURATION_TEXT_MAX], at[TIMESTAMP_TEXT_MAX];

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(&buf, " still holds after %s, since %s; reminder %u",
	    duration_words(now - incident->opened_at, open_for),
	    timestamp_words(incident->opened_at, at), incident->reminders);
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}
