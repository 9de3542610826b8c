/* Loads trust stores; see trust_files.h. */
#include "files/trust_files.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "files/file_stamp.h"
#include "pki/pem.h"
#include "pki/pkcs12.h"
#include "pki/signature.h"

struct loading {
	struct cert_set *set;
	struct signature_cache *signatures; /* NULL: all are anchors */
	const char *password;		    /* NULL: none was given */
	size_t usable_count;		    /* of the path at hand */
	size_t skipped_count;
	size_t total_bytes;
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
load_pkcs12(struct loading *loading, const char *path, const uint8_t *bytes,
    size_t len, struct error *err)
{
	struct pkcs12_certs certs = {0};

	if (!pkcs12_read(bytes, len, loading->password, &certs, err))
		return error_prefix(err, "%s", path);
	ARRAY_EACH (cert, &certs.items)
		add_cert(loading, *cert);
	pkcs12_certs_clear(&certs);
	return loading->usable_count > 0 ||
	    error_set(err, ERROR_MISSING,
		"%s: a PKCS#12 file without a usable certificate", path);
}

/* JKS and JCEKS have a format of their own, which nothing but Java reads. */
static bool
is_java_store(const uint8_t *bytes, size_t len)
{
	return len >= 4 &&
	    (memcmp(bytes, "\xfe\xed\xfe\xed", 4) == 0 ||
		memcmp(bytes, "\xce\xce\xce\xce", 4) == 0);
}

static bool
refuse_java_store(const char *path, struct error *err)
{
	return error_set(err, ERROR_INVALID,
	    "%s: a Java key store (JKS), which only Java reads; make it "
	    "PKCS#12: keytool -importkeystore -srckeystore %s -destkeystore "
	    "%s.p12 -deststoretype PKCS12",
	    path, path, path);
}

/* A store is held in memory whole, and read again when it changes. */
static bool
count_bytes(
    struct loading *loading, const char *path, size_t len, struct error *err)
{
	loading->total_bytes += len;
	return loading->total_bytes <= TRUST_FILES_MAX_BYTES ||
	    error_set(err, ERROR_LIMIT,
		"%s: more than %u MB in all files of the store", path,
		TRUST_FILES_MAX_BYTES >> 20);
}

static bool
load_file(struct loading *loading, const char *path, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct pem_file file;
	size_t len = 0;

	loading->usable_count = 0;
	if (!file_read(path, PEM_MAX_BYTES, &bytes, &len, err) ||
	    !count_bytes(loading, path, len, err))
		return false;
	if (is_java_store(bytes, len))
		return refuse_java_store(path, err);
	if (pkcs12_is(bytes, len))
		return load_pkcs12(loading, path, bytes, len, err);
	pem_file_parse(bytes, len, &file);
	ARRAY_EACH (cert, &file.certs)
		add_cert(loading, *cert);
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

struct folder {
	struct dirent **entries;
	int count;
};

static bool
folder_read(const char *path, struct folder *folder, struct error *err)
{
	folder->count =
	    scandir(path, &folder->entries, is_visible, compare_names);
	if (folder->count < 0)
		return error_set_errno(err, "%s", path);
	return folder->count <= TRUST_FILES_MAX ||
	    error_set(err, ERROR_LIMIT, "%s: more than %d files in the folder",
		path, TRUST_FILES_MAX);
}

static void
folder_clear(struct folder *folder)
{
	for (int i = 0; i < folder->count; i++)
		free(folder->entries[i]);
	free(folder->entries);
}

static bool
load_entries(struct loading *loading, const struct folder *folder,
    const char *path, size_t *ret_usable, struct error *err)
{
	for (int i = 0; i < folder->count; i++) {
		CLEANUP(free)
		char *file =
		    mem_printf("%s/%s", path, folder->entries[i]->d_name);

		/* A README beside the certificates is no fault. */
		if (is_regular(file) && load_file(loading, file, NULL))
			*ret_usable += loading->usable_count;
		if (loading->total_bytes > TRUST_FILES_MAX_BYTES)
			return count_bytes(loading, path, 0, err);
	}
	return true;
}

static bool
load_folder(struct loading *loading, const char *path, struct error *err)
{
	struct folder folder = {0};
	size_t usable_count = 0;
	bool is_good = folder_read(path, &folder, err) &&
	    load_entries(loading, &folder, path, &usable_count, err);

	if (is_good && usable_count == 0)
		is_good = error_set(err, ERROR_MISSING,
		    "%s: no file in the folder holds a usable certificate",
		    path);
	folder_clear(&folder);
	return is_good;
}

static bool
load_path(struct loading *loading, const char *path, struct error *err)
{
	struct stat st;

	bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	if (is_folder ? !load_folder(loading, path, err)
		      : !load_file(loading, path, err))
		return false;
	return cert_set_len(loading->set) <= TRUST_FILES_MAX_ANCHORS ||
	    error_set(err, ERROR_LIMIT, "%s: more than %d anchors in the store",
		path, TRUST_FILES_MAX_ANCHORS);
}

/* "etc/chainwatchd.yaml:12:15: trust store corp: corp.pem: ..." */
static bool
fail_at(const struct trust_files_options *options, size_t i, struct error *err)
{
	if (options->places == NULL)
		return false;
	if (i >= options->places->len)
		return error_prefix(err, "trust store %s", options->name);
	return error_prefix(err, "%s: trust store %s",
	    options->places->items[i], options->name);
}

static bool
load_kinds(struct loading *loading, const struct trust_files_options *options,
    struct error *err)
{
	const char *path;

	for (size_t i = 0; i < options->files.len; i++) {
		if (!load_path(loading, options->files.items[i], err))
			return fail_at(options, i, err);
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

/* Its first line. */
static bool
read_password(const char *path, char **ret_password, struct error *err)
{
	uint8_t *bytes = NULL;
	size_t len = 0;

	if (path == NULL)
		return true;
	if (!file_read(path, TRUST_FILES_MAX_PASSWORD, &bytes, &len, err))
		return error_prefix(err, "the password file");
	bytes[strcspn((const char *)bytes, "\r\n")] = '\0';
	*ret_password = (char *)bytes;
	return true;
}

static void
free_password(char *password)
{
	if (password != NULL)
		explicit_bzero(password, strlen(password));
	free(password);
}

struct trust_store *
trust_files_load(const struct trust_files_options *options, size_t *ret_skipped,
    struct error *err)
{
	CLEANUP(cert_set_free) struct cert_set *set = cert_set_new();
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = NULL;
	struct loading loading = {.set = set};
	char *password = NULL;
	bool is_good;

	if (!read_password(options->password_file, &password, err)) {
		fail_at(options, 0, err);
		return NULL;
	}
	/* These files are the operator's own: no budget is needed. */
	if (options->is_system)
		signatures = signature_cache_new(UINT_MAX);
	loading.signatures = signatures;
	loading.password = password;
	is_good = load_kinds(&loading, options, err);
	free_password(password);
	if (!is_good)
		return NULL;
	*ret_skipped = loading.skipped_count;
	return trust_store_new(options->name, TAKE(set));
}

static uint64_t
stamp_path(uint64_t hash, const char *path)
{
	struct folder folder = {0};
	struct stat st;

	hash = file_stamp(hash, path, &st);
	if (!S_ISDIR(st.st_mode) || !folder_read(path, &folder, NULL)) {
		folder_clear(&folder);
		return hash;
	}
	for (int i = 0; i < folder.count; i++) {
		CLEANUP(free)
		char *file =
		    mem_printf("%s/%s", path, folder.entries[i]->d_name);

		hash = file_stamp(hash, file, &st);
	}
	folder_clear(&folder);
	return hash;
}

uint64_t
trust_files_stamp(const struct trust_files_options *options)
{
	const char *system = trust_files_system_path();
	uint64_t hash = HASH_START;

	ARRAY_EACH (file, &options->files)
		hash = stamp_path(hash, *file);
	if (options->files.len == 0 && options->is_system && system != NULL)
		hash = stamp_path(hash, system);
	if (options->password_file != NULL)
		hash = stamp_path(hash, options->password_file);
	return hash;
}

void
trust_files_paths(
    const struct trust_files_options *options, struct texts *ret_paths)
{
	size_t count = sizeof system_paths / sizeof system_paths[0];

	ARRAY_EACH (file, &options->files)
		texts_add(ret_paths, *file);
	/* Another one may come, and count before the one that is there. */
	for (size_t i = 0;
	     options->files.len == 0 && options->is_system && i < count; i++)
		texts_add(ret_paths, system_paths[i]);
	if (options->password_file != NULL)
		texts_add(ret_paths, options->password_file);
}
