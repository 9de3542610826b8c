/* Looks, counted; see look_tally.h. */
#include "monitor/look_tally.h"

void
look_tally_note(struct look_tally *tally, const struct observation *observation)
{
	look_tally_note_failure(tally, observation->failure);
	histogram_note_ms(&tally->dial, observation->dial_ms);
	histogram_note_ms(&tally->talk, observation->talk_ms);
	histogram_note_ms(&tally->handshake, observation->handshake_ms);
	histogram_note_ms(&tally->whole, observation->total_ms);
}

void
look_tally_note_failure(struct look_tally *tally, enum failure failure)
{
	tally->ended[failure]++;
}
