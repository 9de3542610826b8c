/*
 * Events and log lines on a descriptor, written by a thread. On a terminal for
 * people: colour, the remedy below the line. Elsewhere one line each with the
 * level in front as sd-daemon(3) reads it. Declared in sink.h.
 */
#include "notify/sink.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/terminal.h"
#include "base/timestamp.h"
#include "notify/priority.h"
#include "notify/writer.h"
#include "render/render_text.h"

#define STREAM_LINE_MAX (64u << 10)

struct sink_stream {
	struct sink sink; /* first */
	struct writer *writer;
	int fd;
	bool is_terminal;
};

/* The thread's argument: the descriptor. A reader that went away is nobody's
 * fault; what was to be told to it is gone. */
static void
write_all(void *arg, const uint8_t *bytes, size_t len)
{
	int fd = *(int *)arg;

	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n >= 0) {
			bytes += n;
			len -= (size_t)n;
			continue;
		}
		if (errno == EAGAIN) {
			struct pollfd ready = {.fd = fd, .events = POLLOUT};

			poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			return;
		}
	}
}

static struct render_style
style_now(const struct sink_stream *stream)
{
	struct terminal terminal = terminal_of(stream->fd);

	return (struct render_style){
	    .has_colour = terminal.has_colour,
	    .has_boxes = terminal.is_terminal && terminal.is_utf8,
	    .width = terminal.width,
	    .has_remedies = true,
	};
}

static bool
put(struct sink_stream *stream, const struct strbuf *text, uint64_t mark)
{
	CLEANUP(strbuf_clear)
	struct strbuf ascii = STRBUF_INIT(8 * STREAM_LINE_MAX);

	if (!stream->is_terminal || terminal_of(stream->fd).is_utf8)
		return writer_put(
		    stream->writer, strbuf_text(text), text->len, mark);
	render_text_ascii(&ascii, strbuf_text(text));
	return writer_put(stream->writer, strbuf_text(&ascii), ascii.len, mark);
}

static bool
stream_deliver(struct sink *sink, struct event *event)
{
	struct sink_stream *stream = (struct sink_stream *)sink;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(STREAM_LINE_MAX);

	if (stream->is_terminal) {
		struct render_style style = style_now(stream);

		render_text_event(&text, event, &style);
	} else {
		strbuf_addf(&text, "<%d>", priority_of_event(event));
		render_text_event_line(&text, event);
		strbuf_add_char(&text, '\n');
	}
	return put(stream, &text, event->sequence);
}

/* On a terminal as a line, too: it is history there. */
static bool
stream_deliver_again(struct sink *sink, const struct untold_entry *entry)
{
	struct sink_stream *stream = (struct sink_stream *)sink;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(STREAM_LINE_MAX);
	const char *end = strchr(entry->line, '>');

	strbuf_addf(&text, "%s\n",
	    stream->is_terminal && end != NULL ? end + 1 : entry->line);
	return put(stream, &text, entry->sequence);
}

static uint64_t
stream_told(struct sink *sink)
{
	return writer_mark(((struct sink_stream *)sink)->writer);
}

static bool
stream_log(struct sink *sink, enum log_level level, const char *subject,
    const char *message)
{
	struct sink_stream *stream = (struct sink_stream *)sink;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(STREAM_LINE_MAX);

	if (stream->is_terminal) {
		struct render_style style = style_now(stream);

		render_text_log(&text, clock_wall_s(&clock_system),
		    log_syslog_priority(level), subject, message, &style);
	} else {
		strbuf_addf(&text, "<%d>%s%s%s\n", log_syslog_priority(level),
		    subject == NULL ? "" : subject, subject == NULL ? "" : ": ",
		    message);
	}
	return put(stream, &text, 0);
}

static bool
stream_flush(struct sink *sink, int64_t timeout_ms)
{
	return writer_flush(((struct sink_stream *)sink)->writer, timeout_ms);
}

static void
stream_close(struct sink *sink, int64_t timeout_ms)
{
	struct sink_stream *stream = (struct sink_stream *)sink;

	writer_close(stream->writer, timeout_ms);
	free(stream);
}

static const struct sink_ops stream_ops = {
    .name = "stderr",
    .takes_hushed = true,
    .deliver = stream_deliver,
    .deliver_again = stream_deliver_again,
    .told = stream_told,
    .log = stream_log,
    .flush = stream_flush,
    .close = stream_close,
};

struct sink *
sink_stream_new(int fd)
{
	struct sink_stream *stream = MEM_NEW(struct sink_stream);
	struct writer_options options = {
	    .write = write_all,
	    .arg = mem_dup(&fd, sizeof fd),
	    .free_arg = free,
	};

	stream->sink.ops = &stream_ops;
	stream->fd = fd;
	stream->is_terminal = isatty(fd) == 1;
	stream->writer = writer_new(&options);
	return &stream->sink;
}

struct sink *
sink_stderr_new(void)
{
	return sink_stream_new(STDERR_FILENO);
}
