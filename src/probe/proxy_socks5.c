/*
 * SOCKS5 (RFC 1928), with user and password (RFC 1929). Messages are as long as
 * they say, so no byte beyond the last is taken: it is the target's.
 */
#include "probe/proxy.h"

#include <string.h>

enum { VERSION = 5, AUTH_VERSION = 1, COMMAND_CONNECT = 1 };
enum { METHOD_NONE = 0, METHOD_PASSWORD = 2, METHOD_REFUSED = 0xff };
enum { ADDRESS_V4 = 1, ADDRESS_NAME = 3, ADDRESS_V6 = 4 };

enum stage { STAGE_METHOD, STAGE_PASSWORD, STAGE_REPLY };

/* RFC 1928 6. */
static const struct reply {
	const char *words;
	enum failure failure;
} replies[] = {
    [1] = {"general failure", FAILURE_PROXY_REFUSED},
    [2] = {"not allowed by its rules", FAILURE_PROXY_REFUSED},
    [3] = {"network unreachable", FAILURE_UNREACHABLE},
    [4] = {"host unreachable", FAILURE_UNREACHABLE},
    [5] = {"connection refused", FAILURE_CONNECT_REFUSED},
    [6] = {"time to live expired", FAILURE_CONNECT_TIMEOUT},
    [7] = {"command not supported", FAILURE_PROXY_REFUSED},
    [8] = {"kind of address not supported", FAILURE_PROXY_REFUSED},
};

static void
begin(struct dialogue *dialogue)
{
	static const uint8_t plain[] = {VERSION, 1, METHOD_NONE};
	static const uint8_t either[] = {
	    VERSION, 2, METHOD_NONE, METHOD_PASSWORD};

	if (proxy_credentials(dialogue) != NULL)
		dialogue_say_bytes(dialogue, either, sizeof either);
	else
		dialogue_say_bytes(dialogue, plain, sizeof plain);
	dialogue->awaited = "its choice of method";
}

static void
say_counted(struct dialogue *dialogue, const char *text)
{
	size_t len = strlen(text);
	uint8_t count = (uint8_t)(len < 255 ? len : 255);

	dialogue_say_bytes(dialogue, &count, 1);
	dialogue_say_bytes(dialogue, text, count);
}

static void
say_credentials(struct dialogue *dialogue)
{
	const struct credentials *credentials = proxy_credentials(dialogue);
	const uint8_t version = AUTH_VERSION;

	dialogue_say_bytes(dialogue, &version, 1);
	say_counted(dialogue, credentials->user);
	say_counted(dialogue, credentials->password);
	dialogue->stage = STAGE_PASSWORD;
	dialogue->awaited = "its answer to the credentials";
}

static void
say_request(struct dialogue *dialogue)
{
	struct ip_address address;
	bool is_address = ip_address_parse(dialogue->name, &address);
	uint8_t head[] = {VERSION, COMMAND_CONNECT, 0, ADDRESS_NAME};
	const uint8_t port[] = {
	    (uint8_t)(dialogue->port >> 8), (uint8_t)dialogue->port};

	if (is_address)
		head[3] = address.family == 4 ? ADDRESS_V4 : ADDRESS_V6;
	dialogue_say_bytes(dialogue, head, sizeof head);
	if (is_address)
		dialogue_say_bytes(
		    dialogue, address.bytes, ip_address_len(&address));
	else
		say_counted(dialogue, dialogue->name);
	dialogue_say_bytes(dialogue, port, sizeof port);
	dialogue->stage = STAGE_REPLY;
	dialogue->awaited = "its reply to the request";
}

static enum dialogue_step
fail_garbage(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	return dialogue_fail(dialogue, FAILURE_PROXY_GARBAGE, bytes, len,
	    "what answers is no SOCKS5 proxy");
}

static enum dialogue_step
receive_method(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);
	uint8_t method;

	if (len >= 1 && bytes[0] != VERSION)
		return fail_garbage(dialogue);
	if (len < 2)
		return DIALOGUE_WAITS;
	method = bytes[1];
	if (method == METHOD_REFUSED)
		return dialogue_fail(dialogue, FAILURE_PROXY_CREDENTIALS, NULL,
		    0,
		    proxy_credentials(dialogue) != NULL
			? "the proxy takes neither a user with a password nor "
			  "nobody"
			: "the proxy wants credentials, and there are none");
	if (method == METHOD_PASSWORD && proxy_credentials(dialogue) != NULL)
		say_credentials(dialogue);
	else if (method == METHOD_NONE)
		say_request(dialogue);
	else
		return fail_garbage(dialogue);
	dialogue_take(dialogue, 2);
	return DIALOGUE_DONE;
}

static enum dialogue_step
receive_password(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (len >= 1 && bytes[0] != AUTH_VERSION)
		return fail_garbage(dialogue);
	if (len < 2)
		return DIALOGUE_WAITS;
	if (bytes[1] != 0)
		return dialogue_fail(dialogue, FAILURE_PROXY_CREDENTIALS, NULL,
		    0, "the proxy does not take the credentials (status %u)",
		    bytes[1]);
	dialogue_take(dialogue, 2);
	say_request(dialogue);
	return DIALOGUE_DONE;
}

static enum dialogue_step
refuse(struct dialogue *dialogue, uint8_t code)
{
	enum failure failure = FAILURE_PROXY_REFUSED;
	const char *words = "no reason known";

	if (code < sizeof replies / sizeof replies[0]) {
		failure = replies[code].failure;
		words = replies[code].words;
	}
	return dialogue_fail(dialogue, failure, NULL, 0,
	    "the proxy %s %.80s port %u: %s (reply %u)",
	    failure == FAILURE_PROXY_REFUSED ? "refuses the way to"
					     : "does not get through to",
	    dialogue->name, dialogue->port, words, code);
}

/* The whole reply by what its first bytes say; 0: they do not say it yet. */
static size_t
reply_len(const uint8_t *bytes, size_t len)
{
	if (len < 4 || (bytes[3] == ADDRESS_NAME && len < 5))
		return 0;
	if (bytes[3] == ADDRESS_NAME)
		return 4 + 1 + (size_t)bytes[4] + 2;
	return 4 + (bytes[3] == ADDRESS_V4 ? 4 : 16) + 2;
}

static enum dialogue_step
receive_reply(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes), whole;

	if (len >= 1 && bytes[0] != VERSION)
		return fail_garbage(dialogue);
	if (len >= 2 && bytes[1] != 0)
		return refuse(dialogue, bytes[1]);
	if (len >= 4 && bytes[3] != ADDRESS_V4 && bytes[3] != ADDRESS_NAME &&
	    bytes[3] != ADDRESS_V6)
		return fail_garbage(dialogue);
	whole = reply_len(bytes, len);
	if (whole == 0 || len < whole)
		return DIALOGUE_WAITS;
	dialogue_take(dialogue, whole);
	return DIALOGUE_DONE;
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	enum dialogue_step step = DIALOGUE_DONE;

	if (dialogue->stage == STAGE_METHOD)
		step = receive_method(dialogue);
	if (step == DIALOGUE_DONE && dialogue->stage == STAGE_PASSWORD)
		step = receive_password(dialogue);
	return step == DIALOGUE_DONE ? receive_reply(dialogue) : step;
}

const struct dialogue_kind proxy_socks5 = {
    PROXY_KIND_COMMON,
    .name = "SOCKS5 proxy",
    .begin = begin,
    .receive = receive,
};
