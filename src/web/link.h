/* Where things are to be found on this server. */
#pragma once

#include "base/strbuf.h"

/* base ("/endpoints/"; our own) and what it leads to, percent-encoded but for
 * the unreserved characters of RFC 3986 2.3. Free it. */
char *web_link(const char *base, const char *id);
/* Appends "?name=value" or "&name=value", by what is there; nothing for NULL
 * and for "". */
void web_link_query(struct strbuf *url, const char *name, const char *value);
