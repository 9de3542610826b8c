/*
 * CONNECT (RFC 9110 9.3.6). The answer's head is read line by line, and no byte
 * beyond it: what follows is the target's. A body of a refusal is not waited
 * for.
 */
#include "probe/proxy.h"

#include <string.h>

enum stage {
	STAGE_STATUS,
	STAGE_INTERIM, /* the fields of a 1xx: another status follows */
	STAGE_FIELDS,
};

#define STATUS_START "HTTP/1."
#define STATUS_LEN 12 /* "HTTP/1.1 200" */

static void
say_base64(struct dialogue *dialogue, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		uint32_t bits = (uint32_t)bytes[i] << 16;
		char four[4];

		if (i + 1 < len)
			bits |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < len)
			bits |= bytes[i + 2];
		four[0] = digits[bits >> 18];
		four[1] = digits[bits >> 12 & 63];
		four[2] = i + 1 < len ? digits[bits >> 6 & 63] : '=';
		four[3] = i + 2 < len ? digits[bits & 63] : '=';
		dialogue_say_bytes(dialogue, four, sizeof four);
	}
}

static void
say_credentials(
    struct dialogue *dialogue, const struct credentials *credentials)
{
	uint8_t both[2 * CREDENTIALS_MAX + 1];
	size_t user = strlen(credentials->user);
	size_t password = strlen(credentials->password);

	memcpy(both, credentials->user, user);
	both[user] = ':';
	memcpy(both + user + 1, credentials->password, password);
	dialogue_say(dialogue, "Proxy-Authorization: Basic ");
	say_base64(dialogue, both, user + 1 + password);
	dialogue_say(dialogue, "\r\n");
	explicit_bzero(both, sizeof both);
}

static void
begin(struct dialogue *dialogue)
{
	bool is_v6 = strchr(dialogue->name, ':') != NULL;
	const char *open = is_v6 ? "[" : "", *close = is_v6 ? "]" : "";
	const struct credentials *credentials = proxy_credentials(dialogue);

	for (int i = 0; i < 2; i++)
		dialogue_say(dialogue, "%s%s%s%s:%u%s\r\n",
		    i == 0 ? "CONNECT " : "Host: ", open, dialogue->name, close,
		    dialogue->port, i == 0 ? " HTTP/1.1" : "");
	if (credentials != NULL)
		say_credentials(dialogue, credentials);
	dialogue_say(dialogue, "\r\n");
	dialogue->awaited = "its answer to CONNECT";
}

/* What a status says about the target rather than about the proxy. */
static enum failure
failure_of(unsigned status)
{
	switch (status) {
	case 500: /* tinyproxy's */
	case 502:
	case 503: return FAILURE_UNREACHABLE;
	case 504: return FAILURE_CONNECT_TIMEOUT;
	case 401: /* tinyproxy's, for wrong ones */
	case 407: return FAILURE_PROXY_CREDENTIALS;
	default: return FAILURE_PROXY_REFUSED;
	}
}

static enum dialogue_step
refuse(struct dialogue *dialogue, unsigned status, const char *line, size_t len)
{
	enum failure failure = failure_of(status);
	const char *words = "the proxy refuses the way to";

	if (failure == FAILURE_PROXY_CREDENTIALS)
		words = proxy_credentials(dialogue) != NULL
		    ? "the proxy does not take the credentials, for the way to"
		    : "the proxy wants credentials, and there are none, for "
		      "the way to";
	else if (failure != FAILURE_PROXY_REFUSED)
		words = "the proxy does not get through to";
	return dialogue_fail(dialogue, failure, line, len, "%s %.80s port %u",
	    words, dialogue->name, dialogue->port);
}

static enum dialogue_step
fail_garbage(struct dialogue *dialogue, const void *bytes, size_t len)
{
	return dialogue_fail(dialogue, FAILURE_PROXY_GARBAGE, bytes, len,
	    "what answers is no HTTP proxy");
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
parse_status(const char *line, size_t len, unsigned *ret_status)
{
	if (len < STATUS_LEN || line[8] != ' ' || !is_digit(line[7]) ||
	    !is_digit(line[9]) || !is_digit(line[10]) || !is_digit(line[11]) ||
	    (len > STATUS_LEN && line[STATUS_LEN] != ' '))
		return false;
	*ret_status = (unsigned)((line[9] - '0') * 100 + (line[10] - '0') * 10 +
	    (line[11] - '0'));
	return true;
}

/* Before a whole line is there: can it become one? */
static bool
can_be_status(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (len > strlen(STATUS_START))
		len = strlen(STATUS_START);
	return len == 0 || memcmp(bytes, STATUS_START, len) == 0;
}

static enum dialogue_step
receive_status(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	const char *line;
	size_t len = dialogue_input(dialogue, &bytes);
	unsigned status;

	if (!can_be_status(dialogue))
		return fail_garbage(dialogue, bytes, len);
	if (!dialogue_take_line(dialogue, &line, &len))
		return DIALOGUE_WAITS;
	if (!parse_status(line, len, &status))
		return fail_garbage(dialogue, line, len);
	if (status >= 300)
		return refuse(dialogue, status, line, len);
	if (status == 101 || status < 100)
		return fail_garbage(dialogue, line, len);
	/* After one of 1xx another answer follows (RFC 9110 15.2). */
	dialogue->stage = status >= 200 ? STAGE_FIELDS : STAGE_INTERIM;
	return DIALOGUE_DONE;
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	for (;;) {
		const char *line;
		size_t len;

		if (dialogue->stage == STAGE_STATUS) {
			enum dialogue_step step = receive_status(dialogue);

			if (step != DIALOGUE_DONE)
				return step;
		}
		if (!dialogue_take_line(dialogue, &line, &len))
			return DIALOGUE_WAITS;
		if (len > 0)
			continue;
		if (dialogue->stage == STAGE_FIELDS)
			return DIALOGUE_DONE;
		dialogue->stage = STAGE_STATUS;
	}
}

const struct dialogue_kind proxy_http = {
    PROXY_KIND_COMMON,
    .name = "HTTP proxy",
    .begin = begin,
    .receive = receive,
};
