/*
 * The chain as a tree: the server's certificate at the top, as it is sent, and
 * below each certificate what it was issued by, down to the anchor. What is
 * missing stands where it is missing; what was sent for nothing stands apart.
 *
 *	1 www.example.com      until 2027-01-30 (70 days)
 *	`. R11                 missing: the server does not send it
 *	   `- ISRG Root X1     trusted by system, until 2035-06-04
 *
 * Numbers are those of the order sent, from 1, as the judge's sentences count.
 */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"

#define TEXT_TREE_MAX_PATHS 3 /* drawn when not verbose */
#define TEXT_TREE_MAX_NODES 300

void text_tree(struct strbuf *buf, const struct report *report,
    const struct render_style *style);
