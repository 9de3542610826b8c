/* Where a target is looked at; see place.h. */
#include "model/place.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/safe_print.h"

/* The paths of this process, sorted: few, and they come from configuration and
 * the disk of this host. */
static struct {
	ARRAY(char *) list;
} paths;

static size_t
find_path(const char *path, bool *ret_is_there)
{
	size_t from = 0, to = paths.list.len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(paths.list.items[middle], path);

		if (order == 0) {
			*ret_is_there = true;
			return middle;
		}
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	*ret_is_there = false;
	return from;
}

static const char *
keep_path(const char *path)
{
	bool is_there;
	size_t at = find_path(path, &is_there);

	if (is_there)
		return paths.list.items[at];
	ARRAY_ADD(&paths.list);
	memmove(&paths.list.items[at + 1], &paths.list.items[at],
	    (paths.list.len - 1 - at) * sizeof *paths.list.items);
	return paths.list.items[at] = mem_strdup(path);
}

struct place
place_at(const struct ip_address *address)
{
	return (struct place){.address = *address};
}

struct place
place_at_path(const char *path)
{
	const char *kept = keep_path(path);
	struct place place = {0};

	memcpy(place.address.bytes, &kept, sizeof kept);
	return place;
}

const char *
place_path(const struct place *place)
{
	const char *path = NULL;

	if (place->address.family == 0)
		memcpy(&path, place->address.bytes, sizeof path);
	return path;
}

struct place
place_in_variant(const struct place *place, enum variant variant)
{
	struct place other = *place;

	other.variant = (uint8_t)variant;
	return other;
}

bool
place_is_none(const struct place *place)
{
	return place->address.family == 0 && place_path(place) == NULL;
}

static int
compare_paths(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (a == NULL || b == NULL)
		return a == NULL ? -1 : 1;
	return strcmp(a, b);
}

/* Where, without how. */
static int
compare_where(const struct place *a, const struct place *b)
{
	const char *path = place_path(a), *other = place_path(b);

	if (path != NULL || other != NULL)
		return compare_paths(path, other);
	return ip_address_compare(&a->address, &b->address);
}

int
place_compare(const struct place *a, const struct place *b)
{
	int order = compare_where(a, b);

	return order != 0 ? order : a->variant - b->variant;
}

bool
place_is_beside(const struct place *a, const struct place *b)
{
	return compare_where(a, b) == 0;
}

uint64_t
place_hash(uint64_t start, const struct place *place)
{
	const struct ip_address *address = &place->address;
	const char *path = place_path(place);
	uint64_t hash = start;

	if (path != NULL) {
		hash = hash_text(hash, path);
	} else {
		hash = hash_bytes(hash, address->bytes, sizeof address->bytes);
		hash = hash_bytes(hash, &address->port, sizeof address->port);
	}
	if (place->variant == VARIANT_USUAL)
		return hash;
	return hash_bytes(hash, &place->variant, sizeof place->variant);
}

static void
format_path(const char *path, char text[PLACE_TEXT_MAX])
{
	CLEANUP(free)
	char *safe = safe_print_dup(path, strlen(path), PLACE_PATH_SHOWN);

	snprintf(text, PLACE_TEXT_MAX, "%s", safe);
}

const char *
place_format_where(const struct place *place, char text[PLACE_TEXT_MAX])
{
	const char *path = place_path(place);

	if (path != NULL) {
		format_path(path, text);
		return text;
	}
	if (place->address.family == 0) {
		snprintf(text, PLACE_TEXT_MAX, "-");
		return text;
	}
	return ip_address_format_port(&place->address, text);
}

static const char *
add_variant(const struct place *place, char text[PLACE_TEXT_MAX])
{
	size_t len = strlen(text);

	if (place->variant != VARIANT_USUAL)
		snprintf(text + len, PLACE_TEXT_MAX - len, " (%s)",
		    variant_words((enum variant)place->variant));
	return text;
}

const char *
place_format(const struct place *place, char text[PLACE_TEXT_MAX])
{
	place_format_where(place, text);
	return add_variant(place, text);
}

const char *
place_format_brief(
    const struct place *place, uint16_t port, char text[PLACE_TEXT_MAX])
{
	const struct ip_address *address = &place->address;

	if (address->family != 0 &&
	    (address->port == 0 || address->port == port))
		ip_address_format(address, text);
	else
		place_format_where(place, text);
	return add_variant(place, text);
}
