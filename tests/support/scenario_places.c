/* Places by number; see scenario_places.h. */
#include "support/scenario_places.h"

#define FIRST_V6 600
#define FIRST_APART 1000
#define PORT 443

struct place
scenario_place_at(int n)
{
	struct ip_address address = {
	    .family = 4, .bytes = {192, 0, 2, (uint8_t)n}, .port = PORT};

	if (n >= FIRST_APART)
		address = (struct ip_address){.family = 4,
		    .bytes = {198, (uint8_t)(18 + (n - FIRST_APART) / 256),
			(uint8_t)(n - FIRST_APART), 1},
		    .port = PORT};
	else if (n > FIRST_V6)
		address = (struct ip_address){.family = 6,
		    .bytes = {0x20, 0x01, 0x0d,
			0xb8, [15] = (uint8_t)(n - FIRST_V6)},
		    .port = PORT};
	return place_at(&address);
}

unsigned
scenario_place_number(const struct place *place)
{
	const uint8_t *bytes = place->address.bytes;

	if (place->address.family == 6)
		return FIRST_V6 + bytes[15];
	if (bytes[0] == 198)
		return FIRST_APART + 256u * (bytes[1] - 18u) + bytes[2];
	return bytes[3];
}
