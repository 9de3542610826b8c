/* Reads certificate times strictly, and tells when it could not; see
 * cert_time.h. */
#include "pki/cert_time.h"

#include "base/timestamp.h"

/* n digits at p as a number; -1 when they are not digits. */
static int
read_digits(const unsigned char *p, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

/* MMDDHHMMSSZ behind the year. */
static bool
read_rest(int year, const unsigned char *p, int64_t *ret_seconds)
{
	if (year < 0 || p[10] != 'Z')
		return false;
	return timestamp_from_fields(year, read_digits(p, 2),
	    read_digits(p + 2, 2), read_digits(p + 4, 2), read_digits(p + 6, 2),
	    read_digits(p + 8, 2), ret_seconds);
}

bool
cert_time_read_octets(
    int tag, const uint8_t *octets, size_t len, int64_t *ret_seconds)
{
	const unsigned char *p = octets;
	int year;

	switch (tag) {
	case V_ASN1_UTCTIME:
		if (len != 13)
			return false;
		year = read_digits(p, 2);
		if (year >= 0)
			year += year < 50 ? 2000 : 1900;
		return read_rest(year, p + 2, ret_seconds);
	case V_ASN1_GENERALIZEDTIME:
		return len == 15 &&
		    read_rest(read_digits(p, 4), p + 4, ret_seconds);
	default: /* libcrypto's constants, not an enum of ours */ return false;
	}
}

/* ---- what RFC 5280 does not allow ---------------------------------------- */

struct cursor {
	const unsigned char *at, *end;
};

/* n digits; -1: they are not there. */
static int
take_digits(struct cursor *cursor, int n)
{
	int value =
	    cursor->end - cursor->at < n ? -1 : read_digits(cursor->at, n);

	if (value >= 0)
		cursor->at += n;
	return value;
}

static unsigned char
peek(const struct cursor *cursor)
{
	return cursor->at < cursor->end ? *cursor->at : 0;
}

static bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* A fraction counts for nothing, but must have digits. */
static bool
skip_fraction(struct cursor *cursor)
{
	cursor->at++;
	if (!is_digit(peek(cursor)))
		return false;
	while (is_digit(peek(cursor)))
		cursor->at++;
	return true;
}

/* "Z", or "+0100": seconds that are to be taken off. */
static bool
take_zone(struct cursor *cursor, int64_t *ret_offset)
{
	unsigned char sign = peek(cursor);
	int hours, minutes;

	*ret_offset = 0;
	if (sign == 'Z') {
		cursor->at++;
		return cursor->at == cursor->end;
	}
	if (sign != '+' && sign != '-')
		return false;
	cursor->at++;
	hours = take_digits(cursor, 2);
	minutes = take_digits(cursor, 2);
	if (hours < 0 || hours > 12 || minutes < 0 || minutes > 59 ||
	    cursor->at != cursor->end)
		return false;
	*ret_offset = (sign == '+' ? 60 : -60) * (60 * hours + minutes);
	return true;
}

/* Not left to ASN1_TIME_to_tm(), which reads all of these up to OpenSSL 3.5 or
 * so, but not in 3.6: what a certificate says must not depend on that. */
static bool
read_odd(int tag, struct cursor cursor, int64_t *ret_seconds)
{
	int year = take_digits(&cursor, tag == V_ASN1_UTCTIME ? 2 : 4);
	int fields[5] = {0}; /* month, day, hour, minute, second */
	int64_t offset;

	if (tag == V_ASN1_UTCTIME && year >= 0)
		year += year < 50 ? 2000 : 1900;
	for (int i = 0; i < 5; i++) {
		if (i == 4 && !is_digit(peek(&cursor)))
			break; /* without seconds */
		fields[i] = take_digits(&cursor, 2);
		if (i == 4 && tag == V_ASN1_GENERALIZEDTIME &&
		    peek(&cursor) == '.' && !skip_fraction(&cursor))
			return false;
	}
	if (year < 0 || !take_zone(&cursor, &offset) ||
	    !timestamp_from_fields(year, fields[0], fields[1], fields[2],
		fields[3], fields[4], ret_seconds))
		return false;
	*ret_seconds -= offset;
	return true;
}

bool
cert_time_read(const ASN1_TIME *time, int64_t *ret_seconds, bool *ret_is_odd)
{
	const unsigned char *octets;
	size_t len;
	int tag;

	if (time == NULL)
		return false;
	tag = ASN1_STRING_type(time);
	octets = ASN1_STRING_get0_data(time);
	len = (size_t)ASN1_STRING_length(time);
	*ret_is_odd = !cert_time_read_octets(tag, octets, len, ret_seconds);
	return !*ret_is_odd ||
	    ((tag == V_ASN1_UTCTIME || tag == V_ASN1_GENERALIZEDTIME) &&
		read_odd(
		    tag, (struct cursor){octets, octets + len}, ret_seconds));
}
