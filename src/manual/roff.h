/*
 * Text as the manuals are written in (mdoc): words for people and lines to be
 * pasted, with nothing in them that roff would take for a request. Lines are
 * short, and each sentence begins one, as mandoc -Tlint asks for.
 */
#pragma once

#include "base/strbuf.h"

/* A manual or a schema; far beyond what the tables make. */
#define ROFF_MAX (2u << 20)

/* Escaped, on the line where it stands: an argument of a macro. */
void roff_add(struct strbuf *buf, const char *text);
/* Sentences, wrapped. `like this` is bold. Ends the line. */
void roff_sentences(struct strbuf *buf, const char *text);
/* The same of words that begin in lower case and end without a full stop. */
void roff_sentence_of(struct strbuf *buf, const char *words);
/* Lines as they are, in a display of their own. */
void roff_display(struct strbuf *buf, const char *text);
