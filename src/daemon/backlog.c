/* What receivers have not taken; see backlog.h. */
#include "daemon/backlog.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "notify/sink_syslog.h"

struct backlog {
	struct store *store;
	struct loop_timer *timer;
	loop_fn resumed;
	void *resumed_arg;
	struct deliveries_counts counts;
	struct deliveries_sinks sinks;
	struct question *asked; /* without an answer yet */
	bool is_known;
	uint64_t written; /* by the store when the counts were taken */
};

/* It may outlive the backlog. */
struct question {
	struct backlog *backlog; /* NULL: it is gone */
};

static void
on_counted(void *arg, bool is_ok, const struct deliveries_counts *counts)
{
	struct question *question = arg;
	struct backlog *backlog = question->backlog;

	free(question);
	if (backlog == NULL)
		return;
	backlog->asked = NULL;
	backlog->is_known = is_ok;
	if (!is_ok)
		return;
	backlog->written = store_counts(backlog->store).written;
	if (counts->dead < backlog->counts.dead)
		backlog->resumed(backlog->resumed_arg);
	backlog->counts = *counts;
	deliveries_sinks_clear(&backlog->sinks);
	backlog->sinks = *counts->sinks;
	*counts->sinks = (struct deliveries_sinks){0};
	backlog->counts.sinks = NULL; /* was lent */
}

/* All is written by this process, but for dead letters that a command has tried
 * again. */
static bool
may_have_changed(const struct backlog *backlog)
{
	return !backlog->is_known || backlog->counts.dead > 0 ||
	    store_counts(backlog->store).written != backlog->written;
}

static void
on_timer(void *arg)
{
	struct backlog *backlog = arg;
	struct question *question;

	loop_timer_set_idle(
	    backlog->timer, BACKLOG_EVERY_MS, BACKLOG_LATEST_MS);
	if (backlog->asked != NULL || !may_have_changed(backlog))
		return;
	question = MEM_NEW(struct question);
	question->backlog = backlog;
	if (deliveries_count(backlog->store, on_counted, question))
		backlog->asked = question;
	else
		free(question);
}

struct backlog *
backlog_new(struct loop *loop, struct store *store, loop_fn resumed, void *arg)
{
	struct backlog *backlog = MEM_NEW(struct backlog);

	backlog->store = store;
	backlog->resumed = resumed;
	backlog->resumed_arg = arg;
	backlog->timer = loop_timer_new(loop, on_timer, backlog);
	loop_timer_set(backlog->timer, 0);
	return backlog;
}

void
backlog_free(struct backlog *backlog)
{
	if (backlog == NULL)
		return;
	if (backlog->asked != NULL)
		backlog->asked->backlog = NULL;
	loop_timer_free(backlog->timer);
	deliveries_sinks_clear(&backlog->sinks);
	free(backlog);
}

struct deliveries_counts
backlog_counts(const struct backlog *backlog)
{
	return backlog->counts;
}

const struct deliveries_sinks *
backlog_sinks(const struct backlog *backlog)
{
	return &backlog->sinks;
}

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

void
backlog_words(const struct backlog *backlog, struct strbuf *ret_words)
{
	struct deliveries_counts counts = backlog->counts;

	if (counts.waiting > 0)
		strbuf_addf(ret_words, "; %zu event%s to be delivered",
		    counts.waiting, plural(counts.waiting));
	if (counts.dead > 0)
		strbuf_addf(ret_words, "; %zu dead letter%s", counts.dead,
		    plural(counts.dead));
}

static void
on_gone(UNUSED void *arg, const struct deliveries_gone_list *gone)
{
	ARRAY_EACH (sink, &gone->items) {
		bool is_syslog = strcmp(sink->sink, SINK_SYSLOG_OUTBOX) == 0;

		log_warning(is_syslog ? "syslog" : sink->sink,
		    "not in the configuration any more: forgotten, with %zu "
		    "event%s that it had not been told and %zu dead letter%s",
		    sink->waiting, plural(sink->waiting), sink->dead,
		    plural(sink->dead));
	}
}

void
backlog_keep(struct store *store, const struct config *config)
{
	struct texts names = {0};
	struct texts own = {0};

	texts_add(&own, SINK_SYSLOG_OUTBOX);
	if (config->syslog != NULL)
		texts_add(&names, SINK_SYSLOG_OUTBOX);
	ARRAY_EACH (webhook, &config->webhooks) {
		if (webhook->format != WEBHOOK_ALERTMANAGER)
			texts_add(&names, webhook->name);
	}
	ARRAY_EACH (mail, &config->mails)
		texts_add(&names, mail->name);
	if (!deliveries_keep(store, &names, &own, on_gone, NULL))
		log_debug(NULL, "the store's queue is full");
	texts_clear(&names);
	texts_clear(&own);
}
