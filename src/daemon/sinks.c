/* Which sinks events go to; see sinks.h. */
#include "daemon/sinks.h"

#include "base/log.h"

struct notify *
sinks_open(struct loop *loop, const struct config *config,
    const struct daemon_options *options, struct error *err)
{
	CLEANUP(notify_free) struct notify *notify = notify_new(loop);
	bool has_journal = config->journal && sink_journal_is_there();

	/* What --once saw is on standard output. */
	if (options->is_once)
		return TAKE(notify);
	if (has_journal) {
		struct sink *journal = sink_journal_new(err);

		if (journal == NULL)
			return NULL;
		notify_add_sink(notify, journal);
	}
	if (config->stderr_lines || options->is_foreground || !has_journal)
		notify_add_sink(notify, sink_stderr_new());
	if (config->journal && !has_journal && !options->is_foreground)
		log_warning(NULL,
		    "no journal is there: events go to standard "
		    "error");
	return TAKE(notify);
}

bool
sinks_differ(const struct config *a, const struct config *b)
{
	return a->journal != b->journal || a->stderr_lines != b->stderr_lines;
}
