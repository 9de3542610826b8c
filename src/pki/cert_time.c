/* Reads certificate times strictly, and tells when it could not; see
 * cert_time.h. */
#include "pki/cert_time.h"

#include <time.h>

#include "base/timestamp.h"
#include "pki/crypto_error.h"

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

bool
cert_time_read(const ASN1_TIME *time, int64_t *ret_seconds, bool *ret_is_odd)
{
	struct tm tm;

	if (time == NULL)
		return false;
	if (cert_time_read_octets(ASN1_STRING_type(time),
		ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time),
		ret_seconds)) {
		*ret_is_odd = false;
		return true;
	}
	if (ASN1_TIME_to_tm(time, &tm) != 1 ||
	    !timestamp_from_fields(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		tm.tm_hour, tm.tm_min, tm.tm_sec, ret_seconds)) {
		crypto_error_drop();
		return false;
	}
	*ret_is_odd = true;
	return true;
}
