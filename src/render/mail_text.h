/*
 * What a mail says of events, in plain text for people: private to this
 * folder.
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"

/* In full for one, each in short under a list for several. */
void mail_text_of(
    struct strbuf *text, const json_t *const *events, size_t count);
/* "12 events: 3 critical, 9 warning" */
void mail_text_count(
    struct strbuf *text, const json_t *const *events, size_t count);
