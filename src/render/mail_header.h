/*
 * Header fields of mails: folded as RFC 5322 says (2.2.3), in encoded words
 * where they are not plain ASCII (RFC 2047). Whatever stands in a value, it
 * ends no line and begins no field: control characters become blanks. Also the
 * text's own encoding, quoted-printable (RFC 2045, 6.7).
 */
#pragma once

#include "base/strbuf.h"

#define MAIL_LINE_MAX 76 /* of what is folded or encoded */

/* "Name: value", with CR LF. The value is UTF-8; what is not becomes '?'. */
void mail_header_add(struct strbuf *mail, const char *name, const char *value);
/* Text in lines that end in LF, with CR LF. */
void mail_text_add(struct strbuf *mail, const char *text);
