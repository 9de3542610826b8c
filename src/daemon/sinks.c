/* Which sinks events go to; see sinks.h. */
#include "daemon/sinks.h"

#include "notify/log_writer.h"
#include "notify/sink_syslog.h"

static void
add(struct sinks *sinks, struct sink *take_sink)
{
	notify_add_sink(sinks->notify, take_sink);
	if (sinks->log == NULL)
		sinks->log = take_sink;
}

static bool
add_syslog(struct sinks *sinks, struct loop *loop, const struct config *config,
    const struct sinks_options *options, struct error *err)
{
	struct sink_syslog_parts parts = {
	    .loop = loop,
	    .clock = &clock_system,
	    .resolver = options->resolver,
	    .store = options->store,
	    .options = config->syslog,
	    .failing = options->failing,
	    .was_failing = options->was_failing,
	    .failing_arg = options->failing_arg,
	};

	if (config->syslog == NULL || options->is_once)
		return true;
	sinks->syslog = sink_syslog_new(&parts, err);
	if (sinks->syslog == NULL)
		return false;
	notify_add_sink(sinks->notify, sinks->syslog);
	return true;
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
	if (!add_syslog(&sinks, loop, config, options, err)) {
		notify_free(sinks.notify);
		return false;
	}
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

void
sinks_set_resolver(struct sinks *sinks, struct resolver *resolver)
{
	if (sinks->syslog != NULL)
		sink_syslog_set_resolver(sinks->syslog, resolver);
}

bool
sinks_are_idle(const struct sinks *sinks)
{
	return sinks->syslog == NULL || sink_syslog_is_idle(sinks->syslog);
}

static bool
syslog_differs(const struct config *a, const struct config *b)
{
	if (a->syslog == NULL || b->syslog == NULL)
		return a->syslog != b->syslog;
	return !syslog_options_equal(a->syslog, b->syslog);
}

bool
sinks_differ(const struct config *a, const struct config *b)
{
	return syslog_differs(a, b) || a->journal != b->journal ||
	    a->stderr_lines != b->stderr_lines;
}
