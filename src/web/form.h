/* The fields of forms: their words, what is asked already, and how it is read.
 */
#pragma once

#include "base/names.h"
#include "web/html.h"
#include "web/request.h"

#define FORM_TEXT_MAX 255 /* bytes of what is asked */

void form_text(struct html *html, const char *name, const char *words,
    const char *value, const char *example);
/* A day, as the browser has people choose it. */
void form_day(
    struct html *html, const char *name, const char *words, const char *value);
/* "any", or one of the names from that value on. */
void form_choice(struct html *html, const char *name, const char *words,
    const struct names *names, const char *chosen, int first);
void form_check(
    struct html *html, const char *name, const char *words, bool is_set);
/* What was asked, at most FORM_TEXT_MAX bytes; NULL: nothing. Free it. */
char *form_asked(const struct web_request *request, const char *name);
