/*
 * Certificates as a table, out of their JSON (control/inventory_line.h, with
 * what cli/inventory_names.h adds): a line each, cut to the width, and below
 * it what is odd about its names.
 *
 *	ENDS        IN    USE     NAME           ISSUER    AT
 *	2026-12-21  29d   own     shop.test      R11       shop.test:443
 *	  no endpoint watches: www.shop.test
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "render/render_text.h"

void inventory_text_heading(
    struct strbuf *buf, const struct render_style *style);
/* Verbose: subject, serial, key, fingerprint and all who serve it, too. */
void inventory_text(struct strbuf *buf, const json_t *entry, int64_t now,
    const struct render_style *style);
