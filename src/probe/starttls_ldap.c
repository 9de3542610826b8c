/*
 * LDAP: the extended request 1.3.6.1.4.1.1466.20037 (RFC 4511 4.14). The answer
 * is an ExtendedResponse with a result code and words; a Notice of
 * Disconnection (4.4.1) comes in the same form, as message 0.
 */
#include "probe/starttls.h"

enum {
	TAG_INTEGER = 0x02,
	TAG_OCTETS = 0x04,
	TAG_ENUMERATED = 0x0a,
	TAG_SEQUENCE = 0x30,
	TAG_EXTENDED_RESPONSE = 0x78,
	RESULT_PROTOCOL_ERROR = 2, /* who does not know the request */
	RESULT_UNWILLING = 53,
};

/* A piece of BER, of definite length. */
struct piece {
	uint8_t tag;
	const uint8_t *content;
	size_t len;
};

enum reading { READING_WHOLE, READING_WAITS, READING_WRONG };

static void
begin(struct dialogue *dialogue)
{
	static const uint8_t request[] = "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
					 "1.3.6.1.4.1.1466.20037";

	dialogue->awaited = "the answer to StartTLS";
	dialogue_say_bytes(dialogue, request, sizeof request - 1);
}

/* Reads the piece that p begins with. */
static enum reading
read_piece(const uint8_t *p, size_t len, struct piece *ret_piece)
{
	size_t head = 2, content;

	if (len < 2)
		return READING_WAITS;
	content = p[1];
	if (content >= 0x80) {
		size_t count = content & 0x7f;

		if (count == 0 || count > 4)
			return READING_WRONG;
		if (len < head + count)
			return READING_WAITS;
		content = 0;
		for (size_t i = 0; i < count; i++)
			content = content << 8 | p[head + i];
		head += count;
	}
	if (content > DIALOGUE_MAX_INPUT)
		return READING_WRONG;
	*ret_piece = (struct piece){p[0], p + head, content};
	return len - head < content ? READING_WAITS : READING_WHOLE;
}

/* The next piece of a sequence, which moves behind it. */
static bool
next_piece(struct piece *sequence, uint8_t tag, struct piece *ret_piece)
{
	size_t taken;

	if (read_piece(sequence->content, sequence->len, ret_piece) !=
		READING_WHOLE ||
	    ret_piece->tag != tag)
		return false;
	taken =
	    (size_t)(ret_piece->content - sequence->content) + ret_piece->len;
	sequence->content += taken;
	sequence->len -= taken;
	return true;
}

static enum dialogue_step
fail_wrong(struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL, bytes,
	    len, "something else than LDAP answers");
}

static enum dialogue_step
fail_by_code(
    struct dialogue *dialogue, unsigned code, const struct piece *words)
{
	enum failure failure =
	    code == RESULT_PROTOCOL_ERROR || code == RESULT_UNWILLING
	    ? FAILURE_STARTTLS_NOT_OFFERED
	    : FAILURE_STARTTLS_REFUSED;

	return dialogue_fail(dialogue, failure, words->content, words->len,
	    "the server refuses StartTLS with result code %u", code);
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	struct piece message, id, response, code, dn, words;
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes), whole;

	if (len > 0 && bytes[0] != TAG_SEQUENCE)
		return fail_wrong(dialogue);
	switch (read_piece(bytes, len, &message)) {
	case READING_WAITS: return DIALOGUE_WAITS;
	case READING_WRONG: return fail_wrong(dialogue);
	case READING_WHOLE: break;
	}
	whole = (size_t)(message.content - bytes) + message.len;
	if (!next_piece(&message, TAG_INTEGER, &id) ||
	    !next_piece(&message, TAG_EXTENDED_RESPONSE, &response) ||
	    !next_piece(&response, TAG_ENUMERATED, &code) || code.len != 1 ||
	    !next_piece(&response, TAG_OCTETS, &dn) ||
	    !next_piece(&response, TAG_OCTETS, &words))
		return fail_wrong(dialogue);
	if (code.content[0] != 0)
		return fail_by_code(dialogue, code.content[0], &words);
	if (id.len != 1 || id.content[0] != 1)
		return fail_wrong(dialogue);
	dialogue_take(dialogue, whole);
	return DIALOGUE_DONE;
}

const struct dialogue_kind starttls_ldap = {
    STARTTLS_KIND_COMMON,
    .name = "LDAP",
    .begin = begin,
    .receive = receive,
};
