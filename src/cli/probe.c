/*
 * `chainwatch probe ENDPOINT`: looks at an endpoint of the configuration now,
 * by its settings; with --expect and --wait until every address of it shows
 * what stands in a file. For hooks that run when a certificate was renewed.
 */
#include "cli/command.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "cli/config_file.h"
#include "cli/host_operand.h"
#include "cli/output.h"
#include "cli/probe_daemon.h"
#include "cli/probe_show.h"
#include "config/config.h"
#include "config/host_port.h"

#define WAIT_S_MAX 3600
#define PAUSE_LEAST_MS 250 /* between two rounds; it grows ... */
#define PAUSE_MOST_MS 3000 /* ... up to this */
#define PATH_SHOWN_MAX 300

struct probe_run {
	/* options */
	const char *config_path; /* NULL: the usual, where it can be read */
	const char *expect, *password_file;
	struct host_options host;
	struct trust_options trust_given;
	int64_t wait_s; /* 0: look once */
	int64_t at;	/* -1: now */
	bool is_json, has_no_remedies;

	/* what they lead to */
	struct config *config; /* NULL: none is there */
	struct endpoint *endpoint;
	struct trust trust;
	struct expected_file expected;
	char *file; /* of it, to be shown */
	struct looks looks;
	int64_t waited_ms;
	bool is_configured; /* and looked at where the daemon does */
	json_t *daemon;	    /* how it stands there; or NULL */
};

static const struct option_row rows[] = {
    {
	.name = "expect",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct probe_run, expect),
	.value = "FILE",
	.help = "what every address is to show: its certificate, and the "
		"others behind it. PEM, DER or PKCS#12",
    },
    {
	.name = "wait",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct probe_run, wait_s),
	.value = "DURATION",
	.implied = "1m",
	.help = "look again until all show it, so long at most; 1m if no time "
		"is given",
    },
    {
	.name = "config",
	.letter = 'c',
	.kind = OPTION_TEXT,
	.offset = offsetof(struct probe_run, config_path),
	.value = "FILE",
	.help = "where the endpoint stands; " CONFIG_FILE_DEFAULT
		" where that can be "
		"read",
    },
    {
	.name = "address",
	.kind = OPTION_LIST,
	.offset = offsetof(struct probe_run, host.addresses),
	.value = "IP[:PORT]",
	.help = "look there instead; may be given again",
    },
    TRUST_OPTION_ROWS(struct probe_run, trust_given),
    LOG_LIST_OPTION_ROW(struct probe_run, trust_given),
    {
	.name = "password-file",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct probe_run, password_file),
	.value = "FILE",
	.help = "its first line opens a PKCS#12 file of --expect",
    },
    {
	.name = "timeout",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct probe_run, host.timeout_s),
	.value = "DURATION",
	.help = "for each look; the endpoint's, or 10s, unless given",
    },
    {
	.name = "at",
	.kind = OPTION_TIME,
	.offset = offsetof(struct probe_run, at),
	.value = "TIME",
	.help = "judge as of this time (RFC 3339) instead of now",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct probe_run, is_json),
	.help = "write what came of it as JSON, each address in `addresses`",
    },
    {
	.name = "no-remedies",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct probe_run, has_no_remedies),
	.help = "leave out what to do about it",
    },
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static void
probe_run_clear(struct probe_run *run)
{
	json_decref(run->daemon);
	looks_clear(&run->looks);
	expected_file_clear(&run->expected);
	free(run->file);
	trust_clear(&run->trust);
	endpoint_unref(run->endpoint);
	config_free(run->config);
	option_list_clear(&run->host.addresses);
	option_list_clear(&run->trust_given.files);
}

/* Without --config it is a convenience: whoever may not read it names a host.
 */
static bool
load_config(struct probe_run *run, struct error *err)
{
	const char *path = run->config_path;

	if (path == NULL && access(CONFIG_FILE_DEFAULT, R_OK) != 0)
		return true;
	run->config =
	    config_file_load(path == NULL ? CONFIG_FILE_DEFAULT : path, err);
	return run->config != NULL;
}

/* By its id, "host:port"; or by its host alone where only one has that. */
static struct endpoint *
find(const struct config *config, const struct endpoint *named, bool has_port)
{
	struct endpoint *only = NULL;
	size_t count = 0;

	ARRAY_EACH (slot, &config->endpoints) {
		struct endpoint *endpoint = *slot;

		if (strcmp(endpoint->id, named->id) == 0)
			return endpoint;
		if (strcmp(endpoint->host.text, named->host.text) == 0) {
			only = endpoint;
			count++;
		}
	}
	return has_port || count != 1 ? NULL : only;
}

/* Takes the settings of the endpoint, and what the options say otherwise. */
static void
take_configured(struct probe_run *run, struct endpoint *endpoint)
{
	CLEANUP(endpoint_unref) struct endpoint *named = run->endpoint;

	if (named->fronts.len == 0) {
		run->endpoint = endpoint_ref(endpoint);
		return;
	}
	run->endpoint = endpoint_like(endpoint);
	run->endpoint->fronts = named->fronts;
	memset(&named->fronts, 0, sizeof named->fronts);
	endpoint_finish(run->endpoint);
}

static bool
name_endpoint(struct probe_run *run, const char *operand, struct error *err)
{
	bool is_timeout_given = run->host.timeout_s > 0;
	struct endpoint *configured = NULL;
	struct host_port named;

	if (!is_timeout_given)
		run->host.timeout_s = HOST_OPERAND_TIMEOUT_S;
	if (!host_operand(operand, &run->host, &run->endpoint, err) ||
	    !host_port_parse(operand, &named, err) || !load_config(run, err))
		return false;
	if (run->config != NULL)
		configured = find(run->config, run->endpoint, named.port != 0);
	if (configured == NULL)
		return run->config_path == NULL ||
		    error_set(err, ERROR_MISSING,
			"%s: there is no such endpoint in that configuration",
			run->endpoint->id);
	take_configured(run, configured);
	run->is_configured = run->host.addresses.items.len == 0;
	if (is_timeout_given)
		endpoint_own_settings(configured)->timeout_ms =
		    run->host.timeout_s * 1000;
	return true;
}

static bool
load_trust(struct probe_run *run, struct error *err)
{
	bool is_configured = run->config != NULL &&
	    run->endpoint->settings->trust.len > 0 &&
	    run->trust_given.files.items.len == 0;
	struct endpoint_settings *settings;

	if (is_configured)
		return trust_load_configured(
		    run->config, run->endpoint, &run->trust, err);
	if (!trust_load(&run->trust_given, &run->trust, err))
		return false;
	settings = endpoint_own_settings(run->endpoint);
	texts_clear(&settings->trust);
	ARRAY_EACH (store, &run->trust.stores)
		texts_add(&settings->trust, (*store)->name);
	return true;
}

/* What the daemon has at hand to name what is not sent. */
static bool
load_issuers(struct probe_run *run, struct error *err)
{
	if (run->config == NULL)
		return true;
	trust_take_known(&run->trust, run->config->state_directory);
	return trust_load_issuers(run->config, &run->trust.issuers, err);
}

static bool
parse(int argc, char **argv, struct probe_run *run, const char **ret_operand,
    struct error *err)
{
	struct option_list operands = {0};
	bool ok =
	    options_parse(argc, argv, rows, ROW_COUNT, run, &operands, err);

	if (ok && operands.items.len != 1)
		ok = error_set(err, ERROR_INVALID,
		    operands.items.len == 0 ? "which endpoint?"
					    : "one endpoint at a time");
	if (ok && run->wait_s > 0 && run->expect == NULL)
		ok = error_set(
		    err, ERROR_INVALID, "--wait: for what? Give --expect FILE");
	if (ok && run->wait_s > WAIT_S_MAX)
		ok = error_set(err, ERROR_INVALID, "--wait: one hour at most");
	if (ok)
		*ret_operand = operands.items.items[0];
	option_list_clear(&operands);
	return ok;
}

static bool
prepare(struct probe_run *run, const char *operand, struct error *err)
{
	if (!name_endpoint(run, operand, err) || !load_trust(run, err) ||
	    !load_issuers(run, err))
		return false;
	if (run->expect == NULL)
		return true;
	run->file =
	    safe_print_dup(run->expect, strlen(run->expect), PATH_SHOWN_MAX);
	return expected_file_read(
		   run->expect, run->password_file, &run->expected, err) ||
	    error_prefix(err, "--expect");
}

static struct probe_outcome
outcome_of(const struct probe_run *run)
{
	return (struct probe_outcome){
	    .endpoint = run->endpoint,
	    .looks = &run->looks,
	    .file = run->file,
	    .expected = run->expect == NULL ? NULL : &run->expected,
	    .waited_s = run->waited_ms / 1000,
	    .daemon = run->daemon,
	};
}

static bool
is_complete(const struct probe_run *run)
{
	const struct probe_outcome outcome = outcome_of(run);

	return run->looks.items.len > 0 &&
	    run->looks.resolve_failure == FAILURE_NONE &&
	    probe_count_shown(&outcome) == run->looks.items.len;
}

static void
on_paused(void *arg)
{
	loop_stop(arg);
}

static void
pause_ms(int64_t delay_ms)
{
	CLEANUP(loop_free) struct loop *loop = loop_new();
	CLEANUP(loop_timer_free)
	struct loop_timer *timer = loop_timer_new(loop, on_paused, loop);

	loop_timer_set(timer, delay_ms);
	loop_run(loop);
}

/* Names are resolved afresh each round: addresses may come meanwhile. */
static bool
look_until_shown(struct probe_run *run, struct error *err)
{
	int64_t began_ms = clock_steady_ms(&clock_system);
	int64_t delay_ms = PAUSE_LEAST_MS;

	for (;;) {
		int64_t left_ms;

		if (!looks_take(
			run->endpoint, &run->trust, run->at, &run->looks, err))
			return false;
		run->waited_ms = clock_steady_ms(&clock_system) - began_ms;
		left_ms = run->wait_s * 1000 - run->waited_ms;
		if (run->expect == NULL || left_ms <= 0 || is_complete(run))
			return true;
		pause_ms(delay_ms < left_ms ? delay_ms : left_ms);
		delay_ms =
		    delay_ms * 2 < PAUSE_MOST_MS ? delay_ms * 2 : PAUSE_MOST_MS;
		looks_clear(&run->looks);
	}
}

static enum exit_code
code_of(const struct probe_run *run, const struct probe_outcome *outcome)
{
	enum severity worst = SEVERITY_OK;

	if (probe_is_broken(outcome))
		return EXIT_CODE_CRITICAL;
	if (run->expect != NULL)
		return is_complete(run) ? EXIT_CODE_OK : EXIT_CODE_WARNING;
	ARRAY_EACH (checked, &run->looks.items)
		worst = severity_worse(worst, checked_severity(checked));
	return run->looks.items.len == 0 ? EXIT_CODE_UNKNOWN
					 : exit_code_of(worst);
}

static enum exit_code
show(struct probe_run *run)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct probe_outcome outcome;
	struct render_style style = output_style();
	enum exit_code code;

	if (run->is_configured)
		run->daemon = probe_daemon(run->config, run->endpoint->id);
	outcome = outcome_of(run);
	code = code_of(run, &outcome);
	if (run->is_json)
		return output_json(probe_json(&outcome), code);
	style.has_remedies = !run->has_no_remedies;
	probe_text(&text, &outcome, &style);
	return output_text(&text, code);
}

static enum exit_code
run(int argc, char **argv)
{
	struct probe_run probe = {.at = -1};
	struct error err = ERROR_INIT;
	const char *operand = NULL;
	enum exit_code code = EXIT_CODE_UNKNOWN;

	if (!parse(argc, argv, &probe, &operand, &err))
		command_refuse(&command_probe, &err);
	else if (!prepare(&probe, operand, &err) ||
	    !look_until_shown(&probe, &err))
		command_fail(&command_probe, &err);
	else
		code = show(&probe);
	probe_run_clear(&probe);
	return code;
}

const struct command command_probe = {
    .name = "probe",
    .operands = "HOST[:PORT]",
    .summary = "look at an endpoint now; wait until it shows what is in a file",
    .notes = "With --expect: exit status 0, every address shows it; 1, some do "
	     "not, and which is said; 2, a chain that is served is broken. "
	     "Where the configuration lists HOST[:PORT], its addresses, trust "
	     "stores and expectations are used, and a daemon that runs looks "
	     "as well, so that it knows, too.",
    .options = rows,
    .option_count = ROW_COUNT,
    .run = run,
};
