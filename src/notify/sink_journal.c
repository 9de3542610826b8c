/*
 * The journal: native fields, sent by a thread of its own, since journald's
 * socket blocks when nobody reads it. Declared in sink.h.
 */
#define SD_JOURNAL_SUPPRESS_LOCATION /* where in our source says nobody much \
				      */
#include "notify/sink.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "base/mem.h"
#include "notify/journal_fields.h"
#include "notify/writer.h"

#define JOURNAL_SOCKET "/run/systemd/journal/socket"

struct sink_journal {
	struct sink sink; /* first */
	struct writer *writer;
};

/* Somebody listens at the socket: sd_journal_send() reports success without. */
static bool
is_listening(const char *socket_path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	bool is_there;
	int fd;

	if (strlen(socket_path) >= sizeof address.sun_path)
		return false;
	memcpy(address.sun_path, socket_path, strlen(socket_path) + 1);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	is_there = fd >= 0 &&
	    connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
	if (fd >= 0)
		close(fd);
	return is_there;
}

bool
sink_journal_is_there(void)
{
	return is_listening(JOURNAL_SOCKET);
}

static const struct journal_field *
find_field(const struct journal_field *fields, size_t count, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < count; i++) {
		if (fields[i].len > len &&
		    strncmp(fields[i].bytes, name, len) == 0)
			return &fields[i];
	}
	return NULL;
}

/* journald went away under us: the line goes where the service manager or a
 * person may see it. */
static void
write_instead(const struct journal_field *fields, size_t count)
{
	const struct journal_field *priority =
	    find_field(fields, count, "PRIORITY=");
	const struct journal_field *message =
	    find_field(fields, count, "MESSAGE=");

	if (priority == NULL || message == NULL)
		return;
	fprintf(stderr, "<%.*s>%.*s\n", (int)(priority->len - 9),
	    priority->bytes + 9, (int)(message->len - 8), message->bytes + 8);
}

/* On the writer's thread; arg is the socket's path. */
static void
send_entry(void *arg, const uint8_t *bytes, size_t len)
{
	struct journal_field fields[JOURNAL_FIELDS_MAX];
	struct iovec vector[JOURNAL_FIELDS_MAX];
	size_t count = journal_fields_split(bytes, len, fields);

	for (size_t i = 0; i < count; i++) {
		vector[i].iov_base = (char *)(uintptr_t)fields[i].bytes;
		vector[i].iov_len = fields[i].len;
	}
	if (!is_listening(arg) || sd_journal_sendv(vector, (int)count) < 0)
		write_instead(fields, count);
}

static bool
put(struct sink *sink, const struct strbuf *block, uint64_t mark)
{
	return writer_put(((struct sink_journal *)sink)->writer,
	    strbuf_text(block), block->len, mark);
}

static bool
journal_deliver(struct sink *sink, struct event *event)
{
	CLEANUP(strbuf_clear)
	struct strbuf block = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX);

	journal_fields_event(&block, event);
	return put(sink, &block, event->sequence);
}

static bool
journal_deliver_again(struct sink *sink, const struct untold_entry *entry)
{
	return writer_put(((struct sink_journal *)sink)->writer, entry->fields,
	    entry->fields_len, entry->sequence);
}

static uint64_t
journal_told(struct sink *sink)
{
	return writer_mark(((struct sink_journal *)sink)->writer);
}

static bool
journal_log(struct sink *sink, enum log_level level, const char *subject,
    const char *message)
{
	CLEANUP(strbuf_clear)
	struct strbuf block = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX);

	journal_fields_log(&block, level, subject, message);
	return put(sink, &block, 0);
}

static bool
journal_flush(struct sink *sink, int64_t timeout_ms)
{
	return writer_flush(((struct sink_journal *)sink)->writer, timeout_ms);
}

static void
journal_close(struct sink *sink, int64_t timeout_ms)
{
	struct sink_journal *journal = (struct sink_journal *)sink;

	writer_close(journal->writer, timeout_ms);
	free(journal);
}

static const struct sink_ops journal_ops = {
    .name = "journal",
    .takes_hushed = true,
    .deliver = journal_deliver,
    .deliver_again = journal_deliver_again,
    .told = journal_told,
    .log = journal_log,
    .flush = journal_flush,
    .close = journal_close,
};

struct sink *
sink_journal_open(const char *socket_path, struct error *err)
{
	struct writer_options options = {
	    .write = send_entry, .arg = (char *)(uintptr_t)socket_path};
	struct sink_journal *journal = NULL;

	if (!is_listening(socket_path)) {
		error_set(err, ERROR_MISSING, "no journald listens at %s",
		    socket_path);
		return NULL;
	}
	journal = MEM_NEW(struct sink_journal);
	journal->sink.ops = &journal_ops;
	journal->writer = writer_new(&options);
	return &journal->sink;
}

struct sink *
sink_journal_new(struct error *err)
{
	return sink_journal_open(JOURNAL_SOCKET, err);
}
