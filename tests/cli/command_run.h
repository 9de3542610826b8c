/*
 * Runs `chainwatch` within the test: arguments in, standard output, standard
 * error and exit code out. And files to run it on, in a folder of the test's.
 */
#pragma once

#include <jansson.h>

#include "support/mint.h"

struct command_run {
	int code;
	char *output, *errors; /* never NULL */
};

/* Arguments after the program's name, up to NULL. */
struct command_run command_run(const char *first, ...)
    __attribute__((sentinel));
void command_run_clear(struct command_run *run);
/* The output as JSON, which it must be, and nothing else beside. */
json_t *command_run_json(const struct command_run *run);

/* Makes the folder and enters it; to be given to cmocka as set-up and
 * tear-down of the group. */
int command_folder_enter(void **state);
int command_folder_leave(void **state);
void command_write(const char *name, const char *text);
/* PEM of these, up to NULL, one after the other. */
void command_write_certs(const char *name, const struct mint *first, ...)
    __attribute__((sentinel));
