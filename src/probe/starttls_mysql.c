/*
 * MySQL and MariaDB (client/server protocol, "Connection Phase"): the server
 * greets with a packet that says what it can do; the client asks for TLS with
 * the first half of its answer and goes on with TLS at once.
 */
#include "probe/starttls.h"

#include <string.h>

enum {
	HEAD = 4, /* 24 bits of length, and a number */
	PROTOCOL_10 = 10,
	PACKET_ERROR = 0xff,
	/* behind the version's NUL: thread, salt, a filler; then flags */
	FLAGS_AT = 4 + 8 + 1,
	/* what the client can do */
	CLIENT_PROTOCOL_41 = 0x200,
	CLIENT_SSL = 0x800,
	CLIENT_SECURE_CONNECTION = 0x8000,
};

/* A login of nobody, which is refused. Who leaves without one is counted, and
 * after 100 times (max_connect_errors) the server bars the whole machine. */
static const uint8_t login[4 + 44] = {44, 0, 0, 2, 0, 0x8a, 0, 0, 0, 0, 0, 1,
    45, [36] = 'c', 'h', 'a', 'i', 'n', 'w', 'a', 't', 'c', 'h'};

static void
begin(struct dialogue *dialogue)
{
	dialogue->farewell = (struct farewell){login, sizeof login};
	dialogue->awaited = "the greeting";
}

/* A code, maybe a state of SQL, and words. */
static enum dialogue_step
fail_by_error(struct dialogue *dialogue, const uint8_t *packet, size_t len)
{
	size_t words = len >= 9 && packet[3] == '#' ? 9 : 3;

	if (len < 3)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, NULL,
		    0, "the server refuses the connection");
	return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, packet + words,
	    len - words, "the server refuses the connection with error %u",
	    packet[1] | (unsigned)packet[2] << 8);
}

static void
ask(struct dialogue *dialogue, uint8_t number)
{
	uint8_t request[HEAD + 32] = {32, 0, 0};
	unsigned flags =
	    CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION;

	request[3] = (uint8_t)(number + 1);
	request[4] = (uint8_t)flags;
	request[5] = (uint8_t)(flags >> 8);
	request[11] = 1;  /* packets of 16 MB at most */
	request[12] = 45; /* utf8mb4 */
	dialogue_say_bytes(dialogue, request, sizeof request);
}

static enum dialogue_step
fail_wrong(struct dialogue *dialogue, const uint8_t *bytes, size_t len)
{
	return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL, bytes,
	    len, "something else than MySQL answers");
}

static enum dialogue_step
take_greeting(struct dialogue *dialogue, const uint8_t *bytes, size_t len)
{
	const uint8_t *packet = bytes + HEAD, *end;
	size_t flags;

	if (packet[0] == PACKET_ERROR)
		return fail_by_error(dialogue, packet, len);
	end = memchr(packet, '\0', len);
	if (packet[0] != PROTOCOL_10 || end == NULL)
		return fail_wrong(dialogue, bytes, HEAD + len);
	flags = (size_t)(end + 1 - packet) + FLAGS_AT;
	if (flags + 2 > len)
		return fail_wrong(dialogue, bytes, HEAD + len);
	if (((packet[flags] | packet[flags + 1] << 8) & CLIENT_SSL) == 0)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_NOT_OFFERED,
		    packet + 1, (size_t)(end - packet - 1),
		    "the server has TLS turned off; its version is");
	ask(dialogue, bytes[3]);
	dialogue_take(dialogue, HEAD + len);
	return DIALOGUE_DONE;
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes), packet;

	if (len < HEAD)
		return DIALOGUE_WAITS;
	packet = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16;
	/* Text of another protocol reads as a packet of megabytes. */
	if (packet == 0 || HEAD + packet > DIALOGUE_MAX_INPUT || bytes[3] > 1)
		return fail_wrong(dialogue, bytes, len);
	return len < HEAD + packet ? DIALOGUE_WAITS
				   : take_greeting(dialogue, bytes, packet);
}

const struct dialogue_kind starttls_mysql = {
    STARTTLS_KIND_COMMON,
    .name = "MySQL",
    .begin = begin,
    .receive = receive,
};
