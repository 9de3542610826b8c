/*
 * `chainwatch replay`: every chain that the daemon's store has, judged as of
 * another time, by other dated rules or with other trust stores: who would
 * break. One endpoint at a time, so that it may be any number.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/timestamp.h"
#include "cli/config_file.h"
#include "cli/output.h"
#include "cli/replay_judges.h"
#include "cli/replayed.h"
#include "model/pattern.h"
#include "render/json_value.h"
#include "render/text_layout.h"
#include "store/reader.h"

#define LINE_BYTES (256u << 10)

struct replay {
	/* options */
	const char *config_path;
	struct option_list patterns;
	struct trust_options trust_given;
	int64_t at; /* -1: now */
	bool is_json, has_all;

	/* what they lead to */
	struct config *config;
	struct db *db;
	struct replay_judges judges;
	struct render_style style;
	int64_t now;
	size_t counts[REPLAY_OUTCOME_COUNT];
	size_t endpoints;
	enum severity worst;
	enum exit_code code; /* of writing */
};

static const struct option_row rows[] = {
    {
	.name = "at",
	.kind = OPTION_TIME,
	.offset = offsetof(struct replay, at),
	.value = "TIME",
	.help = "judge as of this time (RFC 3339) instead of now",
    },
    TRUST_OPTION_ROWS(struct replay, trust_given),
    {
	.name = "all",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct replay, has_all),
	.help = "tell those that stay as they are, too",
    },
    {
	.name = "config",
	.letter = 'c',
	.kind = OPTION_TEXT,
	.offset = offsetof(struct replay, config_path),
	.value = "FILE",
	.help = "the daemon's configuration (" CONFIG_FILE_DEFAULT ")",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct replay, is_json),
	.help = "one JSON object a line, of every chain; the last sums up",
    },
};

static bool
write_line(struct replay *replay, const json_t *line)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_BYTES);

	if (replay->is_json) {
		CLEANUP(free)
		char *dump = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);

		text.max_bytes = OUTPUT_MAX_BYTES;
		strbuf_add(&text, dump != NULL ? dump : "null");
		strbuf_add_char(&text, '\n');
	} else {
		replayed_text(&text, line, &replay->style);
	}
	replay->code = output_text(&text, EXIT_CODE_OK);
	return replay->code == EXIT_CODE_OK;
}

static struct report *
judge_by(struct inspector *inspector, struct endpoint *endpoint,
    const struct target_chain *chain, int64_t at)
{
	const struct place *place = target_chain_place(chain);
	CLEANUP(observation_free)
	struct observation *observation =
	    target_chain_observation(chain, (enum variant)place->variant);
	const struct target target = {.endpoint = endpoint, .place = *place};

	return observation == NULL
	    ? NULL
	    : inspect_report(inspector, &target, observation, at);
}

static bool
replay_chain(struct replay *replay, struct endpoint *endpoint,
    struct endpoint *then, const struct target_chain *chain)
{
	CLEANUP(report_unref)
	struct report *before = judge_by(
	    replay->judges.now.inspector, endpoint, chain, replay->now);
	CLEANUP(report_unref)
	struct report *after =
	    judge_by(replay->judges.then.inspector, then, chain, replay->at);
	enum replay_outcome outcome = replay_outcome(before, after);
	json_t *line;
	bool ok;

	replay->counts[outcome]++;
	if (after != NULL)
		replay->worst = severity_worse(replay->worst, after->severity);
	if (outcome == REPLAY_SAME && !replay->has_all && !replay->is_json)
		return true;
	line = replayed_json(endpoint->id, chain, before, after);
	ok = write_line(replay, line);
	json_decref(line);
	return ok;
}

static bool
replay_endpoint(struct replay *replay, const char *id, struct error *err)
{
	CLEANUP(endpoint_unref)
	struct endpoint *endpoint =
	    replay_judges_endpoint(&replay->judges, id, false);
	CLEANUP(endpoint_unref)
	struct endpoint *then =
	    replay_judges_endpoint(&replay->judges, id, true);
	struct target_chains chains = {0};
	bool ok = true;

	if (endpoint == NULL || then == NULL)
		return true; /* a file that is listed no more */
	if (!target_chains_read(replay->db, id, &chains, err))
		return false;
	replay->endpoints++;
	ARRAY_EACH (chain, &chains.items)
		ok = ok && replay_chain(replay, endpoint, then, chain);
	target_chains_clear(&chains);
	return true;
}

static bool
replay_all(struct replay *replay, struct error *err)
{
	const char *pattern = replay->patterns.items.len > 0
	    ? replay->patterns.items.items[0]
	    : NULL;
	char *id = NULL;
	bool ok = true;

	do {
		char *next = NULL;

		ok = target_chains_next(replay->db, id, &next, err);
		free(id);
		id = next;
		if (ok && id != NULL &&
		    (pattern == NULL || strcmp(pattern, id) == 0 ||
			pattern_fits(pattern, id)))
			ok = replay_endpoint(replay, id, err);
	} while (ok && id != NULL && replay->code == EXIT_CODE_OK);
	free(id);
	return ok;
}

static size_t
chain_count(const struct replay *replay)
{
	size_t count = 0;

	for (int i = 0; i < REPLAY_OUTCOME_COUNT; i++)
		count += replay->counts[i];
	return count;
}

static json_t *
texts_json(const struct texts *texts)
{
	json_t *list = json_value_array();

	ARRAY_EACH (text, texts)
		json_value_append(list, json_value_text(*text));
	return list;
}

static json_t *
sum_json(const struct replay *replay)
{
	json_t *object = json_value_object();

	json_value_set(object, "type", json_value_text("summary"));
	json_value_set(object, "at", json_value_time(replay->at));
	json_value_set(
	    object, "policy", json_value_text(replay->trust_given.policy));
	json_value_set(object, "trust", texts_json(&replay->judges.given));
	json_value_set(
	    object, "severity", json_value_text(severity_text(replay->worst)));
	json_value_set(
	    object, "endpoints", json_value_number((int64_t)replay->endpoints));
	json_value_set(
	    object, "chains", json_value_number((int64_t)chain_count(replay)));
	for (int i = 0; i < REPLAY_OUTCOME_COUNT; i++)
		json_value_set(object, names_text(&replay_outcome_names, i),
		    json_value_number((int64_t)replay->counts[i]));
	return object;
}

/* "As of 2027-01-01 00:00 UTC, of 3 chains of 2 endpoints: 1 breaks, ..." */
static void
add_sum(struct strbuf *buf, const struct replay *replay)
{
	static const struct {
		enum replay_outcome outcome;
		const char *one, *many;
	} words[] = {
	    {REPLAY_BREAKS, "breaks", "break"},
	    {REPLAY_BROKEN, "is broken now as well", "are broken now as well"},
	    {REPLAY_WORSE, "gets worse", "get worse"},
	    {REPLAY_WORKS, "works again", "work again"},
	    {REPLAY_BETTER, "gets better", "get better"},
	    {REPLAY_SAME, "stays as it is", "stay as they are"},
	    {REPLAY_UNKNOWN, "cannot be judged", "cannot be judged"},
	};
	char date[TIMESTAMP_TEXT_MAX];
	const char *joint = ": ";

	strbuf_addf(buf, "As of %s, of %zu chain%s of %zu endpoint%s",
	    timestamp_words(replay->at, date), chain_count(replay),
	    chain_count(replay) == 1 ? "" : "s", replay->endpoints,
	    replay->endpoints == 1 ? "" : "s");
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t count = replay->counts[words[i].outcome];

		if (count == 0)
			continue;
		strbuf_addf(buf, "%s%zu %s", joint, count,
		    count == 1 ? words[i].one : words[i].many);
		joint = ", ";
	}
	strbuf_add_char(buf, '.');
}

static enum exit_code
tell_sum(struct replay *replay)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_BYTES);
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	enum exit_code code = chain_count(replay) == 0
	    ? EXIT_CODE_UNKNOWN
	    : exit_code_of(replay->worst);

	if (replay->code != EXIT_CODE_OK)
		return replay->code;
	if (replay->is_json) {
		json_t *sum = sum_json(replay);

		(void)write_line(replay, sum);
		json_decref(sum);
		return replay->code == EXIT_CODE_OK ? code : replay->code;
	}
	add_sum(&line, replay);
	text_wrap(&text, &replay->style, 0, 0, TEXT_BOLD, strbuf_text(&line));
	return output_text(&text, code);
}

static bool
prepare(struct replay *replay, struct error *err)
{
	replay->config =
	    config_file_load(replay->config_path != NULL ? replay->config_path
							 : CONFIG_FILE_DEFAULT,
		err);
	if (replay->config == NULL)
		return false;
	replay->db = reader_open(replay->config->state_directory, true, err);
	return replay->db != NULL &&
	    replay_judges_open(&replay->judges, replay->config,
		&replay->trust_given, replay->db, err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct replay replay = {
	    .at = -1,
	    .style = output_style(),
	    .now = clock_wall_s(&clock_system),
	};
	struct error err = ERROR_INIT;
	bool is_clear = options_parse(argc, argv, rows,
	    sizeof rows / sizeof rows[0], &replay, &replay.patterns, &err);
	enum exit_code code;

	if (is_clear && replay.patterns.items.len > 1)
		is_clear =
		    error_set(&err, ERROR_INVALID, "one PATTERN at most");
	if (replay.at < 0)
		replay.at = replay.now;
	if (!is_clear)
		code = command_refuse(&command_replay, &err);
	else if (!prepare(&replay, &err) || !replay_all(&replay, &err))
		code = command_fail(&command_replay, &err);
	else
		code = tell_sum(&replay);
	replay_judges_close(&replay.judges);
	db_close(replay.db);
	config_free(replay.config);
	option_list_clear(&replay.patterns);
	option_list_clear(&replay.trust_given.files);
	return code;
}

const struct command command_replay = {
    .name = "replay",
    .operands = "[PATTERN]",
    .summary = "who would break at another time, or by other rules or trust",
    .notes = "Judges every chain that the daemon's store has, or those of the "
	     "endpoints that fit, and says what becomes of it beside how it is "
	     "now. It reads the store itself, whether the daemon runs or not. "
	     "Exit status by the worst that would be: 0, 1 a warning, 2 "
	     "something critical; 3 where nothing could be judged.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
