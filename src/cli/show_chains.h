/*
 * What the looks at one endpoint came to, for people: the chains that it shows
 * (control/shown.h), and why no chain was had (control/failure_line.h), each
 * below the addresses where it is so. Their text comes from whoever answered.
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "render/render_text.h"

/* Nothing where the list is empty or none. */
void show_chains(
    struct strbuf *buf, const json_t *chains, const struct render_style *style);
void show_failures(struct strbuf *buf, const json_t *failures,
    const struct render_style *style);
