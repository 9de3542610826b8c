/*
 * The journal's message catalogue (journalctl -x), from the catalogue of
 * findings and the kinds of events: what an entry means and what to do, with
 * the endpoint, the explanation and the remedy filled in from the entry's own
 * fields. journald fills at most 4 KiB a field (256 bytes before systemd 247)
 * and leaves the name of a field that an entry does not have, so an entry here
 * names only fields that its kind always carries.
 */
#pragma once

#include "base/strbuf.h"

#define RENDER_CATALOG_MAX (1u << 20)

void render_catalog(struct strbuf *buf);
