/*
 * Proxies over memory, by recorded conversations: each is played whole, byte by
 * byte, cut off, silenced and spoilt at every byte.
 */
#include "probe/proxy.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define PASSWORD "hunter2"
#define HELLO "\x16\x03\x01" /* what follows is the target's */

static const struct credentials known = {"monitor", PASSWORD};

/* Good ones, as tinyproxy, Squid, microsocks and Dante gave them. */
static const struct recording {
	enum proxy_kind kind;
	bool has_credentials;
	const char *host;
	const char *asked; /* all that we say, in order */
	size_t asked_len;
	const char *answered;
	size_t answered_len;
} recordings[] = {
#define TEXT(text) text, sizeof(text) - 1
    {PROXY_HTTP, false, "192.0.2.1",
	TEXT("CONNECT 192.0.2.1:443 HTTP/1.1\r\nHost: 192.0.2.1:443\r\n\r\n"),
	TEXT("HTTP/1.0 200 Connection established\r\n"
	     "Proxy-agent: tinyproxy/1.11.1\r\n\r\n")},
    {PROXY_HTTP, true, "2001:db8::1",
	TEXT("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n"
	     "Host: [2001:db8::1]:443\r\n"
	     "Proxy-Authorization: Basic bW9uaXRvcjpodW50ZXIy\r\n\r\n"),
	TEXT("HTTP/1.1 200 Connection established\r\n\r\n")},
    {PROXY_HTTP, false, "www.example.test",
	TEXT("CONNECT www.example.test:443 HTTP/1.1\r\n"
	     "Host: www.example.test:443\r\n\r\n"),
	TEXT("HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 204\n\n")},
    {PROXY_SOCKS5, false, "192.0.2.1", TEXT("\5\1\0\5\1\0\1\xc0\0\2\1\1\xbb"),
	TEXT("\5\0\5\0\0\1\x7f\0\0\1\x9c\x40")},
    {PROXY_SOCKS5, true, "2001:db8::1",
	TEXT("\5\2\0\2\1\7monitor\7hunter2\5\1\0\4\x20\1\x0d\xb8\0\0\0\0\0\0\0"
	     "\0\0\0\0\1\1\xbb"),
	TEXT("\5\2\1\0\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x9c\x40")},
    {PROXY_SOCKS5, true, "www.example.test",
	TEXT("\5\2\0\2\5\1\0\3\x10www.example.test\1\xbb"),
	TEXT("\5\0\5\0\0\3\4host\0\x50")},
};

#define RECORDING_COUNT (sizeof recordings / sizeof recordings[0])

static struct dialogue *
start(const struct recording *r)
{
	return proxy_dialogue(
	    r->kind, r->host, 443, r->has_credentials ? &known : NULL);
}

/* What it says by now goes to the end of said. */
static void
hear(struct dialogue *dialogue, struct strbuf *said)
{
	const uint8_t *bytes;
	size_t len = dialogue_pending(dialogue, &bytes);

	strbuf_add_bytes(said, bytes, len);
	dialogue_sent(dialogue, len);
}

static enum dialogue_step
feed(struct dialogue *dialogue, const char *bytes, size_t len, size_t piece,
    struct strbuf *said)
{
	enum dialogue_step step = dialogue_step(dialogue);

	hear(dialogue, said);
	for (size_t at = 0; at < len && step == DIALOGUE_WAITS; at += piece) {
		dialogue_receive(
		    dialogue, bytes + at, piece < len - at ? piece : len - at);
		step = dialogue_step(dialogue);
		hear(dialogue, said);
	}
	return step;
}

static void
assert_no_secret(const struct dialogue *dialogue)
{
	assert_null(strstr(dialogue->detail, PASSWORD));
	assert_null(strstr(dialogue->detail, "bW9uaXRvcjpodW50ZXIy"));
}

static void
a_recording_is_done_and_leaves_the_rest(void **state)
{
	for (size_t i = 0; i < RECORDING_COUNT; i++) {
		const struct recording *r = &recordings[i];
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free) struct dialogue *dialogue = start(r);
		char all[512];
		const uint8_t *rest;

		memcpy(all, r->answered, r->answered_len);
		memcpy(all + r->answered_len, HELLO, sizeof HELLO - 1);
		assert_int_equal(
		    feed(dialogue, all, r->answered_len + sizeof HELLO - 1,
			sizeof all, &said),
		    DIALOGUE_DONE);
		assert_int_equal(said.len, r->asked_len);
		assert_memory_equal(said.text, r->asked, r->asked_len);
		assert_int_equal(
		    dialogue_rest(dialogue, &rest), sizeof HELLO - 1);
		assert_memory_equal(rest, HELLO, sizeof HELLO - 1);
	}
}

static void
one_byte_at_a_time_comes_to_the_same(void **state)
{
	for (size_t i = 0; i < RECORDING_COUNT; i++) {
		const struct recording *r = &recordings[i];
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free) struct dialogue *dialogue = start(r);
		const uint8_t *rest;

		assert_int_equal(
		    feed(dialogue, r->answered, r->answered_len, 1, &said),
		    DIALOGUE_DONE);
		assert_int_equal(said.len, r->asked_len);
		assert_memory_equal(said.text, r->asked, r->asked_len);
		assert_int_equal(dialogue_rest(dialogue, &rest), 0);
	}
}

/* How it ends after the first bytes of a recording. */
enum ending { ENDING_CLOSE, ENDING_RESET, ENDING_SILENCE, ENDING_COUNT };

static void
end(struct dialogue *dialogue, enum ending ending)
{
	switch (ending) {
	case ENDING_CLOSE: dialogue_receive_end(dialogue, 0); break;
	case ENDING_RESET: dialogue_receive_end(dialogue, ECONNRESET); break;
	case ENDING_SILENCE: dialogue_give_up(dialogue, 5000); break;
	case ENDING_COUNT: break;
	}
}

static void
every_early_end_is_its_own_failure(void **state)
{
	static const enum failure failures[ENDING_COUNT] = {
	    [ENDING_CLOSE] = FAILURE_PROXY_CLOSED,
	    [ENDING_RESET] = FAILURE_PROXY_CLOSED,
	    [ENDING_SILENCE] = FAILURE_PROXY_TIMEOUT,
	};
	size_t tried = 0;

	for (size_t i = 0; i < RECORDING_COUNT; i++) {
		const struct recording *r = &recordings[i];

		for (size_t n = 0; n < r->answered_len * ENDING_COUNT; n++) {
			CLEANUP(strbuf_clear)
			struct strbuf said = STRBUF_INIT(4096);
			CLEANUP(dialogue_free)
			struct dialogue *dialogue = start(r);
			enum ending ending = (enum ending)(n % ENDING_COUNT);

			assert_int_equal(feed(dialogue, r->answered,
					     n / ENDING_COUNT, 1, &said),
			    DIALOGUE_WAITS);
			end(dialogue, ending);
			assert_int_equal(
			    dialogue_step(dialogue), DIALOGUE_FAILED);
			assert_int_equal(dialogue->failure, failures[ending]);
			assert_non_null(strstr(dialogue->detail, " proxy: "));
			assert_no_secret(dialogue);
			tried++;
		}
	}
	assert_true(tried > 500);
}

static bool
is_known(enum failure failure)
{
	return (failure >= FAILURE_PROXY_UNREACHABLE &&
		   failure <= FAILURE_PROXY_CLOSED) ||
	    failure == FAILURE_UNREACHABLE ||
	    failure == FAILURE_CONNECT_REFUSED ||
	    failure == FAILURE_CONNECT_TIMEOUT;
}

/* Each byte is replaced by four others. It may go unnoticed, in words; else it
 * fails, or waits for more and then fails. */
static void
garbage_at_every_byte_ends_in_a_failure_or_unnoticed(void **state)
{
	static const uint8_t others[] = {0x00, 0xff, '\n', 0x80};

	for (size_t i = 0; i < RECORDING_COUNT; i++) {
		const struct recording *r = &recordings[i];

		for (size_t n = 0; n < r->answered_len * sizeof others; n++) {
			CLEANUP(strbuf_clear)
			struct strbuf said = STRBUF_INIT(4096);
			CLEANUP(dialogue_free)
			struct dialogue *dialogue = start(r);
			char answer[512];
			enum dialogue_step step;

			memcpy(answer, r->answered, r->answered_len);
			answer[n / sizeof others] =
			    (char)others[n % sizeof others];
			step =
			    feed(dialogue, answer, r->answered_len, 1, &said);
			if (step == DIALOGUE_DONE)
				continue;
			dialogue_receive_end(dialogue, 0);
			assert_true(is_known(dialogue->failure));
			assert_no_secret(dialogue);
		}
	}
}

static void
what_is_no_proxy_is_seen_by_its_first_byte(void **state)
{
	static const char *const speakers[] = {
	    "SSH-2.0-OpenSSH_9.2\r\n", "220 mx.example.test ESMTP\r\n", "\0"};

	for (size_t i = 0; i < 2 * 3; i++) {
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = proxy_dialogue(
		    i < 3 ? PROXY_HTTP : PROXY_SOCKS5, "192.0.2.1", 443, NULL);

		assert_int_equal(feed(dialogue, speakers[i % 3], 1, 1, &said),
		    DIALOGUE_FAILED);
		assert_int_equal(dialogue->failure, FAILURE_PROXY_GARBAGE);
	}
}

static void
each_refusal_has_its_failure_and_the_proxys_words(void **state)
{
	static const struct row {
		enum proxy_kind kind;
		bool has_credentials;
		const char *answer;
		size_t len;
		enum failure failure;
		const char *words;
	} rows[] = {
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 403 Filtered\r\n"),
		FAILURE_PROXY_REFUSED,
		"HTTP proxy: the proxy refuses the way to 192.0.2.1 port 443: "
		"\"HTTP/1.1 403 Filtered\""},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 407 Who\x1b[2J are you\r\n"),
		FAILURE_PROXY_CREDENTIALS,
		"wants credentials, and there are none, for the way to "
		"192.0.2.1 port 443: \"HTTP/1.1 407 Who\\x1b[2J are you\""},
	    {PROXY_HTTP, true, TEXT("HTTP/1.1 407 No\r\n"),
		FAILURE_PROXY_CREDENTIALS, "does not take the credentials"},
	    {PROXY_HTTP, true, TEXT("HTTP/1.0 401 Unauthorized\r\n"),
		FAILURE_PROXY_CREDENTIALS, "401 Unauthorized"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 302 Found\r\n"),
		FAILURE_PROXY_REFUSED, "302 Found"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.0 502 No route\r\n"),
		FAILURE_UNREACHABLE, "does not get through to 192.0.2.1"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 500 Unable to connect\r\n"),
		FAILURE_UNREACHABLE, "500 Unable to connect"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 503\r\n"), FAILURE_UNREACHABLE,
		"does not get through to 192.0.2.1"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 504 Timeout\r\n"),
		FAILURE_CONNECT_TIMEOUT, "504 Timeout"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 2xx OK\r\n"),
		FAILURE_PROXY_GARBAGE, "no HTTP proxy"},
	    {PROXY_HTTP, false, TEXT("HTTP/1.1 101 Switch\r\n"),
		FAILURE_PROXY_GARBAGE, "no HTTP proxy"},
	    {PROXY_SOCKS5, false, TEXT("\5\xff"), FAILURE_PROXY_CREDENTIALS,
		"wants credentials, and there are none"},
	    {PROXY_SOCKS5, true, TEXT("\5\xff"), FAILURE_PROXY_CREDENTIALS,
		"takes neither"},
	    {PROXY_SOCKS5, false, TEXT("\5\2"), FAILURE_PROXY_GARBAGE,
		"no SOCKS5 proxy"},
	    {PROXY_SOCKS5, true, TEXT("\5\2\1\1"), FAILURE_PROXY_CREDENTIALS,
		"does not take the credentials (status 1)"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\1"), FAILURE_PROXY_REFUSED,
		"general failure (reply 1)"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\2"), FAILURE_PROXY_REFUSED,
		"refuses the way to 192.0.2.1 port 443: not allowed"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\3"), FAILURE_UNREACHABLE,
		"network unreachable"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\4"), FAILURE_UNREACHABLE,
		"host unreachable"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\5"), FAILURE_CONNECT_REFUSED,
		"does not get through to 192.0.2.1 port 443: connection "
		"refused (reply 5)"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\6"), FAILURE_CONNECT_TIMEOUT,
		"time to live"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\x63"), FAILURE_PROXY_REFUSED,
		"no reason known (reply 99)"},
	    {PROXY_SOCKS5, false, TEXT("\5\0\5\0\0\2"), FAILURE_PROXY_GARBAGE,
		"no SOCKS5 proxy"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *row = &rows[i];
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free)
		struct dialogue *dialogue = proxy_dialogue(row->kind,
		    "192.0.2.1", 443, row->has_credentials ? &known : NULL);

		assert_int_equal(
		    feed(dialogue, row->answer, row->len, row->len, &said),
		    DIALOGUE_FAILED);
		if (dialogue->failure != row->failure ||
		    strstr(dialogue->detail, row->words) == NULL)
			fail_msg("%s: %s", failure_text(dialogue->failure),
			    dialogue->detail);
		assert_no_secret(dialogue);
	}
}

static void
an_endless_answer_is_cut_off(void **state)
{
	static const char *const pieces[] = {"X-Field: value\r\n", "xxxxxxxx"};

	for (size_t i = 0; i < 2; i++) {
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free)
		struct dialogue *dialogue =
		    proxy_dialogue(PROXY_HTTP, "192.0.2.1", 443, NULL);
		enum dialogue_step step =
		    feed(dialogue, TEXT("HTTP/1.1 200 OK\r\n"), 64, &said);
		size_t sent = 0;

		while (step == DIALOGUE_WAITS) {
			step = feed(
			    dialogue, pieces[i], strlen(pieces[i]), 64, &said);
			sent += strlen(pieces[i]);
			assert_true(sent <= 2 * DIALOGUE_MAX_BYTES);
		}
		assert_int_equal(dialogue->failure, FAILURE_PROXY_TOO_LONG);
	}
}

static struct ip_address
end_at(const char *text, uint16_t port)
{
	struct ip_address address = {0};

	if (text != NULL)
		assert_true(ip_address_parse(text, &address));
	address.port = port;
	return address;
}

/* The examples of the specification, byte by byte. */
static void
headers_say_who_connects_where(void **state)
{
#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
	static const struct row {
		enum proxy_header header;
		const char *from, *to, *said;
		size_t len;
	} rows[] = {
	    {PROXY_HEADER_V1, "192.0.2.7", "192.0.2.1",
		TEXT("PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n")},
	    {PROXY_HEADER_V1, "2001:db8::7", "2001:db8::1",
		TEXT("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n")},
	    {PROXY_HEADER_V1, NULL, NULL, TEXT("PROXY UNKNOWN\r\n")},
	    {PROXY_HEADER_V1, "192.0.2.7", "2001:db8::1",
		TEXT("PROXY UNKNOWN\r\n")},
	    {PROXY_HEADER_V2, "192.0.2.7", "192.0.2.1",
		TEXT(SIGNATURE "\x21\x11\0\x0c\xc0\0\2\7\xc0\0\2\1\xdc\4"
			       "\1\xbb")},
	    {PROXY_HEADER_V2, "2001:db8::7", "2001:db8::1",
		TEXT(SIGNATURE "\x21\x21\0\x24"
			       "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\7"
			       "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
			       "\xdc\4\1\xbb")},
	    {PROXY_HEADER_V2, NULL, NULL, TEXT(SIGNATURE "\x20\0\0\0")},
	    {PROXY_HEADER_V2, "192.0.2.7", NULL, TEXT(SIGNATURE "\x20\0\0\0")},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ip_address from = end_at(rows[i].from, 56324);
		struct ip_address to = end_at(rows[i].to, 443);
		CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(4096);
		CLEANUP(dialogue_free)
		struct dialogue *dialogue =
		    proxy_header_dialogue(rows[i].header, &from, &to);

		assert_int_equal(
		    feed(dialogue, NULL, 0, 1, &said), DIALOGUE_DONE);
		assert_int_equal(said.len, rows[i].len);
		assert_memory_equal(said.text, rows[i].said, rows[i].len);
	}
}

static void
no_header_is_no_dialogue(void **state)
{
	struct ip_address none = {0};

	assert_null(proxy_header_dialogue(PROXY_HEADER_NONE, &none, &none));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_recording_is_done_and_leaves_the_rest),
	    cmocka_unit_test(one_byte_at_a_time_comes_to_the_same),
	    cmocka_unit_test(every_early_end_is_its_own_failure),
	    cmocka_unit_test(
		garbage_at_every_byte_ends_in_a_failure_or_unnoticed),
	    cmocka_unit_test(what_is_no_proxy_is_seen_by_its_first_byte),
	    cmocka_unit_test(each_refusal_has_its_failure_and_the_proxys_words),
	    cmocka_unit_test(an_endless_answer_is_cut_off),
	    cmocka_unit_test(headers_say_who_connects_where),
	    cmocka_unit_test(no_header_is_no_dialogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
