/* Reads and plays scenarios; see scenario.h and tests/scenarios/README. */
#include "support/scenario.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/duration.h"
#include "incident/clock_sanity.h"
#include "incident/fleet.h"
#include "incident/mixed.h"
#include "support/scenario_certs.h"
#include "support/scenario_hush.h"
#include "support/scenario_routes.h"
#include "support/scenario_ways.h"
#include "support/scenario_ledger.h"
#include "support/scenario_names.h"
#include "support/scenario_places.h"

#define START 1800000000 /* any time will do */
#define MAX_WORDS 24
#define MAX_ADDRESSES 16
#define TICK_S 60

struct named_chain {
	char *name;
	struct verdict *verdict;
};

struct named_endpoint {
	char *name;
	struct endpoint *endpoint;
	int addresses[MAX_ADDRESSES];
	enum endpoint_role roles[MAX_ADDRESSES];
	size_t address_count;
};

struct scenario {
	const char *path;
	unsigned line, action_line;
	struct strbuf *complaint;
	struct fleet_options options;
	int64_t grace_s, deadline_s; /* of rollouts */
	struct allowed *allowed;     /* of the next endpoints; NULL: nothing */
	struct fleet *fleet;
	struct scenario_hush hush;
	struct scenario_routes routes;
	char proxy[SCENARIO_PROXY_MAX]; /* of further endpoints; "": none */
	int64_t now;
	bool is_first_pass_over;
	struct scenario_certs certs;
	enum variant variant; /* of the look under way */
	bool is_cut_off;      /* this machine has no way out */
	int64_t skew;	      /* how far its clock is ahead */
	bool is_unsynchronised;
	ARRAY(struct named_chain) chains;
	ARRAY(struct named_endpoint) endpoints;
	struct scenario_ledger ledger;
	ARRAY(char *) happened; /* events of the last action, in our words */
	ARRAY(char *) texts;	/* their sentences, beside them */
	char look_again[64];	/* "a@1", "a" or "" */
	size_t matched;
};

static bool complain(struct scenario *s, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

static bool
complain(struct scenario *s, const char *fmt, ...)
{
	CLEANUP(free) char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	words = mem_vprintf(fmt, ap);
	va_end(ap);
	strbuf_addf(s->complaint, "%s:%u: %s", s->path, s->line, words);
	return false;
}

static struct named_endpoint *
find_endpoint(struct scenario *s, const char *name)
{
	ARRAY_EACH (named, &s->endpoints) {
		if (strcmp(named->name, name) == 0)
			return named;
	}
	return NULL;
}

static const char *
name_of(struct scenario *s, const struct endpoint *endpoint)
{
	ARRAY_EACH (named, &s->endpoints) {
		if (strcmp(named->endpoint->id, endpoint->id) == 0)
			return named->name;
	}
	return "?";
}

static struct verdict *
find_chain(struct scenario *s, const char *name)
{
	ARRAY_EACH (named, &s->chains) {
		if (strcmp(named->name, name) == 0)
			return named->verdict;
	}
	return NULL;
}

/* --- what happened ------------------------------------------------------ */

static void
forget(struct scenario *s)
{
	ARRAY_EACH (text, &s->happened)
		free(*text);
	ARRAY_EACH (text, &s->texts)
		free(*text);
	ARRAY_CLEAR(&s->happened);
	ARRAY_CLEAR(&s->texts);
	s->matched = 0;
	s->look_again[0] = '\0';
}

static void
add_variant(struct strbuf *buf, enum variant variant)
{
	if (variant != VARIANT_USUAL)
		strbuf_addf(buf, "/%s", variant_text(variant));
}

static char *
event_words(struct scenario *s, const struct event *event)
{
	struct strbuf buf = STRBUF_INIT(4000);

	strbuf_addf(&buf, "%s %s %s %s", event_kind_text(event->kind),
	    severity_text(event->severity),
	    event->finding == FINDING_COUNT ? "-"
					    : finding_code_text(event->finding),
	    event->endpoint == NULL ? "-" : name_of(s, event->endpoint));
	for (size_t i = 0; i < event->places.len; i++) {
		const struct place *place = &event->places.items[i];

		strbuf_addf(&buf, "%s@%u", i == 0 ? " " : ",",
		    scenario_place_number(place));
		add_variant(&buf, (enum variant)place->variant);
	}
	if (event->incident.is_set && event->incident.endpoint_count > 1)
		strbuf_addf(&buf, " x%zu", event->incident.endpoint_count);
	if (event->incident.is_set)
		strbuf_add(&buf,
		    event->incident.resolved_at == 0 ? " open" : " resolved");
	if (event->hush != HUSH_NONE)
		strbuf_addf(&buf, " %s", hush_text(event->hush));
	scenario_routes_words(&s->routes, event, &buf);
	return strbuf_take(&buf);
}

/* Does it fit what people know? */
static bool
check_ledger(struct scenario *s, const struct event *event)
{
	const char *why = scenario_ledger_take(&s->ledger, event);

	return why == NULL || complain(s, "%s: %s", why, event->text);
}

static bool
take_batch(
    struct scenario *s, struct batch *batch, const char *endpoint, int address)
{
	bool ok = true;

	scenario_routes_apply(&s->routes, s->fleet, batch, s->now);
	scenario_ledger_quiet(&s->ledger, batch);
	ARRAY_EACH (event, &batch->events) {
		*ARRAY_ADD(&s->happened) = event_words(s, *event);
		*ARRAY_ADD(&s->texts) = mem_strdup((*event)->text);
		if (ok && !check_ledger(s, *event))
			ok = false;
	}
	if (batch->look_again_s > 60 && batch->look_again_s != MIXED_LOOK_S)
		ok = complain(s, "looks again only after a minute");
	if (batch->look_again_s == 0)
		s->look_again[0] = '\0';
	else if (batch->is_look_again_endpoint)
		snprintf(s->look_again, sizeof s->look_again, "%s", endpoint);
	else
		snprintf(s->look_again, sizeof s->look_again, "%s@%d%s%s",
		    endpoint, address, s->variant == VARIANT_USUAL ? "" : "/",
		    s->variant == VARIANT_USUAL ? ""
						: variant_text(s->variant));
	batch_clear(batch);
	return ok;
}

/* The actions before this line are over: all they did must be written. */
static bool
check_nothing_more(struct scenario *s)
{
	if (s->matched == s->happened.len)
		return true;
	s->line = s->action_line;
	return complain(s, "also happened: %s\n    \"%s\"",
	    s->happened.items[s->matched], s->texts.items[s->matched]);
}

static bool
expect_event(struct scenario *s, const char *line)
{
	const char *colon = strstr(line, " : ");
	size_t len = colon == NULL ? strlen(line) : (size_t)(colon - line);

	if (s->matched == s->happened.len)
		return complain(s, "did not happen: %s", line);
	if (strlen(s->happened.items[s->matched]) != len ||
	    strncmp(s->happened.items[s->matched], line, len) != 0)
		return complain(s, "expected %.*s\n    got %s\n    \"%s\"",
		    (int)len, line, s->happened.items[s->matched],
		    s->texts.items[s->matched]);
	if (colon != NULL &&
	    strstr(s->texts.items[s->matched], colon + 3) == NULL)
		return complain(s, "expected the words \"%s\"\n    in \"%s\"",
		    colon + 3, s->texts.items[s->matched]);
	s->matched++;
	return true;
}

static bool
expect(struct scenario *s, const char *line)
{
	static const char again[] = "look again at ";

	while (*line == ' ')
		line++;
	if (strncmp(line, again, strlen(again)) != 0)
		return expect_event(s, line);
	if (strcmp(line + strlen(again), s->look_again) != 0)
		return complain(
		    s, "a look again at \"%s\" is asked for", s->look_again);
	return true;
}

/* --- actions ------------------------------------------------------------ */

static bool
set_targets(struct scenario *s, struct named_endpoint *named)
{
	struct target targets[MAX_ADDRESSES];
	struct batch batch = {0};

	memset(targets, 0, sizeof targets);
	for (size_t i = 0; i < named->address_count; i++) {
		struct place place = scenario_place_at(named->addresses[i]);
		struct endpoint_via via = {
		    .front =
			scenario_ways_front(named->endpoint, named->roles[i])};

		target_set(&targets[i], named->endpoint, &place, &via);
	}
	fleet_set_targets(s->fleet, named->endpoint, targets,
	    named->address_count, s->now, &batch);
	for (size_t i = 0; i < named->address_count; i++)
		target_clear(&targets[i]);
	return take_batch(s, &batch, named->name, 0);
}

static bool
read_addresses(struct scenario *s, struct named_endpoint *named, char **words,
    size_t count)
{
	named->address_count = 0;
	if (count > MAX_ADDRESSES)
		return complain(s, "too many addresses");
	for (size_t i = 0; i < count; i++) {
		char *at = strchr(words[i], '@');
		CLEANUP(free) char *name = NULL;
		int role = ENDPOINT_ROLE_NONE;

		if (at == NULL)
			return complain(s, "%s is no @N", words[i]);
		name = mem_strndup(words[i], (size_t)(at - words[i]));
		if (*name != '\0' &&
		    !names_find(&endpoint_role_names, name, &role))
			return complain(s, "no role is named %s", name);
		named->roles[named->address_count] = (enum endpoint_role)role;
		named->addresses[named->address_count++] =
		    (int)strtol(at + 1, NULL, 10);
	}
	return true;
}

static struct endpoint *
make_endpoint(const struct scenario *s, const char *name)
{
	struct endpoint *endpoint = endpoint_new();

	snprintf(endpoint->host.text, sizeof endpoint->host.text, "%s.example",
	    name);
	endpoint->settings->rollout.grace_s = s->grace_s;
	endpoint->settings->rollout.deadline_s = s->deadline_s;
	if (s->allowed != NULL)
		endpoint->settings->allowed = allowed_ref(s->allowed);
	scenario_ways_set(endpoint, s->proxy);
	endpoint->variants = (1u << VARIANT_COUNT) - 1;
	endpoint_finish(endpoint);
	return endpoint;
}

static void
begin_play(struct scenario *s)
{
	if (s->fleet == NULL)
		s->fleet = fleet_new(&s->options);
}

static bool
add_endpoint(struct scenario *s, const char *name, char **words, size_t count)
{
	struct named_endpoint *named = find_endpoint(s, name);

	begin_play(s);
	s->variant = VARIANT_USUAL;
	if (named == NULL) {
		named = ARRAY_ADD(&s->endpoints);
		named->name = mem_strdup(name);
		named->endpoint = make_endpoint(s, name);
	}
	if (!read_addresses(s, named, words, count))
		return false;
	fleet_add_endpoint(s->fleet, named->endpoint);
	return set_targets(s, named);
}

static bool
observe(struct scenario *s, struct named_endpoint *named, int n,
    struct verdict *verdict, enum failure failure, bool asks_certificate)
{
	struct place place = scenario_place_at(n);
	struct target target = {0};
	struct batch batch = {0};
	struct look look = {
	    .target = &target,
	    .is_refused = s->variant != VARIANT_USUAL &&
		failure == FAILURE_HANDSHAKE_ALERT,
	    .failure = failure,
	    .failure_detail = failure == FAILURE_NONE ? "" : "as told",
	    .verdict = verdict,
	    .is_client_cert_required = asks_certificate,
	    .is_cut_off = s->is_cut_off,
	};

	place.variant = (uint8_t)s->variant;
	target_set(&target, named->endpoint, &place, NULL);
	fleet_observe(s->fleet, &look, s->now, &batch);
	target_clear(&target);
	return take_batch(s, &batch, named->name, n);
}

/* A look at one address: words are what it showed. */
static bool
look_at(struct scenario *s, struct named_endpoint *named, int n, char **words,
    size_t count)
{
	bool is_fails = strcmp(words[0], "fails") == 0;
	bool is_after = strcmp(words[0], "fails-after") == 0;
	bool asks = strcmp(words[0], "asks-certificate") == 0;
	enum failure failure = FAILURE_NONE;
	struct verdict *verdict = NULL;

	if (strcmp(words[0], "refuses") == 0 && count == 1)
		return observe(
		    s, named, n, NULL, FAILURE_HANDSHAKE_ALERT, false);
	if (!is_fails && !is_after && !asks && strcmp(words[0], "shows") != 0)
		return complain(s, "%s is nothing an address does", words[0]);
	if (count != (is_after ? 3u : 2u))
		return complain(s, "%s takes other words", words[0]);
	if (!is_fails && (verdict = find_chain(s, words[1])) == NULL)
		return complain(s, "no chain is named %s", words[1]);
	if (is_fails || is_after)
		failure = failure_of_text(words[count - 1]);
	if ((is_fails || is_after) && failure == FAILURE_NONE)
		return complain(s, "no failure is named %s", words[count - 1]);
	if (asks)
		failure = FAILURE_HANDSHAKE_ALERT;
	return observe(s, named, n, verdict, failure, asks);
}

/* Takes "/rsa" off the end. */
static bool
take_variant(struct scenario *s, char *place)
{
	char *slash = strchr(place, '/');
	int variant = VARIANT_USUAL;

	if (slash != NULL && !names_find(&variant_names, slash + 1, &variant))
		return complain(s, "no variant is named %s", slash + 1);
	if (slash != NULL)
		*slash = '\0';
	s->variant = (enum variant)variant;
	return true;
}

/* "a@1", "a@*", "a@1/rsa". */
static bool
look(struct scenario *s, const char *place, char **words, size_t count)
{
	CLEANUP(free) char *name = mem_strdup(place);
	char *at = strchr(name, '@');
	struct named_endpoint *named;

	if (!take_variant(s, name))
		return false;
	*at = '\0';
	named = find_endpoint(s, name);
	if (named == NULL || count == 0)
		return complain(s, "no endpoint is named %s", name);
	if (strcmp(at + 1, "*") != 0)
		return look_at(
		    s, named, (int)strtol(at + 1, NULL, 10), words, count);
	for (size_t i = 0; i < named->address_count; i++) {
		if (!look_at(s, named, named->addresses[i], words, count))
			return false;
	}
	return true;
}

static bool
read_duration(struct scenario *s, const char *text, int64_t *ret_seconds)
{
	struct error err = ERROR_INIT;

	if (duration_parse(text, ret_seconds, &err))
		return true;
	return complain(s, "%s: %s", text, err.message);
}

/* What the clocks say; the one that counts on starts at START, too. */
static bool
note_clock(struct scenario *s)
{
	const struct clock_evidence evidence = {
	    .wall_s = s->now,
	    .steady_s = s->now - s->skew,
	    .is_known = true,
	    .is_synchronised = !s->is_unsynchronised,
	    .built_at = START - 400 * 86400,
	};
	struct batch batch = {0};

	fleet_note_clock(s->fleet, &evidence, s->now, &batch);
	return take_batch(s, &batch, "", 0);
}

/* clock ahead LENGTH, clock back LENGTH, clock synchronised yes */
static bool
set_clock(struct scenario *s, const char *what, const char *value)
{
	int64_t seconds;

	if (strcmp(what, "synchronised") == 0) {
		s->is_unsynchronised = strcmp(value, "no") == 0;
		return note_clock(s);
	}
	if (!read_duration(s, value, &seconds))
		return false;
	if (strcmp(what, "back") == 0)
		seconds = -seconds;
	s->skew += seconds;
	s->now += seconds;
	return note_clock(s);
}

static bool
tick(struct scenario *s)
{
	struct batch batch = {0};

	if (!note_clock(s))
		return false;
	fleet_tick(s->fleet, s->now, &batch);
	return take_batch(s, &batch, "", 0);
}

/* every STEP for LENGTH PLACE shows A,B,C */
static bool
play_every(struct scenario *s, char **words, size_t count)
{
	int64_t step, length, end;
	CLEANUP(free) char *list = NULL;
	char *chain, *rest;

	if (count != 7 || strcmp(words[2], "for") != 0 ||
	    strchr(words[4], '@') == NULL)
		return complain(s, "every STEP for LENGTH PLACE DOES WHAT");
	if (!read_duration(s, words[1], &step) ||
	    !read_duration(s, words[3], &length))
		return false;
	list = mem_strdup(words[6]);
	rest = list;
	end = s->now + length;
	while (s->now < end) {
		char *one[2] = {words[5], NULL};

		s->now += step;
		chain = rest;
		rest = strchr(rest, ',');
		one[1] = rest == NULL
		    ? mem_strdup(chain)
		    : mem_strndup(chain, (size_t)(rest - chain));
		rest = rest == NULL ? list : rest + 1;
		if (!look(s, words[4], one, 2) || !tick(s)) {
			free(one[1]);
			return false;
		}
		free(one[1]);
	}
	return true;
}

static bool
tick_until(struct scenario *s, int64_t *tick_at, int64_t until)
{
	while (*tick_at <= until) {
		s->now = *tick_at;
		*tick_at += TICK_S;
		if (!tick(s))
			return false;
	}
	s->now = until;
	return true;
}

static bool
resolve(struct scenario *s, struct named_endpoint *named, const char *failed)
{
	enum failure failure = FAILURE_NONE;
	struct batch batch = {0};

	if (failed != NULL)
		failure = failure_of_text(failed);
	if (failed != NULL && failure == FAILURE_NONE)
		return complain(s, "no failure is named %s", failed);
	if (failed == NULL)
		fleet_resolve_worked(s->fleet, named->endpoint, s->now, &batch);
	else
		fleet_resolve_failed(s->fleet, named->endpoint, failure,
		    "as told", s->now, &batch);
	return take_batch(s, &batch, named->name, 0);
}

/* sweep NAME over LENGTH shows CHAIN [fails FAILURE] | resolves |
 * resolve-fails FAILURE */
static bool
play_sweep(struct scenario *s, char **words, size_t count)
{
	int64_t length, from = s->now, tick_at = s->now + TICK_S;
	bool is_names = count > 4 && strncmp(words[4], "resolve", 7) == 0;
	size_t total = 0;

	if ((count != 6 && count != (is_names ? 5 : 8)) ||
	    strcmp(words[2], "over") != 0)
		return complain(s, "sweep NAME over LENGTH shows CHAIN");
	if (!read_duration(s, words[3], &length))
		return false;
	for (size_t i = 0; i < s->endpoints.len; i++)
		total +=
		    scenario_names_fit(words[1], s->endpoints.items[i].name);
	for (size_t i = 0, done = 0; i < s->endpoints.len; i++) {
		struct named_endpoint *named = &s->endpoints.items[i];

		if (!scenario_names_fit(words[1], named->name))
			continue;
		done++;
		if (!tick_until(s, &tick_at,
			from + length * (int64_t)done / (int64_t)total))
			return false;
		if (is_names ? !resolve(s, named, words[5])
			     : !look_at(s, named, named->addresses[0],
				   count == 8 && done % 2 == 0 ? words + 6
							       : words + 4,
				   2))
			return false;
	}
	return true;
}

static bool
end_first_pass(struct scenario *s)
{
	struct batch batch = {0};

	fleet_end_first_pass(s->fleet, s->now, &batch);
	s->is_first_pass_over = true;
	scenario_ledger_summary(&s->ledger, s->fleet);
	return take_batch(s, &batch, "", 0);
}

static bool
remove_endpoint(struct scenario *s, struct named_endpoint *named)
{
	struct batch batch = {0};

	fleet_remove_endpoint(s->fleet, named->endpoint, s->now, &batch);
	return take_batch(s, &batch, named->name, 0);
}

static void
replace_endpoint(struct scenario *s, struct named_endpoint *named)
{
	struct endpoint *fresh = make_endpoint(s, named->name);

	fresh->settings->interval_s = 30;
	fleet_replace_endpoint(s->fleet, named->endpoint, fresh);
	endpoint_unref(named->endpoint);
	named->endpoint = fresh;
}

/* NAME has @N..., NAME resolves, NAME resolve-fails FAILURE */
static bool
play_endpoint(struct scenario *s, char **words, size_t count)
{
	struct named_endpoint *named = find_endpoint(s, words[0]);

	if (named == NULL || count < 2)
		return complain(s, "%s is no action", words[0]);
	if (strcmp(words[1], "has") == 0)
		return read_addresses(s, named, words + 2, count - 2) &&
		    set_targets(s, named);
	if (strcmp(words[1], "resolves") == 0)
		return resolve(s, named, NULL);
	if (strcmp(words[1], "resolve-fails") == 0 && count == 3)
		return resolve(s, named, words[2]);
	return complain(s, "%s is nothing an endpoint does", words[1]);
}

static bool
play_hush(struct scenario *s, char **words, size_t count)
{
	struct batch batch = {0};
	struct error err = ERROR_INIT;

	if (!scenario_hush_play(
		&s->hush, s->fleet, words, count, s->now, &batch, &err))
		return complain(s, "%s", err.message);
	return take_batch(s, &batch, "", 0);
}

static bool
play_action(struct scenario *s, char **words, size_t count)
{
	struct named_endpoint *named =
	    count < 2 ? NULL : find_endpoint(s, words[1]);

	begin_play(s);
	if (scenario_hush_is(words[0]))
		return play_hush(s, words, count);
	if (scenario_routes_is(words[0]))
		return scenario_routes_play(&s->routes,
			   named ? named->endpoint : NULL, words, count) ||
		    complain(s, "this is no %s", words[0]);
	if (strchr(words[0], '@') != NULL)
		return look(s, words[0], words + 1, count - 1);
	if (strcmp(words[0], "first-pass-ends") == 0)
		return end_first_pass(s);
	if (strcmp(words[0], "tick") == 0)
		return tick(s);
	if (strcmp(words[0], "clock") == 0 && count == 3)
		return set_clock(s, words[1], words[2]);
	if (strcmp(words[0], "way") == 0 && count == 2) {
		s->is_cut_off = strcmp(words[1], "gone") == 0;
		return true;
	}
	if (strcmp(words[0], "every") == 0)
		return play_every(s, words, count);
	if (strcmp(words[0], "sweep") == 0)
		return play_sweep(s, words, count);
	if (strcmp(words[0], "add") == 0 && count > 2)
		return add_endpoint(s, words[1], words + 2, count - 2);
	if (strcmp(words[0], "remove") == 0 && named != NULL)
		return remove_endpoint(s, named);
	if (strcmp(words[0], "replace") == 0 && named != NULL) {
		replace_endpoint(s, named);
		return true;
	}
	return play_endpoint(s, words, count);
}

/* --- declarations ------------------------------------------------------- */

/* "any", "issuer=NAME", "certificate=NAME", "role=cdn". */
static bool
allow(struct scenario *s, const char *what)
{
	const char *value = strchr(what, '=');
	int role;

	if (s->allowed == NULL)
		s->allowed = allowed_new();
	if (strcmp(what, "any") == 0)
		s->allowed->is_any = true;
	else if (strncmp(what, "issuer=", 7) == 0)
		texts_add(&s->allowed->issuers, value + 1);
	else if (strncmp(what, "role=", 5) == 0 &&
	    names_find(&endpoint_role_names, value + 1, &role))
		s->allowed->roles |= 1u << role;
	else if (strncmp(what, "certificate=", 12) == 0)
		verdict_made_sha256(
		    value + 1, ARRAY_ADD(&s->allowed->certificates)->sha256);
	else
		return complain(
		    s, "allowed any, issuer=, certificate= or role=");
	return true;
}

static bool
set_option(struct scenario *s, const char *name, const char *value)
{
	struct fleet_options *o = &s->options;
	int64_t *duration = NULL;

	if (s->fleet != NULL)
		return complain(s, "options come before the endpoints");
	if (strcmp(name, "allowed") == 0)
		return allow(s, value);
	if (strcmp(name, "looks") == 0) {
		if (sscanf(value, "%u/%u", &o->reach_bad, &o->reach_window) !=
		    2)
			return complain(s, "looks N/M");
		return true;
	}
	if (strcmp(name, "flapping") == 0)
		return scenario_hush_flapping(o, value) ||
		    complain(s, "flapping N/DURATION");
	if (strcmp(name, "clean") == 0)
		o->clean_looks = (unsigned)strtoul(value, NULL, 10);
	else if (strcmp(name, "mixed") == 0)
		o->mixed_changes = (unsigned)strtoul(value, NULL, 10);
	else if (strcmp(name, "second-look") == 0)
		duration = &o->second_look_s;
	else if (strcmp(name, "grace") == 0)
		duration = &s->grace_s;
	else if (strcmp(name, "deadline") == 0)
		duration = &s->deadline_s;
	else
		duration = scenario_hush_option(o, name);
	if (duration == NULL && strcmp(name, "clean") != 0 &&
	    strcmp(name, "mixed") != 0)
		return complain(s, "no option is named %s", name);
	return duration == NULL || read_duration(s, value, duration);
}

/* FINDING[@CERT][=SEVERITY] */
static bool
read_finding(struct scenario *s, char *word, struct made_finding *ret)
{
	char *equal = strchr(word, '='), *at;
	int severity = SEVERITY_OK;

	if (equal != NULL) {
		*equal = '\0';
		if (!names_find(&severity_names, equal + 1, &severity))
			return complain(s, "no severity %s", equal + 1);
	}
	at = strchr(word, '@');
	if (at != NULL)
		*at++ = '\0';
	if (!finding_find(word, &ret->code))
		return complain(s, "no finding is named %s", word);
	ret->severity = severity;
	ret->cert = at;
	return true;
}

/* chain NAME = CERT... [: FINDING...] */
static bool
add_chain(struct scenario *s, char **words, size_t count)
{
	struct named_chain *named;
	struct made_chain made = {0};
	size_t certs = 0;
	bool in_findings = false;
	const char *word;

	if (count < 4 || strcmp(words[2], "=") != 0)
		return complain(s, "chain NAME = CERT... [: FINDING...]");
	for (size_t i = 3; i < count; i++) {
		word = words[i];
		if (strcmp(word, ":") == 0)
			in_findings = true;
		else if (!in_findings && strchr(word, '=') != NULL &&
		    !scenario_certs_read_chain(&made, word, START))
			return complain(s, "%s is nothing of a chain", word);
		else if (in_findings &&
		    made.finding_count == VERDICTS_MAX_FINDINGS)
			return complain(s, "too many findings");
		else if (in_findings &&
		    !read_finding(
			s, words[i], &made.findings[made.finding_count++]))
			return false;
		else if (!in_findings && strchr(word, '=') == NULL &&
		    certs < VERDICTS_MAX_CERTS - 1)
			made.certs[certs++] = words[i];
	}
	if (certs > 0)
		made.leaf = scenario_certs_find(&s->certs, made.certs[0]);
	/* Later ones are newer. */
	made.leaf_not_before = START - 86400 * 30 + (int64_t)s->chains.len;
	named = ARRAY_ADD(&s->chains);
	named->name = mem_strdup(words[1]);
	named->verdict = verdict_made(&made);
	return true;
}

static bool
add_cert(struct scenario *s, char **words, size_t count)
{
	const char *wrong;

	if (!scenario_certs_read(&s->certs, words, count, START, &wrong))
		return complain(s, "%s is nothing of a certificate", wrong);
	return true;
}

/* "@5+" is so many more for the next ones. */
static bool
add_numbered(
    struct scenario *s, const char *name, char **words, size_t count, int more)
{
	size_t len = strlen(words[0]);
	CLEANUP(free) char *own = NULL;
	char *apart[1];

	if (count != 1 || words[0][len - 1] != '+')
		return add_endpoint(s, name, words, count);
	own = mem_printf("%.*s@%d", (int)strcspn(words[0], "@"), words[0],
	    (int)strtol(strchr(words[0], '@') + 1, NULL, 10) + more);
	apart[0] = own;
	return add_endpoint(s, name, apart, 1);
}

static bool
add_endpoints(struct scenario *s, char **words, size_t count)
{
	unsigned long total = strtoul(words[2], NULL, 10);

	for (unsigned long i = 1; i <= total; i++) {
		CLEANUP(free) char *name = scenario_names_nth(words[1], i);

		if (!add_numbered(s, name, words + 3, count - 3, (int)i - 1))
			return false;
	}
	return true;
}

static bool
expect_open(struct scenario *s, const char *count)
{
	size_t open = s->fleet == NULL ? 0 : fleet_incident_count(s->fleet);

	if (open == strtoul(count, NULL, 10))
		return true;
	for (size_t i = 0; i < open; i++)
		strbuf_addf(s->complaint, "(open: %s) ",
		    finding_code_text(fleet_incident_at(s->fleet, i)->code));
	return complain(s, "%zu are open", open);
}

static bool
set_time(struct scenario *s, const char *word, int64_t from)
{
	int64_t seconds;

	if (!read_duration(s, word, &seconds))
		return false;
	if (from + seconds < s->now)
		return complain(s, "time goes forward");
	s->now = from + seconds;
	return true;
}

static bool
play_words(struct scenario *s, char **words, size_t count)
{
	if (strcmp(words[0], "open") == 0 && count == 2)
		return expect_open(s, words[1]);
	if (!check_nothing_more(s))
		return false;
	forget(s);
	s->action_line = s->line;
	if (strcmp(words[0], "option") == 0 && count == 3)
		return set_option(s, words[1], words[2]);
	if (strcmp(words[0], "proxy") == 0 && count == 2)
		return scenario_ways_read(words[1], s->proxy);
	if (strcmp(words[0], "cert") == 0 && count > 1)
		return add_cert(s, words + 1, count - 1);
	if (strcmp(words[0], "chain") == 0)
		return add_chain(s, words, count);
	if (strcmp(words[0], "endpoint") == 0 && count > 2)
		return add_endpoint(s, words[1], words + 2, count - 2);
	if (strcmp(words[0], "endpoints") == 0 && count > 3)
		return add_endpoints(s, words, count);
	if (strcmp(words[0], "at") == 0 && count == 2)
		return set_time(s, words[1], START + s->skew);
	if (strcmp(words[0], "wait") == 0 && count == 2)
		return set_time(s, words[1], s->now);
	return play_action(s, words, count);
}

static bool
play_line(struct scenario *s, char *line)
{
	char *words[MAX_WORDS] = {NULL}, *rest = line, *word;
	size_t count = 0;

	line[strcspn(line, "#\n")] = '\0';
	while (*rest == ' ' || *rest == '\t')
		rest++;
	for (size_t len = strlen(rest); len > 0 && rest[len - 1] == ' '; len--)
		rest[len - 1] = '\0';
	if (*rest == '>')
		return expect(s, rest + 1);
	while ((word = strsep(&rest, " \t")) != NULL) {
		if (*word == '\0')
			continue;
		if (count == MAX_WORDS)
			return complain(s, "too many words");
		words[count++] = word;
	}
	return count == 0 || play_words(s, words, count);
}

static void
clear(struct scenario *s)
{
	forget(s);
	fleet_free(s->fleet);
	scenario_hush_clear(&s->hush);
	scenario_routes_clear(&s->routes);
	ARRAY_EACH (named, &s->chains) {
		free(named->name);
		verdict_unref(named->verdict);
	}
	ARRAY_CLEAR(&s->chains);
	scenario_certs_clear(&s->certs);
	allowed_unref(s->allowed);
	ARRAY_EACH (named, &s->endpoints) {
		free(named->name);
		endpoint_unref(named->endpoint);
	}
	ARRAY_CLEAR(&s->endpoints);
	scenario_ledger_clear(&s->ledger);
}

bool
scenario_play(const char *path, struct strbuf *complaint)
{
	struct scenario s = {
	    .path = path,
	    .complaint = complaint,
	    .options = fleet_options_default,
	    .grace_s = ENDPOINT_ROLLOUT_GRACE_S,
	    .deadline_s = ENDPOINT_ROLLOUT_DEADLINE_S,
	    .now = START,
	};
	FILE *file = fopen(path, "re");
	char line[512];
	bool ok = true;

	if (file == NULL)
		return complain(&s, "cannot be opened");
	while (ok && fgets(line, sizeof line, file) != NULL) {
		s.line++;
		ok = play_line(&s, line);
	}
	if (ok)
		ok = check_nothing_more(&s);
	if (ok && s.fleet == NULL)
		ok = complain(&s, "nothing happens");
	fclose(file);
	clear(&s);
	return ok;
}
