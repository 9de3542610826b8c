/*
 * What to do about findings, as text: the cure in a sentence, recipes by
 * product to paste, the command that shows the fault by hand. Recipes that
 * several findings share are given once.
 */
#pragma once

#include "render/render_text.h"

/* The cure of one finding, wrapped at indent, which the line has reached
 * already. */
void text_remedy_cure(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style, size_t indent);
/* Its recipes and its command. */
void text_remedy_recipes(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style, size_t indent);
/* The chain to serve instead, by label, in order; nothing when there is none.
 */
void text_remedy_suggested(struct strbuf *buf, const struct report *report,
    const struct render_style *style, size_t indent);
/* "What to do": all of a report's. */
void text_remedy_all(struct strbuf *buf, const struct report *report,
    const struct render_about *about, const struct render_style *style);
