/*
 * What is spoken in the clear before TLS begins, without a socket: a proxy is
 * asked for the way, a mail server for STARTTLS. Bytes of the peer go in,
 * bytes for it come out, and it ends as done or failed, with a failure and
 * words. A dialogue knows no clock: whoever plays it says when time is over.
 *
 * The first half is for those who play dialogues (talk.h), the second for the
 * kinds. A kind is a struct dialogue_kind and the functions it names.
 */
#pragma once

#include <stdint.h>

#include "base/strbuf.h"
#include "model/observation.h"
#include "probe/handshake.h"

#define DIALOGUE_MAX_INPUT (16u << 10) /* one line or message of the peer */
#define DIALOGUE_MAX_BYTES (64u << 10) /* all that it may say */
#define DIALOGUE_MAX_OUTPUT 4096u

enum dialogue_step {
	DIALOGUE_WAITS, /* for more bytes of the peer */
	DIALOGUE_DONE,	/* what comes now belongs to what follows */
	DIALOGUE_FAILED,
};

struct dialogue;

struct dialogue_kind {
	const char *name; /* "SMTP": begins the words of a failure */
	const char *peer; /* "the server", "the proxy": who answers */
	/* It asks the server itself for TLS: what is left over in the end was
	 * sent before TLS and would count as protected: injected. Otherwise
	 * it belongs to what follows. */
	bool is_upgrade;
	/* What it is when the peer closes, the connection breaks, time is
	 * over, or the peer says more than we take. */
	enum failure closed, broken, silent, too_long;
	/* Says what is to be said first, if anything. */
	void (*begin)(struct dialogue *dialogue);
	/* Goes as far as the input allows. Called after begin, too, with what
	 * there is, maybe nothing. */
	enum dialogue_step (*receive)(struct dialogue *dialogue);
	void (*clear)(struct dialogue *dialogue); /* of options; or NULL */
};

struct dialogue {
	const struct dialogue_kind *kind;
	char *name;	/* whom we look for: host name or address */
	uint16_t port;	/* ... and where */
	char *own_name; /* what we call ourselves */
	void *options;	/* the kind's own; kind->clear frees it */

	/* The kind's: how far it is, and what it waits for, for the words:
	 * "the greeting". */
	unsigned stage;
	const char *awaited;
	/* What is said inside TLS, once all was seen, so that the server's log
	 * does not tell of a client that vanished. Lives as long as the
	 * program. */
	struct farewell farewell;

	uint8_t *input;
	size_t input_cap, start, end; /* of what was not taken yet */
	size_t received;	      /* in all */
	struct strbuf output;
	size_t sent;
	bool is_done;
	enum failure failure;
	char detail[OBSERVATION_DETAIL_MAX]; /* safe to print */
};

/* ---- for those who play it ----------------------------------------------- */

/* Copies the names (NULL: ""); takes the options. It has begun: there may be
 * something to send. */
struct dialogue *dialogue_new(const struct dialogue_kind *kind,
    const char *name, uint16_t port, const char *own_name, void *take_options);
void dialogue_free(struct dialogue *dialogue);
CLEANUP_DEFINE(struct dialogue, dialogue_free)

/* How many bytes it takes now; never 0 while it waits. */
size_t dialogue_room(const struct dialogue *dialogue);
/* What the peer sent, room at most; and that no more will come: error_number 0
 * for an end of the stream, else errno's. The latter is a failure. */
void dialogue_receive(struct dialogue *dialogue, const void *bytes, size_t len);
void dialogue_receive_end(struct dialogue *dialogue, int error_number);
enum dialogue_step dialogue_step(struct dialogue *dialogue);
/* What is to be sent: lent until the next call. */
size_t dialogue_pending(
    const struct dialogue *dialogue, const uint8_t **ret_bytes);
void dialogue_sent(struct dialogue *dialogue, size_t len);
/* What the peer said beyond the end: lent as long as the dialogue lives. */
size_t dialogue_rest(
    const struct dialogue *dialogue, const uint8_t **ret_bytes);
/* The time is over. */
void dialogue_give_up(struct dialogue *dialogue, int64_t waited_ms);
/* It is done, but the peer spoke before TLS began. */
void dialogue_tell_injection(
    struct dialogue *dialogue, const void *bytes, size_t len);

/* ---- for the kinds ------------------------------------------------------- */

/* All that was not taken yet. */
size_t dialogue_input(
    const struct dialogue *dialogue, const uint8_t **ret_bytes);
void dialogue_take(struct dialogue *dialogue, size_t len);
/* Takes a line, without its end (LF or CR LF); false: it is not whole yet.
 * Lent until the next bytes come. */
bool dialogue_take_line(
    struct dialogue *dialogue, const char **ret_line, size_t *ret_len);
void dialogue_say(struct dialogue *dialogue, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
void dialogue_say_bytes(
    struct dialogue *dialogue, const void *bytes, size_t len);
/* DIALOGUE_FAILED, for `return dialogue_fail(...)`. The words, which are ours,
 * follow the kind's name; those of the peer are quoted behind them, escaped
 * and cut: bytes NULL for none. */
enum dialogue_step dialogue_fail(struct dialogue *dialogue,
    enum failure failure, const void *bytes, size_t len, const char *fmt, ...)
    PRINTF_LIKE(5, 6);
