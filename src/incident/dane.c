/* TLSA records that are not known now; see dane.h. */
#include "incident/dane.h"

bool
dane_is_open(const struct incident *incident, const struct verdict *verdict)
{
	return verdict->is_dane_open &&
	    (incident->code == FINDING_DANE_BOGUS ||
		incident->code == FINDING_DANE_MISMATCH ||
		incident->code == FINDING_DANE_MISSING);
}
