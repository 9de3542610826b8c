/* From files to the prober; see approach_secrets.h. */
#include "inspect/approach_secrets.h"

#include "base/log.h"

/* Endpoints of lists may come with files that the configuration did not name.
 * What cannot be read is seen by its absence. */
static void
load_late(struct approach_files *files, const struct approach *approach)
{
	struct error err = ERROR_INIT;

	if (!approach_files_load(files, approach, &err))
		log_debug(NULL, "%s", err.message);
}

static const struct identity *
identity_of(void *arg, const struct approach *approach)
{
	struct approach_files **files = arg;

	load_late(*files, approach);
	return approach_files_identity(*files, approach);
}

static bool
credentials_of(void *arg, const struct approach *approach,
    struct credentials *ret_credentials)
{
	struct approach_files **files = arg;

	load_late(*files, approach);
	return approach_files_credentials(*files, approach, ret_credentials);
}

void
approach_secrets_give(struct prober *prober, struct approach_files **files)
{
	const struct probe_secrets secrets = {
	    .identity = identity_of,
	    .credentials = credentials_of,
	    .arg = files,
	};

	prober_set_secrets(prober, &secrets);
}
