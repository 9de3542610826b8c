/* Somebody stands in the monitor's path; see monitor_faults.h. */
#include <string.h>

#include "base/duration.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "incident/monitor_faults.h"

#define NAMES_MAX 10 /* endpoints named; the rest is counted */
#define WORDS_MAX 4000

/* Who issued it cannot be told from the chain alone, unless it is a private
 * CA's: those of public CAs say where they are revoked. */
static bool
is_of_an_unknown(const struct verdict *verdict)
{
	const struct cert_facts *leaf =
	    verdict->cert_count == 0 ? NULL : verdict->certs[0];

	return leaf != NULL && leaf->details != NULL &&
	    !leaf->details->has_pointer &&
	    verdict_find(verdict, FINDING_LEAF_ONLY) != NULL;
}

/* What says whom the chain ends at. */
static const struct verdict_finding *
end_of(const struct verdict *verdict)
{
	const struct verdict_finding *end =
	    verdict_find(verdict, FINDING_UNTRUSTED_ROOT);

	return end != NULL ? end : verdict_find(verdict, FINDING_SELF_SIGNED);
}

/* The private issuer that it stands under; 0: none. */
static uint64_t
issuer_of(const struct verdict *verdict)
{
	const struct verdict_finding *end = end_of(verdict);

	if (end != NULL && end->has_fingerprint)
		return hash_bytes(HASH_START, end->sha256, sizeof end->sha256);
	if (is_of_an_unknown(verdict))
		return hash_text(HASH_START, verdict->certs[0]->issuer_label);
	return 0;
}

static const struct cert_facts *
find_end(const struct verdict *verdict, const struct verdict_finding *end)
{
	for (size_t i = 0; end != NULL && i < verdict->cert_count; i++) {
		if (memcmp(verdict->certs[i]->sha256, end->sha256,
			CERT_SHA256_LEN) == 0)
			return verdict->certs[i];
	}
	return verdict->certs[verdict->cert_count - 1];
}

/* "\"CN\" (SHA-256 ...)" */
static char *
name_issuer(const struct verdict *verdict)
{
	const struct verdict_finding *end = end_of(verdict);
	const struct cert_facts *cert;
	char fingerprint[2 * CERT_SHA256_LEN + 1];

	if (verdict->cert_count == 0)
		return mem_strdup("an unknown issuer");
	cert = find_end(verdict, end);
	hex_encode(cert->sha256, CERT_SHA256_LEN, fingerprint);
	if (strcmp(cert->label, cert->issuer_label) == 0)
		return mem_printf(
		    "\"%s\" (SHA-256 %s)", cert->label, fingerprint);
	return mem_printf("\"%s\", which issued \"%s\" (SHA-256 %s)",
	    cert->issuer_label, cert->label, fingerprint);
}

static bool
is_intercepted(const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (watched->targets[i].is_intercepted)
			return true;
	}
	return false;
}

/* "a:443, b:443 and 7 more"; gives how many. */
static size_t
list(const struct step *step, struct strbuf *buf)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		if (!is_intercepted(watched))
			continue;
		if (count < NAMES_MAX)
			strbuf_addf(buf, "%s%s", count == 0 ? "" : ", ",
			    watched->endpoint->id);
		count++;
	}
	if (count > NAMES_MAX)
		strbuf_addf(buf, " and %zu more", count - NAMES_MAX);
	return count;
}

/* By which a restart knows it again. */
static char *
subject(uint64_t issuer)
{
	return mem_printf("%016llx", (unsigned long long)issuer);
}

static void
tell_began(struct step *step, const struct verdict *verdict)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(WORDS_MAX);
	CLEANUP(free) char *issuer = name_issuer(verdict);
	size_t count = list(step, &names);
	struct event *event = fault_tell(step, FINDING_PATH_INTERCEPTED, true,
	    mem_printf(
		"%zu endpoints show a private issuer all of a sudden that "
		"they did not show before, %s: somebody stands between "
		"this monitor and them, and what they show is held back",
		count, issuer));

	event->subject = subject(step->faults->interception.issuer);
	event->detail =
	    mem_printf("%s; so far: %s", issuer, strbuf_text(&names));
}

static void
tell_ended(struct step *step, uint64_t issuer, int64_t since, bool is_accepted)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(WORDS_MAX);
	size_t count = list(step, &names);
	char text[DURATION_TEXT_MAX];
	struct event *event;

	duration_words(step->now - since, text);
	if (is_accepted)
		event = fault_tell(step, FINDING_PATH_INTERCEPTED, false,
		    mem_printf(
			"%zu endpoints have shown the same private issuer "
			"for %s: it is taken for theirs, and judged",
			count, text));
	else
		event = fault_tell(step, FINDING_PATH_INTERCEPTED, false,
		    mem_printf("endpoints show their own issuers again after "
			       "%s; %zu that do not are judged as they are",
			text, count));
	event->subject = subject(issuer);
	if (count > 0)
		event->detail = mem_strdup(strbuf_text(&names));
	step->batch->is_path_back = true;
}

static size_t
count_chains(const struct step *step)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	if (step->endpoints->len > SAMPLE_MAX)
		return INTERCEPTION_UNKNOWN;
	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		for (uint32_t i = 0; i < watched->target_count; i++)
			count += watched->targets[i].is_seen &&
			    watched->targets[i].is_reached;
	}
	return count;
}

/* A chain that was forgotten at a renewal is of the same issuer. */
static bool
is_same_issuer(const struct verdict *a, const struct verdict *b)
{
	return a->cert_count > 0 && b->cert_count > 0 &&
	    strcmp(a->certs[0]->issuer_label, b->certs[0]->issuer_label) == 0;
}

/* Who stands in between has not the server's key: where that is shown, it is a
 * trust store that changed, or a chain. */
static bool
is_same_key(const struct verdict *a, const struct verdict *b)
{
	return a->cert_count > 0 && b->cert_count > 0 &&
	    memcmp(a->certs[0]->key_sha256, b->certs[0]->key_sha256,
		sizeof a->certs[0]->key_sha256) == 0;
}

static bool
has_label(const struct verdict *verdict, const char *label)
{
	for (size_t i = 1; i < verdict->cert_count; i++) {
		if (strcmp(verdict->certs[i]->label, label) == 0)
			return true;
	}
	return false;
}

/* Do others of the fleet stand under whom it names? A CA that issues from
 * several intermediates is no stranger because its chain was forgotten. */
static bool
is_known_issuer(const struct step *step, const struct verdict *verdict)
{
	const char *label = verdict->certs[0]->issuer_label;
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		for (uint32_t i = 0; i < watched->target_count; i++) {
			const struct target_state *state = &watched->targets[i];

			if (state->is_seen && state->current->is_valid &&
			    has_label(state->current, label))
				return true;
		}
	}
	return false;
}

static bool
is_new_to(const struct step *step, const struct target_state *state,
    const struct verdict *verdict)
{
	uint64_t issuer = issuer_of(verdict);

	if (issuer == 0 || !state->is_seen ||
	    issuer_of(state->current) == issuer ||
	    is_same_key(state->current, verdict))
		return false;
	return end_of(verdict) != NULL ||
	    (!is_same_issuer(state->current, verdict) &&
		!is_known_issuer(step, verdict));
}

/* Another variant says nothing more, but is not believed either. */
static bool
is_variant_believed(const struct step *step, const struct look *look)
{
	const struct interception *interception = &step->faults->interception;

	return interception->issuer == 0 ||
	    issuer_of(look->verdict) != interception->issuer;
}

bool
monitor_faults_path(struct step *step, const struct watched *watched,
    struct target_state *state, const struct look *look)
{
	struct interception *interception = &step->faults->interception;
	uint64_t issuer = issuer_of(look->verdict);
	const struct sample_look taken = {
	    .target = place_hash(watched->item.hash, &state->place),
	    .endpoint = watched->item.hash,
	    .address = issuer,
	    .at = step->now,
	    .is_bad = is_new_to(step, state, look->verdict),
	};

	if (state->place.address.family == 0)
		return true;
	if (state->place.variant != VARIANT_USUAL)
		return is_variant_believed(step, look);
	switch (interception_note(interception, &taken,
	    taken.is_bad ? count_chains(step) : INTERCEPTION_UNKNOWN,
	    step->endpoints->len)) {
	case INTERCEPTION_SAME: break;
	case INTERCEPTION_DOUBTED:
		state->is_intercepted = true;
		step_look_again(step, false);
		step->batch->look_at_others = INTERCEPTION_OTHERS;
		return false;
	case INTERCEPTION_BEGAN:
		state->is_intercepted = true;
		tell_began(step, look->verdict);
		return false;
	case INTERCEPTION_HELD: state->is_intercepted = true; return false;
	case INTERCEPTION_RETURNED:
		step->batch->look_at_others = INTERCEPTION_OTHERS;
		break;
	case INTERCEPTION_ENDED: break;
	}
	state->is_intercepted = false;
	return true;
}

void
monitor_faults_path_tick(struct step *step)
{
	struct interception *interception = &step->faults->interception;
	int64_t since = interception->since;
	uint64_t issuer = interception->issuer;
	uint64_t accepted = interception->accepted;

	if (interception_tick(interception, step->options->interception_hold_s,
		step->now) == INTERCEPTION_ENDED)
		tell_ended(
		    step, issuer, since, interception->accepted != accepted);
}
