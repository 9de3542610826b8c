/*
 * PostgreSQL (protocol 3.0, "SSL Session Encryption"): the client sends an
 * SSLRequest, the server answers with one byte, S for yes and N for no. Where
 * it cannot even say that much, an ErrorResponse comes.
 */
#include "probe/starttls.h"

#include <string.h>

enum { ERROR_HEAD = 5 }; /* 'E' and a length, which counts itself */

static void
begin(struct dialogue *dialogue)
{
	static const uint8_t request[] = {0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f};

	dialogue->awaited = "the answer to SSLRequest";
	dialogue_say_bytes(dialogue, request, sizeof request);
}

/* Fields, each a letter and a text that ends with NUL: M is for people. A
 * server older than protocol 3.0 sends a bare text. */
static enum dialogue_step
fail_by_error(struct dialogue *dialogue, const uint8_t *bytes, size_t len)
{
	const uint8_t *end = bytes + len, *at = bytes + ERROR_HEAD;

	while (at < end && *at != 0) {
		const uint8_t *text = at + 1;
		const uint8_t *stop = memchr(text, 0, (size_t)(end - text));

		if (stop == NULL)
			break;
		if (*at == 'M')
			return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED,
			    text, (size_t)(stop - text),
			    "the server refuses the connection");
		at = stop + 1;
	}
	return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, bytes + 1,
	    len - 1, "the server refuses the connection");
}

static enum dialogue_step
receive_error(struct dialogue *dialogue, const uint8_t *bytes, size_t len)
{
	size_t message;

	if (len < ERROR_HEAD)
		return DIALOGUE_WAITS;
	message = (size_t)bytes[1] << 24 | (size_t)bytes[2] << 16 |
	    (size_t)bytes[3] << 8 | bytes[4];
	if (message < 4 || message > DIALOGUE_MAX_INPUT)
		return fail_by_error(dialogue, bytes, len);
	return len < message + 1 ? DIALOGUE_WAITS
				 : fail_by_error(dialogue, bytes, message + 1);
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (len == 0)
		return DIALOGUE_WAITS;
	switch (bytes[0]) {
	case 'S': dialogue_take(dialogue, 1); return DIALOGUE_DONE;
	case 'N':
		return dialogue_fail(dialogue, FAILURE_STARTTLS_NOT_OFFERED,
		    NULL, 0, "the server has TLS turned off (it answers N)");
	case 'E': return receive_error(dialogue, bytes, len);
	}
	return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL, bytes,
	    len, "something else than PostgreSQL answers");
}

const struct dialogue_kind starttls_postgres = {
    STARTTLS_KIND_COMMON,
    .name = "PostgreSQL",
    .begin = begin,
    .receive = receive,
};
