/* Where a webhook's messages go; see webhook_url.h. */
#include "notify/webhook_url.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "files/secret_file.h"
#include "net/http_url.h"

#define TELLING_MIN 6 /* characters that somebody could recognise */

struct webhook_url {
	char *text; /* NULL: not read */
	bool is_of_file;
	bool is_https_only; /* there is a ca_file */
	struct secret_file file;
};

static void
forget(struct webhook_url *url)
{
	if (url->text != NULL)
		secret_file_wipe(url->text, strlen(url->text));
	url->text = NULL;
}

struct webhook_url *
webhook_url_new(const struct webhook_options *options)
{
	struct webhook_url *url = MEM_NEW(struct webhook_url);

	url->is_of_file = options->url == NULL;
	url->is_https_only = options->ca_file != NULL;
	if (url->is_of_file)
		secret_file_init(
		    &url->file, options->url_file, options->url_credential);
	else
		url->text = mem_strdup(options->url);
	return url;
}

void
webhook_url_free(struct webhook_url *url)
{
	if (url == NULL)
		return;
	forget(url);
	secret_file_clear(&url->file);
	free(url);
}

/* Without the end of the line that editors put there. */
static size_t
line_len(const char *text, size_t len)
{
	if (len > 0 && text[len - 1] == '\n')
		len--;
	return len > 0 && text[len - 1] == '\r' ? len - 1 : len;
}

/* As "url" in the configuration is. */
static bool
check(const struct webhook_url *url, const char *path, const char *text,
    struct error *err)
{
	struct http_url parsed = {0};
	struct error why = ERROR_INIT;
	bool is_https;

	if (!http_url_parse(text, &parsed, &why))
		return error_set(
		    err, why.kind, "%s: the URL in it %s", path, why.message);
	is_https = parsed.is_https;
	http_url_clear(&parsed);
	return is_https || !url->is_https_only ||
	    error_set(err, ERROR_INVALID,
		"%s: the URL in it begins with http:, and 'ca_file' is for "
		"https",
		path);
}

static bool
take(struct webhook_url *url, const char *path, char *text, size_t len,
    struct error *err)
{
	size_t line = line_len(text, len);

	text[line] = '\0';
	if (line == 0)
		return error_set(err, ERROR_INVALID, "%s: holds no URL", path);
	if (strlen(text) < line)
		return error_set(
		    err, ERROR_INVALID, "%s: holds a NUL byte", path);
	if (strcspn(text, "\r\n") < line)
		return error_set(err, ERROR_INVALID,
		    "%s: holds more than one line; it must be one URL", path);
	if (!check(url, path, text, err))
		return false;
	url->text = mem_strdup(text);
	return true;
}

static bool
read_file(struct webhook_url *url, struct error *err)
{
	CLEANUP(free) char *path = secret_file_path(&url->file, err);
	char *text = NULL;
	size_t len = 0;
	bool ok;

	if (path == NULL || !secret_file_read(path, &text, &len, err))
		return false;
	ok = take(url, path, text, len, err);
	secret_file_wipe(text, len);
	return ok;
}

const char *
webhook_url_get(struct webhook_url *url, struct error *err)
{
	if (!url->is_of_file)
		return url->text;
	if (secret_file_has_changed(&url->file))
		forget(url);
	if (url->text == NULL && !read_file(url, err))
		return NULL;
	return url->text;
}

static bool
has(const char *text, size_t len, const char *part, size_t part_len)
{
	return part_len > 0 && memmem(text, len, part, part_len) != NULL;
}

bool
webhook_url_is_in(const struct webhook_url *url, const char *text, size_t len)
{
	const char *path;

	if (!url->is_of_file || url->text == NULL)
		return false;
	path = strstr(url->text, "://") + 3;
	path += strcspn(path, "/?");
	if (strlen(path) > 1 && has(text, len, path, strlen(path)))
		return true;
	while (*path != '\0') {
		size_t part = strcspn(path, "/?&=");

		if (part >= TELLING_MIN && has(text, len, path, part))
			return true;
		path += part + (path[part] != '\0');
	}
	return false;
}
