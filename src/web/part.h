/* What pages of one thing are put together of: panels with a heading, and lists
 * of names and values. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* A panel; class_name beside it, or NULL. */
void part_begin(struct html *html, const char *title, const char *class_name);
void part_end(struct html *html);

/* <dl>: facts, each a name and what stands between begin and end. */
void facts_begin(struct html *html);
void facts_end(struct html *html);
void fact_begin(struct html *html, const char *name);
void fact_end(struct html *html);
/* A text that is fit to be shown (web/plain.h); nothing where it is "". */
void fact_text(struct html *html, const char *name, const char *text);
/* A moment of a JSON object: exactly, and how far off; nothing without it. */
void fact_time(
    struct html *html, const char *name, int64_t seconds, int64_t now);

/* A table that becomes a list where there is no room (class rows): its caption
 * is for who does not see it; heads end with NULL. */
void table_begin(
    struct html *html, const char *caption, const char *const *heads);
void table_end(struct html *html);
/* A cell, with the heading that it shows by itself where there is no room. */
void cell_begin(struct html *html, const char *head);
void cell_end(struct html *html);
void cell_text(struct html *html, const char *head, const char *text);
/* A moment of a JSON object, exactly; until: "still" without it. */
void cell_since(
    struct html *html, const char *head, const json_t *object, const char *key);
void cell_until(
    struct html *html, const char *head, const json_t *object, const char *key);

/* A way to the page of an endpoint. */
void part_endpoint_link(struct html *html, const char *id);
