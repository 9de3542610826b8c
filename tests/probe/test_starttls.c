/*
 * STARTTLS in every protocol, over memory: conversations recorded from real
 * servers, cut and spoiled at every byte, and servers that say no.
 */
#include "probe/starttls.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

#define OWN_NAME "[127.0.0.1]"
#define MAX_PIECES 64
#define FILE_MAX_BYTES (64u << 10)

/* ---- conversations ------------------------------------------------------- */

struct piece {
	bool is_ours;
	size_t len;
	uint8_t bytes[2048];
};

struct conversation {
	char *name;
	enum starttls protocol;
	size_t len, said; /* pieces; bytes of the server in all */
	struct piece pieces[MAX_PIECES];
};

static size_t
unescape(const char *line, size_t len, uint8_t *out)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++, count++) {
		char hex[3] = {0};

		if (line[i] != '\\') {
			out[count] = (uint8_t)line[i];
			continue;
		}
		switch (line[++i]) {
		case 'r': out[count] = '\r'; break;
		case 'n': out[count] = '\n'; break;
		case 'x':
			memcpy(hex, line + i + 1, 2);
			out[count] = (uint8_t)strtoul(hex, NULL, 16);
			i += 2;
			break;
		default: out[count] = (uint8_t)line[i]; break;
		}
	}
	return count;
}

static struct conversation *
conversation_read(const char *path)
{
	struct conversation *c = MEM_NEW(struct conversation);
	struct error err = ERROR_INIT;
	char *text = NULL, *line, *dash;
	size_t len = 0;

	if (!file_read(path, FILE_MAX_BYTES, (uint8_t **)&text, &len, &err))
		fail_msg("%s", err.message);
	for (line = text; line < text + len;) {
		struct piece *piece = &c->pieces[c->len++];
		char *end = memchr(line, '\n', (size_t)(text + len - line));

		assert_non_null(end);
		assert_true(c->len < MAX_PIECES);
		piece->is_ours = line[0] == 'C';
		piece->len =
		    unescape(line + 3, (size_t)(end - line) - 3, piece->bytes);
		c->said += piece->is_ours ? 0 : piece->len;
		line = end + 1;
	}
	free(text);
	c->name = mem_strdup(strrchr(path, '/') + 1);
	dash = strrchr(c->name, '-');
	*dash = '\0';
	if (!starttls_parse(c->name, &c->protocol, &err))
		fail_msg("%s %s", c->name, err.message);
	*dash = '-';
	return c;
}

static void
conversation_free(struct conversation *c)
{
	free(c->name);
	free(c);
}

typedef void (*each_fn)(const struct conversation *c);

static void
each_conversation(each_fn fn)
{
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/probe/conversations/*-*", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= STARTTLS_COUNT - 1);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct conversation *c = conversation_read(found.gl_pathv[i]);

		fn(c);
		conversation_free(c);
	}
	globfree(&found);
}

static struct dialogue *
start(enum starttls protocol)
{
	return dialogue_new(
	    starttls_kind(protocol), "well.test", 25, OWN_NAME, NULL);
}

/* The first len bytes of what the server said, some at a time. What we say is
 * held against the conversation. */
static enum dialogue_step
play(struct dialogue *dialogue, const struct conversation *c, size_t len,
    size_t at_once)
{
	enum dialogue_step step = dialogue_step(dialogue);

	for (size_t i = 0; i < c->len; i++) {
		const struct piece *piece = &c->pieces[i];
		const uint8_t *bytes;

		if (piece->is_ours) {
			size_t pending = dialogue_pending(dialogue, &bytes);

			assert_true(pending >= piece->len);
			assert_memory_equal(bytes, piece->bytes, piece->len);
			dialogue_sent(dialogue, piece->len);
			continue;
		}
		for (size_t at = 0; at < piece->len && len > 0;) {
			size_t n = piece->len - at;

			assert_int_equal(step, DIALOGUE_WAITS);
			assert_int_equal(dialogue_pending(dialogue, &bytes), 0);
			n = n < at_once ? n : at_once;
			n = n < len ? n : len;
			dialogue_receive(dialogue, piece->bytes + at, n);
			step = dialogue_step(dialogue);
			at += n;
			len -= n;
		}
		if (len == 0)
			break;
	}
	return step;
}

static void
play_whole(const struct conversation *c)
{
	static const size_t pieces[] = {1, 2, 7, 4096};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = start(c->protocol);
		const uint8_t *bytes;

		if (play(dialogue, c, c->said, pieces[i]) != DIALOGUE_DONE)
			fail_msg("%s: not done: %s", c->name, dialogue->detail);
		assert_int_equal(dialogue_rest(dialogue, &bytes), 0);
		assert_int_equal(dialogue->failure, FAILURE_NONE);
	}
}

static void
recorded_conversations_end_in_tls(void **state)
{
	each_conversation(play_whole);
}

static void
assert_words(const struct conversation *c, const struct dialogue *dialogue)
{
	if (strlen(dialogue->detail) < 10)
		fail_msg("%s: no words", c->name);
	for (const char *p = dialogue->detail; *p != '\0'; p++)
		assert_true(isprint((unsigned char)*p));
}

static void
cut_everywhere(const struct conversation *c)
{
	static const struct end {
		int error_number; /* -1: silence */
		enum failure failure;
	} ends[] = {
	    {0, FAILURE_STARTTLS_CLOSED},
	    {ECONNRESET, FAILURE_STARTTLS_RESET},
	    {-1, FAILURE_STARTTLS_TIMEOUT},
	};

	for (size_t len = 0; len < c->said; len++) {
		for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
			CLEANUP(dialogue_free)
			struct dialogue *dialogue = start(c->protocol);

			assert_int_equal(
			    play(dialogue, c, len, 4096), DIALOGUE_WAITS);
			if (ends[i].error_number < 0)
				dialogue_give_up(dialogue, 1000);
			else
				dialogue_receive_end(
				    dialogue, ends[i].error_number);
			assert_int_equal(dialogue->failure, ends[i].failure);
			assert_int_equal(
			    dialogue_step(dialogue), DIALOGUE_FAILED);
			assert_words(c, dialogue);
		}
	}
}

static void
an_end_or_silence_at_any_byte_is_told_as_such(void **state)
{
	each_conversation(cut_everywhere);
}

/* Garbage, and then the end: never a way into TLS with nothing left over. */
static void
spoil_everywhere(const struct conversation *c)
{
	static const uint8_t garbage[] =
	    "\xff\xfe\0\x1b]0;x\a<>&'\"\x7f\xc3(garbage\0\xff\r\n\xff\0\r\n"
	    "garbage garbage garbage garbage garbage garbage garbage garbage "
	    "garbage garbage garbage garbage garbage garbage garbage garbage";

	for (size_t len = 0; len < c->said; len++) {
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = start(c->protocol);
		const uint8_t *rest;
		size_t left;

		(void)play(dialogue, c, len, 4096);
		dialogue_receive(dialogue, garbage, sizeof garbage);
		if (dialogue_step(dialogue) == DIALOGUE_WAITS)
			dialogue_receive_end(dialogue, 0);
		left = dialogue_rest(dialogue, &rest);
		if (dialogue->is_done && left > 0)
			dialogue_tell_injection(dialogue, rest, left);
		if (dialogue->failure == FAILURE_NONE)
			fail_msg("%s: taken for TLS at %zu", c->name, len);
		if (len == 0 &&
		    dialogue->failure != FAILURE_STARTTLS_WRONG_PROTOCOL &&
		    dialogue->failure != FAILURE_STARTTLS_CLOSED)
			fail_msg("%s: %s", c->name, dialogue->detail);
		assert_words(c, dialogue);
	}
}

static void
garbage_at_any_byte_never_leads_into_tls(void **state)
{
	each_conversation(spoil_everywhere);
}

static void
inject(const struct conversation *c)
{
	CLEANUP(dialogue_free) struct dialogue *dialogue = start(c->protocol);
	struct conversation *more = mem_dup(c, sizeof *c);
	struct piece *last = &more->pieces[more->len - 1];
	const uint8_t *rest;
	size_t len;

	/* MySQL's server says nothing after our request. */
	while (last->is_ours)
		last--;
	memcpy(last->bytes + last->len, "\r\nEVIL", 6);
	last->len += 6;
	more->said += 6;
	assert_int_equal(play(dialogue, more, more->said, 4096), DIALOGUE_DONE);
	len = dialogue_rest(dialogue, &rest);
	assert_int_equal(len, 6);
	dialogue_tell_injection(dialogue, rest, len);
	assert_int_equal(dialogue->failure, FAILURE_STARTTLS_INJECTION);
	assert_non_null(strstr(dialogue->detail, "EVIL"));
	free(more);
}

static void
what_comes_behind_the_last_answer_is_left_over(void **state)
{
	each_conversation(inject);
}

/* ---- servers that say no ------------------------------------------------- */

struct refusal {
	enum starttls protocol;
	const char *said; /* all of it at once, whatever we say */
	size_t len;	  /* 0: strlen */
	enum failure failure;
	const char *words;
};

#define BYTES(text) .said = (text), .len = sizeof(text) - 1
#define EHLO_250 "220 mx ESMTP\r\n250-mx\r\n250 STARTTLS\r\n"
#define NOT_OFFERED FAILURE_STARTTLS_NOT_OFFERED
#define WRONG FAILURE_STARTTLS_WRONG_PROTOCOL
#define REFUSED FAILURE_STARTTLS_REFUSED

static const struct refusal refusals[] = {
    {STARTTLS_SMTP, "554 5.7.1 go away\r\n", 0, REFUSED,
	"SMTP: the server says no in the greeting: \"554 5.7.1 go away\""},
    {STARTTLS_SMTP, "421-too\r\n421 busy\r\n", 0, REFUSED, "\"421-too\""},
    {STARTTLS_SMTP, "220 mx\r\n502 what\r\n", 0, REFUSED, "answer to EHLO"},
    {STARTTLS_SMTP, "220 mx\r\n250-mx\r\n250 SIZE\r\n", 0, NOT_OFFERED,
	"the answer to EHLO offers no STARTTLS"},
    {STARTTLS_SMTP, "220 mx\r\n250-STARTTLSX\r\n250 XSTARTTLS\r\n", 0,
	NOT_OFFERED, ""},
    {STARTTLS_SMTP, EHLO_250 "454 4.7.0 no \33[2J\r\n", 0, REFUSED,
	"the answer to STARTTLS: \"454 4.7.0 no \\x1b[2J\""},
    {STARTTLS_SMTP, EHLO_250 "250 ok\r\n", 0, WRONG, "something strange"},
    {STARTTLS_SMTP, "SSH-2.0-x\r\n", 0, WRONG, "the server speaks SSH"},
    {STARTTLS_SMTP, "HTTP/1.1 400 x\r\n", 0, WRONG, "the server speaks HTTP"},
    {STARTTLS_SMTP, "22 mx\r\n", 0, WRONG, ""},
    {STARTTLS_SMTP, "2200 mx\r\n", 0, WRONG, ""},
    {STARTTLS_SMTP, "\r\n", 0, WRONG, ""},
    {STARTTLS_LMTP, "220 mx\r\n250 PIPELINING\r\n", 0, NOT_OFFERED, "LHLO"},
    {STARTTLS_IMAP, "* BYE overloaded\r\n", 0, REFUSED, "\"* BYE overloaded\""},
    {STARTTLS_IMAP, "* PREAUTH hi\r\n", 0, REFUSED, "PREAUTH"},
    {STARTTLS_IMAP, "* OK hi\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\n", 0,
	NOT_OFFERED, "CAPABILITY offers no STARTTLS"},
    {STARTTLS_IMAP,
	"* OK hi\r\n* CAPABILITY STARTTLS\r\na1 OK\r\na2 NO later\r\n", 0,
	REFUSED, "\"a2 NO later\""},
    {STARTTLS_IMAP, "* OK hi\r\n* BYE now\r\n", 0, REFUSED, "* BYE now"},
    {STARTTLS_IMAP, "* OK hi\r\na9 OK\r\n", 0, WRONG, "a9 OK"},
    {STARTTLS_POP3, "-ERR [SYS/TEMP] full\r\n", 0, REFUSED, "full"},
    {STARTTLS_POP3, "+OK\r\n+OK\r\nUIDL\r\n.\r\n", 0, NOT_OFFERED, "STLS"},
    {STARTTLS_POP3, "+OK\r\n-ERR what\r\n-ERR no TLS\r\n", 0, REFUSED,
	"answer to STLS: \"-ERR no TLS\""},
    {STARTTLS_FTP, "220-a\r\nfree text\r\n220 b\r\n502 no\r\n", 0, REFUSED,
	"answer to AUTH TLS: \"502 no\""},
    {STARTTLS_FTP, "120 in ten minutes\r\n", 0, REFUSED, "ten minutes"},
    {STARTTLS_FTP, "SSH-2.0-x\r\n", 0, WRONG, "SSH"},
    {STARTTLS_NNTP, "502 not you\r\n", 0, REFUSED, "not you"},
    {STARTTLS_NNTP, "200 hi\r\n101 list\r\nREADER\r\n.\r\n", 0, NOT_OFFERED,
	""},
    {STARTTLS_NNTP, "201 hi\r\n500 what\r\n580 no\r\n", 0, REFUSED, "580 no"},
    {STARTTLS_SIEVE, "\"SASL\" \"PLAIN\"\r\nOK\r\n", 0, NOT_OFFERED, ""},
    {STARTTLS_SIEVE, "BYE \"busy\"\r\n", 0, REFUSED, "busy"},
    {STARTTLS_SIEVE, "\"STARTTLS\"\r\nOK\r\nNO \"x\"\r\n", 0, REFUSED, "NO"},
    {STARTTLS_IRC, ":s CAP * LS :multi-prefix\r\n", 0, NOT_OFFERED, "tls"},
    {STARTTLS_IRC, ":s CAP * LS :a tls\r\n:s 691 n :bad\r\n", 0, REFUSED,
	"691"},
    {STARTTLS_IRC, ":s 421 n CAP :what\r\n:s 421 n STARTTLS :what\r\n", 0,
	REFUSED, "421 n STARTTLS"},
    {STARTTLS_IRC, "ERROR :Closing link\r\n", 0, REFUSED, "Closing link"},
    {STARTTLS_IRC, "220 mx\r\n", 0, WRONG, ""},
    {STARTTLS_LDAP, BYTES("0\x11\2\1\1x\x0c\n\1\2\4\0\4\5sorry"), NOT_OFFERED,
	"result code 2: \"sorry\""},
    {STARTTLS_LDAP, BYTES("0\x0c\2\1\1x\7\n\1\x33\4\0\4\0"), REFUSED,
	"result code 51"},
    {STARTTLS_LDAP, BYTES("0\x10\2\1\0x\x0b\n\1\x34\4\0\4\4down"), REFUSED,
	"result code 52: \"down\""},
    {STARTTLS_LDAP, BYTES("0\x0c\2\1\2x\7\n\1\0\4\0\4\0"), WRONG, "LDAP"},
    {STARTTLS_LDAP, BYTES("0\x84\xff\xff\xff\xff"), WRONG, ""},
    {STARTTLS_LDAP, BYTES("0\x80\2\1\1"), WRONG, ""},
    {STARTTLS_LDAP, BYTES("0\0"), WRONG, ""},
    {STARTTLS_POSTGRES, "N", 0, NOT_OFFERED, "turned off"},
    {STARTTLS_POSTGRES, BYTES("E\0\0\0\x12SFATAL\0Mfull\0\0"), REFUSED,
	"\"full\""},
    {STARTTLS_POSTGRES, BYTES("E\0\0\0\4"), REFUSED, ""},
    {STARTTLS_POSTGRES, BYTES("EFATAL"), REFUSED, "FATAL"},
    {STARTTLS_POSTGRES, "HTTP/1.1", 0, WRONG, "PostgreSQL"},
    {STARTTLS_MYSQL, BYTES("\x15\0\0\0\xff\x6a\4Host is blocked.. "), REFUSED,
	"error 1130: \"Host is blocked.. \""},
    {STARTTLS_MYSQL, BYTES("\x0e\0\0\0\xff\x10\4#08004many!"), REFUSED,
	"error 1040: \"many!\""},
    {STARTTLS_MYSQL, BYTES("\1\0\0\0\xff"), REFUSED, ""},
    {STARTTLS_MYSQL, BYTES("\x14\0\0\0\n8\0\1\2\3\4abcdefgh\0\0\0\0\0"),
	NOT_OFFERED, "its version is: \"8\""},
    {STARTTLS_MYSQL, BYTES("\5\0\0\0\n8.0\0"), WRONG, ""},
    {STARTTLS_MYSQL, BYTES("\4\0\0\0\n8.0"), WRONG, ""},
    {STARTTLS_MYSQL, BYTES("\2\0\0\0\t\0"), WRONG, ""},
    {STARTTLS_MYSQL, "HTTP/1.1 400\r\n", 0, WRONG, "MySQL"},
    {STARTTLS_XMPP_CLIENT, "HTTP/1.1 400\r\n", 0, WRONG, "XMPP"},
    {STARTTLS_XMPP_CLIENT, "<html>", 0, WRONG, "\"html\""},
    {STARTTLS_XMPP_CLIENT,
	"<stream:stream id='>'><stream:error><host-unknown/></stream:error>", 0,
	REFUSED, "ends the stream: \"host-unknown\""},
    {STARTTLS_XMPP_CLIENT, "<stream:stream><stream:features/>", 0, NOT_OFFERED,
	"starttls"},
    {STARTTLS_XMPP_SERVER,
	"<stream:stream><stream:features><dialback/></stream:features>", 0,
	NOT_OFFERED, "XMPP between servers"},
    {STARTTLS_XMPP_CLIENT,
	"<stream:stream><stream:features><starttls/></stream:features>"
	"<failure/>",
	0, REFUSED, "refuses starttls"},
    {STARTTLS_XMPP_CLIENT, "<stream:stream></stream:stream>", 0, REFUSED,
	"ends the stream"},
    {STARTTLS_XMPP_CLIENT,
	"<stream:stream><features><starttls/></features><iq/>", 0, WRONG,
	"\"iq\""},
};

static void
servers_that_say_no_are_told_apart_and_quoted(void **state)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		const struct refusal *r = &refusals[i];
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = start(r->protocol);

		dialogue_receive(
		    dialogue, r->said, r->len > 0 ? r->len : strlen(r->said));
		(void)dialogue_step(dialogue);
		if (dialogue->failure != r->failure ||
		    strstr(dialogue->detail, r->words) == NULL)
			fail_msg("%zu: %s: %s: %s, but: %s", i, r->said,
			    failure_text(r->failure), r->words,
			    dialogue->detail);
	}
}

static void
banners_without_end_are_too_long(void **state)
{
	static const struct {
		enum starttls protocol;
		const char *start, *line;
	} rows[] = {
	    {STARTTLS_SMTP, "", "220-welcome to the machine\r\n"},
	    {STARTTLS_SMTP, "220 mx\r\n", "250-SIZE\r\n"},
	    {STARTTLS_FTP, "220-hello\r\n", "and so on\r\n"},
	    {STARTTLS_IMAP, "* OK\r\n", "* CAPABILITY X\r\n"},
	    {STARTTLS_POP3, "+OK\r\n+OK\r\n", "UIDL\r\n"},
	    {STARTTLS_NNTP, "200 a\r\n101 b\r\n", "OVER\r\n"},
	    {STARTTLS_SIEVE, "", "\"SIEVE\" \"fileinto\"\r\n"},
	    {STARTTLS_IRC, "", ":s NOTICE * :wait\r\n"},
	    {STARTTLS_XMPP_CLIENT, "<stream:stream><features>", "<a/>"},
	    {STARTTLS_XMPP_SERVER, "", " "},
	    {STARTTLS_XMPP_CLIENT, "<stream:stream a='", "xxxxxxxxxxxxxxxx"},
	    {STARTTLS_SMTP, "220-", "no line ends here "},
	    {STARTTLS_POSTGRES, "E\1\1\1\1", "xxxxxxxxxxxxxxxxxxxx"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = start(rows[i].protocol);
		size_t len = strlen(rows[i].line);

		dialogue_receive(
		    dialogue, rows[i].start, strlen(rows[i].start));
		while (dialogue_step(dialogue) == DIALOGUE_WAITS) {
			assert_true(dialogue->received <=
			    DIALOGUE_MAX_BYTES + DIALOGUE_MAX_INPUT);
			dialogue_receive(dialogue, rows[i].line, len);
		}
		if (dialogue->failure != FAILURE_STARTTLS_TOO_LONG &&
		    rows[i].protocol != STARTTLS_POSTGRES)
			fail_msg("%s%s: %s", rows[i].start, rows[i].line,
			    dialogue->detail);
		assert_int_not_equal(dialogue->failure, FAILURE_NONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recorded_conversations_end_in_tls),
	    cmocka_unit_test(an_end_or_silence_at_any_byte_is_told_as_such),
	    cmocka_unit_test(garbage_at_any_byte_never_leads_into_tls),
	    cmocka_unit_test(what_comes_behind_the_last_answer_is_left_over),
	    cmocka_unit_test(servers_that_say_no_are_told_apart_and_quoted),
	    cmocka_unit_test(banners_without_end_are_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
