/* An endpoint as a row of the overview's table. */
#pragma once

#include "model/endpoint_status.h"
#include "web/html.h"

/* Opens the table and its body; both are the caller's to close. */
void endpoint_row_head(struct html *html, const char *caption);
void endpoint_row(
    struct html *html, const struct endpoint_status *status, int64_t now);
