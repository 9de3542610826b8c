/* Which sinks events go to; see sinks.h. */
#include "daemon/sinks.h"

#include "notify/log_writer.h"

static void
add(struct sinks *sinks, struct sink *take_sink)
{
	notify_add_sink(sinks->notify, take_sink);
	if (sinks->log == NULL)
		sinks->log = take_sink;
}

bool
sinks_open(struct loop *loop, const struct config *config,
    const struct sinks_options *options, struct sinks *ret_sinks,
    struct error *err)
{
	struct sinks sinks = {.notify = notify_new(loop)};
	bool has_journal = config->journal && sink_journal_is_there();

	if (!options->is_once && has_journal) {
		struct sink *journal = sink_journal_new(err);

		if (journal == NULL) {
			notify_free(sinks.notify);
			return false;
		}
		add(&sinks, journal);
	}
	if (!options->is_once &&
	    (config->stderr_lines || options->is_foreground || !has_journal))
		add(&sinks, sink_stderr_new());
	*ret_sinks = sinks;
	return true;
}

void
sinks_close(struct sinks *sinks)
{
	notify_free(sinks->notify);
	*sinks = (struct sinks){0};
}

void
sinks_begin_log(const struct sinks *sinks)
{
	if (sinks->log != NULL)
		log_writer_begin(sinks->log);
}

void
sinks_end_log(void)
{
	log_writer_end();
}

bool
sinks_differ(const struct config *a, const struct config *b)
{
	return a->journal != b->journal || a->stderr_lines != b->stderr_lines;
}
