/* Facts come and go; see facts.h. */
#include "incident/facts.h"

#include <string.h>

#include "incident/announce.h"
#include "incident/dane.h"
#include "incident/flaps.h"
#include "incident/kind.h"
#include "incident/monitor_faults.h"
#include "incident/regression.h"

static bool
same_key(const struct fact *a, const struct fact *b)
{
	if (a->code != b->code || (a->sha256 == NULL) != (b->sha256 == NULL))
		return false;
	return a->sha256 == NULL ||
	    memcmp(a->sha256, b->sha256, CERT_SHA256_LEN) == 0;
}

/* One code may stand twice in a report, about the same endpoint: the worse
 * one comes first and counts. */
static void
add(fact_array *facts, const struct fact *fact)
{
	ARRAY_EACH (known, facts) {
		if (same_key(known, fact))
			return;
	}
	*ARRAY_ADD(facts) = *fact;
}

/* What the conversation itself was. */
static void
add_said(fact_array *facts, enum finding_code code)
{
	add(facts,
	    &(struct fact){
		.code = code,
		.severity = finding_info(code)->severity,
	    });
}

void
facts_of(const struct look *look, fact_array *ret_facts)
{
	const struct verdict *verdict = look->verdict;

	memset(ret_facts, 0, sizeof *ret_facts);
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct verdict_finding *finding = &verdict->findings[i];
		enum finding_code code = (enum finding_code)finding->code;
		bool has_digest = finding->has_fingerprint &&
		    finding_info(code)->subject == FINDING_ABOUT_CERTIFICATE;

		add(ret_facts,
		    &(struct fact){
			.code = code,
			.severity = (enum severity)finding->severity,
			.sha256 = has_digest ? finding->sha256 : NULL,
		    });
	}
	if (look->is_client_cert_refused)
		add_said(ret_facts, FINDING_CLIENT_CERTIFICATE_REFUSED);
	else if (look->is_client_cert_required)
		add_said(ret_facts, FINDING_CLIENT_CERTIFICATE_REQUIRED);
}

void
facts_drop_doubted(const struct step *step, fact_array *facts)
{
	size_t kept = 0;

	ARRAY_EACH (fact, facts) {
		if (!monitor_faults_doubt(step, fact->code))
			facts->items[kept++] = *fact;
	}
	facts->len = kept;
}

static void
keep_membership(
    struct step *step, struct membership *membership, struct fact *fact)
{
	struct incident_member *member = book_member(membership);

	if (member->clean_count > 0 || member->severity != fact->severity)
		step_note(step, membership->open);
	member->clean_count = 0;
	book_grade(membership, fact->severity);
}

static void
enter(struct step *step, struct watched *watched, const struct place *place,
    struct fact *fact)
{
	struct open_incident *open =
	    book_find(step->book, fact->code, fact->sha256, watched->endpoint);
	struct membership *membership;

	if (open == NULL)
		open = flaps_open(
		    step, fact->code, fact->sha256, watched->endpoint);
	fact->open = open;
	fact->was = open->incident->severity;
	membership = watched_member(watched, open, place);
	if (membership != NULL) {
		keep_membership(step, membership, fact);
	} else {
		fact->is_joined = open->incident->told != INCIDENT_UNTOLD;
		fact->is_news = !fact->is_joined &&
		    watched_member_anywhere(watched, open) == NULL;
		book_join(open, watched, place, fact->severity, step->now);
		step_note(step, open);
	}
	fact->is_regraded = open->incident->told == INCIDENT_TOLD &&
	    open->incident->severity != fact->was;
}

void
facts_enter(struct step *step, struct watched *watched,
    const struct place *place, fact_array *facts)
{
	ARRAY_EACH (fact, facts)
		enter(step, watched, place, fact);
}

static bool
is_shown(const struct incident *incident, const fact_array *facts)
{
	const struct fact wanted = {
	    .code = incident->code,
	    .sha256 = incident->has_digest ? incident->sha256 : NULL,
	};

	ARRAY_EACH (fact, facts) {
		if (same_key(fact, &wanted))
			return true;
	}
	return false;
}

/* What one look showed at one place. */
struct sighting {
	const struct step *step;
	const fact_array *facts;
	const struct verdict *verdict;
};

static bool
is_clean(const struct membership *membership, const struct place *place,
    const struct sighting *sighting)
{
	const struct incident *incident = membership->open->incident;

	return incident_kind(incident->code) == INCIDENT_FACT &&
	    place_compare(&book_member(membership)->place, place) == 0 &&
	    !is_shown(incident, sighting->facts) &&
	    !monitor_faults_doubt(sighting->step, incident->code) &&
	    !dane_is_open(incident, sighting->verdict);
}

/* What has stood for so long ends although it is still there. */
static enum words_end
how_it_ends(const struct step *step, const struct watched *watched,
    const struct membership *membership)
{
	const struct incident_member *member = book_member(membership);
	const struct target_state *state =
	    watched_target(watched, &member->place);

	return regression_is(membership->open->incident->code) &&
		state != NULL &&
		step->now - state->chain_since >= REGRESSION_MEANT_S
	    ? WORDS_MEANT
	    : WORDS_FIXED;
}

/* Those that went along with another end first: what is told to have ended
 * should not name as open what ends in the same breath. */
static void
end_clean(struct step *step, struct watched *watched, const struct place *place,
    const struct sighting *sighting, unsigned needed, bool is_told)
{
	uint32_t i = 0;

	while (i < watched->membership_count) {
		struct membership *m = &watched->memberships[i];

		if ((m->open->incident->told == INCIDENT_TOLD) == is_told &&
		    is_clean(m, place, sighting) &&
		    book_member(m)->clean_count >= needed)
			announce_leave(
			    step, watched, m, how_it_ends(step, watched, m));
		else
			i++;
	}
}

void
facts_leave(struct step *step, struct watched *watched,
    const struct place *place, const struct verdict *verdict,
    const fact_array *facts, unsigned needed)
{
	const struct sighting shown = {step, facts, verdict};
	const struct sighting *sighting = &shown;

	if (needed == 0)
		return;
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct membership *m = &watched->memberships[i];

		if (!is_clean(m, place, sighting))
			continue;
		step_note(step, m->open);
		if (++book_member(m)->clean_count < needed)
			step_look_again(step, false);
	}
	end_clean(step, watched, place, sighting, needed, false);
	end_clean(step, watched, place, sighting, needed, true);
}
