/* The daemon's configuration; see config_file.h. */
#include "cli/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe_print.h"

#define NOTE_MAX 600

static bool
is_missing(const char *path)
{
	return access(path, F_OK) != 0 && errno == ENOENT;
}

struct config *
config_file_load(const char *path, struct error *err)
{
	struct config_faults faults = {0};
	struct config *config = config_load_beside(path, &faults);
	CLEANUP(free) char *note = NULL;
	struct error first = ERROR_INIT;

	if (faults.items.len > 0)
		config_faults_error(&faults, "", &first);
	/* Who has none mostly wonders why one is wanted at all. */
	if (config == NULL && is_missing(path))
		error_set(err, ERROR_MISSING,
		    "%s: there is no such file, and a daemon is found by its "
		    "configuration; --config FILE names another",
		    path);
	else if (config == NULL)
		error_set(err, ERROR_INVALID, "%s", first.message);
	else if (faults.items.len > 0) {
		note = safe_print_dup(
		    first.message, strlen(first.message), NOTE_MAX);
		fprintf(stderr, "chainwatch: passed over: %s\n", note);
	}
	config_faults_clear(&faults);
	return config;
}
