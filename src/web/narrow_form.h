/* The form that narrows the overview: a search, and a choice for each label. */
#pragma once

#include "web/narrow.h"

void narrow_form(struct html *html, const struct narrow *narrow,
    const struct label_index *labels);
