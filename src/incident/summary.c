/* What was broken already; see summary.h. */
#include "incident/summary.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "incident/book.h"
#include "incident/hush.h"
#include "incident/kind.h"
#include "incident/monitor_faults.h"

#define SUMMARY_MAX_BYTES 8000
#define SUMMARY_MAX_NAMES 5 /* endpoints named for each finding */

/* One endpoint that is not well. */
struct row {
	enum finding_code code; /* FINDING_COUNT: it cannot be reached */
	enum severity severity;
	const char *endpoint_id;
	const struct place *place; /* one of several; NULL: all */
};

struct summary {
	ARRAY(struct row) rows;
	size_t endpoint_count, fine_count, unseen_count;
	size_t quiet_count; /* broken, but not to be told (hush.h) */
	enum severity severity;
	/* Whoever could not be reached in an outage of the monitor's own has
	 * not been looked at: targets since then count, and names or not. */
	int64_t seen_since;
	bool are_names_in_doubt;
};

/* The worst, and of equals the root cause: the catalogue's order. What is to
 * be quiet is counted. */
static const struct membership *
worst_of(
    const struct step *step, const struct watched *watched, size_t *ret_quiet)
{
	const struct membership *worst_member = NULL;
	const struct incident *worst = NULL;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct incident *incident =
		    watched->memberships[i].open->incident;

		if (incident->severity < SEVERITY_WARNING ||
		    incident_kind(incident->code) == INCIDENT_WEATHER)
			continue;
		if (hush_at(step, watched, incident, NULL) != HUSH_NONE) {
			(*ret_quiet)++;
			continue;
		}
		if (worst == NULL || incident->severity > worst->severity ||
		    (incident->severity == worst->severity &&
			incident->code < worst->code)) {
			worst = incident;
			worst_member = &watched->memberships[i];
		}
	}
	return worst_member;
}

/* An address that shows it; NULL when all of them do. */
static const struct place *
place_of_worst(
    const struct watched *watched, const struct membership *membership)
{
	const struct place *place = &book_member(membership)->place;

	if (place_is_none(place) ||
	    watched_member_count(watched, membership->open) >=
		watched->target_count)
		return NULL;
	return place;
}

static bool
has_failed(const struct target_state *state)
{
	return state->last_look_at != 0 && !state->is_reached;
}

static bool
is_down(const struct summary *summary, const struct target_state *state)
{
	return has_failed(state) && state->last_look_at >= summary->seen_since;
}

static bool
has_no_address(const struct watched *watched)
{
	return watched->resolve_count > 0 &&
	    (watched->resolve_history & 1) == 0;
}

static bool
is_nameless(const struct summary *summary, const struct watched *watched)
{
	return has_no_address(watched) && !summary->are_names_in_doubt;
}

static bool
is_anything_down(const struct summary *summary, const struct watched *watched)
{
	if (is_nameless(summary, watched))
		return true;
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (is_down(summary, &watched->targets[i]))
			return true;
	}
	return false;
}

/* In doubt or not. */
static bool
has_anything_failed(const struct watched *watched)
{
	if (has_no_address(watched))
		return true;
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (has_failed(&watched->targets[i]))
			return true;
	}
	return false;
}

/* The first that is down beside others that are not; NULL: all are. */
static const struct place *
place_that_is_down(const struct summary *summary, const struct watched *watched)
{
	const struct place *place = NULL;
	bool is_any_up = false;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (!is_down(summary, state))
			is_any_up |= state->last_look_at != 0;
		else if (place == NULL)
			place = &state->place;
	}
	return is_any_up ? place : NULL;
}

static bool
is_anything_seen(const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (watched->targets[i].last_look_at != 0)
			return true;
	}
	return false;
}

static void
add_row(struct summary *summary, const struct watched *watched,
    enum finding_code code, enum severity severity, const struct place *place)
{
	*ARRAY_ADD(&summary->rows) = (struct row){
	    .code = code,
	    .severity = severity,
	    .endpoint_id = watched->endpoint->id,
	    .place = place,
	};
	summary->severity = severity_worse(summary->severity, severity);
}

/* All that is there, not one of its faults only. */
static bool
is_quiet(const struct step *step, const struct watched *watched)
{
	return hush_at(step, watched, NULL, NULL) != HUSH_NONE;
}

/* Broken at one address and down at another is both. */
static void
add_endpoint(const struct step *step, struct summary *summary,
    const struct watched *watched)
{
	size_t quiet = 0;
	const struct membership *worst = worst_of(step, watched, &quiet);
	bool is_down_somewhere = is_anything_down(summary, watched);

	if (is_down_somewhere && is_quiet(step, watched)) {
		is_down_somewhere = false;
		quiet++;
	}

	summary->endpoint_count++;
	if (worst != NULL)
		add_row(summary, watched, worst->open->incident->code,
		    worst->open->incident->severity,
		    place_of_worst(watched, worst));
	/* It takes more looks before that is more than weather. */
	if (is_down_somewhere)
		add_row(summary, watched, FINDING_COUNT, SEVERITY_WARNING,
		    place_that_is_down(summary, watched));
	if (worst != NULL || is_down_somewhere)
		return;
	if (quiet > 0)
		summary->quiet_count++;
	else if (is_anything_seen(watched) && !has_anything_failed(watched))
		summary->fine_count++;
	else
		summary->unseen_count++;
}

/* Worst first, then by root cause, then by name; the unreachable last. */
static int
compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if ((x->code == FINDING_COUNT) != (y->code == FINDING_COUNT))
		return x->code == FINDING_COUNT ? 1 : -1;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return strcmp(x->endpoint_id, y->endpoint_id);
}

/* Of one that is down somewhere: where, since it answers elsewhere. */
static void
add_name(struct strbuf *buf, const struct row *row, bool is_first)
{
	char text[PLACE_TEXT_MAX];

	strbuf_addf(buf, "%s%s", is_first ? "" : ", ", row->endpoint_id);
	if (row->code == FINDING_COUNT && row->place != NULL)
		strbuf_addf(buf, " at %s", place_format(row->place, text));
}

/* Rows from `from` on with the same code: "a:443, b:443 and 7 more". */
static size_t
add_names(struct strbuf *buf, const struct summary *summary, size_t from)
{
	enum finding_code code = summary->rows.items[from].code;
	size_t count = 0;

	while (from + count < summary->rows.len &&
	    summary->rows.items[from + count].code == code) {
		if (count < SUMMARY_MAX_NAMES)
			add_name(buf, &summary->rows.items[from + count],
			    count == 0);
		count++;
	}
	if (count > SUMMARY_MAX_NAMES)
		strbuf_addf(buf, " and %zu more", count - SUMMARY_MAX_NAMES);
	return count;
}

static size_t
count_broken(const struct summary *summary)
{
	size_t count = 0;

	ARRAY_EACH (row, &summary->rows)
		count += row->code != FINDING_COUNT;
	return count;
}

/* " (code: a:443; code: b:443)" */
static void
add_broken(struct strbuf *buf, const struct summary *summary, size_t broken)
{
	size_t at = 0;

	strbuf_add(buf, " (");
	while (at < broken) {
		strbuf_addf(buf, "%s%s: ", at == 0 ? "" : "; ",
		    finding_code_text(summary->rows.items[at].code));
		at += add_names(buf, summary, at);
	}
	strbuf_add(buf, ")");
}

/* In one line; the headline goes without who it is. */
static char *
summary_text(const struct summary *summary, bool is_headline)
{
	struct strbuf buf = STRBUF_INIT(SUMMARY_MAX_BYTES);
	size_t broken = count_broken(summary);

	strbuf_addf(&buf, "first pass over %zu endpoint%s: %zu fine",
	    summary->endpoint_count, summary->endpoint_count == 1 ? "" : "s",
	    summary->fine_count);
	if (broken > 0)
		strbuf_addf(&buf, ", %zu broken", broken);
	if (broken > 0 && !is_headline)
		add_broken(&buf, summary, broken);
	if (summary->rows.len > broken)
		strbuf_addf(
		    &buf, ", %zu unreachable", summary->rows.len - broken);
	if (summary->rows.len > broken && !is_headline) {
		strbuf_add(&buf, " (");
		add_names(&buf, summary, broken);
		strbuf_add(&buf, ")");
	}
	if (summary->quiet_count > 0)
		strbuf_addf(&buf, ", %zu kept quiet", summary->quiet_count);
	if (summary->unseen_count > 0)
		strbuf_addf(
		    &buf, ", %zu not looked at yet", summary->unseen_count);
	return strbuf_take(&buf);
}

static void
list_rows(const struct summary *summary, struct event *event)
{
	char text[PLACE_TEXT_MAX];

	ARRAY_EACH (row, &summary->rows) {
		struct event_row *to;

		if (event->rows.len == EVENT_MAX_ROWS) {
			event->more_rows = summary->rows.len - EVENT_MAX_ROWS;
			return;
		}
		to = ARRAY_ADD(&event->rows);
		to->severity = row->severity;
		to->finding = row->code;
		to->endpoint = mem_strdup(row->endpoint_id);
		if (row->place != NULL)
			to->address =
			    mem_strdup(place_format(row->place, text));
	}
}

static struct event *
make_event(const struct summary *summary, int64_t now)
{
	struct event *event = event_new(EVENT_FIRST_PASS, now);

	event->severity = summary->severity;
	event->text = summary_text(summary, false);
	event->headline = summary_text(summary, true);
	list_rows(summary, event);
	return event;
}

/* What the summary says of an endpoint need not be said again. */
static void
mark_told(
    struct step *step, const struct summary *summary, struct watched *watched)
{
	if (is_quiet(step, watched))
		return;
	watched->is_resolve_told = is_nameless(summary, watched);
	if (watched->is_resolve_told)
		*ARRAY_ADD(&step->batch->endpoints) = watched;
	for (uint32_t i = 0; i < watched->target_count; i++) {
		struct target_state *state = &watched->targets[i];

		state->is_down_told = is_down(summary, state);
		if (state->is_down_told)
			step_note_target(step, watched, state, false);
	}
}

static void
mark_incidents_told(struct step *step)
{
	ARRAY_EACH (open, &step->book->open) {
		struct incident *incident = (*open)->incident;

		if (incident->told != INCIDENT_IN_SUMMARY)
			continue;
		if (!hush_incident(step, (*open)->owners.items[0], *open))
			incident_note_told(incident, step->now);
		step_note(step, *open);
	}
}

/* Those of before a restart were told of then. */
static size_t
add_new_endpoints(
    struct step *step, struct summary *summary, const struct table *endpoints)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	while ((item = table_next(endpoints, &at)) != NULL) {
		struct watched *watched = (struct watched *)item;

		if (watched->is_known)
			continue;
		add_endpoint(step, summary, watched);
		mark_told(step, summary, watched);
		watched->is_known = true;
		count++;
	}
	return count;
}

static bool
is_in_doubt(const struct watched *watched, int64_t seen_since)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (has_failed(state) && state->last_look_at < seen_since)
			return true;
	}
	return false;
}

bool
summary_is_in_doubt(
    const struct monitor_faults *faults, const struct table *endpoints)
{
	int64_t seen_since = offline_doubt_until(&faults->offline);
	struct table_item *item;
	size_t at = 0;

	if (faults->offline.since != 0 || faults->names.since != 0)
		return true;
	if (seen_since == 0)
		return false;
	while ((item = table_next(endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		if (!watched->is_known && is_in_doubt(watched, seen_since))
			return true;
	}
	return false;
}

void
summary_tell(struct step *step, const struct table *endpoints, bool is_restored)
{
	struct summary summary = {0};
	size_t count;

	if (step->faults != NULL) {
		const struct offline *offline = &step->faults->offline;

		summary.seen_since = offline_doubt_until(offline);
		summary.are_names_in_doubt =
		    offline->since != 0 || step->faults->names.since != 0;
	}
	count = add_new_endpoints(step, &summary, endpoints);
	mark_incidents_told(step);
	if (summary.rows.len > 0)
		qsort(summary.rows.items, summary.rows.len,
		    sizeof *summary.rows.items, compare_rows);
	if (count > 0 || !is_restored)
		*ARRAY_ADD(&step->batch->events) =
		    make_event(&summary, step->now);
	ARRAY_CLEAR(&summary.rows);
}
