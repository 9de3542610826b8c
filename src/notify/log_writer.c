/* The program's log through a sink; see log_writer.h. */
#include "notify/log_writer.h"

#include "base/mem.h"

/* The log itself is one for the process, and so is this. */
static struct {
	struct sink *sink;
	size_t dropped_count;
} log_writer;

static void
write_line(UNUSED void *arg, enum log_level level, const char *subject,
    const char *message)
{
	struct sink *sink = log_writer.sink;

	if (log_writer.dropped_count > 0) {
		CLEANUP(free)
		char *words =
		    mem_printf("%zu log lines were dropped: nobody read them",
			log_writer.dropped_count);

		if (sink->ops->log(sink, LOG_LEVEL_WARNING, NULL, words))
			log_writer.dropped_count = 0;
	}
	if (!sink->ops->log(sink, level, subject, message))
		log_writer.dropped_count++;
}

void
log_writer_begin(struct sink *sink)
{
	log_writer.sink = sink;
	log_writer.dropped_count = 0;
	log_set_writer(write_line, NULL);
}

void
log_writer_end(void)
{
	if (log_writer.sink == NULL)
		return;
	log_set_writer(NULL, NULL);
	log_writer.sink = NULL;
}
