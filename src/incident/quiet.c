/* Silences and acknowledgements; see quiet.h. */
#include "incident/quiet.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/hash.h"
#include "incident/acks.h"
#include "incident/fleet_inside.h"
#include "incident/tick.h"

#define ID_DIGITS_MIN 4 /* of an incident's id */

/* Tied to what is shown where it is meant to be quiet. */
static bool
tie(const struct fleet *fleet, struct silence *silence, struct error *err)
{
	const struct watched *only = NULL;
	const uint8_t *sha256;
	struct table_item *item;
	size_t at = 0;

	if (!silence->is_tied || silence->certificate[0] != '\0')
		return true;
	while ((item = table_next(&fleet->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		if (!scope_fits(&silence->scope, watched->endpoint))
			continue;
		if (only != NULL)
			return error_set(err, ERROR_INVALID,
			    "several endpoints fit; name the certificate that "
			    "it is to lapse with");
		only = watched;
	}
	sha256 = only == NULL ? NULL : acks_leaf(only);
	if (sha256 == NULL)
		return error_set(err, ERROR_MISSING,
		    "no endpoint that fits shows one certificate at all its "
		    "addresses; name the one that it is to lapse with");
	hex_encode(sha256, CERT_SHA256_LEN, silence->certificate);
	return true;
}

const struct silence *
fleet_silence(struct fleet *fleet, struct silence *take_silence, int64_t now,
    struct batch *ret_batch, struct error *err)
{
	CLEANUP(silence_free) struct silence *silence = take_silence;
	struct step step = fleet_step(fleet, now, ret_batch);

	if (fleet->hush.silences.items.len >= SILENCE_MAX) {
		error_set(err, ERROR_LIMIT,
		    "%d silences last already; remove some", SILENCE_MAX);
		return NULL;
	}
	if (!tie(fleet, silence, err) || !silence_check(silence, now, err))
		return NULL;
	silences_begin(&step, silence);
	return TAKE(silence);
}

/* What is not quiet any more is told at once. */
bool
fleet_unsilence(struct fleet *fleet, int64_t number, int64_t now,
    struct batch *ret_batch, struct error *err)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	struct silence *silence = silences_find(&fleet->hush.silences, number);

	if (silence == NULL)
		return error_set(err, ERROR_MISSING,
		    "there is no silence %lld that lasts", (long long)number);
	silences_end(&step, silence, SILENCE_REMOVED);
	tick_incidents(&step);
	return true;
}

size_t
fleet_silence_fits(const struct fleet *fleet, const struct silence *silence)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	while ((item = table_next(&fleet->endpoints, &at)) != NULL)
		count += scope_fits(
		    &silence->scope, ((struct watched *)item)->endpoint);
	return count;
}

size_t
fleet_silence_count(const struct fleet *fleet)
{
	return fleet->hush.silences.items.len;
}

const struct silence *
fleet_silence_at(const struct fleet *fleet, size_t i)
{
	return fleet->hush.silences.items.items[i];
}

void
fleet_restore_silence(struct fleet *fleet, struct silence *take_silence)
{
	*ARRAY_ADD(&fleet->hush.silences.items) = take_silence;
}

void
fleet_restore_silence_number(struct fleet *fleet, int64_t last_number)
{
	if (last_number > fleet->hush.silences.last_number)
		fleet->hush.silences.last_number = last_number;
}

static void
drop_configured(struct silences *silences)
{
	size_t i = 0;

	while (i < silences->items.len) {
		struct silence *silence = silences->items.items[i];

		if (silence->number != 0) {
			i++;
			continue;
		}
		ARRAY_REMOVE(&silences->items, i);
		silence_free(silence);
	}
}

void
fleet_configure_silences(struct fleet *fleet,
    const struct silence *const *silences, size_t count, int64_t now)
{
	drop_configured(&fleet->hush.silences);
	for (size_t i = 0; i < count; i++) {
		struct silence *silence;

		if (silences[i]->ends_at <= now)
			continue;
		silence = silence_copy(silences[i]);
		silence->set_at = now;
		*ARRAY_ADD(&fleet->hush.silences.items) = silence;
	}
}

static bool
has_id(const struct incident *incident, const char *what, size_t len)
{
	return len >= ID_DIGITS_MIN && len <= EVENT_ID_LEN &&
	    strncmp(incident->id, what, len) == 0;
}

static struct open_incident *
find_by_id(const struct fleet *fleet, const char *what, bool *ret_is_unclear)
{
	struct open_incident *found = NULL;
	size_t len = strlen(what);

	*ret_is_unclear = false;
	ARRAY_EACH (open, &fleet->book.open) {
		if (!has_id((*open)->incident, what, len))
			continue;
		*ret_is_unclear = found != NULL;
		found = *open;
	}
	return found;
}

/* All that are open at an endpoint; each once. */
static size_t
acknowledge_at(
    struct step *step, const struct watched *watched, const struct ack *ack)
{
	size_t count = 0;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct open_incident *open = watched->memberships[i].open;

		if (open->incident->told == INCIDENT_UNTOLD ||
		    !watched_is_first(watched, i))
			continue;
		acks_set(step, open, ack);
		count++;
	}
	return count;
}

static bool
has_endpoint_id(const struct table_item *item, const void *id)
{
	return strcmp(((const struct watched *)item)->endpoint->id, id) == 0;
}

static const struct watched *
find_watched(const struct fleet *fleet, const char *what)
{
	CLEANUP(free) char *id = mem_printf("%s:443", what);
	const struct table_item *item = table_find(&fleet->endpoints,
	    hash_text(HASH_START, what), has_endpoint_id, what);

	if (item == NULL)
		item = table_find(&fleet->endpoints, hash_text(HASH_START, id),
		    has_endpoint_id, id);
	return (const struct watched *)item;
}

bool
fleet_ack(struct fleet *fleet, const char *what, const struct ack *ack,
    int64_t now, struct batch *ret_batch, struct error *err)
{
	struct step step = fleet_step(fleet, now, ret_batch);
	const struct watched *watched = find_watched(fleet, what);
	struct open_incident *open;
	bool is_unclear;

	if (watched != NULL)
		return acknowledge_at(&step, watched, ack) > 0 ||
		    error_set(err, ERROR_MISSING,
			"nothing that was told is open at %s",
			watched->endpoint->id);
	open = find_by_id(fleet, what, &is_unclear);
	if (open == NULL)
		return error_set(err, ERROR_MISSING,
		    "there is no such endpoint, and no open incident whose id "
		    "begins so; `chainwatch show HOST` names those of a host");
	if (is_unclear)
		return error_set(err, ERROR_INVALID,
		    "several open incidents have an id that begins so");
	acks_set(&step, open, ack);
	return true;
}

void
fleet_set_windows(struct fleet *fleet, const struct window *const *windows,
    size_t count, const struct window_zone *zone)
{
	struct hush_rules *rules = &fleet->hush;

	ARRAY_EACH (window, &rules->windows)
		window_free(*window);
	ARRAY_CLEAR(&rules->windows);
	for (size_t i = 0; i < count; i++)
		*ARRAY_ADD(&rules->windows) = window_copy(windows[i]);
	rules->zone = *zone;
}

void
fleet_restore_flap(
    struct fleet *fleet, struct flap *take_flap, struct endpoint *endpoint)
{
	if (take_flap->held != NULL && endpoint != NULL)
		take_flap->held->endpoint = endpoint_ref(endpoint);
	flaps_restore(&fleet->hush.flaps, take_flap);
}

void
fleet_restore_heard(struct fleet *fleet, const struct endpoint *endpoint,
    const struct place *place, struct verdict *heard)
{
	unheard_restore(&fleet->hush.unheard, endpoint->id, place, heard);
}

const struct incident *
fleet_held_at(const struct fleet *fleet, size_t i)
{
	return flaps_held(&fleet->hush.flaps, i);
}

int64_t
fleet_tick_at(const struct fleet *fleet)
{
	int64_t next = silences_next(&fleet->hush.silences);

	ARRAY_EACH (open, &fleet->book.open) {
		const struct ack *ack = (*open)->incident->ack;

		if (ack != NULL && ack->until != 0 && ack->until < next)
			next = ack->until;
	}
	return next;
}
