/*
 * What is around every page: its head, the way to the others, the search, its
 * foot. What pages are made of beside it: the classes of style.css, badge.h,
 * moment.h, pager.h.
 */
#pragma once

#include "web/html.h"
#include "web/request.h"

/* Opens the page up to its main part, with the title as its heading, a text as
 * plain.h has it; what is open then web_answer_page closes. Which part of the
 * navigation is marked follows from the request's path. */
void web_frame_begin(
    struct html *html, const struct web_request *request, const char *title);
/* Closes what is open, with the foot of the page: for web_answer_page only. */
void web_frame_end(struct html *html, const struct web_request *request);
