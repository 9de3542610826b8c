/* Zones, and those of which nothing is answered; see zones.h. */
#include "incident/zones.h"

#include <string.h>

#include "base/hash.h"
#include "incident/monitor_faults.h"
#include "model/approach.h"
#include "pki/dns_name.h"
#include "pki/hostname.h"

#define LABELS_MAX 128 /* of a name: 253 bytes */
#define COUNTRY_LEN 2
#define SECOND_LEVEL_MAX 3 /* "co" in co.uk is a label of a registry */

const char *
zones_name(const struct endpoint *endpoint)
{
	if (endpoint->file != NULL ||
	    approach_leaves_names(endpoint->settings->approach))
		return NULL;
	if (endpoint->fronts.len == 0)
		return endpoint->host.is_address ? NULL : endpoint->host.text;
	ARRAY_EACH (front, &endpoint->fronts) {
		if (front->name != NULL && endpoint_front_path(front) == NULL)
			return front->name;
	}
	return NULL;
}

/* As far as names alone tell. */
static bool
looks_like_suffix(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot == NULL ||
	    (strlen(dot + 1) == COUNTRY_LEN && dot - name <= SECOND_LEVEL_MAX);
}

/* Of a registry: where a company lets others have names these are of its own
 * servers. */
static bool
is_suffix(const char *name)
{
	char below[2 + HOSTNAME_MAX + 1] = "*.";
	size_t len = strlen(name);

	if (strchr(name, '.') == NULL || len > HOSTNAME_MAX)
		return true;
	if (!dns_name_has_suffix_list())
		return looks_like_suffix(name);
	memcpy(below + 2, name, len);
	return dns_name_find_reach((const uint8_t *)below, len + 2) ==
	    DNS_NAME_PUBLIC_SUFFIX;
}

const char *
zones_of(const char *name)
{
	const char *labels[LABELS_MAX];
	size_t count = 0;

	labels[count++] = name;
	for (const char *at = name; *at != '\0' && count < LABELS_MAX; at++) {
		if (*at == '.' && at[1] != '\0')
			labels[count++] = at + 1;
	}
	while (count > 1 && is_suffix(labels[count - 1]))
		count--;
	return labels[count - 1];
}

static uint64_t
hash_of(const char *name)
{
	return hash_text(HASH_START, zones_of(name));
}

size_t
zones_count(const struct step *step, size_t most)
{
	uint64_t zones[ZONES_FAILING];
	struct table_item *item;
	size_t at = 0, count = 0, names = 0;

	while (count < most && names < ZONES_NAMES &&
	    (item = table_next(step->endpoints, &at)) != NULL) {
		const char *name =
		    zones_name(((struct watched *)item)->endpoint);
		uint64_t zone;
		size_t i = 0;

		if (name == NULL)
			continue;
		names++;
		zone = hash_of(name);
		while (i < count && zones[i] != zone)
			i++;
		if (i == count)
			zones[count++] = zone;
	}
	return count;
}

bool
zones_is_failing(const struct watched *watched)
{
	return watched->resolve_count > 0 &&
	    (watched->resolve_history & 1) == 0;
}

bool
zones_is_silence(enum failure failure)
{
	return failure == FAILURE_RESOLVE_TIMEOUT ||
	    failure == FAILURE_RESOLVE_REFUSED;
}

static struct zone *
find(struct zones *zones, uint64_t hash)
{
	for (size_t i = 0; i < zones->len; i++) {
		if (zones->items[i].hash == hash)
			return &zones->items[i];
	}
	return NULL;
}

/* In the place of the one that has failed for longest, if there are too many.
 */
static struct zone *
add(struct zones *zones, uint64_t hash)
{
	struct zone *zone = &zones->items[0];

	if (zones->len < ZONES_FAILING)
		zone = &zones->items[zones->len++];
	for (size_t i = 0; zones->len == ZONES_FAILING && i < zones->len; i++) {
		if (zones->items[i].failing_since < zone->failing_since)
			zone = &zones->items[i];
	}
	*zone = (struct zone){.hash = hash};
	return zone;
}

void
zones_note(
    struct step *step, const struct watched *watched, enum failure failure)
{
	const char *name = zones_name(watched->endpoint);
	struct zones *zones = &step->faults->zones;
	struct zone *zone = name == NULL ? NULL : find(zones, hash_of(name));

	if (name == NULL)
		return;
	if (!zones_is_silence(failure)) {
		if (zone != NULL)
			zone->answered_at = step->now;
		return;
	}
	if (zone == NULL)
		zone = add(zones, hash_of(name));
	if (zone->failing_since == 0 ||
	    (zone->answered_at != 0 &&
		step->now - zone->answered_at >= ZONES_CALM_S)) {
		zone->failing_since = step->now;
		zone->answered_at = 0;
	}
}

/* Names of that zone that failed last, the one at hand included. */
static size_t
count_failing(const struct step *step, uint64_t hash)
{
	struct table_item *item;
	size_t at = 0, count = 0, names = 0;

	while (count < ZONES_LEAST && names < ZONES_NAMES &&
	    (item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (const struct watched *)item;
		const char *name = zones_name(watched->endpoint);

		if (name == NULL || !zones_is_failing(watched))
			continue;
		names++;
		count += hash_of(name) == hash;
	}
	return count;
}

bool
zones_blames(const struct step *step, const struct watched *watched,
    enum failure failure, uint8_t *ret_digest)
{
	const char *name = zones_name(watched->endpoint);
	const struct zone *zone;

	if (name == NULL || step->faults == NULL || !zones_is_silence(failure))
		return false;
	zone = find(&step->faults->zones, hash_of(name));
	if (zone == NULL || zone->answered_at != 0 ||
	    count_failing(step, hash_of(name)) < ZONES_LEAST)
		return false;
	incident_text_digest(zones_of(name), ret_digest);
	return true;
}

bool
zones_is_about(const struct incident *incident)
{
	return incident->has_digest && incident->code == FINDING_RESOLVE_FAILED;
}
