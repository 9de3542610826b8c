/*
 * struct scope: which endpoints are meant, by pattern and labels: all that is
 * given must fit, so that nothing given means all of them.
 */
#pragma once

#include "base/strbuf.h"
#include "model/endpoint.h"

#define SCOPE_MAX_LABELS 32

struct scope {
	char *pattern; /* model/pattern.h; NULL: any */
	ARRAY(struct endpoint_label) labels;
};

void scope_clear(struct scope *scope);
void scope_copy(struct scope *scope, const struct scope *from);
void scope_add_label(struct scope *scope, const char *key, const char *value);
/* "key=value", as people write it. */
bool scope_read_label(
    struct scope *scope, const char *text, struct error *err) MUST_CHECK;
bool scope_fits(const struct scope *scope, const struct endpoint *endpoint);
/* "*.example.com with team=web"; "all endpoints". */
void scope_add_words(const struct scope *scope, struct strbuf *buf);
