/* Prints a manual from its frame; run for each when the tree is built. */
#include <stdio.h>

#include "base/file.h"
#include "base/mem.h"
#include "manual/manual.h"
#include "manual/roff.h"

int
main(int argc, char **argv)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(ROFF_MAX);
	CLEANUP(free) uint8_t *frame = NULL;
	struct error err = ERROR_INIT;
	size_t len = 0;

	if (argc != 2 || !file_read(argv[1], ROFF_MAX, &frame, &len, &err) ||
	    !manual_fill(&text, (const char *)frame, &err)) {
		fprintf(stderr, "make_manual FRAME: %s\n", err.message);
		return 1;
	}
	return fputs(strbuf_text(&text), stdout) == EOF || fflush(stdout) != 0;
}
