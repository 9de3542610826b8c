/*
 * `chainwatch complete WORD...`: what may stand in the place of the last word,
 * one a line, for the completion of shells (contrib/completion). In no help.
 *
 *	status
 *	--json
 *	:files		and any file
 *
 * It is asked at each press of a key: it says nothing on standard error, and
 * ends within its deadline with what it has by then. Names of endpoints come
 * from the daemon that runs, else from its store.
 */
#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/daemon_ask.h"
#include "cli/status_stored.h"
#include "model/finding.h"
#include "model/starttls.h"
#include "render/json_value.h"

#define DEADLINE_S 1
#define NAMES_MAX 500 /* of endpoints; a terminal shows no more */
#define WORDS_MAX 500

struct completion_words {
	int count; /* the last is the one that is completed */
	char **words;
	const char *last;
};

/* What is offered begins with what is there, behind "--option=" too. */
struct offer {
	const char *prefix; /* "--trust=", or "" */
	size_t prefix_len;
	const char *begun; /* of the value */
	unsigned endpoints;
};

static void
say(const struct offer *offer, const char *text)
{
	if (strncmp(text, offer->begun, strlen(offer->begun)) == 0)
		printf("%.*s%s\n", (int)offer->prefix_len, offer->prefix, text);
}

static void
say_files(UNUSED const struct offer *offer)
{
	puts(":files");
}

static void
say_codes(const struct offer *offer)
{
	for (int code = 0; code < FINDING_COUNT; code++)
		say(offer, finding_info((enum finding_code)code)->code);
}

static void
say_protocols(const struct offer *offer)
{
	for (size_t i = 0; i < starttls_names.count; i++) {
		if (starttls_names.table[i] != NULL)
			say(offer, starttls_names.table[i]);
	}
}

static void
say_commands(const struct offer *offer)
{
	for (size_t i = 0; command_at(i) != NULL; i++) {
		if (command_at(i)->summary != NULL)
			say(offer, command_at(i)->name);
	}
}

/* By the words of the help: "FILE|HOST[:PORT]" has two. */
static const struct kind {
	const char *word;
	void (*say)(const struct offer *offer);
} kinds[] = {
    {"FILE", say_files},
    {"PATH", say_files},
    {"CODE", say_codes},
    {"PROTOCOL", say_protocols},
    {"COMMAND", say_commands},
};

/* "rsa|ecdsa": small letters are what is to be written. */
static void
say_choices(const struct offer *offer, const char *words)
{
	CLEANUP(free) char *copy = mem_strdup(words);
	char *rest = copy, *word;

	while ((word = strsep(&rest, "|")) != NULL) {
		if (word[0] >= 'a' && word[0] <= 'z')
			say(offer, word);
	}
}

static void
say_values(const struct offer *offer, const char *words)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strstr(words, kinds[i].word) != NULL)
			kinds[i].say(offer);
	}
	say_choices(offer, words);
}

/* ---- names of endpoints ----------------------------------------------------
 */

static void
on_deadline(UNUSED int number)
{
	_exit(EXIT_CODE_OK);
}

static bool
on_endpoint(void *arg, const json_t *line)
{
	struct offer *offer = arg;
	const char *id = json_string_value(json_object_get(line, "id"));
	const char *host = json_string_value(json_object_get(line, "host"));
	bool is_usual =
	    json_integer_value(json_object_get(line, "port")) == 443;

	if (id == NULL)
		return true;
	say(offer, is_usual && host != NULL && *host != '\0' ? host : id);
	fflush(stdout); /* it may be cut off */
	return ++offer->endpoints < NAMES_MAX;
}

/* Of the words before the last: "--config FILE", "-c FILE", "--config=FILE". */
static const char *
find_option(const struct completion_words *words, const char *name)
{
	size_t len = strlen(name);
	const char *found = NULL;

	for (int i = 0; i < words->count - 1; i++) {
		const char *word = words->words[i];

		if (strncmp(word, "--", 2) == 0 &&
		    strncmp(word + 2, name, len) == 0 && word[2 + len] == '=')
			found = word + 3 + len;
		else if (i + 1 < words->count - 1 &&
		    ((strncmp(word, "--", 2) == 0 &&
			 strcmp(word + 2, name) == 0) ||
			(strcmp(name, "config") == 0 &&
			    strcmp(word, "-c") == 0)))
			found = words->words[i + 1];
	}
	return found;
}

static void
say_stored(struct offer *offer, const struct daemon_ask *ask)
{
	struct error err = ERROR_INIT;
	json_t *rows = json_value_array();
	const json_t *row;
	size_t i;

	if (status_stored(ask->config_path, NULL, rows, &err)) {
		json_array_foreach(rows, i, row)
		{
			if (!on_endpoint(offer, row))
				break;
		}
	}
	json_decref(rows);
}

static void
say_endpoints(struct offer *offer, const struct completion_words *words)
{
	const struct daemon_ask ask = {
	    .config_path = find_option(words, "config"),
	    .socket = find_option(words, "socket"),
	};
	json_t *request = json_value_object();
	struct error err = ERROR_INIT;

	/* What a pattern takes for more than itself is not sent as one. */
	if (strpbrk(offer->begun, "*?[]\\") == NULL) {
		CLEANUP(free) char *pattern = mem_printf("%s*", offer->begun);

		json_value_set(request, "pattern", json_value_text(pattern));
	}
	if (daemon_ask(&ask, "status", request, on_endpoint, offer, &err) !=
		DAEMON_CALL_DONE &&
	    ask.socket == NULL && offer->endpoints == 0)
		say_stored(offer, &ask);
}

/* ---- where in the line ------------------------------------------------------
 */

static const struct option_row *
find_row(const struct command *command, const char *word, size_t len)
{
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];

		if (row->help == NULL)
			continue;
		if (len > 2 && strncmp(word, "--", 2) == 0 &&
		    strlen(row->name) == len - 2 &&
		    strncmp(word + 2, row->name, len - 2) == 0)
			return row;
		if (len == 2 && word[0] == '-' && row->letter != 0 &&
		    word[1] == row->letter)
			return row;
	}
	return NULL;
}

/* An option that has its value in the next word. */
static bool
wants_next(const struct option_row *row)
{
	return row != NULL && row->value != NULL && row->implied == NULL;
}

static void
say_options(const struct offer *offer, const struct command *command)
{
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];
		CLEANUP(free) char *name = mem_printf("--%s", row->name);

		if (row->help != NULL)
			say(offer, name);
	}
	say(offer, "--help");
}

static bool
names_endpoints(const char *operands)
{
	return strstr(operands, "HOST") != NULL ||
	    strstr(operands, "PATTERN") != NULL ||
	    strstr(operands, "ENDPOINT") != NULL;
}

static void
complete_in(const struct command *command, const struct completion_words *words)
{
	struct offer offer = {.prefix = "", .begun = words->last};
	const char *equals = strchr(words->last, '=');
	const char *before = words->words[words->count - 2];
	const struct option_row *row =
	    find_row(command, before, strlen(before));

	if (words->count > 2 && wants_next(row)) {
		say_values(&offer, row->value);
	} else if (strncmp(words->last, "--", 2) == 0 && equals != NULL) {
		row = find_row(
		    command, words->last, (size_t)(equals - words->last));
		offer.prefix = words->last;
		offer.prefix_len = (size_t)(equals + 1 - words->last);
		offer.begun = equals + 1;
		if (row != NULL && row->value != NULL)
			say_values(&offer, row->value);
	} else if (words->last[0] == '-') {
		say_options(&offer, command);
	} else {
		say_values(&offer, command->operands);
		if (names_endpoints(command->operands))
			say_endpoints(&offer, words);
	}
}

static void
complete(const struct completion_words *words)
{
	const struct offer offer = {.prefix = "", .begun = words->last};
	const struct command *command;

	if (words->count == 1) {
		say_commands(&offer);
		say(&offer, "--help");
		say(&offer, "--version");
		return;
	}
	command = command_find(words->words[0]);
	if (command != NULL && command->summary != NULL)
		complete_in(command, words);
}

static enum exit_code
run(int argc, char **argv)
{
	struct completion_words words = {.count = argc - 1, .words = argv + 1};

	if (words.count < 1 || words.count > WORDS_MAX)
		return EXIT_CODE_OK;
	/* Whatever it would complain of is of no use here. */
	if (freopen("/dev/null", "w", stderr) == NULL)
		return EXIT_CODE_OK;
	words.last = words.words[words.count - 1];
	signal(SIGALRM, on_deadline);
	alarm(DEADLINE_S);
	complete(&words);
	alarm(0);
	return EXIT_CODE_OK;
}

const struct command command_complete = {
    .name = "complete",
    .operands = "WORD...",
    .run = run,
};
