/*
 * Any bytes as what a server says before TLS begins: the first byte chooses the
 * protocol, the second in how large pieces they come. No crash, bounds are
 * kept, words are printable, and pieces make no difference.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "probe/starttls.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool claim)
{
	if (!claim)
		abort();
}

static void
must_be_printable(const char *text)
{
	size_t len = strlen(text);

	must(len > 0 && len < OBSERVATION_DETAIL_MAX);
	must(utf8_cut(text, len) == len);
	for (size_t i = 0; i < len; i++)
		must((unsigned char)text[i] >= ' ' && text[i] != 0x7f);
}

/* Where it ended; what is left over is counted with what did not fit. */
struct outcome {
	enum failure failure;
	bool is_done;
	size_t left, said;
};

static struct outcome
play(enum starttls protocol, const uint8_t *bytes, size_t len, size_t at_once)
{
	struct dialogue *dialogue = dialogue_new(
	    starttls_kind(protocol), "host.test", 1, "me.test", NULL);
	enum dialogue_step step = dialogue_step(dialogue);
	struct outcome outcome = {0};
	const uint8_t *rest;

	while (step == DIALOGUE_WAITS && len > 0) {
		size_t n = dialogue_room(dialogue);

		must(n > 0);
		n = n < at_once ? n : at_once;
		n = n < len ? n : len;
		dialogue_receive(dialogue, bytes, n);
		step = dialogue_step(dialogue);
		bytes += n;
		len -= n;
	}
	if (step == DIALOGUE_WAITS) {
		dialogue_receive_end(dialogue, 0);
		step = dialogue_step(dialogue);
	}
	must(step != DIALOGUE_WAITS);
	outcome.is_done = step == DIALOGUE_DONE;
	outcome.failure = dialogue->failure;
	must(outcome.is_done == (outcome.failure == FAILURE_NONE));
	if (outcome.is_done)
		outcome.left = dialogue_rest(dialogue, &rest) + len;
	else
		must_be_printable(dialogue->detail);
	outcome.said = dialogue_pending(dialogue, &rest);
	must(outcome.said <= DIALOGUE_MAX_OUTPUT);
	dialogue_free(dialogue);
	return outcome;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, pieces;
	enum starttls protocol;

	/* Beyond that, when it is too much depends on the pieces. */
	if (size < 2 || size > DIALOGUE_MAX_INPUT)
		return 0;
	protocol = (enum starttls)(1 + data[0] % (STARTTLS_COUNT - 1));
	whole = play(protocol, data + 2, size - 2, SIZE_MAX);
	pieces = play(protocol, data + 2, size - 2, (size_t)1 + data[1] % 64);
	must(whole.failure == pieces.failure);
	must(whole.is_done == pieces.is_done);
	must(whole.left == pieces.left && whole.said == pieces.said);
	return 0;
}
