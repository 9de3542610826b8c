/* Addresses that may be connected to; see guard.h. The ranges are those of the
 * IANA special-purpose registries (RFC 6890) that are not globally reachable,
 * and multicast. */
#include "fetch/guard.h"

#include <string.h>

#include "base/mem.h"

#define V4(a, b, c, d) \
	{ \
		(a), (b), (c), (d) \
	}
#define V6(a, b, c, d, e, f, g, h) \
	{ \
		(a) >> 8, (a)&0xff, (b) >> 8, (b)&0xff, (c) >> 8, (c)&0xff, \
		    (d) >> 8, (d)&0xff, (e) >> 8, (e)&0xff, (f) >> 8, \
		    (f)&0xff, (g) >> 8, (g)&0xff, (h) >> 8, (h)&0xff \
	}

struct range {
	uint8_t bytes[16];
	unsigned bits;
	const char *words;
};

static const char private_words[] = "a private address";

static const struct range refused_v4[] = {
    {V4(0, 0, 0, 0), 8, "an unspecified address"},
    {V4(10, 0, 0, 0), 8, private_words},
    {V4(100, 64, 0, 0), 10, "an address shared behind a carrier's NAT"},
    {V4(127, 0, 0, 0), 8, "a loopback address"},
    /* where cloud platforms serve a machine its credentials */
    {V4(168, 63, 129, 16), 32, "an address of the cloud platform itself"},
    {V4(169, 254, 0, 0), 16, "a link-local address"},
    {V4(172, 16, 0, 0), 12, private_words},
    {V4(192, 0, 0, 0), 24, "a reserved address"},
    {V4(192, 0, 2, 0), 24, "an address for documentation"},
    {V4(192, 88, 99, 0), 24, "a reserved address"},
    {V4(192, 168, 0, 0), 16, private_words},
    {V4(198, 18, 0, 0), 15, "an address for benchmarks"},
    {V4(198, 51, 100, 0), 24, "an address for documentation"},
    {V4(203, 0, 113, 0), 24, "an address for documentation"},
    {V4(224, 0, 0, 0), 4, "a multicast address"},
    {V4(240, 0, 0, 0), 4, "a reserved address"},
};

/* Of those below 2000::/3 only where it says more than "reserved". */
static const struct range refused_v6[] = {
    {V6(0, 0, 0, 0, 0, 0, 0, 0), 128, "an unspecified address"},
    {V6(0, 0, 0, 0, 0, 0, 0, 1), 128, "a loopback address"},
    {V6(0x2001, 2, 0, 0, 0, 0, 0, 0), 48, "an address for benchmarks"},
    {V6(0x2001, 0x10, 0, 0, 0, 0, 0, 0), 28, "a reserved address"},
    {V6(0x2001, 0x20, 0, 0, 0, 0, 0, 0), 28, "a reserved address"},
    {V6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "an address for documentation"},
    {V6(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "an address for documentation"},
    {V6(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, private_words},
    {V6(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "a link-local address"},
    {V6(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, private_words},
    {V6(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "a multicast address"},
};

/* Where an IPv4 address hides in an IPv6 one. */
static const struct embedding {
	uint8_t bytes[16];
	unsigned bits;
	unsigned at;	  /* of its first byte */
	bool is_inverted; /* Teredo hides a client's address so */
	bool is_whole;	  /* nothing but that decides */
} embeddings[] = {
    /* mapped: what would be connected to is the IPv4 address */
    {V6(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 12, false, true},
    /* NAT64's well-known prefix (RFC 6052) */
    {V6(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 12, false, true},
    {V6(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 2, false, false}, /* 6to4 */
    {V6(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, 4, false, false}, /* Teredo */
    {V6(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, 12, true, false},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const struct range global_unicast = {
    V6(0x2000, 0, 0, 0, 0, 0, 0, 0), 3, NULL};

static bool
has_prefix(const uint8_t *bytes, const uint8_t *prefix, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;
	uint8_t mask = (uint8_t)(0xff << (8 - rest));

	if (memcmp(bytes, prefix, whole) != 0)
		return false;
	return rest == 0 || (bytes[whole] & mask) == (prefix[whole] & mask);
}

static const char *
refusal_in(const struct range *table, size_t count, const uint8_t *bytes)
{
	for (size_t i = 0; i < count; i++) {
		if (has_prefix(bytes, table[i].bytes, table[i].bits))
			return table[i].words;
	}
	return NULL;
}

static bool
is_allowed_by(const struct guard *guard, const struct ip_address *address)
{
	for (size_t i = 0; i < guard->allowed_count; i++) {
		const struct guard_range *range = &guard->allowed[i];

		if (range->address.family == address->family &&
		    has_prefix(
			address->bytes, range->address.bytes, range->bits))
			return true;
	}
	return false;
}

static const char *
refusal_v4(const struct guard *guard, const uint8_t bytes[4])
{
	struct ip_address address = {.family = 4};

	memcpy(address.bytes, bytes, 4);
	if (is_allowed_by(guard, &address))
		return NULL;
	return refusal_in(refused_v4, COUNT(refused_v4), bytes);
}

/* ISATAP (RFC 5214): ...:0:5efe:a.b.c.d, with any prefix. */
static bool
is_isatap(const uint8_t bytes[16])
{
	return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e &&
	    bytes[11] == 0xfe;
}

/* false: it embeds none that decides alone; *ret_words may be set all the
 * same. */
static bool
look_inside(
    const struct guard *guard, const uint8_t bytes[16], const char **ret_words)
{
	*ret_words = NULL;
	for (size_t i = 0; i < COUNT(embeddings); i++) {
		const struct embedding *embedding = &embeddings[i];
		uint8_t inner[4];

		if (!has_prefix(bytes, embedding->bytes, embedding->bits))
			continue;
		for (size_t k = 0; k < 4; k++)
			inner[k] = bytes[embedding->at + k] ^
			    (embedding->is_inverted ? 0xff : 0);
		if (*ret_words == NULL)
			*ret_words = refusal_v4(guard, inner);
		if (embedding->is_whole)
			return true;
	}
	if (*ret_words == NULL && is_isatap(bytes))
		*ret_words = refusal_v4(guard, bytes + 12);
	return false;
}

static const char *
refusal_v6(const struct guard *guard, const struct ip_address *address)
{
	const char *words, *inside;

	if (is_allowed_by(guard, address))
		return NULL;
	if (look_inside(guard, address->bytes, &inside))
		return inside;
	words = refusal_in(refused_v6, COUNT(refused_v6), address->bytes);
	if (words != NULL)
		return words;
	if (!has_prefix(
		address->bytes, global_unicast.bytes, global_unicast.bits))
		return "a reserved address";
	return inside;
}

const char *
guard_refusal(const struct guard *guard, const struct ip_address *address)
{
	switch (address->family) {
	case 4: return refusal_v4(guard, address->bytes);
	case 6: return refusal_v6(guard, address);
	default: return "no address";
	}
}

bool
guard_is_private(const char *refusal)
{
	return refusal == private_words;
}

static bool
has_bits_beyond(const struct ip_address *address, unsigned bits)
{
	for (unsigned i = bits; i < ip_address_len(address) * 8; i++) {
		if ((address->bytes[i / 8] >> (7 - i % 8) & 1) != 0)
			return true;
	}
	return false;
}

static bool
parse_bits(const char *text, unsigned most, unsigned *ret_bits)
{
	size_t len = strspn(text, "0123456789");
	unsigned long number;

	if (len == 0 || len > 3 || text[len] != '\0' ||
	    (len > 1 && text[0] == '0'))
		return false;
	number = strtoul(text, NULL, 10);
	*ret_bits = (unsigned)number;
	return number <= most;
}

bool
guard_range_parse(
    const char *text, struct guard_range *ret_range, struct error *err)
{
	size_t len = strcspn(text, "/");
	CLEANUP(free) char *address = mem_strndup(text, len);
	struct guard_range range = {.bits = 0};
	unsigned most;

	if (!ip_address_parse(address, &range.address))
		return error_set(err, ERROR_INVALID,
		    "is no range of addresses; write 192.0.2.0/24, "
		    "2001:db8::/32 or a single address");
	most = (unsigned)ip_address_len(&range.address) * 8;
	range.bits = most;
	if (text[len] == '/' && !parse_bits(text + len + 1, most, &range.bits))
		return error_set(err, ERROR_INVALID,
		    "has no prefix length from 0 to %u", most);
	if (has_bits_beyond(&range.address, range.bits))
		return error_set(err, ERROR_INVALID,
		    "has bits set beyond its prefix of %u; set them to 0, or "
		    "write a longer prefix",
		    range.bits);
	*ret_range = range;
	return true;
}
