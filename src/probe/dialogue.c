/* A conversation in the clear, over memory; see dialogue.h. */
#include "probe/dialogue.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/utf8.h"

#define QUOTE_MAX_CHARS 100
#define INPUT_BYTES 1024 /* enough for most */

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22 };

struct dialogue *
dialogue_new(const struct dialogue_kind *kind, const char *name, uint16_t port,
    const char *own_name, void *take_options)
{
	struct dialogue *dialogue = MEM_NEW(struct dialogue);

	dialogue->kind = kind;
	dialogue->name = mem_strdup(name != NULL ? name : "");
	dialogue->port = port;
	dialogue->own_name = mem_strdup(own_name != NULL ? own_name : "");
	dialogue->options = take_options;
	dialogue->awaited = "the answer";
	dialogue->output.max_bytes = DIALOGUE_MAX_OUTPUT;
	if (kind->begin != NULL)
		kind->begin(dialogue);
	return dialogue;
}

void
dialogue_free(struct dialogue *dialogue)
{
	if (dialogue == NULL)
		return;
	if (dialogue->kind->clear != NULL)
		dialogue->kind->clear(dialogue);
	strbuf_clear(&dialogue->output);
	free(dialogue->input);
	free(dialogue->name);
	free(dialogue->own_name);
	free(dialogue);
}

/* ---- words --------------------------------------------------------------- */

enum dialogue_step
dialogue_fail(struct dialogue *dialogue, enum failure failure,
    const void *bytes, size_t len, const char *fmt, ...)
{
	char words[OBSERVATION_DETAIL_MAX - 32];
	char *text = dialogue->detail;
	char *quote = bytes == NULL || len == 0
	    ? NULL
	    : safe_print_dup(bytes, len, QUOTE_MAX_CHARS);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	dialogue->failure = failure;
	snprintf(text, sizeof dialogue->detail, "%s: %s%s%s%s",
	    dialogue->kind->name, words, quote != NULL ? ": \"" : "",
	    quote != NULL ? quote : "", quote != NULL ? "\"" : "");
	text[utf8_cut(text, strlen(text))] = '\0';
	free(quote);
	return DIALOGUE_FAILED;
}

/* How many of the first bytes could be those of a TLS record, where words of
 * the protocol were to come: 3 are enough to know. */
static size_t
count_like_tls(const struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (!dialogue->kind->is_upgrade || dialogue->received != len)
		return 0;
	if (len < 1 ||
	    (bytes[0] != RECORD_ALERT && bytes[0] != RECORD_HANDSHAKE))
		return 0;
	if (len >= 2 && bytes[1] != 3)
		return 0;
	if (len >= 3 && bytes[2] > 4)
		return 0;
	return len < 3 ? len : 3;
}

void
dialogue_receive_end(struct dialogue *dialogue, int error_number)
{
	const struct dialogue_kind *kind = dialogue->kind;
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (dialogue->failure != FAILURE_NONE)
		return;
	if (error_number != 0)
		dialogue_fail(dialogue, kind->broken, bytes, len,
		    "the connection broke before the end of %s (%zu bytes "
		    "received): %s",
		    dialogue->awaited, dialogue->received,
		    strerror(error_number));
	else
		dialogue_fail(dialogue, kind->closed, bytes, len,
		    "%s closed the connection before the end of %s (%zu "
		    "bytes received)",
		    kind->peer, dialogue->awaited, dialogue->received);
}

void
dialogue_give_up(struct dialogue *dialogue, int64_t waited_ms)
{
	const struct dialogue_kind *kind = dialogue->kind;
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	if (dialogue->failure != FAILURE_NONE)
		return;
	dialogue_fail(dialogue, kind->silent, bytes, len,
	    "no end of %s within %lld ms: %s is silent or slow (%zu bytes "
	    "received)%s",
	    dialogue->awaited, (long long)waited_ms, kind->peer,
	    dialogue->received,
	    kind->is_upgrade && dialogue->received == 0
		? "; a port that speaks TLS from the start waits like this"
		: "");
}

void
dialogue_tell_injection(
    struct dialogue *dialogue, const void *bytes, size_t len)
{
	dialogue_fail(dialogue, FAILURE_STARTTLS_INJECTION, bytes, len,
	    "bytes in the clear, %zu of them, came before TLS began and "
	    "would have counted as protected",
	    len);
}

/* ---- bytes --------------------------------------------------------------- */

size_t
dialogue_room(const struct dialogue *dialogue)
{
	return DIALOGUE_MAX_INPUT - (dialogue->end - dialogue->start);
}

void
dialogue_receive(struct dialogue *dialogue, const void *bytes, size_t len)
{
	size_t room = dialogue_room(dialogue);

	if (len > room)
		len = room;
	if (len == 0)
		return;
	if (dialogue->start > 0) {
		dialogue->end -= dialogue->start;
		memmove(dialogue->input, dialogue->input + dialogue->start,
		    dialogue->end);
		dialogue->start = 0;
	}
	if (dialogue->end + len > dialogue->input_cap) {
		dialogue->input_cap = dialogue->end + len <= INPUT_BYTES
		    ? INPUT_BYTES
		    : DIALOGUE_MAX_INPUT;
		dialogue->input =
		    mem_resize(dialogue->input, dialogue->input_cap, 1);
	}
	memcpy(dialogue->input + dialogue->end, bytes, len);
	dialogue->end += len;
	dialogue->received += len;
}

size_t
dialogue_input(const struct dialogue *dialogue, const uint8_t **ret_bytes)
{
	*ret_bytes =
	    dialogue->input == NULL ? NULL : dialogue->input + dialogue->start;
	return dialogue->end - dialogue->start;
}

void
dialogue_take(struct dialogue *dialogue, size_t len)
{
	dialogue->start += len;
}

bool
dialogue_take_line(
    struct dialogue *dialogue, const char **ret_line, size_t *ret_len)
{
	const uint8_t *bytes, *end;
	size_t len = dialogue_input(dialogue, &bytes);

	end = len > 0 ? memchr(bytes, '\n', len) : NULL;
	if (end == NULL)
		return false;
	len = (size_t)(end - bytes);
	dialogue_take(dialogue, len + 1);
	if (len > 0 && bytes[len - 1] == '\r')
		len--;
	*ret_line = (const char *)bytes;
	*ret_len = len;
	return true;
}

size_t
dialogue_rest(const struct dialogue *dialogue, const uint8_t **ret_bytes)
{
	return dialogue_input(dialogue, ret_bytes);
}

void
dialogue_say(struct dialogue *dialogue, const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	strbuf_add(&dialogue->output, text);
	free(text);
}

void
dialogue_say_bytes(struct dialogue *dialogue, const void *bytes, size_t len)
{
	strbuf_add_bytes(&dialogue->output, bytes, len);
}

size_t
dialogue_pending(const struct dialogue *dialogue, const uint8_t **ret_bytes)
{
	*ret_bytes =
	    (const uint8_t *)strbuf_text(&dialogue->output) + dialogue->sent;
	return dialogue->output.len - dialogue->sent;
}

void
dialogue_sent(struct dialogue *dialogue, size_t len)
{
	dialogue->sent += len;
	if (dialogue->sent == dialogue->output.len) {
		strbuf_clear(&dialogue->output);
		dialogue->sent = 0;
	}
}

/* ---- steps --------------------------------------------------------------- */

enum dialogue_step
dialogue_step(struct dialogue *dialogue)
{
	const struct dialogue_kind *kind = dialogue->kind;
	enum dialogue_step result;

	if (dialogue->failure != FAILURE_NONE)
		return DIALOGUE_FAILED;
	if (dialogue->is_done)
		return DIALOGUE_DONE;
	switch (count_like_tls(dialogue)) {
	case 0: break;
	case 1:
	case 2: return DIALOGUE_WAITS;
	default:
		return dialogue_fail(dialogue, FAILURE_STARTTLS_ALREADY_TLS,
		    NULL, 0,
		    "%s answers with TLS: this port speaks it from the start, "
		    "without STARTTLS",
		    kind->peer);
	}
	result = kind->receive(dialogue);
	if (result == DIALOGUE_WAITS && dialogue_room(dialogue) == 0)
		return dialogue_fail(dialogue, kind->too_long,
		    dialogue->input + dialogue->start, QUOTE_MAX_CHARS,
		    "a line or message in %s is longer than we take (%u "
		    "bytes)",
		    dialogue->awaited, DIALOGUE_MAX_INPUT);
	if (result == DIALOGUE_WAITS && dialogue->received > DIALOGUE_MAX_BYTES)
		return dialogue_fail(dialogue, kind->too_long, NULL, 0,
		    "%s sent %zu bytes and no end of %s", kind->peer,
		    dialogue->received, dialogue->awaited);
	dialogue->is_done = result == DIALOGUE_DONE;
	return result;
}
