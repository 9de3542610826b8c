/* What need not be told; see silence.h. */
#include "model/silence.h"

#include <ctype.h>
#include <string.h>

#include "base/duration.h"
#include "base/hex.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"

static const char *const end_table[SILENCE_END_COUNT] = {
    [SILENCE_ENDED] = "ended",
    [SILENCE_LAPSED] = "lapsed",
    [SILENCE_REMOVED] = "removed",
};

const struct names silence_end_names = NAMES_INIT(end_table);

struct silence *
silence_new(void)
{
	struct silence *silence = MEM_NEW(struct silence);

	silence->finding = FINDING_COUNT;
	return silence;
}

void
silence_free(struct silence *silence)
{
	if (silence == NULL)
		return;
	scope_clear(&silence->scope);
	free(silence->reason);
	free(silence->author);
	free(silence);
}

struct silence *
silence_copy(const struct silence *silence)
{
	struct silence *copy = MEM_NEW(struct silence);

	*copy = *silence;
	scope_copy(&copy->scope, &silence->scope);
	copy->reason = mem_strdup(silence->reason);
	copy->author = mem_strdup(silence->author);
	return copy;
}

bool
silence_set_certificate(
    struct silence *silence, const char *text, struct error *err)
{
	size_t len = 0;

	for (; *text != '\0'; text++) {
		if (*text == ':')
			continue;
		if (!isxdigit((unsigned char)*text) ||
		    len == SILENCE_DIGITS_MAX)
			return error_set(err, ERROR_INVALID,
			    "a certificate is named by its SHA-256, or the "
			    "start of it, in hexadecimal digits");
		silence->certificate[len++] =
		    (char)tolower((unsigned char)*text);
	}
	silence->certificate[len] = '\0';
	return len >= SILENCE_DIGITS_MIN ||
	    error_set(err, ERROR_INVALID,
		"at least %d digits of the certificate's SHA-256 are needed",
		SILENCE_DIGITS_MIN);
}

bool
silence_is_of_certificate(
    const struct silence *silence, const uint8_t sha256[CERT_SHA256_LEN])
{
	char digits[SILENCE_DIGITS_MAX + 1];

	hex_encode(sha256, CERT_SHA256_LEN, digits);
	return silence->certificate[0] != '\0' &&
	    strncmp(digits, silence->certificate,
		strlen(silence->certificate)) == 0;
}

static bool
is_given(const char *text, const char *what, struct error *err)
{
	if (text == NULL || *text == '\0')
		return error_set(err, ERROR_INVALID, "%s is missing", what);
	return strnlen(text, SILENCE_TEXT_MAX + 1) <= SILENCE_TEXT_MAX ||
	    error_set(err, ERROR_LIMIT, "%s is longer than %d bytes", what,
		SILENCE_TEXT_MAX);
}

bool
silence_check(const struct silence *silence, int64_t now, struct error *err)
{
	char at[TIMESTAMP_TEXT_MAX];

	if (!is_given(silence->reason, "a reason", err) ||
	    !is_given(silence->author, "who says so", err))
		return false;
	if (silence->ends_at <= now)
		return error_set(err, ERROR_INVALID,
		    "it would have ended already, at %s",
		    timestamp_format(silence->ends_at, at));
	if (silence->ends_at - now > SILENCE_MAX_S)
		return error_set(err, ERROR_LIMIT,
		    "it would last longer than %d days; end it sooner, and say "
		    "so again then",
		    SILENCE_MAX_S / 86400);
	if (silence->is_tied && silence->certificate[0] == '\0')
		return error_set(err, ERROR_INVALID,
		    "there is no certificate that it could lapse with");
	return true;
}

void
silence_add_words(const struct silence *silence, struct strbuf *buf)
{
	char until[TIMESTAMP_TEXT_MAX];

	if (silence->number != 0)
		strbuf_addf(
		    buf, "silence %lld by ", (long long)silence->number);
	else
		strbuf_add(buf, "silence of the configuration by ");
	safe_print(
	    buf, silence->author, strlen(silence->author), SILENCE_TEXT_MAX);
	strbuf_addf(
	    buf, " until %s: ", timestamp_words(silence->ends_at, until));
	safe_print(
	    buf, silence->reason, strlen(silence->reason), SILENCE_TEXT_MAX);
}

void
silence_add_subject(const struct silence *silence, struct strbuf *buf)
{
	if (silence->finding != FINDING_COUNT)
		strbuf_addf(buf, "%s at ", finding_code_text(silence->finding));
	scope_add_words(&silence->scope, buf);
	if (silence->certificate[0] != '\0')
		strbuf_addf(buf, ", certificate %.16s%s", silence->certificate,
		    silence->is_tied ? ", as long as it is shown" : "");
}
