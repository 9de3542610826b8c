/* Retry-After; see retry_after.h. */
#include "notify/retry_after.h"

#include <stdbool.h>
#include <string.h>

#include "base/timestamp.h"

#define MAX_DIGITS 9

static int
digits(const char *text, size_t count)
{
	int number = 0;

	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

static int
month_of(const char *text)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++) {
		if (memcmp(text, names + i * 3, 3) == 0)
			return i + 1;
	}
	return -1;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT": the one form that may be sent. */
static bool
parse_date(const char *text, int64_t *ret_seconds)
{
	static const char shape[] = "???, ?? ??? ???? ??:??:?? GMT";
	size_t len = sizeof shape - 1;

	if (strlen(text) != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (shape[i] != '?' && shape[i] != text[i])
			return false;
	}
	return timestamp_from_fields(digits(text + 12, 4), month_of(text + 8),
	    digits(text + 5, 2), digits(text + 17, 2), digits(text + 20, 2),
	    digits(text + 23, 2), ret_seconds);
}

int64_t
retry_after_parse(const char *text, int64_t now)
{
	size_t len = strlen(text);
	int64_t at = 0;

	if (len > 0 && len <= MAX_DIGITS && strspn(text, "0123456789") == len)
		return digits(text, len);
	if (!parse_date(text, &at))
		return -1;
	return at > now ? at - now : 0;
}
