/* Dialogues over a socket; see talk.h. */
#include "probe/talk.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PIECE_BYTES 4096 /* received at once */

struct talk {
	struct loop *loop;
	int64_t began_ms;
	struct loop_watch *watch;
	int fd, send_error; /* errno's, of a broken connection */
	struct dialogues dialogues;
	size_t at; /* the one that is held */
	struct observation *observation;
	talk_fn fn;
	void *arg;
};

static struct dialogue *
current(const struct talk *talk)
{
	return talk->dialogues.items.items[talk->at];
}

static void
tell_failure(struct talk *talk)
{
	const struct dialogue *dialogue = current(talk);

	talk->observation->failure = dialogue->failure;
	snprintf(talk->observation->detail, sizeof talk->observation->detail,
	    "%s", dialogue->detail);
}

/* Sends what there is to send; true when nothing is left. An error is no end:
 * what the other side had to say may still be there to read. */
static bool
flush(struct talk *talk)
{
	struct dialogue *dialogue = current(talk);
	const uint8_t *bytes;
	size_t len = dialogue_pending(dialogue, &bytes);
	ssize_t n;

	if (len == 0)
		return true;
	n = send(talk->fd, bytes, len, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		talk->send_error = errno;
		n = (ssize_t)len;
	}
	if (n > 0)
		dialogue_sent(dialogue, (size_t)n);
	return n == (ssize_t)len;
}

static void
end(struct talk *talk, bool is_done)
{
	loop_watch_set(talk->watch, false, false);
	talk->observation->talk_ms = loop_now_ms(talk->loop) - talk->began_ms;
	if (!is_done)
		tell_failure(talk);
	talk->fn(talk->arg, is_done);
}

/* Hands what is left over to the next one; false when this was the last. */
static bool
go_to_next(struct talk *talk)
{
	const uint8_t *bytes;
	size_t len = dialogue_rest(current(talk), &bytes);

	if (talk->at + 1 == talk->dialogues.items.len)
		return false;
	talk->at++;
	dialogue_receive(current(talk), bytes, len);
	return true;
}

static void
go_on(struct talk *talk)
{
	for (;;) {
		enum dialogue_step step = dialogue_step(current(talk));
		bool is_sent = flush(talk);

		if (step == DIALOGUE_FAILED) {
			end(talk, false);
			return;
		}
		if (step == DIALOGUE_WAITS || !is_sent) {
			loop_watch_set(
			    talk->watch, step == DIALOGUE_WAITS, !is_sent);
			return;
		}
		if (!go_to_next(talk)) {
			end(talk, true);
			return;
		}
	}
}

static void
receive(struct talk *talk)
{
	struct dialogue *dialogue = current(talk);
	uint8_t piece[PIECE_BYTES];
	size_t room = dialogue_room(dialogue);
	ssize_t n =
	    recv(talk->fd, piece, room < sizeof piece ? room : sizeof piece, 0);

	if (n > 0)
		dialogue_receive(dialogue, piece, (size_t)n);
	else if (n == 0)
		/* A reset is told once: to send, if that was first. */
		dialogue_receive_end(
		    dialogue, talk->send_error == ECONNRESET ? ECONNRESET : 0);
	else if (errno != EAGAIN && errno != EINTR)
		dialogue_receive_end(dialogue, errno);
}

static void
on_ready(void *arg, bool readable, bool writable)
{
	struct talk *talk = arg;

	(void)writable;
	if (readable)
		receive(talk);
	go_on(talk);
}

struct talk *
talk_start(struct loop *loop, int fd, struct dialogues *take_dialogues,
    struct observation *observation, talk_fn fn, void *arg)
{
	struct talk *talk = MEM_NEW(struct talk);

	talk->loop = loop;
	talk->began_ms = loop_now_ms(loop);
	talk->fd = fd;
	talk->dialogues = *take_dialogues;
	*take_dialogues = (struct dialogues){0};
	talk->observation = observation;
	talk->fn = fn;
	talk->arg = arg;
	talk->watch = loop_watch_new(loop, fd, on_ready, talk);
	loop_watch_set(talk->watch, true, true);
	return talk;
}

void
talk_free(struct talk *talk)
{
	if (talk == NULL)
		return;
	loop_watch_free(talk->watch);
	dialogues_clear(&talk->dialogues);
	free(talk);
}

void
talk_give_up(struct talk *talk, int64_t waited_ms)
{
	dialogue_give_up(current(talk), waited_ms);
	tell_failure(talk);
}

bool
talk_rest(struct talk *talk, const uint8_t **ret_bytes, size_t *ret_len)
{
	struct dialogue *dialogue = current(talk);
	uint8_t piece[PIECE_BYTES];
	const uint8_t *bytes;
	ssize_t n;

	*ret_len = dialogue_rest(dialogue, ret_bytes);
	if (!dialogue->kind->is_upgrade)
		return true;
	n = (ssize_t)*ret_len;
	bytes = *ret_bytes;
	/* What came while we waited for our turn is no better. */
	if (n == 0) {
		n = recv(talk->fd, piece, sizeof piece, MSG_PEEK);
		bytes = piece;
	}
	if (n <= 0)
		return true;
	dialogue_tell_injection(dialogue, bytes, (size_t)n);
	tell_failure(talk);
	return false;
}

struct farewell
talk_farewell(const struct talk *talk)
{
	return current(talk)->farewell;
}
