/*
 * A connection to which is written; see stream.h.
 *
 *	dialling -> shaking hands (TLS) -> open -> gone
 *
 * From each state a failure, the deadline (before it is open) or the peer's
 * end leads to finish().
 */
#include "net/stream.h"

#include <errno.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "net/dial.h"
#include "net/tls_session.h"

#define READ_CHUNK 16384
#define READS_AT_ONCE 4 /* then others have their turn */

struct stream {
	struct stream_events events;
	int64_t open_timeout_ms;
	struct loop *loop;
	struct dial *dial;
	int fd;
	struct loop_watch *watch;
	struct loop_timer *timer; /* the deadline, or a failure that waits */
	struct tls_session *tls;  /* NULL: plain */
	bool is_open;
	struct strbuf out; /* for the kernel; from out_sent on */
	size_t out_sent;
	struct error failure; /* told by the timer */
};

void
stream_free(struct stream *stream)
{
	if (stream == NULL)
		return;
	dial_cancel(stream->dial);
	loop_watch_free(stream->watch);
	loop_timer_free(stream->timer);
	if (stream->is_open && stream->tls != NULL) {
		tls_session_end(stream->tls);
		tls_session_take_output(stream->tls, &stream->out);
	}
	if (stream->fd >= 0) {
		if (stream->out.len > stream->out_sent)
			(void)send(stream->fd,
			    stream->out.text + stream->out_sent,
			    stream->out.len - stream->out_sent,
			    MSG_DONTWAIT | MSG_NOSIGNAL);
		close(stream->fd);
	}
	tls_session_free(stream->tls);
	strbuf_clear(&stream->out);
	free(stream);
}

static void
finish(struct stream *stream, const struct error *why)
{
	struct stream_events events = stream->events;
	struct error error = *why;

	stream_free(stream);
	events.closed(events.arg, &error);
}

static void
forget_sent(struct stream *stream)
{
	if (stream->out_sent == stream->out.len)
		strbuf_clear(&stream->out);
	else if (stream->out_sent > 0)
		memmove(stream->out.text, stream->out.text + stream->out_sent,
		    stream->out.len - stream->out_sent);
	if (stream->out.len > 0)
		stream->out.len -= stream->out_sent;
	stream->out_sent = 0;
}

/* As much as the kernel takes now. */
static bool
flush(struct stream *stream, struct error *err)
{
	if (stream->tls != NULL)
		tls_session_take_output(stream->tls, &stream->out);
	while (stream->out_sent < stream->out.len) {
		ssize_t n =
		    send(stream->fd, stream->out.text + stream->out_sent,
			stream->out.len - stream->out_sent,
			MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			return error_set_errno(err, "sending");
		if (n < 0)
			break;
		stream->out_sent += (size_t)n;
	}
	forget_sent(stream);
	loop_watch_set(stream->watch, true, stream->out.len > 0);
	return true;
}

static void
become_open(struct stream *stream)
{
	stream->is_open = true;
	loop_timer_stop(stream->timer);
	stream->events.opened(stream->events.arg);
}

static bool
take_input(struct stream *stream, struct error *err)
{
	char chunk[READ_CHUNK];

	for (int i = 0; i < READS_AT_ONCE; i++) {
		ssize_t n = recv(stream->fd, chunk, sizeof chunk, MSG_DONTWAIT);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (n < 0)
			return error_set_errno(err, "receiving");
		if (n == 0)
			return error_set(
			    err, ERROR_SYSTEM, "it closed the connection");
		if (stream->tls != NULL &&
		    !tls_session_feed(stream->tls, chunk, (size_t)n, err))
			return false;
	}
	return true;
}

static void
on_ready(void *arg, bool readable, UNUSED bool writable)
{
	struct stream *stream = arg;
	struct error err = ERROR_INIT;
	bool is_well = !readable || take_input(stream, &err);

	/* An alert that says why goes out before the end. */
	if (!flush(stream, is_well ? &err : NULL) || !is_well) {
		finish(stream, &err);
		return;
	}
	if (!stream->is_open && tls_session_is_open(stream->tls))
		become_open(stream);
}

static void
on_timer(void *arg)
{
	struct stream *stream = arg;

	if (stream->failure.kind == ERROR_NONE)
		error_set(&stream->failure, ERROR_SYSTEM,
		    "no connection within %lld seconds",
		    (long long)stream->open_timeout_ms / 1000);
	finish(stream, &stream->failure);
}

static void
on_dialled(void *arg, int fd, int error_number)
{
	struct stream *stream = arg;
	struct error err = ERROR_INIT;

	stream->dial = NULL;
	if (fd < 0) {
		error_set(&err, ERROR_SYSTEM, "%s", strerror(error_number));
		finish(stream, &err);
		return;
	}
	stream->fd = fd;
	stream->watch = loop_watch_new(stream->loop, fd, on_ready, stream);
	if ((stream->tls != NULL &&
		!tls_session_feed(stream->tls, NULL, 0, &err)) ||
	    !flush(stream, &err)) {
		finish(stream, &err);
		return;
	}
	if (stream->tls == NULL)
		become_open(stream);
}

struct stream *
stream_open(struct loop *loop, const struct stream_options *options,
    const struct stream_events *events, struct error *err)
{
	struct stream *stream = MEM_NEW(struct stream);

	stream->loop = loop;
	stream->events = *events;
	stream->open_timeout_ms = options->open_timeout_ms;
	stream->fd = -1;
	/* What TLS adds to it is small. */
	stream->out = (struct strbuf)STRBUF_INIT(2 * STREAM_MAX_QUEUED);
	if (options->tls != NULL) {
		stream->tls = tls_session_new(options->tls, err);
		if (stream->tls == NULL) {
			stream_free(stream);
			return NULL;
		}
	}
	stream->timer = loop_timer_new(loop, on_timer, stream);
	loop_timer_set(stream->timer, options->open_timeout_ms);
	stream->dial = dial_start(loop, &options->address,
	    options->open_timeout_ms, on_dialled, stream);
	return stream;
}

bool
stream_write(struct stream *stream, const void *bytes, size_t len)
{
	if (stream->failure.kind != ERROR_NONE)
		return true; /* it goes down with the stream, which says so */
	if (stream->out.len + len > STREAM_MAX_QUEUED)
		return false;
	if (stream->tls == NULL)
		strbuf_add_bytes(&stream->out, bytes, len);
	else if (!tls_session_write(stream->tls, bytes, len, &stream->failure))
		goto fail;
	if (flush(stream, &stream->failure))
		return true;
fail:
	/* The owner is not called from within its own call. */
	loop_watch_set(stream->watch, false, false);
	loop_timer_set(stream->timer, 0);
	return true;
}

size_t
stream_unacknowledged(const struct stream *stream)
{
	int queued = 0;

	if (stream->fd < 0 || ioctl(stream->fd, SIOCOUTQ, &queued) != 0)
		queued = 0;
	return stream->out.len - stream->out_sent + (size_t)queued;
}
