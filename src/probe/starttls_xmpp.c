/*
 * XMPP (RFC 6120 5.4), between client and server or between servers: a stream
 * is opened, the server lists its features, the client sends <starttls/>, and
 * the server answers <proceed/> or <failure/>. What is read is tags, one after
 * the other: as much XML as it takes (RFC 6120 11.1 forbids the rest).
 */
#include "probe/starttls.h"

#include <string.h>

#include "base/mem.h"

enum stage {
	STAGE_STREAM,	/* awaits <stream:stream> */
	STAGE_FEATURES, /* ... the end of <stream:features> */
	STAGE_ANSWER,	/* ... <proceed/> */
	STAGE_PROCEED,	/* ... </proceed>, where it is written so */
	STAGE_ERROR,	/* ... what the error is */
};

struct xmpp_kind {
	struct dialogue_kind kind; /* first: it is what others see */
	const char *namespace;
};

struct tag {
	const char *name; /* without its prefix */
	size_t name_len;
	bool is_end, is_empty; /* </name>, <name/> */
	bool is_declaration;   /* <?xml ...?> counts for nothing */
};

struct xmpp_state {
	bool offers_starttls;
};

static void begin(struct dialogue *dialogue);
static enum dialogue_step receive(struct dialogue *dialogue);
static void clear(struct dialogue *dialogue);

static const struct xmpp_kind client = {
    {STARTTLS_KIND_COMMON, .name = "XMPP", .begin = begin, .receive = receive,
	.clear = clear},
    "jabber:client",
};

static const struct xmpp_kind server = {
    {STARTTLS_KIND_COMMON, .name = "XMPP between servers", .begin = begin,
	.receive = receive, .clear = clear},
    "jabber:server",
};

const struct dialogue_kind *const starttls_xmpp_client = &client.kind;
const struct dialogue_kind *const starttls_xmpp_server = &server.kind;

static void
begin(struct dialogue *dialogue)
{
	const struct xmpp_kind *kind =
	    (const struct xmpp_kind *)(const void *)dialogue->kind;

	dialogue->options = MEM_NEW(struct xmpp_state);
	dialogue->stage = STAGE_STREAM;
	dialogue->awaited = "the server's stream";
	/* Host names need no escaping in XML: pki/hostname.h. */
	dialogue_say(dialogue,
	    "<?xml version='1.0'?><stream:stream xmlns='%s' "
	    "xmlns:stream='http://etherx.jabber.org/streams' to='%s' "
	    "version='1.0'>",
	    kind->namespace, dialogue->name);
}

static void
clear(struct dialogue *dialogue)
{
	free(dialogue->options);
}

/* ---- tags ---------------------------------------------------------------- */

/* Where the tag ends that p begins with: behind its '>'; 0: not there yet. */
static size_t
tag_end(const char *p, size_t len)
{
	char quote = '\0';

	for (size_t i = 1; i < len; i++) {
		if (quote != '\0')
			quote = p[i] == quote ? '\0' : quote;
		else if (p[i] == '"' || p[i] == '\'')
			quote = p[i];
		else if (p[i] == '>')
			return i + 1;
	}
	return 0;
}

static struct tag
read_tag(const char *p, size_t len)
{
	struct tag tag = {
	    .is_end = p[1] == '/',
	    .is_empty = p[len - 2] == '/',
	    .is_declaration = p[1] == '?',
	};
	const char *name = p + (tag.is_end ? 2 : 1), *colon;
	size_t name_len = 0;

	while (name + name_len < p + len &&
	    strchr(" \t\r\n/>", name[name_len]) == NULL)
		name_len++;
	colon = memchr(name, ':', name_len);
	if (colon != NULL) {
		name_len -= (size_t)(colon + 1 - name);
		name = colon + 1;
	}
	tag.name = name;
	tag.name_len = name_len;
	return tag;
}

/* Takes the next tag, and the text before it. */
static bool
take_tag(struct dialogue *dialogue, struct tag *ret_tag)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes), before, end;
	const char *start = len == 0 ? NULL : memchr(bytes, '<', len);

	if (start == NULL)
		return false;
	before = (size_t)(start - (const char *)bytes);
	end = tag_end(start, len - before);
	if (end == 0)
		return false;
	dialogue_take(dialogue, before + end);
	*ret_tag = read_tag(start, end);
	return true;
}

static bool
is_named(const struct tag *tag, const char *name)
{
	return tag->name_len == strlen(name) &&
	    memcmp(tag->name, name, tag->name_len) == 0;
}

/* ---- the conversation ---------------------------------------------------- */

static enum dialogue_step
fail_strange(struct dialogue *dialogue, const struct tag *tag)
{
	return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL,
	    tag->name, tag->name_len, "the server says something strange in %s",
	    dialogue->awaited);
}

static enum dialogue_step
take_feature(struct dialogue *dialogue, const struct tag *tag)
{
	struct xmpp_state *state = dialogue->options;
	bool is_over =
	    is_named(tag, "features") && (tag->is_end || tag->is_empty);

	if (is_named(tag, "starttls"))
		state->offers_starttls = true;
	if (is_named(tag, "stream"))
		return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, NULL,
		    0, "the server ends the stream");
	if (!is_over)
		return DIALOGUE_WAITS;
	if (!state->offers_starttls)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_NOT_OFFERED,
		    NULL, 0, "the server's features offer no starttls");
	dialogue_say(
	    dialogue, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	dialogue->stage = STAGE_ANSWER;
	dialogue->awaited = "the answer to starttls";
	return DIALOGUE_WAITS;
}

static enum dialogue_step
take_answer(struct dialogue *dialogue, const struct tag *tag)
{
	if (is_named(tag, "failure") || is_named(tag, "stream"))
		return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, NULL,
		    0, "the server refuses starttls");
	if (!is_named(tag, "proceed") || tag->is_end)
		return fail_strange(dialogue, tag);
	dialogue->stage = STAGE_PROCEED;
	return tag->is_empty ? DIALOGUE_DONE : DIALOGUE_WAITS;
}

static enum dialogue_step
step(struct dialogue *dialogue, const struct tag *tag)
{
	if (tag->is_declaration)
		return DIALOGUE_WAITS;
	if (dialogue->stage == STAGE_ERROR)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED,
		    tag->name, tag->name_len, "the server ends the stream");
	if (is_named(tag, "error") && !tag->is_end && !tag->is_empty) {
		dialogue->stage = STAGE_ERROR;
		dialogue->awaited = "the server's error";
		return DIALOGUE_WAITS;
	}
	switch ((enum stage)dialogue->stage) {
	case STAGE_STREAM:
		if (!is_named(tag, "stream") || tag->is_end)
			return fail_strange(dialogue, tag);
		dialogue->stage = STAGE_FEATURES;
		dialogue->awaited = "the server's features";
		return DIALOGUE_WAITS;
	case STAGE_FEATURES: return take_feature(dialogue, tag);
	case STAGE_ANSWER: return take_answer(dialogue, tag);
	case STAGE_PROCEED:
		if (is_named(tag, "proceed") && tag->is_end)
			return DIALOGUE_DONE;
		break;
	case STAGE_ERROR: break;
	}
	return fail_strange(dialogue, tag);
}

/* Before the stream there are blanks at most. */
static bool
begins_like_xml(const struct dialogue *dialogue)
{
	const uint8_t *bytes;
	size_t len = dialogue_input(dialogue, &bytes);

	for (size_t i = 0; i < len && bytes[i] != '<'; i++) {
		if (bytes[i] == '\0' || strchr(" \t\r\n", bytes[i]) == NULL)
			return false;
	}
	return true;
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	enum dialogue_step result = DIALOGUE_WAITS;
	const uint8_t *bytes;
	struct tag tag;

	while (result == DIALOGUE_WAITS) {
		if (dialogue->stage == STAGE_STREAM &&
		    !begins_like_xml(dialogue)) {
			size_t len = dialogue_input(dialogue, &bytes);

			return dialogue_fail(dialogue,
			    FAILURE_STARTTLS_WRONG_PROTOCOL, bytes, len,
			    "something else than XMPP answers");
		}
		if (!take_tag(dialogue, &tag))
			break;
		result = step(dialogue, &tag);
	}
	return result;
}
