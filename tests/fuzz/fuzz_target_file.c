/*
 * Any bytes as a file that lists endpoints; the first one says in which form.
 * Either there are endpoints with an id, or there are faults at places that
 * exist.
 */
#include <stdlib.h>
#include <string.h>

#include "config/target_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_faults found = {0};
	struct faults faults = {.list = &found};
	struct target_file file = {0};
	struct endpoint *like = endpoint_new();
	struct source *source;
	uint8_t *bytes;

	if (size == 0) {
		endpoint_unref(like);
		return 0;
	}
	bytes = mem_new(size, 1);
	memcpy(bytes, data + 1, size - 1);
	source = source_new("targets", 1, bytes, size - 1);
	if (target_file_parse(
		data[0] == 'l' ? CONFIG_LIST_PLAIN : CONFIG_LIST_FILE_SD,
		source, like, &faults, &file)) {
		must(found.items.len == 0);
		ARRAY_EACH (slot, &file.endpoints)
			must((*slot)->id != NULL && (*slot)->port > 0 &&
			    (*slot)->host.text[0] != '\0');
	} else {
		must(found.items.len > 0);
		ARRAY_EACH (fault, &found.items)
			must(fault->line >= 1 && fault->message[0] != '\0');
	}
	target_file_clear(&file);
	config_faults_clear(&found);
	source_free(source);
	endpoint_unref(like);
	return 0;
}
