/* What the daemon tells of itself; see own_event.h. */
#include "daemon/own_event.h"

#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "notify/sink_syslog.h"

#define WORDS_MAX 1024
#define NAMES_MAX 4096
#define ANCHORS_NAMED_MAX 5 /* that came, and as many that went */

/* "30s", or "30s to 1h" when endpoints differ. */
static void
interval_words(const struct config *config, struct strbuf *ret_words)
{
	int64_t least = INT64_MAX, most = 0;
	char text[DURATION_TEXT_MAX];

	ARRAY_EACH (endpoint, &config->endpoints) {
		int64_t interval = (*endpoint)->settings->interval_s;

		least = interval < least ? interval : least;
		most = interval > most ? interval : most;
	}
	if (config->endpoints.len == 0)
		return;
	strbuf_addf(ret_words, " every %s", duration_format(least, text));
	if (most != least)
		strbuf_addf(ret_words, " to %s", duration_format(most, text));
}

/* As it is installed: nothing is listed, by nobody. */
static bool
is_new(const struct config *config)
{
	return config->endpoints.len + config->lists.len +
	    config->services.len ==
	    0;
}

struct event *
own_event_started(
    const struct config *config, const struct trust_stores *stores, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_STARTED, now);
	CLEANUP(strbuf_clear) struct strbuf interval = STRBUF_INIT(WORDS_MAX);
	CLEANUP(strbuf_clear) struct strbuf trust = STRBUF_INIT(WORDS_MAX);
	size_t count = config->endpoints.len;

	interval_words(config, &interval);
	trust_stores_words(stores, &trust);
	event->text =
	    mem_printf("watching %zu endpoint%s%s%s; trust stores: %s", count,
		count == 1 ? "" : "s", strbuf_text(&interval),
		is_new(config) ? " (list some in the configuration, and "
				 "reload it)"
			       : "",
		trust.len > 0 ? strbuf_text(&trust) : "none");
	return event;
}

struct event *
own_event_stopped(int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_STOPPED, now);

	event->text = mem_strdup("stopped watching, as asked");
	return event;
}

/* What somebody wrote and will look for in vain. */
static char *
restart_words(const struct monitor_changes *changes)
{
	return changes->restarts[0] == '\0'
	    ? mem_strdup("")
	    : mem_printf("; of %s, only a restart takes the change",
		  changes->restarts);
}

static struct event *
about_changes(
    const char *what, const struct monitor_changes *changes, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_RELOADED, now);
	CLEANUP(free) char *restarts = restart_words(changes);

	event->text = mem_printf("%s; endpoints: %zu "
				 "kept, %zu changed, %zu new, %zu removed%s",
	    what, changes->kept, changes->changed, changes->added,
	    changes->removed, restarts);
	return event;
}

struct event *
own_event_reloaded(const struct monitor_changes *changes, int64_t now)
{
	return about_changes("new configuration in use", changes, now);
}

struct event *
own_event_lists_read(const struct monitor_changes *changes, int64_t now)
{
	return about_changes(
	    "the files that list endpoints were read again", changes, now);
}

struct event *
own_event_service_changed(
    const char *words, const struct monitor_changes *changes, int64_t now)
{
	return about_changes(words, changes, now);
}

struct event *
own_event_service_failing(
    const char *name, bool is_failing, const char *words, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = FINDING_RESOLVE_FAILED;
	event->subject = mem_strdup(name);
	event->severity = is_failing
	    ? finding_info(FINDING_RESOLVE_FAILED)->severity
	    : SEVERITY_OK;
	event->text = is_failing
	    ? mem_printf("%s: DNS does not say which servers there are; those "
			 "that it named last are watched: %s",
		  name, words)
	    : mem_printf("%s: DNS says again which servers there are", name);
	if (is_failing)
		event->detail = mem_strdup(words);
	return event;
}

struct event *
own_event_rejected(const struct error *why, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_REJECTED, now);

	event->severity = SEVERITY_WARNING;
	event->text = mem_printf(
	    "the new configuration is not used, the old one goes on: %s",
	    why->message);
	return event;
}

struct event *
own_event_list_rejected(const struct error *why, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_REJECTED, now);

	event->severity = SEVERITY_WARNING;
	event->text = mem_printf("a file that lists endpoints is not used; "
				 "what it listed before is watched: %s",
	    why->message);
	return event;
}

struct event *
own_event_store_corrupt(const char *path, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = FINDING_STORE_CORRUPT;
	event->severity = finding_info(FINDING_STORE_CORRUPT)->severity;
	event->text = mem_printf("the store was corrupt: it is set aside as "
				 "%s, and a new one begun",
	    path);
	return event;
}

static struct event *
about_sink(enum finding_code finding, const char *name, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = finding;
	event->severity = finding_info(finding)->severity;
	event->sink = mem_strdup(name);
	return event;
}

struct event *
own_event_sink_failing(const char *noun, const char *name, bool is_failing,
    const char *words, int64_t now)
{
	struct event *event = about_sink(FINDING_SINK_FAILING, name, now);
	bool is_syslog = strcmp(name, SINK_SYSLOG_OUTBOX) == 0;
	CLEANUP(free)
	char *subject = is_syslog ? mem_strdup("the syslog receiver")
				  : mem_printf("%s %s", noun, name);

	event->text = is_failing
	    ? mem_printf("%s takes no events: %s", subject, words)
	    : mem_printf("%s takes events again", subject);
	if (!is_failing)
		event->severity = SEVERITY_OK;
	return event;
}

struct event *
own_event_sink_gone(const char *name, int64_t now)
{
	struct event *event = about_sink(FINDING_SINK_FAILING, name, now);

	event->severity = SEVERITY_OK;
	event->text = mem_printf("%s, which took no events, is not in the "
				 "configuration any more",
	    name);
	return event;
}

struct event *
own_event_dnssec(bool can_prove, const char *detail, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = FINDING_DNSSEC_UNAVAILABLE;
	event->severity = can_prove
	    ? SEVERITY_OK
	    : finding_info(FINDING_DNSSEC_UNAVAILABLE)->severity;
	event->text = can_prove
	    ? mem_strdup("DNS answers can be proven again: TLSA records count")
	    : mem_printf("DNS answers cannot be proven here: TLSA records are "
			 "not looked at: %s",
		  detail);
	if (!can_prove)
		event->detail = mem_strdup(detail);
	return event;
}

struct event *
own_event_dead_letter(const struct courier_burial *burial, int64_t now)
{
	struct event *event =
	    about_sink(FINDING_DEAD_LETTER, burial->name, now);
	CLEANUP(free)
	char *others = burial->others == 0
	    ? mem_strdup("")
	    : mem_printf(
		  "; and %u others since it was last said", burial->others);

	event->text = mem_printf("%s %s refused event %s (number %llu) "
				 "for good, after %u attempt%s: %s%s",
	    burial->noun, burial->name, burial->id,
	    (unsigned long long)burial->sequence, burial->attempts,
	    burial->attempts == 1 ? "" : "s", burial->words, others);
	event->detail = mem_strdup(burial->words);
	return event;
}

/* Adds those of one store that another has not; gives how many. */
static size_t
name_missing(const struct trust_store *from, const struct trust_store *in,
    const char *word, struct strbuf *buf)
{
	size_t count = 0, len = cert_set_len(from->anchors);

	for (size_t i = 0; i < len; i++) {
		const struct cert *cert = cert_set_at(from->anchors, i);

		if (trust_store_has(in, cert->sha256))
			continue;
		if (count == 0)
			strbuf_addf(
			    buf, "%s%s: ", buf->len > 0 ? "; " : "", word);
		if (count < ANCHORS_NAMED_MAX)
			strbuf_addf(buf, "%s\"%s\"", count > 0 ? ", " : "",
			    cert->label);
		count++;
	}
	if (count > ANCHORS_NAMED_MAX)
		strbuf_addf(buf, " and %zu more", count - ANCHORS_NAMED_MAX);
	return count;
}

struct event *
own_event_store_changed(const struct trust_store *before,
    const struct trust_store *after, int64_t now)
{
	struct event *event = event_new(EVENT_TRUST_STORE_CHANGED, now);
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(NAMES_MAX);
	size_t came = name_missing(after, before, "new", &names);
	size_t went = name_missing(before, after, "gone", &names);

	event->severity = SEVERITY_NOTICE;
	event->text =
	    mem_printf("trust store %s changed: %zu anchor%s new, %zu gone, "
		       "%zu now; %s",
		after->name, came, came == 1 ? "" : "s", went,
		cert_set_len(after->anchors), strbuf_text(&names));
	event->detail = mem_strdup(strbuf_text(&names));
	return event;
}

struct event *
own_event_store_unusable(const char *name, const struct error *why, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = FINDING_TRUST_STORE_STALE;
	event->subject = mem_strdup(name);
	event->severity = why == NULL
	    ? SEVERITY_OK
	    : finding_info(FINDING_TRUST_STORE_STALE)->severity;
	event->text = why == NULL
	    ? mem_printf("trust store %s: its files can be used again", name)
	    : mem_printf("trust store %s has changed and cannot be used; what "
			 "it was is judged by: %s",
		  name, why->message);
	event->detail = why == NULL ? NULL : mem_strdup(why->message);
	return event;
}

struct event *
own_event_credentials(const char *words, const struct error *why, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = FINDING_CREDENTIALS_UNUSABLE;
	event->subject = mem_strdup(words);
	event->severity = why == NULL
	    ? SEVERITY_OK
	    : finding_info(FINDING_CREDENTIALS_UNUSABLE)->severity;
	event->text = why == NULL
	    ? mem_printf("%s: can be used again", words)
	    : mem_printf("%s: has changed and cannot be used; what it was "
			 "goes on to be used: %s",
		  words, why->message);
	event->detail = why == NULL ? NULL : mem_strdup(why->message);
	return event;
}

struct event *
own_event_issuers_changed(const struct trust_store *before,
    const struct trust_store *after, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_RELOADED, now);
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(NAMES_MAX);
	size_t came = name_missing(after, before, "new", &names);
	size_t went = name_missing(before, after, "gone", &names);

	event->text = mem_printf("the issuers that are given have changed: %zu "
				 "new, %zu gone, %zu now; %s",
	    came, went, cert_set_len(after->anchors), strbuf_text(&names));
	return event;
}

struct event *
own_event_policy_changed(const struct policy *policy, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_RELOADED, now);

	event->text = mem_printf(
	    "dated rules have changed and are in use: %s, %zu rule%s",
	    policy->name, policy->rules.len, policy->rules.len == 1 ? "" : "s");
	return event;
}

struct event *
own_event_logs_changed(const struct ct_logs *logs, int64_t now)
{
	struct event *event = event_new(EVENT_CONFIG_RELOADED, now);
	char when[TIMESTAMP_TEXT_MAX];

	event->text = mem_printf("the list of transparency logs has changed "
				 "and is in use: %s, %zu logs, of %s",
	    logs->name, logs->items.len, timestamp_words(logs->made_at, when));
	return event;
}

struct event *
own_event_store_old(
    const struct trust_store *store, int64_t newest, int64_t now)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);
	char when[TIMESTAMP_TEXT_MAX];

	event->finding = FINDING_TRUST_STORE_STALE;
	event->subject = mem_printf("%s, its age", store->name);
	event->severity = newest == 0 ? SEVERITY_OK : SEVERITY_WARNING;
	event->text = newest == 0
	    ? mem_printf("trust store %s is old no more", store->name)
	    : mem_printf("trust store %s is old: of the public CAs in it none "
			 "is younger than %s",
		  store->name, timestamp_words(newest, when));
	return event;
}
