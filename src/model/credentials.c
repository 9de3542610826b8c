/* User and password; see credentials.h. */
#include "model/credentials.h"

#include <string.h>

static size_t
line_len(const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);
	size_t line = end == NULL ? len : (size_t)(end - text);

	return line > 0 && text[line - 1] == '\r' ? line - 1 : line;
}

static bool
put(char to[CREDENTIALS_MAX + 1], const char *from, size_t len,
    const char *what, struct error *err)
{
	if (len == 0)
		return error_set(
		    err, ERROR_INVALID, "the first line has no %s", what);
	if (len > CREDENTIALS_MAX)
		return error_set(err, ERROR_LIMIT,
		    "the %s is longer than %d bytes", what, CREDENTIALS_MAX);
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)from[i] < 0x20 || from[i] == 0x7f)
			return error_set(err, ERROR_INVALID,
			    "the %s holds a control character", what);
	}
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

static bool
split(const char *line, size_t len, struct credentials *credentials,
    struct error *err)
{
	const char *colon = memchr(line, ':', len);
	size_t user = colon == NULL ? len : (size_t)(colon - line);

	if (colon == NULL)
		return error_set(err, ERROR_INVALID,
		    "the first line has no ':' between user and password");
	return put(credentials->user, line, user, "user", err) &&
	    put(credentials->password, colon + 1, len - user - 1, "password",
		err);
}

bool
credentials_parse(const char *text, size_t len, const char *user,
    struct credentials *ret_credentials, struct error *err)
{
	struct credentials credentials = {.user = ""};
	size_t line = line_len(text, len);
	bool ok = user == NULL
	    ? split(text, line, &credentials, err)
	    : put(credentials.user, user, strlen(user), "user", err) &&
		put(credentials.password, text, line, "password", err);

	if (ok)
		*ret_credentials = credentials;
	credentials_clear(&credentials);
	return ok;
}

void
credentials_clear(struct credentials *credentials)
{
	explicit_bzero(credentials, sizeof *credentials);
}
