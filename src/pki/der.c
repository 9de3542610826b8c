/* Walks nested elements and checks the form of each; see der.h. */
#include "pki/der.h"

#include <stdbool.h>

#define CLASS_MASK 0xc0u
#define CLASS_UNIVERSAL 0x00u
#define CONSTRUCTED 0x20u
#define NUMBER_MASK 0x1fu

enum {
	TAG_BOOLEAN = 1,
	TAG_INTEGER = 2,
	TAG_BIT_STRING = 3,
	TAG_ENUMERATED = 10,
	TAG_SEQUENCE = 16,
	TAG_SET = 17,
};

struct element {
	uint8_t identifier;
	const uint8_t *content;
	size_t len;
};

/* Identifiers beyond 30 take more octets; certificates have none of them in
 * universal tags, so their number is only passed over. */
static const char *
read_identifier(const uint8_t **p, const uint8_t *end, uint8_t *ret_identifier)
{
	*ret_identifier = *(*p)++;
	if ((*ret_identifier & NUMBER_MASK) != NUMBER_MASK)
		return NULL;
	if (*p < end && **p == 0x80)
		return "a tag is not in its shortest form";
	while (*p < end && (**p & 0x80) != 0)
		(*p)++;
	if (*p == end)
		return "a tag is cut short";
	(*p)++;
	return NULL;
}

static const char *
read_length(const uint8_t **p, const uint8_t *end, size_t *ret_len)
{
	size_t count, len = 0;

	if (*p == end)
		return "a length is missing";
	if (**p < 0x80) {
		*ret_len = *(*p)++;
		return NULL;
	}
	count = *(*p)++ & 0x7fu;
	if (count == 0)
		return "a length is left open (BER)";
	if (count > 4 || (size_t)(end - *p) < count)
		return "a length makes no sense";
	for (size_t i = 0; i < count; i++)
		len = len << 8 | *(*p)++;
	if (len < 0x80 || len >> (8 * (count - 1)) == 0)
		return "a length is not in its shortest form";
	*ret_len = len;
	return NULL;
}

static const char *
check_integer(const uint8_t *content, size_t len)
{
	if (len == 0)
		return "a number has no octet";
	if (len > 1 &&
	    ((content[0] == 0x00 && content[1] < 0x80) ||
		(content[0] == 0xff && content[1] >= 0x80)))
		return "a number is not in its shortest form";
	return NULL;
}

static const char *
check_bits(const uint8_t *content, size_t len)
{
	uint8_t unused = len > 0 ? content[0] : 0xff;

	if (unused > 7 || (len == 1 && unused != 0))
		return "a bit string counts its bits wrongly";
	if (len > 1 && (content[len - 1] & ((1u << unused) - 1)) != 0)
		return "unused bits of a bit string are set";
	return NULL;
}

/* The value of a universal, primitive element. */
static const char *
check_value(const struct element *element)
{
	switch (element->identifier & NUMBER_MASK) {
	case TAG_BOOLEAN:
		if (element->len != 1 ||
		    (element->content[0] != 0x00 &&
			element->content[0] != 0xff))
			return "a boolean is neither 00 nor ff";
		return NULL;
	case TAG_INTEGER:
	case TAG_ENUMERATED:
		return check_integer(element->content, element->len);
	case TAG_BIT_STRING: return check_bits(element->content, element->len);
	case TAG_SEQUENCE:
	case TAG_SET: return "a sequence is marked as primitive";
	default: return NULL; /* ASN.1's numbers, not an enum of ours */
	}
}

static bool
may_be_constructed(uint8_t identifier)
{
	unsigned number = identifier & NUMBER_MASK;

	return (identifier & CLASS_MASK) != CLASS_UNIVERSAL ||
	    number == TAG_SEQUENCE || number == TAG_SET;
}

static const char *
find_fault(const uint8_t *p, const uint8_t *end, unsigned depth)
{
	const char *fault = NULL;

	if (depth > DER_MAX_DEPTH && p < end)
		return "elements are nested too deeply";
	while (p < end && fault == NULL) {
		struct element element = {0};

		fault = read_identifier(&p, end, &element.identifier);
		if (fault == NULL)
			fault = read_length(&p, end, &element.len);
		if (fault != NULL)
			return fault;
		if (element.len > (size_t)(end - p))
			return "an element is longer than what holds it";
		element.content = p;
		p += element.len;
		if ((element.identifier & CONSTRUCTED) == 0)
			fault =
			    (element.identifier & CLASS_MASK) == CLASS_UNIVERSAL
			    ? check_value(&element)
			    : NULL;
		else if (!may_be_constructed(element.identifier))
			fault = "a string is made of parts (BER)";
		else
			fault = find_fault(element.content, p, depth + 1);
	}
	return fault;
}

const char *
der_find_fault(const uint8_t *bytes, size_t len)
{
	return len == 0 ? NULL : find_fault(bytes, bytes + len, 1);
}
