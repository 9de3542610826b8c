/*
 * The PROXY protocol ("The PROXY protocol, Versions 1 & 2", HAProxy): one
 * header before all else. The addresses are the true ones; where they are not
 * known, or of two families, the header says only that nothing stands between
 * (UNKNOWN, LOCAL), which receivers must take.
 */
#include "probe/proxy.h"

#include <stdlib.h>

#include "base/mem.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define SIGNATURE_LEN 12

enum { V2_LOCAL = 0x20, V2_PROXY = 0x21, V2_TCP4 = 0x11, V2_TCP6 = 0x21 };

struct ends {
	struct ip_address from, to;
};

static bool
are_known(const struct ends *ends)
{
	return ends->from.family != 0 && ends->from.family == ends->to.family;
}

static void
begin_v1(struct dialogue *dialogue)
{
	const struct ends *ends = dialogue->options;
	char from[IP_ADDRESS_TEXT_MAX], to[IP_ADDRESS_TEXT_MAX];

	if (!are_known(ends)) {
		dialogue_say(dialogue, "PROXY UNKNOWN\r\n");
		return;
	}
	dialogue_say(dialogue, "PROXY TCP%u %s %s %u %u\r\n", ends->from.family,
	    ip_address_format(&ends->from, from),
	    ip_address_format(&ends->to, to), ends->from.port, ends->to.port);
}

static void
say_port(struct dialogue *dialogue, uint16_t port)
{
	const uint8_t bytes[] = {(uint8_t)(port >> 8), (uint8_t)port};

	dialogue_say_bytes(dialogue, bytes, sizeof bytes);
}

static void
begin_v2(struct dialogue *dialogue)
{
	const struct ends *ends = dialogue->options;
	bool is_known = are_known(ends);
	size_t len = ip_address_len(&ends->from);
	uint8_t head[] = {V2_LOCAL, 0, 0, 0};

	if (is_known) {
		head[0] = V2_PROXY;
		head[1] = ends->from.family == 4 ? V2_TCP4 : V2_TCP6;
		head[3] = (uint8_t)(2 * len + 4);
	}
	dialogue_say_bytes(dialogue, SIGNATURE, SIGNATURE_LEN);
	dialogue_say_bytes(dialogue, head, sizeof head);
	if (!is_known)
		return;
	dialogue_say_bytes(dialogue, ends->from.bytes, len);
	dialogue_say_bytes(dialogue, ends->to.bytes, len);
	say_port(dialogue, ends->from.port);
	say_port(dialogue, ends->to.port);
}

/* Nothing is answered to it. */
static enum dialogue_step
receive(UNUSED struct dialogue *dialogue)
{
	return DIALOGUE_DONE;
}

static void
clear(struct dialogue *dialogue)
{
	free(dialogue->options);
}

const struct dialogue_kind proxy_header_v1 = {
    .name = "PROXY header",
    .peer = "the server",
    .begin = begin_v1,
    .receive = receive,
    .clear = clear,
};

const struct dialogue_kind proxy_header_v2 = {
    .name = "PROXY header",
    .peer = "the server",
    .begin = begin_v2,
    .receive = receive,
    .clear = clear,
};

struct dialogue *
proxy_header_dialogue(enum proxy_header header, const struct ip_address *from,
    const struct ip_address *to)
{
	const struct ends ends = {.from = *from, .to = *to};

	if (header == PROXY_HEADER_NONE)
		return NULL;
	return dialogue_new(
	    header == PROXY_HEADER_V1 ? &proxy_header_v1 : &proxy_header_v2,
	    NULL, 0, NULL, mem_dup(&ends, sizeof ends));
}
