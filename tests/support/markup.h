/*
 * Reads markup as strictly as XML does (elements nested and closed, attributes
 * quoted, nothing unescaped), but for those that HTML leaves open: for tests of
 * what pages and pictures consist of.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Fails the test, with the place, where it is not well-formed. */
void markup_check(const char *markup);
/* All text in it, entities resolved, elements as spaces; free it. */
char *markup_text(const char *markup);
/* How many elements of that name have this attribute with this word in it; a
 * NULL attribute: all of the name. */
size_t markup_count(const char *markup, const char *name, const char *attribute,
    const char *word);
