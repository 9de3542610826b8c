/* Prints the schema of the configuration; run once when the tree is built. */
#include <stdio.h>

#include "manual/schema.h"

int
main(void)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(SCHEMA_MAX);

	schema_print(&text);
	return text.len == 0 || strbuf_is_truncated(&text) ||
		fputs(strbuf_text(&text), stdout) == EOF || fflush(stdout) != 0
	    ? 1
	    : 0;
}
