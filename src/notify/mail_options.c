/* One entry of notify.mail; see mail_options.h. */
#include "notify/mail_options.h"

#include <string.h>

#include "base/mem.h"

#define LOCAL_MAX 64 /* RFC 5321, 4.5.3.1 */
#define ADDRESS_MAX 254

void
mail_options_clear(struct mail_options *options)
{
	free(options->name);
	free(options->url);
	free(options->ca_file);
	free(options->page_url);
	free(options->username);
	free(options->from);
	texts_clear(&options->password_files);
	texts_clear(&options->password_credentials);
	texts_clear(&options->to);
	*options = (struct mail_options){0};
}

void
mail_options_copy(struct mail_options *to, const struct mail_options *from)
{
	*to = *from;
	to->name = mem_strdup(from->name);
	to->url = mem_strdup(from->url);
	to->ca_file = mem_strdup(from->ca_file);
	to->page_url = mem_strdup(from->page_url);
	to->username = mem_strdup(from->username);
	to->from = mem_strdup(from->from);
	to->password_files = to->password_credentials = to->to =
	    (struct texts){0};
	texts_add_all(&to->password_files, &from->password_files);
	texts_add_all(&to->password_credentials, &from->password_credentials);
	texts_add_all(&to->to, &from->to);
}

static bool
text_equal(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
mail_options_equal(const struct mail_options *a, const struct mail_options *b)
{
	return text_equal(a->name, b->name) && text_equal(a->url, b->url) &&
	    text_equal(a->ca_file, b->ca_file) &&
	    text_equal(a->page_url, b->page_url) &&
	    text_equal(a->username, b->username) &&
	    text_equal(a->from, b->from) && a->starttls == b->starttls &&
	    texts_equal(&a->password_files, &b->password_files) &&
	    texts_equal(&a->password_credentials, &b->password_credentials) &&
	    texts_equal(&a->to, &b->to) && a->timeout_ms == b->timeout_ms &&
	    a->digest_ms == b->digest_ms &&
	    a->min_severity == b->min_severity && a->events == b->events;
}

/* What RFC 5321 calls an atom, and the dots between (4.1.2). */
static bool
is_of(const char *text, size_t len, const char *more)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
		    (c < '0' || c > '9') && strchr(more, c) == NULL)
			return false;
	}
	return len > 0 && text[0] != '.' && text[len - 1] != '.';
}

bool
mail_address_is(const char *text)
{
	const char *at = strchr(text, '@');
	size_t local;

	if (at == NULL || strlen(text) > ADDRESS_MAX)
		return false;
	local = (size_t)(at - text);
	return local <= LOCAL_MAX &&
	    is_of(text, local, "!#$%&'*+-/=?^_`{|}~.") &&
	    is_of(at + 1, strlen(at + 1), "-.");
}
