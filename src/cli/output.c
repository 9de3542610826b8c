/* Standard output; see output.h. */
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/terminal.h"

struct render_style
output_style(void)
{
	struct terminal terminal = terminal_of(STDOUT_FILENO);

	return (struct render_style){
	    .has_colour = terminal.has_colour,
	    .has_boxes = terminal.is_terminal && terminal.is_utf8,
	    .width = terminal.width == 0 ? OUTPUT_WIDTH : terminal.width,
	    .has_remedies = true,
	};
}

static enum exit_code
finish(enum exit_code code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	if (errno == EPIPE)
		return code; /* who reads the first lines only has them */
	fprintf(stderr, "chainwatch: standard output: %s\n", strerror(errno));
	return EXIT_CODE_UNKNOWN;
}

enum exit_code
output_text(const struct strbuf *text, enum exit_code code)
{
	CLEANUP(strbuf_clear) struct strbuf ascii = STRBUF_INIT(SIZE_MAX / 2);
	struct terminal terminal = terminal_of(STDOUT_FILENO);

	if (terminal.is_terminal && !terminal.is_utf8) {
		render_text_ascii(&ascii, strbuf_text(text));
		text = &ascii;
	}
	fwrite(strbuf_text(text), 1, text->len, stdout);
	return finish(code);
}

/* ASCII: whatever strangers wrote, a terminal shows it as an escape. */
enum exit_code
output_json(json_t *take_value, enum exit_code code)
{
	json_dumpf(take_value, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	json_decref(take_value);
	fputc('\n', stdout);
	return finish(code);
}
