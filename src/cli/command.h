/*
 * struct command: one sub-command of `chainwatch`: a row in the table of
 * commands.c and a file of its own.
 */
#pragma once

#include "cli/exit_code.h"
#include "cli/options.h"

struct command {
	const char *name;
	const char *operands; /* "HOST[:PORT]" */
	const char *summary;  /* one line; NULL: for programs, in no help */
	const char *notes;    /* paragraphs of `help NAME`, below the summary */
	const struct option_row *options;
	size_t option_count;
	/* argv[0] is the command's name. */
	enum exit_code (*run)(int argc, char **argv);
};

extern const struct command command_check;
extern const struct command command_lint;
extern const struct command command_fix;
extern const struct command command_clients;
extern const struct command command_explain;
extern const struct command command_probe;
extern const struct command command_events;
extern const struct command command_status;
extern const struct command command_show;
extern const struct command command_history;
extern const struct command command_silence;
extern const struct command command_ack;
extern const struct command command_inventory;
extern const struct command command_replay;
extern const struct command command_reload;
extern const struct command command_notify_test;
extern const struct command command_dead_letters;
extern const struct command command_help;
extern const struct command command_complete;

/* The table, in its order; NULL: no more. */
const struct command *command_at(size_t i);
const struct command *command_find(const char *name);

/* The whole program; argv[0] is the program's name. */
enum exit_code commands_run(int argc, char **argv);

/* "chainwatch NAME: message" to standard error: what was asked is clear but
 * cannot be done. Always EXIT_CODE_UNKNOWN. */
enum exit_code command_fail(
    const struct command *command, const struct error *err);
/* The same and the usage: what was asked is not clear. */
enum exit_code command_refuse(
    const struct command *command, const struct error *err);
