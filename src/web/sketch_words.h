/* What is said of one certificate of a sketch, in its picture and in the list
 * beside it. */
#pragma once

#include <stdint.h>

#include "base/strbuf.h"
#include "web/sketch.h"

#define SKETCH_WORDS_MAX 1000 /* bytes */

/* "until 2027-01-30"; "not sent; a watched server sent it"; "trusted by
 * system".
 */
void sketch_words(
    struct strbuf *buf, const struct sketch_node *node, int64_t now);
/* "2  R11 [c7b4ee8b]": its place in what was sent, where it was; its name; and
 * the start of its fingerprint where others are called so too. */
void sketch_label(struct strbuf *buf, const struct sketch_node *node);
/* A sign for its worst severity, so that colour is not all; "": no finding. */
const char *sketch_sign(const struct sketch_node *node);
/* Is it to be paler than the others? */
bool sketch_is_pale(const struct sketch_node *node);
