/* Loads trust stores; see trust_files.h. */
#include "files/trust_files.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "pki/pem.h"
#include "pki/signature.h"

struct loading {
	struct cert_set *set;
	struct signature_cache *signatures; /* NULL: all are anchors */
	size_t usable_count;		    /* of the path at hand */
	size_t skipped_count;
};

/* Debian and its kin, Fedora and its kin, the rest of Fedora's, SUSE, Alpine
 * and the BSDs. */
static const char *const system_paths[] = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

const char *
trust_files_system_path(void)
{
	size_t count = sizeof system_paths / sizeof system_paths[0];

	for (size_t i = 0; i < count; i++) {
		if (access(system_paths[i], R_OK) == 0)
			return system_paths[i];
	}
	return NULL;
}

static bool
is_usable(struct loading *loading, const struct cert *cert)
{
	if (cert->malformed != NULL)
		return false;
	if (loading->signatures == NULL)
		return true;
	return cert->is_self_issued &&
	    signature_is_self_signed(loading->signatures, cert);
}

static void
add_cert(struct loading *loading, struct cert *cert)
{
	/* Bundles and hashed folders repeat certificates: check each once. */
	if (cert_set_find(loading->set, cert->sha256) != NULL) {
		loading->usable_count++;
	} else if (is_usable(loading, cert)) {
		cert_set_add(loading->set, cert);
		loading->usable_count++;
	} else {
		loading->skipped_count++;
	}
}

/* The fault that explains best why a file gives nothing. */
static const char *
explain_nothing(const struct pem_file *file)
{
	if (file->certs.len > 0)
		return "no certificate in it can be an anchor";
	ARRAY_EACH (fault, &file->faults) {
		if (fault->is_fatal)
			return fault->text;
	}
	return "no certificate in it";
}

static bool
load_file(struct loading *loading, const char *path, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct pem_file file;
	size_t len = 0;

	if (!file_read(path, PEM_MAX_BYTES, &bytes, &len, err))
		return false;
	pem_file_parse(bytes, len, &file);
	loading->usable_count = 0;
	ARRAY_EACH (cert, &file.certs) {
		add_cert(loading, *cert);
	}
	if (loading->usable_count == 0)
		error_set(
		    err, ERROR_MISSING, "%s: %s", path, explain_nothing(&file));
	pem_file_clear(&file);
	return loading->usable_count > 0;
}

static int
compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool
is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool
load_folder(struct loading *loading, const char *folder, struct error *err)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_visible, compare_names);
	size_t usable_count = 0;

	if (count < 0)
		return error_set_errno(err, "%s", folder);
	for (int i = 0; i < count; i++) {
		CLEANUP(free)
		char *path = mem_printf("%s/%s", folder, entries[i]->d_name);

		/* A README beside the certificates is no fault. */
		if (i < TRUST_FILES_MAX && is_regular(path) &&
		    load_file(loading, path, NULL))
			usable_count += loading->usable_count;
		free(entries[i]);
	}
	free(entries);
	if (count > TRUST_FILES_MAX)
		return error_set(err, ERROR_LIMIT,
		    "%s: more than %d files in the folder", folder,
		    TRUST_FILES_MAX);
	if (usable_count == 0)
		return error_set(err, ERROR_MISSING,
		    "%s: no file in the folder holds a usable certificate",
		    folder);
	return true;
}

static bool
load_path(struct loading *loading, const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return load_folder(loading, path, err);
	return load_file(loading, path, err);
}

static bool
load_all(struct loading *loading, const struct trust_files_options *options,
    struct error *err)
{
	const char *path;

	ARRAY_EACH (file, &options->files) {
		if (!load_path(loading, *file, err))
			return false;
	}
	if (options->files.len > 0)
		return true;
	if (!options->is_system)
		return error_set(
		    err, ERROR_INVALID, "the trust store names no file");
	path = trust_files_system_path();
	if (path == NULL)
		return error_set(err, ERROR_MISSING,
		    "no CA bundle of the system, such as %s (Debian: "
		    "ca-certificates)",
		    system_paths[0]);
	return load_path(loading, path, err);
}

struct trust_store *
trust_files_load(const struct trust_files_options *options, size_t *ret_skipped,
    struct error *err)
{
	CLEANUP(cert_set_free) struct cert_set *set = cert_set_new();
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = NULL;
	struct loading loading = {.set = set};

	/* These files are the operator's own: no budget is needed. */
	if (options->is_system)
		signatures = signature_cache_new(UINT_MAX);
	loading.signatures = signatures;
	if (!load_all(&loading, options, err))
		return NULL;
	*ret_skipped = loading.skipped_count;
	return trust_store_new(options->name, TAKE(set));
}
