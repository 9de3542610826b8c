/* What is around every page: its head, the way to the others, its foot. */
#pragma once

#include "web/html.h"
#include "web/request.h"

/* Opens the page up to its main part, which web_answer_page closes. */
void web_frame_begin(
    struct html *html, const struct web_request *request, const char *title);
