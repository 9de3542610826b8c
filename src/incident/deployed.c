/* Files that are newer than what is served; see deployed.h. */
#include "incident/deployed.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "incident/announce.h"
#include "incident/flaps.h"
#include "model/endpoint_file.h"

/* A file that a target should show by now, or soon. */
struct pending {
	const struct watched *file; /* NULL: it shows what it should */
	const struct target_state *state;
	int64_t deadline; /* when its grace ends */
	/* To load it would break what works: that is the file's own incident,
	 * and nobody is told to reload. */
	bool is_worse;
};

static bool
is_id(const struct table_item *item, const void *id)
{
	const struct watched *watched = (const struct watched *)item;

	return strcmp(watched->endpoint->id, id) == 0;
}

/* What a file shows; NULL: nothing was seen of it yet. */
static const struct watched *
find_file(const struct step *step, const char *id)
{
	const struct watched *file = (const struct watched *)table_find(
	    step->endpoints, hash_text(HASH_START, id), is_id, id);

	return file != NULL && file->endpoint->file != NULL &&
		file->target_count > 0 && file->targets[0].is_seen
	    ? file
	    : NULL;
}

static bool
has_cert(const struct verdict *verdict, const struct cert_facts *cert)
{
	for (size_t i = 0; i < verdict->cert_count; i++) {
		if (memcmp(verdict->certs[i]->sha256, cert->sha256,
			CERT_SHA256_LEN) == 0)
			return true;
	}
	return false;
}

/* The file's first comes first, and all others but a last root are there. */
static bool
shows(const struct verdict *served, const struct verdict *on_disk)
{
	if (on_disk->cert_count == 0 || served->cert_count == 0 ||
	    memcmp(served->certs[0]->sha256, on_disk->certs[0]->sha256,
		CERT_SHA256_LEN) != 0)
		return false;
	for (size_t i = 1; i < on_disk->cert_count; i++) {
		const struct cert_facts *cert = on_disk->certs[i];
		bool is_last_root = i + 1u == on_disk->cert_count &&
		    strcmp(cert->label, cert->issuer_label) == 0;

		if (!is_last_root && !has_cert(served, cert))
			return false;
	}
	return true;
}

/* Of two with the same certificate, the one that was seen later. */
static bool
is_newer(const struct target_state *file, const struct target_state *served)
{
	const struct cert_facts *on_disk, *shown;

	if (file->current->cert_count == 0 || served->current->cert_count == 0)
		return false;
	on_disk = file->current->certs[0];
	shown = served->current->certs[0];
	if (memcmp(on_disk->sha256, shown->sha256, CERT_SHA256_LEN) == 0)
		return file->chain_since > served->chain_since;
	if (on_disk->not_before != shown->not_before)
		return on_disk->not_before > shown->not_before;
	return on_disk->not_after > shown->not_after;
}

static struct pending
find_pending(const struct step *step, const struct watched *watched,
    const struct target_state *state)
{
	const struct endpoint *endpoint = watched->endpoint;
	struct pending pending = {.file = NULL};

	for (size_t i = 0; i < endpoint->settings->serves.len; i++) {
		const struct watched *file =
		    find_file(step, endpoint->settings->serves.items[i]);
		const struct target_state *on_disk;

		if (file == NULL)
			continue;
		on_disk = &file->targets[0];
		if (shows(state->current, on_disk->current))
			return (struct pending){.file = NULL};
		if (!is_newer(on_disk, state) ||
		    (pending.file != NULL &&
			on_disk->chain_since <= pending.state->chain_since))
			continue;
		pending.file = file;
		pending.state = on_disk;
		pending.deadline =
		    on_disk->chain_since + endpoint->settings->deploy_grace_s;
		pending.is_worse =
		    on_disk->current->severity == SEVERITY_CRITICAL &&
		    state->current->severity != SEVERITY_CRITICAL;
	}
	return pending;
}

static bool
is_late(const struct pending *pending, const struct target_state *state)
{
	return pending->file != NULL && !pending->is_worse &&
	    state->last_look_at >= pending->deadline;
}

static enum severity
severity_of(const struct step *step, const struct target_state *state)
{
	return state->current->certs[0]->not_after - step->now <=
		DEPLOYED_URGENT_S
	    ? SEVERITY_CRITICAL
	    : finding_info(FINDING_NOT_DEPLOYED)->severity;
}

static void
look_again_in(struct step *step, int64_t delay_s)
{
	step_look_again_in(step, delay_s < 1 ? 1 : delay_s);
}

static bool
counts(const struct target_state *state)
{
	return state->is_seen && state->is_reached;
}

/* Has each address been looked at since the grace ended? */
static bool
has_gathered(const struct watched *watched, int64_t deadline)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (counts(state) && state->last_look_at < deadline)
			return false;
	}
	return true;
}

static void
join(struct step *step, struct watched *watched, struct open_incident *open,
    const struct target_state *state)
{
	struct membership *m = watched_member(watched, open, &state->place);
	enum severity was = open->incident->severity;
	struct scene scene = {
	    .watched = watched, .place = &state->place, .open = open};

	step_note(step, open);
	if (m == NULL) {
		book_join(open, watched, &state->place,
		    severity_of(step, state), step->now);
		return;
	}
	book_member(m)->clean_count = 0;
	if (book_grade(m, severity_of(step, state)) &&
	    open->incident->told == INCIDENT_TOLD)
		announce(step, EVENT_INCIDENT_CHANGED, open->incident->severity,
		    &scene, words_severity_changed(&scene, was));
}

static void
tell(struct step *step, struct watched *watched, struct open_incident *open,
    const struct pending *pending)
{
	const struct scene scene = {.watched = watched, .open = open};
	struct event *event;

	if (step->is_first_pass) {
		announce_opened(step, &scene, true);
		return;
	}
	event = announce(step, EVENT_INCIDENT_OPENED, open->incident->severity,
	    &scene,
	    words_not_deployed(&scene, pending->file->endpoint->id,
		pending->state, step->now));
	event->detail = mem_strdup(event->text);
}

static void
open_late(
    struct step *step, struct watched *watched, const struct pending *pending)
{
	struct open_incident *open =
	    flaps_open(step, FINDING_NOT_DEPLOYED, NULL, watched->endpoint);

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		struct pending theirs;

		if (!counts(state))
			continue;
		theirs = find_pending(step, watched, state);
		if (is_late(&theirs, state))
			join(step, watched, open, state);
	}
	tell(step, watched, open, pending);
}

static void
leave(struct step *step, struct watched *watched, struct open_incident *open,
    const struct target_state *state)
{
	struct membership *m = watched_member(watched, open, &state->place);

	if (m == NULL)
		return;
	step_note(step, open);
	if (++book_member(m)->clean_count < step->options->clean_looks)
		step_look_again(step, false);
	else
		announce_leave(step, watched, m, WORDS_FIXED);
}

static void
look_at_server(struct step *step, struct watched *watched,
    const struct target_state *state)
{
	struct open_incident *open = book_find(
	    step->book, FINDING_NOT_DEPLOYED, NULL, watched->endpoint);
	struct pending pending = find_pending(step, watched, state);

	if (open != NULL && is_late(&pending, state))
		join(step, watched, open, state);
	else if (open != NULL && pending.file == NULL)
		leave(step, watched, open, state);
	if (pending.file == NULL || pending.is_worse || open != NULL)
		return;
	if (!is_late(&pending, state))
		look_again_in(step, pending.deadline - step->now);
	else if (has_gathered(watched, pending.deadline) ||
	    step->now >= pending.deadline + DEPLOYED_GATHER_S)
		open_late(step, watched, &pending);
	else
		step_look_again(step, true);
}

void
deployed_look(
    struct step *step, struct watched *watched, struct target_state *state)
{
	if (watched->endpoint->file == NULL)
		look_at_server(step, watched, state);
	else if (state->chain_since == step->now && !step->is_first_pass)
		step->batch->is_file_changed = true;
}
