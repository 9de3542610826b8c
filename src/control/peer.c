/*
 * One who asks; see peer.h.
 *
 *	reading a line -> answering -> ended: the queue goes out -> gone
 *
 * Reading ends at its deadline, answering when nothing is read for too long;
 * who asked may go at any time.
 */
#include "control/peer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define READ_CHUNK 4096

struct peer {
	struct loop *loop;
	struct peer_events events;
	int fd;
	struct loop_watch *watch;
	struct loop_timer *deadline; /* of the request, then of the reader */
	struct answer *answer;
	struct strbuf in, out;
	size_t out_sent;
	bool is_asked, is_ended;
	bool is_half_closed; /* it says nothing more, and may listen yet */
};

void
peer_free(struct peer *peer)
{
	if (peer == NULL)
		return;
	answer_free(peer->answer);
	loop_timer_free(peer->deadline);
	loop_watch_free(peer->watch);
	close(peer->fd);
	strbuf_clear(&peer->in);
	strbuf_clear(&peer->out);
	free(peer);
}

static void
leave(struct peer *peer)
{
	struct peer_events events = peer->events;

	events.gone(events.arg, peer);
	peer_free(peer);
}

static size_t
waiting(const struct peer *peer)
{
	return peer->out.len - peer->out_sent;
}

static bool
has_room(const void *arg)
{
	return waiting(arg) < PEER_QUEUE_MARK;
}

/* What was sent makes room: the buffer is bounded by what waits. */
static void
forget_sent(struct peer *peer)
{
	size_t left = waiting(peer);

	if (left > 0 && peer->out_sent > 0) {
		memmove(
		    peer->out.text, peer->out.text + peer->out_sent, left + 1);
		peer->out.len = left;
	} else if (left == 0) {
		strbuf_clear(&peer->out);
	}
	peer->out_sent = 0;
}

/* Gives the kernel what it takes; false: nobody is there to read it. */
static bool
flush(struct peer *peer)
{
	while (waiting(peer) > 0) {
		ssize_t n = send(peer->fd, peer->out.text + peer->out_sent,
		    waiting(peer), MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0)
			return false;
		peer->out_sent += (size_t)n;
	}
	if (peer->out_sent > 0 && peer->is_asked)
		loop_timer_set(peer->deadline, PEER_STALL_MS);
	forget_sent(peer);
	/* Of who closed its side nobody could tell that it is gone. */
	if (waiting(peer) == 0 && peer->is_asked && !peer->is_half_closed)
		loop_timer_stop(peer->deadline);
	loop_watch_set(peer->watch, !peer->is_half_closed, waiting(peer) > 0);
	return true;
}

/* Afterwards the peer may be gone. */
static void
go_on(struct peer *peer)
{
	/* A line beyond all bounds: half of one would not be an answer. */
	if (strbuf_is_truncated(&peer->out) || !flush(peer)) {
		leave(peer);
		return;
	}
	if (waiting(peer) == 0 && peer->is_ended)
		leave(peer);
	else if (answer_has_room(peer->answer))
		answer_wake(peer->answer);
}

static void
on_line(void *arg, const json_t *line)
{
	struct peer *peer = arg;
	char *text = json_dumps(line, JSON_COMPACT);

	if (waiting(peer) == 0)
		loop_timer_set(peer->deadline, PEER_STALL_MS);
	strbuf_add(&peer->out, text);
	strbuf_add_char(&peer->out, '\n');
	free(text);
	loop_watch_set(peer->watch, !peer->is_half_closed, true);
}

static void
on_end(void *arg, const json_t *line, UNUSED const struct error *err)
{
	struct peer *peer = arg;

	on_line(peer, line);
	peer->is_ended = true;
}

static const struct answer_outlet outlet = {
    .line = on_line,
    .end = on_end,
    .has_room = has_room,
};

static void
on_deadline(void *arg)
{
	struct peer *peer = arg;

	leave(peer);
}

static void
take_request(struct peer *peer)
{
	char *end_of_line = memchr(peer->in.text, '\n', peer->in.len);
	json_error_t fault;
	struct error err = ERROR_INIT;
	json_t *request;

	if (end_of_line == NULL && !strbuf_is_truncated(&peer->in))
		return;
	peer->is_asked = true;
	loop_timer_stop(peer->deadline);
	if (end_of_line == NULL) {
		error_set(&err, ERROR_LIMIT, "a request has at most %u bytes",
		    PEER_REQUEST_MAX);
		answer_fail(peer->answer, &err);
		return;
	}
	request =
	    json_loadb(peer->in.text, (size_t)(end_of_line - peer->in.text),
		JSON_REJECT_DUPLICATES, &fault);
	strbuf_clear(&peer->in);
	if (!json_is_object(request)) {
		error_set(&err, ERROR_INVALID,
		    "a request is one JSON object on one line%s%s",
		    request == NULL ? ": " : "",
		    request == NULL ? fault.text : "");
		answer_fail(peer->answer, &err);
	} else {
		peer->events.asked(peer->events.arg, peer->answer, request);
	}
	json_decref(request);
}

static bool
is_hung_up(const struct peer *peer)
{
	struct pollfd now = {.fd = peer->fd};

	return poll(&now, 1, 0) == 1 && (now.revents & (POLLHUP | POLLERR));
}

/* What comes behind the request is dropped. false: who asked went away. */
static bool
take_input(struct peer *peer)
{
	char chunk[READ_CHUNK];
	ssize_t n = recv(peer->fd, chunk, sizeof chunk, MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0 && (!peer->is_asked || is_hung_up(peer)))
		return false;
	if (n == 0) {
		peer->is_half_closed = true;
		loop_timer_set(peer->deadline, PEER_STALL_MS);
		return true;
	}
	if (peer->is_asked)
		return true;
	strbuf_add_bytes(&peer->in, chunk, (size_t)n);
	take_request(peer);
	return true;
}

static void
on_ready(void *arg, bool readable, UNUSED bool writable)
{
	struct peer *peer = arg;

	if (readable && !take_input(peer))
		leave(peer);
	else
		go_on(peer);
}

struct peer *
peer_new(struct loop *loop, int fd, const struct peer_events *events)
{
	struct peer *peer = MEM_NEW(struct peer);

	peer->loop = loop;
	peer->fd = fd;
	peer->events = *events;
	peer->in = (struct strbuf)STRBUF_INIT(PEER_REQUEST_MAX);
	peer->out = (struct strbuf)STRBUF_INIT(PEER_QUEUE_MARK + PEER_LINE_MAX);
	peer->answer = answer_new(loop, &outlet, peer);
	peer->deadline = loop_timer_new(loop, on_deadline, peer);
	loop_timer_set(peer->deadline, PEER_REQUEST_TIMEOUT_MS);
	peer->watch = loop_watch_new(loop, fd, on_ready, peer);
	loop_watch_set(peer->watch, true, false);
	return peer;
}

struct answer *
peer_answer(const struct peer *peer)
{
	return peer->answer;
}
