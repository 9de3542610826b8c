/*
 * The table of sub-commands, and help, which is written from it. A new command
 * is a file with its row, and one line here.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "cli/output.h"
#include "config.h"
#include "config/spelling.h"
#include "render/text_layout.h"

static const struct command *const commands[] = {
    &command_check,
    &command_probe,
    &command_lint,
    &command_fix,
    &command_explain,
    &command_clients,
    &command_status,
    &command_show,
    &command_history,
    &command_inventory,
    &command_replay,
    &command_events,
    &command_silence,
    &command_ack,
    &command_reload,
    &command_notify_test,
    &command_dead_letters,
    &command_help,
    &command_complete,
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])
#define NAME_COLUMNS 13

const struct command *
command_at(size_t i)
{
	return i < COMMAND_COUNT ? commands[i] : NULL;
}

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static void
add_exit_codes(struct strbuf *buf, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(1024);

	exit_code_sentence(&text);
	text_wrap(buf, style, 0, 0, TEXT_PLAIN, strbuf_text(&text));
}

static void
add_overview(struct strbuf *buf, const struct render_style *style)
{
	strbuf_add(buf,
	    "chainwatch shows which TLS certificate chain a server sends, what "
	    "is\nwrong with it, and how to repair it.\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (commands[i]->summary == NULL)
			continue;
		strbuf_addf(
		    buf, "  chainwatch %-*s", NAME_COLUMNS, commands[i]->name);
		text_wrap(buf, style, 13 + NAME_COLUMNS, 13 + NAME_COLUMNS,
		    TEXT_PLAIN, commands[i]->summary);
	}
	strbuf_add(buf,
	    "\n`chainwatch help COMMAND` tells its options. Examples:\n\n"
	    "  chainwatch check www.example.com\n"
	    "  chainwatch check --address 192.0.2.10 www.example.com:8443\n"
	    "  chainwatch lint --name www.example.com fullchain.pem\n"
	    "  chainwatch fix --key privkey.pem -o fullchain.pem "
	    "fullchain.pem\n"
	    "  chainwatch explain leaf-only\n\n");
	add_exit_codes(buf, style);
	text_wrap(buf, style, 0, 0, TEXT_PLAIN,
	    "Manuals: chainwatch(1), chainwatchd(8), chainwatchd.yaml(5), "
	    "chainwatch-findings(7).");
}

static void
add_usage(struct strbuf *buf, const struct command *command,
    const struct render_style *style)
{
	strbuf_addf(buf, "chainwatch %s%s%s%s\n  ", command->name,
	    command->option_count == 0 ? "" : " [OPTION]...",
	    *command->operands == '\0' ? "" : " ", command->operands);
	text_wrap(buf, style, 2, 2, TEXT_PLAIN, command->summary);
	if (command->notes != NULL) {
		strbuf_add(buf, "\n  ");
		text_wrap(buf, style, 2, 2, TEXT_PLAIN, command->notes);
	}
	if (command->option_count > 0) {
		strbuf_add_char(buf, '\n');
		options_help(
		    buf, command->options, command->option_count, style->width);
	}
	strbuf_add_char(buf, '\n');
	add_exit_codes(buf, style);
}

static enum exit_code
help(const struct command *about)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();

	if (about == NULL)
		add_overview(&text, &style);
	else
		add_usage(&text, about, &style);
	return output_text(&text, EXIT_CODE_OK);
}

static enum exit_code
unknown_command(const char *name)
{
	CLEANUP(free) char *shown = safe_print_dup(name, strlen(name), 100);
	struct spelling spelling = SPELLING_INIT(name);

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (commands[i]->summary != NULL)
			spelling_offer(&spelling, commands[i]->name);
	}
	if (*name == '-')
		fprintf(stderr,
		    "chainwatch: %s: options stand after a command; see "
		    "`chainwatch help`\n",
		    shown);
	else if (spelling.best != NULL)
		fprintf(stderr,
		    "chainwatch: %s: there is no such command; did you mean "
		    "%s?\n",
		    shown, spelling.best);
	else
		fprintf(stderr,
		    "chainwatch: %s: there is no such command; see "
		    "`chainwatch help`\n",
		    shown);
	return EXIT_CODE_UNKNOWN;
}

static enum exit_code
run_help(int argc, char **argv)
{
	const struct command *about = NULL;

	if (argc < 2 || strncmp(argv[1], "--", 2) == 0)
		return help(NULL);
	about = command_find(argv[1]);
	return about == NULL || about->summary == NULL
	    ? unknown_command(argv[1])
	    : help(about);
}

const struct command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "this, or the options of a command",
    .run = run_help,
};

/* Messages may quote arguments and file names, which may hold anything; what
 * is plain ASCII stays as it is, so that nothing is escaped twice. */
static char *
printable(const char *message)
{
	for (const char *p = message; *p != '\0'; p++) {
		if (*p < ' ' || *p > '~')
			return safe_print_dup(
			    message, strlen(message), ERROR_MESSAGE_MAX);
	}
	return mem_strdup(message);
}

enum exit_code
command_fail(const struct command *command, const struct error *err)
{
	CLEANUP(free) char *safe = printable(err->message);

	fprintf(stderr, "chainwatch %s: %s\n", command->name, safe);
	return EXIT_CODE_UNKNOWN;
}

enum exit_code
command_refuse(const struct command *command, const struct error *err)
{
	command_fail(command, err);
	fprintf(stderr, "usage: chainwatch %s%s %s\n", command->name,
	    command->option_count == 0 ? "" : " [OPTION]...",
	    command->operands);
	return EXIT_CODE_UNKNOWN;
}

static bool
asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	}
	return false;
}

enum exit_code
commands_run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		fprintf(stderr,
		    "chainwatch: which command? See `chainwatch help`\n");
		return EXIT_CODE_UNKNOWN;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("chainwatch %s\n", PACKAGE_VERSION);
		return EXIT_CODE_OK;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help(NULL);
	command = command_find(argv[1]);
	if (command == NULL)
		return unknown_command(argv[1]);
	if (command->summary != NULL && asks_help(argc - 1, argv + 1))
		return help(command);
	return command->run(argc - 1, argv + 1);
}
