/* Being quiet, in scenarios; see scenario_hush.h. */
#include "support/scenario_hush.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/hex.h"
#include "base/mem.h"
#include "incident/hush.h"
#include "incident/quiet.h"
#include "support/verdicts.h"

#define WORDS_MAX 200

void
scenario_hush_clear(struct scenario_hush *hush)
{
	ARRAY_EACH (window, &hush->windows)
		window_free(*window);
	ARRAY_CLEAR(&hush->windows);
}

static const char *
value_of(const char *word, const char *key)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) == 0 && word[len] == '=' ? word + len + 1
								: NULL;
}

static bool
read_word(
    struct silence *silence, const char *word, int64_t now, struct error *err)
{
	uint8_t sha256[CERT_SHA256_LEN];
	const char *value;
	int64_t lasts;

	if ((value = value_of(word, "for")) != NULL) {
		if (!duration_parse(value, &lasts, err))
			return false;
		silence->ends_at = now + lasts;
	} else if ((value = value_of(word, "finding")) != NULL) {
		return finding_find(value, &silence->finding) ||
		    error_set(err, ERROR_INVALID, "no finding is %s", value);
	} else if ((value = value_of(word, "certificate")) != NULL) {
		verdict_made_sha256(value, sha256);
		hex_encode(sha256, sizeof sha256, silence->certificate);
	} else if (strcmp(word, "tied") == 0) {
		silence->is_tied = true;
	} else {
		free(silence->scope.pattern);
		silence->scope.pattern = mem_strdup(word);
	}
	return true;
}

static bool
play_silence(struct fleet *fleet, char **words, size_t count, int64_t now,
    struct batch *ret_batch, struct error *err)
{
	CLEANUP(silence_free) struct silence *silence = silence_new();

	silence->author = mem_strdup("anna");
	silence->reason = mem_strdup("it is known");
	for (size_t i = 1; i < count; i++) {
		if (!read_word(silence, words[i], now, err))
			return false;
	}
	return fleet_silence(fleet, TAKE(silence), now, ret_batch, err) != NULL;
}

/* maintenance NAME for=2h PATTERN, maintenance NAME daily=22:00-02:00 PATTERN;
 * the times of the day are UTC's. */
static bool
play_maintenance(struct scenario_hush *hush, struct fleet *fleet, char **words,
    size_t count, int64_t now, struct error *err)
{
	static const struct window_zone zone;
	struct window *window = MEM_NEW(struct window);
	const char *value;
	int64_t lasts = 0;

	*ARRAY_ADD(&hush->windows) = window;
	if (count != 4)
		return error_set(
		    err, ERROR_INVALID, "maintenance NAME WHEN WHO");
	window->name = mem_strdup(words[1]);
	window->scope.pattern = mem_strdup(words[3]);
	window->is_utc = true;
	if ((value = value_of(words[2], "for")) != NULL) {
		if (!duration_parse(value, &lasts, err))
			return false;
		window->from = now;
		window->to = now + lasts;
	} else if ((value = value_of(words[2], "daily")) == NULL ||
	    !window_parse_time(window, value)) {
		return error_set(err, ERROR_INVALID, "for= or daily=");
	}
	window->weekdays = window->to == 0 ? 0x7f : 0;
	fleet_set_windows(fleet,
	    (const struct window *const *)hush->windows.items,
	    hush->windows.len, &zone);
	return true;
}

static bool
play_ack(struct fleet *fleet, char **words, size_t count, int64_t now,
    struct batch *ret_batch, struct error *err)
{
	CLEANUP(free) char *id = mem_printf("%s.example", words[1]);
	struct ack ack = {
	    .author = (char[]){"anna"}, .reason = (char[]){"on it"}};
	int64_t lasts;

	for (size_t i = 2; i < count; i++) {
		const char *value = value_of(words[i], "for");

		if (value != NULL && !duration_parse(value, &lasts, err))
			return false;
		if (value != NULL)
			ack.until = now + lasts;
		else
			ack.is_tied = true;
	}
	return fleet_ack(fleet, id, &ack, now, ret_batch, err);
}

bool
scenario_hush_flapping(struct fleet_options *options, const char *value)
{
	const char *slash = strchr(value, '/');
	struct error err = ERROR_INIT;

	options->flap_openings = (unsigned)strtoul(value, NULL, 10);
	return slash != NULL &&
	    duration_parse(slash + 1, &options->flap_window_s, &err);
}

int64_t *
scenario_hush_option(struct fleet_options *options, const char *name)
{
	if (strcmp(name, "calm") == 0)
		return &options->flap_calm_s;
	if (strcmp(name, "reminder-warning") == 0)
		return &options->reminder_warning_s;
	return strcmp(name, "reminder") == 0 ? &options->reminder_s : NULL;
}

bool
scenario_hush_is(const char *word)
{
	static const char *const ours[] = {
	    "silence", "unsilence", "ack", "maintenance"};

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
		if (strcmp(word, ours[i]) == 0)
			return true;
	}
	return false;
}

bool
scenario_hush_play(struct scenario_hush *hush, struct fleet *fleet,
    char **words, size_t count, int64_t now, struct batch *ret_batch,
    struct error *err)
{
	if (count < 2)
		return error_set(err, ERROR_INVALID, "%s what?", words[0]);
	if (strcmp(words[0], "silence") == 0)
		return play_silence(fleet, words, count, now, ret_batch, err);
	if (strcmp(words[0], "unsilence") == 0)
		return fleet_unsilence(
		    fleet, strtol(words[1], NULL, 10), now, ret_batch, err);
	if (strcmp(words[0], "maintenance") == 0)
		return play_maintenance(hush, fleet, words, count, now, err);
	return play_ack(fleet, words, count, now, ret_batch, err);
}
