/* Client certificates and credentials; see approach_files.h. */
#include "files/approach_files.h"

#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"

/* One thing that was read: an identity of one or two files, or credentials. */
struct entry {
	char *path;  /* of the certificate, or of the credentials */
	char *other; /* the key's file, or the user; or NULL */
	char *words; /* for people */
	bool is_identity;
	struct identity *identity;
	struct credentials credentials;
	uint64_t stamp;	  /* of the files as they were read */
	uint64_t pending; /* that the last look found; 0: none */
	bool is_unusable; /* they are, and that was said */
};

struct approach_files {
	ARRAY(struct entry) entries;
};

struct approach_files *
approach_files_new(void)
{
	return MEM_NEW(struct approach_files);
}

static void
entry_clear(struct entry *entry)
{
	free(entry->path);
	free(entry->other);
	free(entry->words);
	identity_unref(entry->identity);
	credentials_clear(&entry->credentials);
}

void
approach_files_free(struct approach_files *files)
{
	if (files == NULL)
		return;
	ARRAY_EACH (entry, &files->entries)
		entry_clear(entry);
	ARRAY_CLEAR(&files->entries);
	free(files);
}

/* ---- reading ------------------------------------------------------------- */

/* A file that is gone has a stamp of its own: that is a change, too. */
static uint64_t
add_stamp(uint64_t stamp, const char *path)
{
	struct stat st;

	if (path == NULL || stat(path, &st) != 0)
		return hash_bytes(stamp, "-", 1);
	stamp = hash_bytes(stamp, &st.st_dev, sizeof st.st_dev);
	stamp = hash_bytes(stamp, &st.st_ino, sizeof st.st_ino);
	stamp = hash_bytes(stamp, &st.st_size, sizeof st.st_size);
	stamp = hash_bytes(stamp, &st.st_mtim, sizeof st.st_mtim);
	return hash_bytes(stamp, &st.st_ctim, sizeof st.st_ctim);
}

static uint64_t
stamp_of(const struct entry *entry)
{
	uint64_t stamp = add_stamp(HASH_START, entry->path);

	return entry->is_identity ? add_stamp(stamp, entry->other) : stamp;
}

static void
wipe_and_free(uint8_t *bytes, size_t len)
{
	if (bytes != NULL)
		explicit_bzero(bytes, len);
	free(bytes);
}

static bool
read_identity(struct entry *entry, struct error *err)
{
	uint8_t *certs = NULL, *key = NULL;
	size_t certs_len = 0, key_len = 0;
	struct identity *identity = NULL;
	bool has_key_file = entry->other != NULL;

	if (file_read(
		entry->path, IDENTITY_MAX_BYTES, &certs, &certs_len, err) &&
	    (!has_key_file ||
		file_read(
		    entry->other, IDENTITY_MAX_BYTES, &key, &key_len, err))) {
		identity =
		    identity_parse(certs, certs_len, has_key_file ? key : certs,
			has_key_file ? key_len : certs_len, err);
		if (identity == NULL)
			error_prefix(err, "%s%s%s", entry->path,
			    has_key_file ? " with " : "",
			    has_key_file ? entry->other : "");
	}
	wipe_and_free(certs, certs_len);
	wipe_and_free(key, key_len);
	if (identity == NULL)
		return false;
	identity_unref(entry->identity);
	entry->identity = identity;
	return true;
}

static bool
read_credentials(struct entry *entry, struct error *err)
{
	uint8_t *bytes = NULL;
	size_t len = 0;
	bool ok;

	if (!file_read(entry->path, CREDENTIALS_FILE_MAX, &bytes, &len, err))
		return false;
	ok = credentials_parse(
	    (const char *)bytes, len, entry->other, &entry->credentials, err);
	if (!ok)
		error_prefix(err, "%s", entry->path);
	wipe_and_free(bytes, len);
	return ok;
}

/* What was read before stays when it fails. */
static bool
read_entry(struct entry *entry, struct error *err)
{
	entry->stamp = stamp_of(entry);
	return entry->is_identity ? read_identity(entry, err)
				  : read_credentials(entry, err);
}

/* ---- entries ------------------------------------------------------------- */

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct entry *
find(const struct approach_files *files, bool is_identity, const char *path,
    const char *other)
{
	ARRAY_EACH (entry, &files->entries) {
		if (entry->is_identity == is_identity &&
		    strcmp(entry->path, path) == 0 &&
		    same_text(entry->other, other))
			return entry;
	}
	return NULL;
}

static bool
load(struct approach_files *files, bool is_identity, const char *path,
    const char *other, struct error *err)
{
	const char *what =
	    is_identity ? "client certificate" : "credentials of the proxy";
	struct entry entry = {.is_identity = is_identity};

	if (path == NULL || find(files, is_identity, path, other) != NULL)
		return true;
	entry.path = mem_strdup(path);
	entry.other = mem_strdup(other);
	entry.words = mem_printf("%s %s", what, path);
	if (!read_entry(&entry, err)) {
		entry_clear(&entry);
		return error_prefix(err, "%s", what);
	}
	*ARRAY_ADD(&files->entries) = entry;
	credentials_clear(&entry.credentials);
	return true;
}

bool
approach_files_load(struct approach_files *files,
    const struct approach *approach, struct error *err)
{
	if (approach == NULL)
		return true;
	return load(files, true, approach->identity.cert_file,
		   approach->identity.key_file, err) &&
	    load(files, false, approach->credentials_file, approach->proxy.user,
		err);
}

const struct identity *
approach_files_identity(
    const struct approach_files *files, const struct approach *approach)
{
	const struct entry *entry = !approach_has_identity(approach)
	    ? NULL
	    : find(files, true, approach->identity.cert_file,
		  approach->identity.key_file);

	return entry == NULL ? NULL : entry->identity;
}

bool
approach_files_credentials(const struct approach_files *files,
    const struct approach *approach, struct credentials *ret_credentials)
{
	const struct entry *entry =
	    approach == NULL || approach->credentials_file == NULL
	    ? NULL
	    : find(files, false, approach->credentials_file,
		  approach->proxy.user);

	if (entry == NULL)
		return false;
	*ret_credentials = entry->credentials;
	return true;
}

/* ---- looking again ------------------------------------------------------- */

static void
read_again(struct entry *entry, approach_files_fn fn, void *arg)
{
	struct error err = ERROR_INIT;
	bool is_unusable = !read_entry(entry, &err);

	if (is_unusable == entry->is_unusable)
		return;
	entry->is_unusable = is_unusable;
	fn(arg, entry->words, is_unusable ? &err : NULL);
}

bool
approach_files_look(
    struct approach_files *files, approach_files_fn fn, void *arg)
{
	bool is_changing = false;

	ARRAY_EACH (entry, &files->entries) {
		uint64_t stamp = stamp_of(entry);

		if (stamp == entry->stamp) {
			entry->pending = 0;
		} else if (stamp != entry->pending) {
			entry->pending = stamp;
			is_changing = true;
		} else {
			entry->pending = 0;
			read_again(entry, fn, arg);
		}
	}
	return is_changing;
}

void
approach_files_paths(
    const struct approach_files *files, struct texts *ret_paths)
{
	ARRAY_EACH (entry, &files->entries) {
		texts_add(ret_paths, entry->path);
		if (entry->is_identity && entry->other != NULL)
			texts_add(ret_paths, entry->other);
	}
}

void
approach_files_forget(
    struct approach_files *files, approach_files_fn fn, void *arg)
{
	ARRAY_EACH (entry, &files->entries) {
		if (entry->is_unusable)
			fn(arg, entry->words, NULL);
		entry->is_unusable = false;
	}
}
