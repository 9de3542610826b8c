/*
 * Protocols of lines, as rows of what is awaited and what is said then: SMTP
 * (RFC 3207), LMTP (RFC 2033), IMAP (RFC 3501), POP3 (RFC 2595), FTP (RFC
 * 4217), NNTP (RFC 4642), ManageSieve (RFC 5804) and IRC (the "tls" capability
 * of IRCv3). A row more is a protocol more; how answers span lines is a
 * framing.
 */
#include "probe/starttls.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "probe/diagnose.h"

#define MAX_TURNS 4

enum verdict { LINE_IS_PART, LINE_IS_YES, LINE_IS_NO, LINE_IS_STRANGE };

struct turn;
struct line_state;
typedef enum verdict (*framing_fn)(struct line_state *state,
    const struct turn *turn, const char *line, size_t len);

/* What is awaited, and what is said once it is a yes. */
struct turn {
	const char *awaited; /* for the words of a failure */
	framing_fn framing;
	/* How the line that settles it begins; several are parted by '|'. */
	const char *yes, *no;
	const char *part;  /* how a line begins that settles nothing */
	const char *offer; /* a word that must stand in one of the lines */
	bool may_refuse; /* a no does not matter: it may be too old for that */
	const char *say; /* NULL: TLS begins */
	bool says_own_name;
};

struct line_protocol {
	struct dialogue_kind kind; /* first: it is what others see */
	const char *opening;	   /* said before anything is awaited */
	const char *farewell;	   /* said inside TLS in the end */
	struct turn turns[MAX_TURNS];
};

struct line_state {
	bool has_offer, is_listing;
	char code[3]; /* of an answer of several lines; "\0": none */
};

static enum verdict frame_codes(
    struct line_state *, const struct turn *, const char *line, size_t len);
static enum verdict frame_loose_codes(
    struct line_state *, const struct turn *, const char *line, size_t len);
static enum verdict frame_line(
    struct line_state *, const struct turn *, const char *line, size_t len);
static enum verdict frame_list(
    struct line_state *, const struct turn *, const char *line, size_t len);
static enum verdict frame_irc(
    struct line_state *, const struct turn *, const char *line, size_t len);

static void begin(struct dialogue *dialogue);
static enum dialogue_step receive(struct dialogue *dialogue);
static void clear(struct dialogue *dialogue);

/* ---- the protocols ------------------------------------------------------- */

#define KIND(text) \
	{ \
		STARTTLS_KIND_COMMON, .name = (text), .begin = begin, \
				      .receive = receive, .clear = clear \
	}
#define GREETING .awaited = "the greeting"

static const struct line_protocol smtp = {
    KIND("SMTP"),
    .farewell = "QUIT\r\n",
    .turns = {{GREETING, .framing = frame_codes, .yes = "220", .no = "4|5",
		  .say = "EHLO ", .says_own_name = true},
	{.awaited = "the answer to EHLO",
	    .framing = frame_codes,
	    .yes = "250",
	    .no = "4|5",
	    .offer = "STARTTLS",
	    .say = "STARTTLS"},
	{.awaited = "the answer to STARTTLS",
	    .framing = frame_codes,
	    .yes = "220",
	    .no = "4|5"}},
};

static const struct line_protocol lmtp = {
    KIND("LMTP"),
    .farewell = "QUIT\r\n",
    .turns = {{GREETING, .framing = frame_codes, .yes = "220", .no = "4|5",
		  .say = "LHLO ", .says_own_name = true},
	{.awaited = "the answer to LHLO",
	    .framing = frame_codes,
	    .yes = "250",
	    .no = "4|5",
	    .offer = "STARTTLS",
	    .say = "STARTTLS"},
	{.awaited = "the answer to STARTTLS",
	    .framing = frame_codes,
	    .yes = "220",
	    .no = "4|5"}},
};

/* PREAUTH: who is known already may not turn to TLS any more. */
static const struct line_protocol imap = {
    KIND("IMAP"),
    .farewell = "a3 LOGOUT\r\n",
    .turns = {{GREETING, .framing = frame_line, .yes = "* OK",
		  .no = "* BYE|* PREAUTH", .say = "a1 CAPABILITY"},
	{.awaited = "the answer to CAPABILITY",
	    .framing = frame_line,
	    .yes = "a1 OK",
	    .no = "a1 |* BYE",
	    .part = "* ",
	    .offer = "STARTTLS",
	    .say = "a2 STARTTLS"},
	{.awaited = "the answer to STARTTLS",
	    .framing = frame_line,
	    .yes = "a2 OK",
	    .no = "a2 |* BYE",
	    .part = "* "}},
};

/* CAPA came later than STLS (RFC 2449): old servers do not know it. */
static const struct line_protocol pop3 = {
    KIND("POP3"),
    .farewell = "QUIT\r\n",
    .turns = {{GREETING, .framing = frame_line, .yes = "+OK", .no = "-ERR",
		  .say = "CAPA"},
	{.awaited = "the answer to CAPA",
	    .framing = frame_list,
	    .yes = "+OK",
	    .no = "-ERR",
	    .offer = "STLS",
	    .may_refuse = true,
	    .say = "STLS"},
	{.awaited = "the answer to STLS",
	    .framing = frame_line,
	    .yes = "+OK",
	    .no = "-ERR"}},
};

static const struct line_protocol ftp = {
    KIND("FTP"),
    .farewell = "QUIT\r\n",
    .turns = {{GREETING, .framing = frame_loose_codes, .yes = "220",
		  .no = "1|4|5", .say = "AUTH TLS"},
	{.awaited = "the answer to AUTH TLS",
	    .framing = frame_loose_codes,
	    .yes = "234",
	    .no = "4|5"}},
};

static const struct line_protocol nntp = {
    KIND("NNTP"),
    .farewell = "QUIT\r\n",
    .turns = {{GREETING, .framing = frame_line, .yes = "200|201", .no = "4|5",
		  .say = "CAPABILITIES"},
	{.awaited = "the answer to CAPABILITIES",
	    .framing = frame_list,
	    .yes = "101",
	    .no = "4|5",
	    .offer = "STARTTLS",
	    .may_refuse = true,
	    .say = "STARTTLS"},
	{.awaited = "the answer to STARTTLS",
	    .framing = frame_line,
	    .yes = "382",
	    .no = "4|5"}},
};

static const struct line_protocol sieve = {
    KIND("ManageSieve"),
    .farewell = "LOGOUT\r\n",
    .turns = {{GREETING, .framing = frame_line, .yes = "OK", .no = "NO|BYE",
		  .part = "\"", .offer = "STARTTLS", .say = "STARTTLS"},
	{.awaited = "the answer to STARTTLS",
	    .framing = frame_line,
	    .yes = "OK",
	    .no = "NO|BYE"}},
};

/* 670 is RPL_STARTTLS, 691 ERR_STARTTLS; 421 and 451 are of servers that do
 * not know the command. Some say nothing at all to what they do not know, so
 * what they can do is asked for as well, in the same breath: the answer to
 * either may be missing. Notices may come at any time. */
static const struct line_protocol irc = {
    KIND("IRC"),
    .farewell = "QUIT\r\n",
    .opening = "CAP LS\r\nSTARTTLS",
    .turns = {{.awaited = "the answer to STARTTLS",
	.framing = frame_irc,
	.yes = "670",
	.no = "691|421|451|ERROR",
	.part = "NOTICE|PING|020",
	.offer = "tls"}},
};

const struct dialogue_kind *const starttls_smtp = &smtp.kind;
const struct dialogue_kind *const starttls_lmtp = &lmtp.kind;
const struct dialogue_kind *const starttls_imap = &imap.kind;
const struct dialogue_kind *const starttls_pop3 = &pop3.kind;
const struct dialogue_kind *const starttls_ftp = &ftp.kind;
const struct dialogue_kind *const starttls_nntp = &nntp.kind;
const struct dialogue_kind *const starttls_sieve = &sieve.kind;
const struct dialogue_kind *const starttls_irc = &irc.kind;

/* ---- framings ------------------------------------------------------------ */

static bool
begins(const char *line, size_t len, const char *starts)
{
	while (starts != NULL) {
		size_t want = strcspn(starts, "|");

		if (len >= want && strncasecmp(line, starts, want) == 0)
			return true;
		starts = starts[want] == '|' ? starts + want + 1 : NULL;
	}
	return false;
}

/* Does that word stand in the line, by itself? */
static bool
has_word(const char *line, size_t len, const char *word)
{
	size_t want = strlen(word);

	for (size_t i = 0; i + want <= len; i++) {
		bool is_begun = i == 0 || strchr(" -\":", line[i - 1]) != NULL;
		bool is_over =
		    i + want == len || strchr(" \"]", line[i + want]) != NULL;

		if (is_begun && is_over &&
		    strncasecmp(line + i, word, want) == 0)
			return true;
	}
	return false;
}

static enum verdict
settle(const struct turn *turn, const char *line, size_t len)
{
	if (begins(line, len, turn->yes))
		return LINE_IS_YES;
	if (begins(line, len, turn->no))
		return LINE_IS_NO;
	return begins(line, len, turn->part) ? LINE_IS_PART : LINE_IS_STRANGE;
}

static bool
has_code(const char *line, size_t len)
{
	return len >= 3 && strspn(line, "0123456789") == 3 &&
	    (len == 3 || line[3] == ' ' || line[3] == '-');
}

/* "250-first", "250 last": RFC 5321 4.2.1. */
static enum verdict
frame_codes(struct line_state *state, const struct turn *turn, const char *line,
    size_t len)
{
	(void)state;
	if (!has_code(line, len))
		return LINE_IS_STRANGE;
	return len > 3 && line[3] == '-' && begins(line, len, turn->yes)
	    ? LINE_IS_PART
	    : settle(turn, line, len);
}

/* In FTP whatever stands between the first line and the last may lack the
 * code: RFC 959 4.2. */
static enum verdict
frame_loose_codes(struct line_state *state, const struct turn *turn,
    const char *line, size_t len)
{
	if (state->code[0] != '\0') {
		bool is_last = has_code(line, len) &&
		    memcmp(line, state->code, sizeof state->code) == 0 &&
		    (len == 3 || line[3] == ' ');

		return is_last ? settle(turn, line, len) : LINE_IS_PART;
	}
	if (!has_code(line, len))
		return LINE_IS_STRANGE;
	if (len == 3 || line[3] == ' ')
		return settle(turn, line, len);
	memcpy(state->code, line, sizeof state->code);
	return LINE_IS_PART;
}

static enum verdict
frame_line(struct line_state *state, const struct turn *turn, const char *line,
    size_t len)
{
	(void)state;
	return settle(turn, line, len);
}

/* A yes is followed by a list, which ends with a line of one dot. */
static enum verdict
frame_list(struct line_state *state, const struct turn *turn, const char *line,
    size_t len)
{
	enum verdict verdict;

	if (state->is_listing)
		return len == 1 && line[0] == '.' ? LINE_IS_YES : LINE_IS_PART;
	verdict = settle(turn, line, len);
	state->is_listing = verdict == LINE_IS_YES;
	return state->is_listing ? LINE_IS_PART : verdict;
}

/* What matters is the command, behind the name of who sends it. An answer to
 * CAP is a yes without an offer: not offered. */
static enum verdict
frame_irc(struct line_state *state, const struct turn *turn, const char *line,
    size_t len)
{
	enum verdict verdict;

	if (len > 0 && line[0] == ':') {
		const char *space = memchr(line, ' ', len);

		if (space == NULL)
			return LINE_IS_STRANGE;
		len -= (size_t)(space + 1 - line);
		line = space + 1;
	}
	if (begins(line, len, "CAP "))
		return state->has_offer ? LINE_IS_PART : LINE_IS_YES;
	if (len == 0 || (begins(line, len, "4") && has_word(line, len, "CAP")))
		return LINE_IS_PART;
	verdict = settle(turn, line, len);
	state->has_offer |= verdict == LINE_IS_YES;
	return verdict;
}

/* ---- the conversation ---------------------------------------------------- */

static const struct line_protocol *
protocol_of(const struct dialogue *dialogue)
{
	return (const struct line_protocol *)(const void *)dialogue->kind;
}

static void
begin(struct dialogue *dialogue)
{
	const struct line_protocol *protocol = protocol_of(dialogue);

	dialogue->options = MEM_NEW(struct line_state);
	dialogue->awaited = protocol->turns[0].awaited;
	dialogue->farewell =
	    (struct farewell){protocol->farewell, strlen(protocol->farewell)};
	if (protocol->opening != NULL)
		dialogue_say(dialogue, "%s\r\n", protocol->opening);
}

static void
clear(struct dialogue *dialogue)
{
	free(dialogue->options);
}

static enum dialogue_step
fail_strange(struct dialogue *dialogue, const char *line, size_t len)
{
	const char *speaker = diagnose_speaker(line, len);

	if (speaker != NULL && dialogue->stage == 0)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL,
		    line, len, "the server speaks %s", speaker);
	return dialogue_fail(dialogue, FAILURE_STARTTLS_WRONG_PROTOCOL, line,
	    len, "the server says something strange in %s", dialogue->awaited);
}

/* On to the next turn; TLS after the last. */
static enum dialogue_step
go_on(struct dialogue *dialogue, bool was_refused)
{
	const struct line_protocol *protocol = protocol_of(dialogue);
	const struct turn *turn = &protocol->turns[dialogue->stage];
	struct line_state *state = dialogue->options;

	if (turn->offer != NULL && !state->has_offer && !was_refused)
		return dialogue_fail(dialogue, FAILURE_STARTTLS_NOT_OFFERED,
		    NULL, 0, "%s offers no %s", turn->awaited, turn->offer);
	if (turn->say == NULL)
		return DIALOGUE_DONE;
	dialogue_say(dialogue, "%s%s\r\n", turn->say,
	    turn->says_own_name ? dialogue->own_name : "");
	*state = (struct line_state){0};
	dialogue->stage++;
	dialogue->awaited = protocol->turns[dialogue->stage].awaited;
	return DIALOGUE_WAITS;
}

static enum dialogue_step
take_line(struct dialogue *dialogue, const char *line, size_t len)
{
	const struct turn *turn =
	    &protocol_of(dialogue)->turns[dialogue->stage];
	struct line_state *state = dialogue->options;

	if (len > 0 && memchr(line, '\0', len) != NULL)
		return fail_strange(dialogue, line, len);
	if (turn->offer != NULL && has_word(line, len, turn->offer))
		state->has_offer = true;
	switch (turn->framing(state, turn, line, len)) {
	case LINE_IS_PART: return DIALOGUE_WAITS;
	case LINE_IS_YES: return go_on(dialogue, false);
	case LINE_IS_NO:
		if (turn->may_refuse)
			return go_on(dialogue, true);
		return dialogue_fail(dialogue, FAILURE_STARTTLS_REFUSED, line,
		    len, "the server says no in %s", turn->awaited);
	case LINE_IS_STRANGE: break;
	}
	return fail_strange(dialogue, line, len);
}

static enum dialogue_step
receive(struct dialogue *dialogue)
{
	enum dialogue_step step = DIALOGUE_WAITS;
	const char *line;
	size_t len;

	while (
	    step == DIALOGUE_WAITS && dialogue_take_line(dialogue, &line, &len))
		step = take_line(dialogue, line, len);
	return step;
}
