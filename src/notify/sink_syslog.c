/* Events to a syslog receiver; see sink_syslog.h. */
#include "notify/sink_syslog.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/tls_session.h"
#include "notify/sink_health.h"
#include "notify/syslog_spool.h"
#include "render/render_json.h"
#include "render/render_syslog.h"

#define APP_NAME "chainwatchd"
#define JOURNALD_FOLDER "/run/systemd/journal/"

_Static_assert(SYSLOG_SPOOL_MAX <= SYSLOG_WINDOW, "the spool fits the window");

struct sink_syslog {
	struct sink sink; /* first */
	struct syslog_options options;
	struct syslog_client *client;
	struct syslog_spool *spool; /* NULL: events wait in memory */
	char hostname[256], procid[16];
	bool is_bsd;
	struct loop *loop;
	struct sink_health health;
	void (*failing)(
	    void *arg, const char *name, bool is_failing, const char *words);
	void *failing_arg;
};

bool
syslog_is_journald(const char *socket_path)
{
	CLEANUP(free) char *path = realpath(socket_path, NULL);

	return path != NULL &&
	    strncmp(path, JOURNALD_FOLDER, strlen(JOURNALD_FOLDER)) == 0;
}

static bool
wants_bsd(const struct syslog_options *options)
{
	switch ((enum syslog_format)options->format) {
	case SYSLOG_FORMAT_RFC5424: return false;
	case SYSLOG_FORMAT_RFC3164: return true;
	case SYSLOG_FORMAT_AUTO: break;
	}
	return options->transport == SYSLOG_LOCAL &&
	    syslog_is_journald(options->socket);
}

static void
encode(const struct sink_syslog *syslog, const json_t *event,
    struct strbuf *ret_message)
{
	struct render_syslog_origin origin = {
	    .facility = (unsigned)syslog->options.facility,
	    .enterprise = syslog->options.enterprise,
	    .hostname = syslog->hostname,
	    .app_name = APP_NAME,
	    .procid = syslog->procid,
	};

	if (syslog->is_bsd) {
		time_t at = (time_t)render_syslog_time(event);
		struct tm when = {0};

		localtime_r(&at, &when);
		render_syslog_bsd(ret_message, &origin, event, &when);
	} else {
		render_syslog(ret_message, &origin, event);
	}
}

/* RFC 6587 3.4.1, RFC 5425 4.3: its length stands before each. */
static bool
put(struct sink_syslog *syslog, uint64_t key, const json_t *event)
{
	CLEANUP(strbuf_clear)
	struct strbuf message = STRBUF_INIT(2 * RENDER_SYSLOG_MAX);
	CLEANUP(strbuf_clear)
	struct strbuf framed = STRBUF_INIT(2 * RENDER_SYSLOG_MAX + 16);

	encode(syslog, event, &message);
	if (syslog->options.transport != SYSLOG_LOCAL)
		strbuf_addf(&framed, "%zu ", message.len);
	strbuf_add_bytes(&framed, strbuf_text(&message), message.len);
	return syslog_client_put(
	    syslog->client, key, strbuf_text(&framed), framed.len);
}

/* From the store. */
static bool
put_payload(void *arg, uint64_t sequence, const char *payload)
{
	json_t *event = json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
	bool is_taken = event != NULL && put(arg, sequence, event);

	json_decref(event);
	return is_taken;
}

static bool
syslog_deliver(struct sink *sink, struct event *event)
{
	struct sink_syslog *syslog = (struct sink_syslog *)sink;
	json_t *json;
	bool is_taken;

	/* The event itself lies in the store: this says that there is one. */
	if (syslog->spool != NULL) {
		syslog_spool_wake(syslog->spool);
		return true;
	}
	if (syslog_client_waiting(syslog->client) == SYSLOG_WINDOW)
		return false;
	json = render_json_event(event);
	is_taken = put(syslog, event->sequence, json);
	json_decref(json);
	return is_taken;
}

static void
tell_failing(
    struct sink_syslog *syslog, enum sink_change change, const char *words)
{
	if ((change == SINK_BEGAN || change == SINK_ENDED) &&
	    syslog->failing != NULL)
		syslog->failing(syslog->failing_arg, SINK_SYSLOG_OUTBOX,
		    change == SINK_BEGAN, words);
}

/* The log knows at once, by on_changed; the other sinks when it lasts. */
static void
on_failed(void *arg, const struct error *err)
{
	struct sink_syslog *syslog = arg;

	tell_failing(syslog,
	    sink_health_trouble(&syslog->health, 0, loop_now_ms(syslog->loop)),
	    err->message);
}

static void
on_delivered(void *arg, uint64_t key)
{
	struct sink_syslog *syslog = arg;

	tell_failing(syslog, sink_health_success(&syslog->health), NULL);
	if (syslog->spool != NULL)
		syslog_spool_delivered(syslog->spool, key);
}

static void
on_changed(UNUSED void *arg, const struct error *err)
{
	if (err != NULL)
		log_warning(SINK_SYSLOG_NAME,
		    "%s; events wait until it can be reached", err->message);
	else
		log_info(SINK_SYSLOG_NAME, "events are delivered again");
}

static bool
syslog_flush(struct sink *sink, UNUSED int64_t timeout_ms)
{
	struct sink_syslog *syslog = (struct sink_syslog *)sink;

	syslog_client_flush(syslog->client);
	/* What lies in the store is safe. */
	return syslog->spool != NULL ||
	    syslog_client_waiting(syslog->client) == 0;
}

static void
syslog_close(struct sink *sink, UNUSED int64_t timeout_ms)
{
	struct sink_syslog *syslog = (struct sink_syslog *)sink;

	syslog_client_flush(syslog->client);
	syslog_spool_free(syslog->spool);
	syslog_client_free(syslog->client);
	syslog_options_clear(&syslog->options);
	free(syslog);
}

static const struct sink_ops syslog_ops = {
    .name = SINK_SYSLOG_NAME,
    .deliver = syslog_deliver,
    .flush = syslog_flush,
    .close = syslog_close,
};

/* The files are read at each connection; that they can be is better known
 * now. */
static bool
check(const struct syslog_options *options, struct error *err)
{
	const struct tls_session_options tls = syslog_options_tls(options);
	struct tls_session *session;

	if (options->transport != SYSLOG_TLS)
		return true;
	session = tls_session_new(&tls, err);
	if (session == NULL)
		return error_prefix(err, "notify.syslog");
	tls_session_free(session);
	return true;
}

struct sink *
sink_syslog_new(const struct sink_syslog_parts *parts, struct error *err)
{
	struct sink_syslog *syslog = NULL;
	struct syslog_spool_parts spool = {
	    .loop = parts->loop,
	    .clock = parts->clock,
	    .store = parts->store,
	    .name = SINK_SYSLOG_OUTBOX,
	    .put = put_payload,
	};
	struct syslog_client_events events = {
	    .delivered = on_delivered,
	    .changed = on_changed,
	    .failed = on_failed,
	};

	if (!check(parts->options, err))
		return NULL;
	syslog = MEM_NEW(struct sink_syslog);
	syslog->sink.ops = &syslog_ops;
	syslog_options_copy(&syslog->options, parts->options);
	syslog->loop = parts->loop;
	syslog->failing = parts->failing;
	syslog->failing_arg = parts->failing_arg;
	syslog->health.is_failing = parts->was_failing != NULL &&
	    parts->was_failing(parts->failing_arg, SINK_SYSLOG_OUTBOX);
	syslog->is_bsd = wants_bsd(&syslog->options);
	if (gethostname(syslog->hostname, sizeof syslog->hostname - 1) != 0)
		syslog->hostname[0] = '\0';
	snprintf(syslog->procid, sizeof syslog->procid, "%ld", (long)getpid());
	events.arg = syslog;
	syslog->client = syslog_client_new(
	    parts->loop, parts->resolver, &syslog->options, &events);
	spool.arg = syslog;
	if (parts->store != NULL)
		syslog->spool = syslog_spool_new(&spool);
	return &syslog->sink;
}

void
sink_syslog_set_resolver(struct sink *sink, struct resolver *resolver)
{
	syslog_client_set_resolver(
	    ((struct sink_syslog *)sink)->client, resolver);
}

bool
sink_syslog_is_idle(const struct sink *sink)
{
	const struct sink_syslog *syslog = (const struct sink_syslog *)sink;

	if (syslog_client_is_failing(syslog->client))
		return true;
	return syslog_client_waiting(syslog->client) == 0 &&
	    (syslog->spool == NULL || syslog_spool_is_empty(syslog->spool));
}
