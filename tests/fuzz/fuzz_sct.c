/* Any bytes as a list of timestamps: reading ends well, within its limits, and
 * what it gives lies within the bytes. */
#include <stdlib.h>

#include "pki/sct.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
look_at(const struct sct_list *list, const uint8_t *bytes, size_t size)
{
	must(list->len > 0 && list->len <= SCT_LIST_MAX);
	for (size_t i = 0; i < list->len; i++) {
		const struct sct *sct = &list->items[i];

		must(sct->bytes >= bytes &&
		    sct->bytes + sct->len <= bytes + size);
		must(sct->version != SCT_V1 ||
		    sct->signature + sct->signature_len ==
			sct->bytes + sct->len);
	}
	must(sct_list_earliest_ms(list) >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sct_list list;
	uint8_t *octets = NULL;

	if (sct_list_read(data, size, &list, NULL))
		look_at(&list, data, size);
	if (sct_list_read_extension(data, size, &list, &octets, NULL))
		look_at(&list, octets, size);
	free(octets);
	return 0;
}
