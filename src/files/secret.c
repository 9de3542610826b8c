/* Keys out of files; see secret.h. */
#include "files/secret.h"

#include <string.h>

#define PREFIX "whsec_"

struct secrets {
	ARRAY(struct secret_file) files; /* paths, then credentials */
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
	char *text = NULL;
	size_t len = 0;
	bool ok;

	if (!secret_file_read(path, &text, &len, err))
		return false;
	ok = add_lines(secrets, path, text, len, err);
	secret_file_wipe(text, len);
	return ok;
}

static bool
look_for_changes(struct secrets *secrets)
{
	bool has_changed = false;

	ARRAY_EACH (file, &secrets->files)
		has_changed |= secret_file_has_changed(file);
	return has_changed;
}

bool
secrets_refresh(struct secrets *secrets, struct error *err)
{
	if (!look_for_changes(secrets) && secrets->is_read)
		return true;
	wipe_keys(secrets);
	ARRAY_EACH (file, &secrets->files) {
		CLEANUP(free) char *path = secret_file_path(file, err);

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

	ARRAY_EACH (path, files)
		secret_file_init(ARRAY_ADD(&secrets->files), *path, NULL);
	ARRAY_EACH (name, credentials)
		secret_file_init(ARRAY_ADD(&secrets->files), NULL, *name);
	return secrets;
}

void
secrets_free(struct secrets *secrets)
{
	if (secrets == NULL)
		return;
	wipe_keys(secrets);
	ARRAY_EACH (file, &secrets->files)
		secret_file_clear(file);
	ARRAY_CLEAR(&secrets->files);
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
