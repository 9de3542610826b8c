/*
 * The daemon's command line by tables: a row an option, with the words of the
 * help and of the manual; and how the daemon ends.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "daemon/daemon.h"

#define ARGUMENTS_CONFIG_PATH SYSCONFDIR "/chainwatch/chainwatchd.yaml"

enum daemon_exit {
	DAEMON_EXIT_DONE = 0,
	DAEMON_EXIT_FAILED = 1,
	DAEMON_EXIT_UNUSABLE = 3, /* arguments, configuration, state */
};

struct arguments {
	struct daemon_options daemon;
	bool is_check, is_debug;
};

/* Reads them, and does at once what only prints; false: end with *ret_exit. */
bool arguments_read(int argc, char **argv, struct arguments *ret_arguments,
    enum daemon_exit *ret_exit);

struct argument_row {
	const char *name;  /* "config" */
	char letter;	   /* 'c'; 0: none */
	const char *value; /* "FILE"; NULL: takes none */
	const char *help;  /* for people; no full stop */
};

struct daemon_exit_row {
	enum daemon_exit code;
	const char *meaning; /* for people; no full stop */
};

/* The tables, in their order; NULL: no more. */
const struct argument_row *argument_at(size_t i);
const struct daemon_exit_row *daemon_exit_at(size_t i);
/* What --help prints. */
void arguments_help(struct strbuf *buf);
