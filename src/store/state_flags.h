/* The bits of target.flags, and the texts that findings are kept as. Private to
 * the store: written by batch_rows.c, read by load.c. */
#pragma once

#define STATE_FLAG_SEEN 1
#define STATE_FLAG_REACHED 2
#define STATE_FLAG_FRESH 4
#define STATE_FLAG_MIXED 8
#define STATE_FLAG_DOWN_TOLD 16

#define TOLD_NAMES \
	{ \
		"untold", "in-summary", "told", "hushed" \
	} /* enum incident_told */

/* One finding a line: "leaf-expired critical 0123abc...", the digest or "-". */
#define VERDICT_FINDINGS_MAX (64u << 10)
