/* So much at once of a network and of an endpoint; see courtesy.h. */
#include "probe/courtesy.h"

#include <string.h>

#define BYTES_V4 3 /* of a /24 */
#define BYTES_V6 6 /* of a /48 */

/* No family of addresses has this number: its keys are hashes. */
#define FAMILY_ENDPOINT 255

void
courtesies_init(struct courtesies *courtesies,
    const struct prober_options *options, void (*admit)(struct probe *probe))
{
	courtesies->groups = address_table_new();
	courtesies->most[COURTESY_NETWORK] = options->max_per_network;
	courtesies->most[COURTESY_ENDPOINT] = options->max_per_endpoint;
	courtesies->admit = admit;
}

void
courtesies_clear(struct courtesies *courtesies)
{
	address_table_free(courtesies->groups);
	courtesies->groups = NULL;
}

static struct address_slot *
network_of(struct courtesies *courtesies, const struct ip_address *address)
{
	struct ip_address key = {.family = address->family};

	if (address->family == 0)
		return NULL;
	memcpy(key.bytes, address->bytes,
	    address->family == 4 ? BYTES_V4 : BYTES_V6);
	return address_table_get(courtesies->groups, &key);
}

/* Two endpoints of one hash would share their limit, and nothing else. */
static struct address_slot *
endpoint_of(struct courtesies *courtesies, uint64_t hash)
{
	struct ip_address key = {.family = FAMILY_ENDPOINT};

	memcpy(key.bytes, &hash, sizeof hash);
	return address_table_get(courtesies->groups, &key);
}

/* The first that is full, or NULL. */
static struct address_slot *
full_group(const struct courtesies *courtesies, const struct courtesy *courtesy)
{
	for (int i = 0; i < COURTESY_KIND_COUNT; i++) {
		struct address_slot *group = courtesy->groups[i];

		if (group != NULL && group->active >= courtesies->most[i])
			return group;
	}
	return NULL;
}

static void
hold(struct courtesy *courtesy)
{
	courtesy->is_held = true;
	for (int i = 0; i < COURTESY_KIND_COUNT; i++) {
		if (courtesy->groups[i] != NULL)
			courtesy->groups[i]->active++;
	}
}

bool
courtesy_ask(struct courtesies *courtesies, struct courtesy *courtesy,
    struct probe *probe, const struct ip_address *address,
    uint64_t endpoint_hash)
{
	struct address_slot *full;

	courtesy->member.owner = courtesy;
	courtesy->probe = probe;
	courtesy->groups[COURTESY_NETWORK] = network_of(courtesies, address);
	courtesy->groups[COURTESY_ENDPOINT] =
	    endpoint_of(courtesies, endpoint_hash);
	for (int i = 0; i < COURTESY_KIND_COUNT; i++) {
		if (courtesy->groups[i] != NULL)
			courtesy->groups[i]->users++;
	}
	full = full_group(courtesies, courtesy);
	if (full == NULL)
		hold(courtesy);
	else
		line_join(&full->waiting, &courtesy->member);
	return full == NULL;
}

bool
courtesy_is_waiting(const struct courtesy *courtesy)
{
	return courtesy->member.line != NULL;
}

/* Those who wait for this group: whoever finds all free goes, whoever finds
 * another full waits for that one. */
static void
serve(struct courtesies *courtesies, struct address_slot *group, unsigned most)
{
	while (group->waiting.first != NULL && group->active < most) {
		struct courtesy *next = group->waiting.first->owner;
		struct address_slot *full = full_group(courtesies, next);

		line_leave(&next->member);
		if (full != NULL) {
			line_join(&full->waiting, &next->member);
			continue;
		}
		hold(next);
		courtesies->admit(next->probe);
	}
}

void
courtesy_release(struct courtesies *courtesies, struct courtesy *courtesy)
{
	bool was_held = courtesy->is_held;

	courtesy->is_held = false;
	line_leave(&courtesy->member);
	for (int i = 0; i < COURTESY_KIND_COUNT; i++) {
		struct address_slot *group = courtesy->groups[i];

		if (group != NULL && was_held)
			group->active--;
	}
	for (int i = 0; i < COURTESY_KIND_COUNT; i++) {
		struct address_slot *group = courtesy->groups[i];

		courtesy->groups[i] = NULL;
		if (group == NULL)
			continue;
		group->users--;
		serve(courtesies, group, courtesies->most[i]);
		address_table_settle(courtesies->groups, group);
	}
}
