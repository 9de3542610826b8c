/*
 * What breaks on which day, as a picture and in words: a bar a day, and a table
 * that says the same, each day of it a link to what has broken by then.
 */
#pragma once

#include "web/html.h"
#include "web/selection.h"

/* url: of the list with what narrows it, but for the day. */
void timeline_add(
    struct html *html, const struct selection *selection, const char *url);
