/*
 * An Accept header that a stranger sends, and any bytes as the value of a
 * label: what is written is one line of a name, labels and a number.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "render/metric_page.h"

#define OUT_MAX (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing but what begins and ends a value may be bare in it. */
static void
check_line(const char *line)
{
	const char *at = strchr(line, '"') + 1;

	for (; *at != '"'; at++) {
		if (*at == '\n' || (unsigned char)*at < 0x20)
			abort();
		at += *at == '\\';
	}
	if (strcmp(at, "\"} 1\n") != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(free) char *text = mem_strndup((const char *)data, size);
	CLEANUP(strbuf_clear) struct strbuf out = STRBUF_INIT(OUT_MAX);
	struct metric_page page = {
	    .out = &out,
	    .format = metric_format_of(text),
	    .id = METRIC_PROBE_SUCCESS,
	};

	metric_add_int(&page, (const char *const[]){text}, 1);
	check_line(strbuf_text(&out));
	return 0;
}
