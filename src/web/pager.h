/* From one page of a long list to the next. */
#pragma once

#include <stddef.h>

#include "web/html.h"

#define PAGER_MAX 100000 /* the last page that may be asked for */

/* url: of the list with all that narrows it, without the page; page counts from
 * 1. Nothing, where there is one page only. */
void pager_add(struct html *html, const char *url, size_t page, size_t pages);
/* The same for a list of which only is known that there is more. */
void pager_add_open(
    struct html *html, const char *url, size_t page, bool has_more);
/* "3"; NULL, and what is no page: 1. */
size_t pager_page(const char *text);
