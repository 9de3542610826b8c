/* Evidence of revocation; see evidence.h. */
#include "daemon/evidence.h"

#include <stdlib.h>

#include "base/mem.h"
#include "daemon/daemon.h"
#include "fetch/list_folder.h"

#define FOLDER "revocation"

_Static_assert(REVOCATIONS_MAX_RESPONSES >= REVOCATION_ROWS_MAX,
    "after a restart nothing is fetched that lies in the store");

static struct revocations_options
options_of(const struct config *config)
{
	const struct config_revocation *from = &config->revocation;
	struct revocations_options options = revocations_options_default;

	options.guard = from->guard;
	options.ocsp_timeout_ms = from->ocsp_timeout_ms;
	options.crl_timeout_ms = from->crl_timeout_ms;
	options.max_crl_bytes = from->max_crl_bytes;
	options.max_file_bytes = (uint64_t)from->max_stored_mb << 20;
	return options;
}

static void
on_answered(void *arg, const struct revocations_record *record)
{
	const struct daemon *daemon = arg;
	const struct revocation_row row = {
	    .answer = record->answer,
	    .next_at = record->next_at,
	    .this_update = record->this_update,
	    .next_update = record->next_update,
	    .file = (char *)record->file,
	    .file_len = record->file_len,
	    .etag = (char *)record->etag,
	    .last_modified = (char *)record->last_modified,
	};

	if (daemon->state.store != NULL)
		revocation_rows_keep(daemon->state.store, &row);
}

/* Where nothing lasts (--once) lists lie in a folder that goes at the end. */
static char *
make_folder(const struct daemon *daemon)
{
	CLEANUP(free) char *directory = NULL;

	if (daemon->options.is_once)
		return list_folder_make_temporary();
	directory = state_directory(daemon->config);
	return mem_printf("%s/" FOLDER, directory);
}

void
evidence_open(struct daemon *daemon)
{
	const struct revocations_options options = options_of(daemon->config);
	const struct revocations_keeper keeper = {on_answered, daemon};

	daemon->evidence_folder = make_folder(daemon);
	daemon->revocations = revocations_new(daemon->loop, &clock_system,
	    daemon->resolver, &options, daemon->evidence_folder, &keeper);
}

void
evidence_complete(const struct daemon *daemon, struct completion *completion)
{
	unsigned sources = daemon->config->revocation.sources;

	completion->revocations = daemon->revocations;
	completion->is_without_lists =
	    sources != 0 && (sources & CONFIG_REVOCATION_CRL) == 0;
	completion->is_without_responders =
	    sources != 0 && (sources & CONFIG_REVOCATION_OCSP) == 0;
}

void
evidence_restore(struct daemon *daemon)
{
	struct revocation_rows *rows = &daemon->state.revocations;

	ARRAY_EACH (row, &rows->items) {
		const struct revocations_record record = {
		    .answer = row->answer,
		    .cert_sha256 = row->answer.kind == REVOCATION_ANSWER_OCSP
			? row->answer.cert_sha256
			: NULL,
		    .next_at = row->next_at,
		    .this_update = row->this_update,
		    .next_update = row->next_update,
		    .file = row->file,
		    .file_len = row->file_len,
		    .etag = row->etag,
		    .last_modified = row->last_modified,
		};

		revocations_restore(daemon->revocations, &record);
	}
	if (!daemon->options.is_once)
		revocations_restored(daemon->revocations);
	revocation_rows_clear(rows);
}

void
evidence_reload(struct daemon *daemon)
{
	const struct revocations_options options = options_of(daemon->config);

	revocations_set_resolver(daemon->revocations, daemon->resolver);
	revocations_set_options(daemon->revocations, &options);
}

void
evidence_close(struct daemon *daemon)
{
	revocations_free(daemon->revocations);
	if (daemon->options.is_once)
		list_folder_remove_temporary(daemon->evidence_folder);
	free(daemon->evidence_folder);
}
