/*
 * Any bytes as what a proxy says. The first byte says which proxy, whether
 * there are credentials, and in pieces of which size the rest comes: no crash,
 * an end, and no credential in the words of it.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probe/proxy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool claim)
{
	if (!claim)
		abort();
}

static void
send_all(struct dialogue *dialogue)
{
	const uint8_t *bytes;

	dialogue_sent(dialogue, dialogue_pending(dialogue, &bytes));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct credentials credentials = {"user", "\1secret\1"};
	CLEANUP(dialogue_free) struct dialogue *dialogue = NULL;
	enum dialogue_step step;
	size_t piece;

	if (size == 0)
		return 0;
	dialogue = proxy_dialogue(
	    (data[0] & 1) != 0 ? PROXY_HTTP : PROXY_SOCKS5, "www.example.test",
	    443, (data[0] & 2) != 0 ? &credentials : NULL);
	piece = 1 + (size_t)(data[0] >> 2) * (data[0] >> 2);
	step = dialogue_step(dialogue);
	for (size_t at = 1; at < size && step == DIALOGUE_WAITS;) {
		size_t len = size - at < piece ? size - at : piece;
		size_t room = dialogue_room(dialogue);

		must(room > 0);
		if (len > room)
			len = room;
		dialogue_receive(dialogue, data + at, len);
		at += len;
		step = dialogue_step(dialogue);
		send_all(dialogue);
	}
	must(
	    step != DIALOGUE_WAITS || dialogue->received <= DIALOGUE_MAX_BYTES);
	if (step == DIALOGUE_WAITS)
		dialogue_receive_end(dialogue, 0);
	must(step == DIALOGUE_DONE || dialogue->failure != FAILURE_NONE);
	must(step == DIALOGUE_DONE || dialogue->detail[0] != '\0');
	must(strstr(dialogue->detail, credentials.password) == NULL);
	return 0;
}
