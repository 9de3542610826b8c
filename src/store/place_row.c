/* Places of rows; see place_row.h. */
#include "store/place_row.h"

#include <string.h>

struct place
place_row(const struct db_statement *row, int column)
{
	struct place place = {0};
	const char *variant = db_text(row, column + 2);
	const uint8_t *bytes;
	size_t len;
	int value;

	if (db_is_text(row, column)) {
		place = place_at_path(db_text(row, column));
	} else {
		bytes = db_bytes(row, column, &len);
		if (len == 4 || len == 16) {
			place.address.family = len == 4 ? 4 : 6;
			memcpy(place.address.bytes, bytes, len);
			place.address.port = (uint16_t)db_int(row, column + 1);
		}
	}
	if (variant != NULL && names_find(&variant_names, variant, &value))
		place.variant = (uint8_t)value;
	return place;
}

void
place_row_add(struct rows *to, const struct place *place)
{
	const struct ip_address *address = &place->address;

	const char *path = place_path(place);

	if (path != NULL)
		rows_text(to, path);
	else
		rows_bytes(to, address->bytes, ip_address_len(address));
	rows_int(to, address->port);
	rows_text(to, variant_text((enum variant)place->variant));
}
