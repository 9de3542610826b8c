/* A sink that is full after so many; see fake_sink.h. */
#include "support/fake_sink.h"

static bool
take(struct sink *sink, const char *words)
{
	struct fake_sink *fake = (struct fake_sink *)sink;

	if (fake->room == 0)
		return false;
	fake->room--;
	strbuf_addf(&fake->taken, "%s|", words);
	return true;
}

static bool
fake_deliver(struct sink *sink, struct event *event)
{
	return take(sink, event->text);
}

static bool
fake_log(struct sink *sink, UNUSED enum log_level level,
    UNUSED const char *subject, const char *message)
{
	return take(sink, message);
}

static bool
fake_flush(UNUSED struct sink *sink, UNUSED int64_t timeout_ms)
{
	return false;
}

static void
fake_close(struct sink *sink, UNUSED int64_t timeout_ms)
{
	((struct fake_sink *)sink)->is_closed = true;
}

static const struct sink_ops fake_ops = {
    .name = "fake",
    .deliver = fake_deliver,
    .log = fake_log,
    .flush = fake_flush,
    .close = fake_close,
};

struct fake_sink
fake_sink_of(size_t room)
{
	return (struct fake_sink){.sink = {.ops = &fake_ops},
	    .taken = STRBUF_INIT(1 << 16),
	    .room = room};
}
