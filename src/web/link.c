/* Links; see link.h. */
#include "web/link.h"

#include <ctype.h>
#include <string.h>

#define LINK_MAX 16384

static void
add_encoded(struct strbuf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x80 && (isalnum(c) || strchr("-._~", c) != NULL))
			strbuf_add_char(buf, (char)c);
		else
			strbuf_addf(buf, "%%%02X", c);
	}
}

char *
web_link(const char *base, const char *id)
{
	struct strbuf url = STRBUF_INIT(LINK_MAX);

	strbuf_add(&url, base);
	add_encoded(&url, id);
	return strbuf_take(&url);
}

void
web_link_query(struct strbuf *url, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	strbuf_add_char(url, strchr(strbuf_text(url), '?') == NULL ? '?' : '&');
	strbuf_add(url, name);
	strbuf_add_char(url, '=');
	add_encoded(url, value);
}
