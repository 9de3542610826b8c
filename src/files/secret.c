/* Keys out of files; see secret.h. */
#include "files/secret.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#define PREFIX "whsec_"

/* By what a change is seen; all zero: not read. */
struct file_mark {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct secrets {
	struct texts files;
	struct texts credentials;
	ARRAY(struct file_mark) marks; /* of files, then credentials */
	bool is_read;
	struct secret_key keys[SECRET_MAX_KEYS];
	size_t count;
};

static void
wipe_keys(struct secrets *secrets)
{
	explicit_bzero(secrets->keys, sizeof secrets->keys);
	secrets->count = 0;
	secrets->is_read = false;
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* Strict but for padding, which may be left out. */
static bool
decode_base64(const char *text, size_t len, struct secret_key *key)
{
	uint32_t bits = 0;
	unsigned have = 0;

	while (len > 0 && text[len - 1] == '=')
		len--;
	for (size_t i = 0; i < len; i++) {
		int value = base64_value(text[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			if (key->len == sizeof key->bytes)
				return false;
			key->bytes[key->len++] = (uint8_t)(bits >> have);
		}
	}
	return key->len > 0 && have < 6 && (bits & ((1u << have) - 1)) == 0;
}

static bool
add_key(struct secrets *secrets, const char *path, const char *line, size_t len,
    struct error *err)
{
	struct secret_key *key;

	if (secrets->count == SECRET_MAX_KEYS)
		return error_set(err, ERROR_LIMIT,
		    "%s: more than %d secrets in all", path, SECRET_MAX_KEYS);
	key = &secrets->keys[secrets->count++];
	if (len > strlen(PREFIX) && memcmp(line, PREFIX, strlen(PREFIX)) == 0) {
		if (decode_base64(
			line + strlen(PREFIX), len - strlen(PREFIX), key))
			return true;
		return error_set(err, ERROR_INVALID,
		    "%s: what follows 'whsec_' is no base64 of 1 to %d bytes",
		    path, SECRET_MAX_BYTES);
	}
	if (len > sizeof key->bytes)
		return error_set(err, ERROR_LIMIT,
		    "%s: a secret is longer than %d bytes", path,
		    SECRET_MAX_BYTES);
	memcpy(key->bytes, line, len);
	key->len = len;
	return true;
}

static bool
add_lines(struct secrets *secrets, const char *path, const char *text,
    size_t len, struct error *err)
{
	size_t before = secrets->count;

	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t line =
		    end == NULL ? len - at : (size_t)(end - (text + at));
		size_t next = at + line + 1;

		if (line > 0 && text[at + line - 1] == '\r')
			line--;
		if (line > 0 && !add_key(secrets, path, text + at, line, err))
			return false;
		at = next;
	}
	return secrets->count > before ||
	    error_set(err, ERROR_INVALID, "%s: holds no secret", path);
}

static bool
read_file(struct secrets *secrets, const char *path, struct error *err)
{
	uint8_t *bytes = NULL;
	size_t len = 0;
	bool ok;

	if (!file_read(path, SECRET_FILE_MAX, &bytes, &len, err))
		return false;
	ok = add_lines(secrets, path, (const char *)bytes, len, err);
	explicit_bzero(bytes, len);
	free(bytes);
	return ok;
}

/* The path of the i-th, credentials after files (free it). */
static char *
path_at(const struct secrets *secrets, size_t i, struct error *err)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *name;

	if (i < secrets->files.len)
		return mem_strdup(secrets->files.items[i]);
	name = secrets->credentials.items[i - secrets->files.len];
	if (folder != NULL)
		return mem_printf("%s/%s", folder, name);
	error_set(err, ERROR_MISSING,
	    "credential '%s': the service manager gave none; set "
	    "LoadCredential=%s:... in the unit",
	    name, name);
	return NULL;
}

/* A file that is gone has a mark of its own: that is a change, too. */
static struct file_mark
mark_of(const char *path)
{
	struct file_mark mark;
	struct stat st;

	/* With its padding: marks are compared as bytes. */
	memset(&mark, 0, sizeof mark);
	if (path == NULL || stat(path, &st) != 0)
		return mark;
	mark.device = st.st_dev;
	mark.inode = st.st_ino;
	mark.size = st.st_size;
	mark.modified = st.st_mtim;
	mark.changed = st.st_ctim;
	return mark;
}

static bool
look_for_changes(struct secrets *secrets)
{
	bool has_changed = false;

	for (size_t i = 0; i < secrets->marks.len; i++) {
		CLEANUP(free) char *path = path_at(secrets, i, NULL);
		struct file_mark mark = mark_of(path);

		if (memcmp(&mark, &secrets->marks.items[i], sizeof mark) == 0)
			continue;
		secrets->marks.items[i] = mark;
		has_changed = true;
	}
	return has_changed;
}

bool
secrets_refresh(struct secrets *secrets, struct error *err)
{
	if (!look_for_changes(secrets) && secrets->is_read)
		return true;
	wipe_keys(secrets);
	for (size_t i = 0; i < secrets->marks.len; i++) {
		CLEANUP(free) char *path = path_at(secrets, i, err);

		if (path == NULL || !read_file(secrets, path, err)) {
			wipe_keys(secrets);
			return false;
		}
	}
	secrets->is_read = true;
	return true;
}

struct secrets *
secrets_new(const struct texts *files, const struct texts *credentials)
{
	struct secrets *secrets = MEM_NEW(struct secrets);

	texts_add_all(&secrets->files, files);
	texts_add_all(&secrets->credentials, credentials);
	for (size_t i = 0; i < files->len + credentials->len; i++)
		ARRAY_ADD(&secrets->marks);
	return secrets;
}

void
secrets_free(struct secrets *secrets)
{
	if (secrets == NULL)
		return;
	wipe_keys(secrets);
	texts_clear(&secrets->files);
	texts_clear(&secrets->credentials);
	ARRAY_CLEAR(&secrets->marks);
	free(secrets);
}

size_t
secrets_count(const struct secrets *secrets)
{
	return secrets->count;
}

const struct secret_key *
secrets_at(const struct secrets *secrets, size_t i)
{
	return &secrets->keys[i];
}
