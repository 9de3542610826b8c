/* Parts that several sentences share; for words.c and its neighbours only. */
#pragma once

#include "base/strbuf.h"
#include "incident/words.h"

#define WORDS_MAX_BYTES 2000

/* "a.example:443 at 192.0.2.1" */
void words_add_place(struct strbuf *buf, const struct scene *scene);
/* "leaf-only (only the server's own certificate is sent)", with the name of
 * the certificate at fault where it was presented. */
void words_add_finding(struct strbuf *buf, const struct scene *scene);
/* "; also name-mismatch" */
void words_add_also(struct strbuf *buf, const struct scene *scene);
/* "; 1 of 3 addresses" where there are several; "; 40 endpoints". */
void words_add_extent(struct strbuf *buf, const struct scene *scene);
/* The addresses that are members: "192.0.2.1, 192.0.2.2 and 3 more". */
void words_add_members(struct strbuf *buf, const struct scene *scene);
