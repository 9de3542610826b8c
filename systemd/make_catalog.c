/* Prints the journal's message catalogue; run once when the tree is built. */
#include <stdio.h>

#include "render/render_catalog.h"

int
main(void)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(RENDER_CATALOG_MAX);

	render_catalog(&text);
	return strbuf_is_truncated(&text) ||
		fputs(strbuf_text(&text), stdout) == EOF || fflush(stdout) != 0
	    ? 1
	    : 0;
}
