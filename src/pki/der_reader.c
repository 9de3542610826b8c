/* One element at a time; see der_reader.h. */
#include "pki/der_reader.h"

#define LONG_FORM 0x80
#define LENGTH_OCTETS_MAX 4
#define NUMBER_MASK 0x1f /* all set: the number follows in more octets */

uint8_t
der_peek(const struct der_slice *from)
{
	return from->len == 0 ? 0 : from->at[0];
}

/* The length octets at p; moves it behind them. */
static bool
read_length(const uint8_t **p, const uint8_t *end, size_t *ret_len)
{
	size_t len, octets;

	if (*p == end)
		return false;
	len = *(*p)++;
	if (len >= LONG_FORM) {
		octets = len - LONG_FORM;
		if (octets == 0 || octets > LENGTH_OCTETS_MAX ||
		    octets > (size_t)(end - *p))
			return false;
		for (len = 0; octets > 0; octets--)
			len = len << 8 | *(*p)++;
	}
	*ret_len = len;
	return len <= (size_t)(end - *p);
}

bool
der_take(struct der_slice *from, struct der_element *ret_element)
{
	const uint8_t *p = from->at, *end = from->at + from->len;
	struct der_element element = {.identifier = der_peek(from)};

	if (from->len == 0 || (*p++ & NUMBER_MASK) == NUMBER_MASK ||
	    !read_length(&p, end, &element.content.len))
		return false;
	element.content.at = p;
	element.whole.at = from->at;
	element.whole.len = (size_t)(p - from->at) + element.content.len;
	from->at += element.whole.len;
	from->len -= element.whole.len;
	*ret_element = element;
	return true;
}

bool
der_take_as(
    struct der_slice *from, uint8_t identifier, struct der_element *ret_element)
{
	return der_peek(from) == identifier && der_take(from, ret_element);
}

enum der_begin
der_begin(const struct der_slice *from, struct der_header *ret_header)
{
	struct der_header header = {.identifier = der_peek(from)};
	size_t octets, len;

	if ((header.identifier & NUMBER_MASK) == NUMBER_MASK && from->len > 0)
		return DER_NO_HEADER;
	if (from->len < 2)
		return DER_CUT;
	len = from->at[1];
	header.header_len = 2;
	if (len >= LONG_FORM) {
		octets = len - LONG_FORM;
		if (octets == 0 || octets > LENGTH_OCTETS_MAX)
			return DER_NO_HEADER;
		if (from->len < 2 + octets)
			return DER_CUT;
		for (len = 0; octets > 0; octets--)
			len = len << 8 | from->at[header.header_len++];
	}
	header.content_len = len;
	*ret_header = header;
	return DER_BEGINS;
}
