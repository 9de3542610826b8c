/* The daemon's configuration; see config_file.h. */
#include "cli/config_file.h"

struct config *
config_file_load(const char *path, struct error *err)
{
	struct config_faults faults = {0};
	struct config *config = config_load(path, &faults);
	const struct config_fault *first;

	if (config != NULL)
		return config;
	first = &faults.items.items[0];
	error_set(err, ERROR_INVALID, "%s:%zu:%zu: %s", first->file,
	    first->line, first->column, first->message);
	config_faults_clear(&faults);
	return NULL;
}
